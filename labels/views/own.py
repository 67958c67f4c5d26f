"""« Candidature »: the applicant's files, from the draft to the result."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from expect.accounts import service
from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from expect.accounts.rules import holds
from expect.accounts.selectors import organisations_of, visible_organisations
from expect.accounts.views.access import Reserved
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict, allow, refuse
from expect.web.columns import Column
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import applications, rules, selectors
from labels.enums import Outcome, Part, Side
from labels.models import CorrectionRequest, LabelApplication
from labels.versions import to_lodge
from labels.views import standing
from labels.views.conversation import conversation

CANDIDATURE = ("Candidature", reverse_lazy("labels:own_applications"))
SECTIONS = (
    Section("expertise", "Expertise et thèmes"),
    Section("preuves", "Preuves"),
    Section("experts", "Experts"),
    Section("mobilisation", "Mobilisation"),
    Section("messages", "Messages"),
)


def own_url(application: LabelApplication, page: str = "own_application") -> str:
    """One of the applicant's pages of a file."""
    return reverse(f"labels:{page}", args=[application.public_id])


class ForHolders(Reserved):
    """Pages of those who act for a body."""

    def access(self) -> Verdict:
        if organisations_of(self.request.user, self.today):
            return allow()
        return refuse("Cette page est celle des organismes candidats au label ou titulaires.")


class OwnFile:
    """One of the files of one's bodies."""

    def get_object(self) -> LabelApplication:
        found = selectors.own_applications(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [CANDIDATURE, (str(self.object), own_url(self.object))]

    def back_url(self, obj: LabelApplication) -> str:
        return own_url(obj)

    def success_url(self, fact: Any) -> str:
        return own_url(self.object)


class WholeDraft(OwnFile):
    """One of them with its parts, read once for the rules and for the page."""

    def get_object(self) -> LabelApplication:
        application = super().get_object()
        if application.state in rules.OPEN_TO_CHANGE:
            selectors.read_parts([application])
        return application


class OwnApplications(ForHolders, ListPage):
    """The body's files, and the way to begin one."""

    title = "Candidature"
    default_sort = "-updated_at"
    exportable = False
    empty_sentence = "Vous n’avez pas encore préparé de candidature au label EXPE-CT."
    columns = (
        Column("title", "Expertise", value=lambda row: row.title or "Sans intitulé", sort="title"),
        Column("number", "Numéro", short=True, sort="number"),
        Column("organisation", "Organisme", hint=lambda row: row.organisation.description()),
        Column("state", "État", value=standing.holder_badge),
        Column("turn", "À qui le tour"),
        Column("updated_at", "Modifiée le", sort="updated_at"),
    )

    def queryset(self) -> QuerySet[LabelApplication]:
        return selectors.own_applications(self.request.user, self.today)

    def complete(self, rows: Sequence[LabelApplication]) -> None:
        """Whose turn it is wants the parts of the open files."""
        open_files = [row for row in rows if row.state in rules.OPEN_TO_CHANGE]
        selectors.read_parts(open_files)
        for row in rows:
            signs = holds(self.request.user, self.today, Role.SIGNATORY, organisation=row.organisation_id)
            row.turn = standing.holder_turn(row, signs=bool(signs))

    def row_url(self, row: LabelApplication) -> str:
        return own_url(row)

    def primary_act(self) -> tuple[str, str]:
        bodies = [m.organisation for m in self.request.memberships if m.organisation_id]
        current = self.request.membership.organisation if self.request.membership else None
        body = current or bodies[0]
        if draft := selectors.open_draft(body):
            return ("Reprendre le brouillon", own_url(draft))
        return ("Commencer une candidature", reverse("labels:application_start", args=[body.public_id]))


class Start(ActView):
    """Begin a file; the draft that the body has already is offered instead (spec L7)."""

    template_name = "labels/own/start.html"
    title = "Commencer une candidature"
    verb = "Commencer la candidature"
    breadcrumb = (CANDIDATURE,)

    def get_object(self) -> Organisation:
        bodies = visible_organisations(self.request.user, self.today)
        return visible_or_404(bodies, self.request, at=self.at, public_id=self.kwargs["body"])

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_start(self.request.user, obj, self.today)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if draft := selectors.open_draft(self.object):
            messages.info(
                request, "Vous avez déjà un brouillon : le voici. Un organisme en prépare un à la fois."
            )
            return redirect(own_url(draft))
        return super().get(request, *args, **kwargs)

    def context(self, obj: Organisation) -> Mapping[str, Any]:
        return {"service_email": settings.SERVICE_EMAIL}

    def back_url(self, obj: Organisation) -> str:
        return reverse("labels:own_applications")

    def perform(self, obj: Organisation, form) -> LabelApplication:
        return applications.start_draft(organisation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: LabelApplication) -> str:
        return "Le dossier est ouvert. Il s’enregistre au fil de la saisie : vous pouvez le quitter et y revenir."

    def success_url(self, fact: LabelApplication) -> str:
        return own_url(fact, "application_expertise")


class OwnApplicationPage(WholeDraft, DetailPage):
    """Where the file stands, whose turn it is, what it holds, its documents."""

    template_name = "labels/own/file.html"

    @cached_property
    def correction(self) -> CorrectionRequest | None:
        """What DAECT awaits, if it does."""
        return selectors.open_correction(self.object)

    @cached_property
    def signs(self) -> bool:
        """Whether the person signs for the body."""
        body = self.object.organisation_id
        return bool(holds(self.request.user, self.today, Role.SIGNATORY, organisation=body))

    def get_title(self) -> str:
        return self.object.title or "Candidature sans intitulé"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [CANDIDATURE]

    def head(self, obj: LabelApplication) -> Head:
        primary, *others = self.acts(obj)
        return Head(
            number=obj.number,
            badge=standing.holder_badge(obj),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            turn=standing.holder_turn(obj, signs=self.signs),
            since=standing.since(obj) or (self.correction and paris_day(self.correction.asked_at)),
            primary=primary,
            others=others,
        )

    def acts(self, obj: LabelApplication) -> list[Act | None]:
        """The one to do first, then the others; a lodged file leaves little to do."""
        user, on = self.request.user, self.today
        withdraw = Act(
            rules.may_withdraw(user, obj, on),
            own_url(obj, "application_withdraw"),
            "Retirer la candidature" if obj.submitted_at else "Abandonner le brouillon",
        )
        if rules.is_open_to_appeal(obj):
            appeal = Act(
                rules.may_appeal(user, obj, on), own_url(obj, "application_appeal"), "Former un recours"
            )
            return [None, appeal, withdraw]
        if obj.state not in rules.OPEN_TO_CHANGE:
            return [None, withdraw]
        submit = Act(rules.may_submit(user, obj, on), own_url(obj, "application_submit"), "Relire et déposer")
        hand_over = Act(
            rules.may_hand_over(user, obj, on),
            own_url(obj, "application_hand_over"),
            "Transmettre au signataire",
        )
        resume = Act(
            rules.may_edit(user, obj, on),
            first_step(obj),
            "Corriger le dossier" if obj.submitted_at else "Continuer la saisie",
        )
        if obj.submitted_at:
            return [resume, submit, hand_over, withdraw]
        ordered = [act for act in (submit, hand_over) if act.verdict] + [resume]
        ordered += [act for act in (submit, hand_over) if not act.verdict]
        return [*ordered, withdraw]

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        user, on = self.request.user, self.today
        version = selectors.last_version(obj) if obj.submitted_at else None
        decisions = selectors.visible_decisions(user, on).filter(application=obj, notified_at__isnull=False)
        diplomas = selectors.visible_diplomas(user, on).filter(label__application=obj)
        appeals = list(selectors.appeals_of(obj)) if obj.submitted_at else []
        decisions = selectors.with_rectifications(decisions.order_by("-notified_at"))
        notified = list(decisions) if obj.notified_at or appeals else []
        granted = [decision for decision in notified if decision.outcome == Outcome.GRANTED]
        return {
            "content": selectors.with_standing(
                version.content if version and obj.state not in rules.OPEN_TO_CHANGE else to_lodge(obj)
            ),
            "correction": self.correction,
            "version": version,
            "versions": selectors.versions_of(obj) if obj.submitted_at else (),
            "missing": rules.missing(obj) if obj.state in rules.OPEN_TO_CHANGE else [],
            "decisions": notified,
            "decided": [
                (
                    decision,
                    service.received_on(decision.letter),
                    rules.contest_until(decision) if rules.is_contestable(decision) else None,
                    decision in granted[:-1],
                )
                for decision in notified
            ],
            "appeals": appeals,
            "inadmissibility": inadmissibility_of(obj),
            "agreement": service.agreement(obj.organisation_id) if notified or obj.inadmissible_at else None,
            "diplomas": diplomas.order_by("-version") if notified else (),
            "sections": SECTIONS,
            "history": selectors.history_for_body(obj),
            "road": standing.road(obj),
            "next_step": standing.next_step(obj, signs=self.signs),
            **conversation(self, obj, Side.BODY),
        }


def inadmissibility_of(application: LabelApplication) -> dict[str, date | None]:
    """How the letter of an inadmissibility was received; empty where there is none."""
    if application.inadmissible_letter is None:
        return {}
    return {
        "received": service.received_on(application.inadmissible_letter),
        "contest_until": rules.contest_until(application),
    }


def first_step(application: LabelApplication) -> str:
    """Where to go on: the first part to correct, or the first step that lacks something, else the last."""
    if application.submitted_at:
        reopened = rules.reopened_parts(application)
        return own_url(application, f"application_{next(part for part in Part if part in reopened)}")
    points = rules.missing(application)
    return own_url(application, f"application_{points[0].step}" if points else "application_review")
