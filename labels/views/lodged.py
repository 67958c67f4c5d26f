"""DAECT's page of a file: where it stands, what to do next, what it says (spec L8, L9)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts import service
from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.selectors import people
from expect.kernel.verdict import Verdict
from expect.web.comparison import Change
from expect.web.components import Act, Head, Section
from expect.web.marks import own_mark
from expect.web.views import DetailPage
from labels import rules, selectors
from labels.enums import Side
from labels.models import Appeal, ApplicationVersion, Decision, LabelApplication
from labels.versions import differences
from labels.views import appeal_words, cells, standing
from labels.views.appeals import answer_act
from labels.views.conversation import conversation
from labels.views.instruction import APPLICATIONS, LodgedFile, file_url

CORRECT = "Demander des corrections"
TAKE_OFF = "Retirer de l’ordre du jour"
ACTS = (
    (rules.may_admit, "application_admit", "Inscrire à une séance"),
    (rules.may_record_decision, "application_decide", "Enregistrer la décision"),
    (rules.may_check, "application_check", "Vérifier le dossier"),
    (rules.may_take_off, "application_take_off", TAKE_OFF),
    (rules.may_close, "application_close", "Classer sans suite"),
    (rules.may_request_changes, "application_request_changes", CORRECT),
    (rules.may_declare_inadmissible, "application_declare_inadmissible", "Déclarer irrecevable"),
)
"""By which rule, at which page, in which words; the first one open is the page's own, unless it only undoes."""
SECTIONS = (
    Section("verification", "Vérification"),
    Section("expertise", "Expertise et thèmes"),
    Section("preuves", "Preuves"),
    Section("experts", "Experts"),
    Section("mobilisation", "Mobilisation"),
    Section("avis", "Avis du comité"),
    Section("messages", "Messages"),
    Section("notes", "Notes internes"),
)


class ApplicationPage(LodgedFile, DetailPage):
    """The version lodged, its checks, the opinions, the acts in their order."""

    template_name = "labels/daect/file.html"

    def files(self) -> QuerySet[LabelApplication]:
        files = selectors.with_court_cases(selectors.with_waiting(super().files(), self.today))
        return selectors.with_versions(files)

    def get_title(self) -> str:
        return self.object.lodged_title

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPLICATIONS]

    @cached_property
    def points(self) -> list[rules.CheckedPoint]:
        """What was found of the file."""
        return rules.points_of(self.object)

    def head(self, obj: LabelApplication) -> Head:
        answers, late = self.answers()
        acts = [*answers, *self.acts(obj), *self.received(obj), *late]
        if rules.to_correct(self.points):
            acts.sort(key=lambda act: act.label != CORRECT)
        primary = next((act for act in acts if act.verdict and act.label != TAKE_OFF), None)
        verdict = rules.may_assign(self.request.user, obj, self.today)
        assign = Act(verdict, file_url(obj, "application_assign"), "Confier le dossier")
        return Head(
            number=obj.number,
            badge=standing.daect_badge(obj, self.appeal),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            turn=standing.daect_turn(obj, self.appeal, checked=all(point.finding for point in self.points)),
            since=cells.waiting_day(obj),
            primary=primary,
            others=[*(act for act in acts if act is not primary), *self.court(obj), assign],
        )

    def acts(self, obj: LabelApplication) -> list[Act]:
        """What is done of a file, in the order in which it is done."""
        return [
            Act(may(self.request.user, obj, self.today), file_url(obj, page), label)
            for may, page, label in ACTS
        ]

    def received(self, obj: LabelApplication) -> list[Act]:
        """What came by post, where something may have."""
        user, on, acts = self.request.user, self.today, []
        if rules.is_open_to_appeal(obj, on):
            verdict = rules.may_register_appeal(user, obj, on)
            url = file_url(obj, "application_register_appeal")
            acts.append(Act(verdict, url, "Enregistrer un recours reçu"))
        if obj.dismissal and obj.dismissal.letter:
            verdict = rules.may_register_service(user, obj.dismissal, on)
            url = reverse("labels:dismissal_register_service", args=[obj.dismissal.public_id])
            acts.append(Act(verdict, url, "Enregistrer la réception de la lettre"))
        return acts

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        versions = list(obj.versions.all())
        return {
            "version": versions[0],
            "content": selectors.with_standing(versions[0].content),
            "points": [(point, standing.finding_badge(point)) for point in self.points],
            "asked": selectors.last_asked(obj) if any(point.before for point in self.points) else {},
            "changes": self.changes(versions),
            "correction": selectors.open_correction(obj),
            "people": people(HOLDER_ROLES, self.today, organisation=obj.organisation),
            "history": selectors.history_of(obj),
            "road": standing.road(obj),
            "sections": SECTIONS,
            "notes": selectors.notes_on(obj),
            "mark": own_mark(obj, self.request.user),
            "versions": versions,
            **self.committee(obj, versions[0]),
            **self.decided(obj),
            **conversation(self, obj, Side.DAECT),
        }

    def committee(self, obj: LabelApplication, version: ApplicationVersion) -> Mapping[str, Any]:
        """The opinions, and who may not read them."""
        verdict = obj.session_id and rules.may_set_aside(self.request.user, obj, self.today)
        experts = rules.experts_in([(obj.pk, version.content["experts"])])
        opinions, earlier = selectors.opinions_by_session(obj)
        return {
            "opinions": opinions,
            "earlier": earlier,
            "recusals": selectors.recusals_on(obj),
            "may_set_aside": verdict,
            "doubts": selectors.doubts_on(obj, self.today, experts) if verdict else (),
            "may_lift": obj.session and obj.session.state in rules.OPEN_TO_OPINIONS,
        }

    def decided(self, obj: LabelApplication) -> Mapping[str, Any]:
        """What was decided, what silence decides, and how it is contested."""
        user, on = self.request.user, self.today
        decisions = selectors.visible_decisions(user, on).live().filter(application=obj)
        decisions = list(decisions.order_by("recorded_at"))
        diplomas = selectors.visible_diplomas(user, on).filter(label__application=obj).order_by("-version")
        cases = selectors.court_cases(user, on).filter(application=obj)
        return {
            "decisions": decisions,
            "diplomas": diplomas if decisions or self.appeals else (),
            "appeals": self.appeals,
            "silence_on": rules.silence_day(obj, self.appeals),
            "refused_on": rules.refused_on(obj, self.appeals, on),
            "court_cases": cases if obj.was_in_court else (),
            "court_until": rules.court_until(obj, on) if self.in_court else None,
            "dismissals": self.dismissals(obj, decisions),
            "agreement": service.agreement(obj.organisation_id) if obj.dismissal else None,
        }

    @cached_property
    def appeals(self) -> list[Appeal]:
        """All those on the file."""
        return list(selectors.appeals_of(self.object))

    @cached_property
    def appeal(self) -> Appeal | None:
        """The one whose answer is awaited: of two, the first to come."""
        return next((one for one in self.unanswered if rules.waits(one, self.today)), None)

    @cached_property
    def unanswered(self) -> list[Appeal]:
        """Those without an answer, the first to come first."""
        found = [appeal for appeal in self.appeals if not appeal.answered_at]
        return sorted(found, key=lambda appeal: (appeal.received_on, appeal.registered_at))

    def answers(self) -> tuple[list[Act], list[Act]]:
        """To answer an appeal comes before all else; once silence has rejected it, after."""
        user, on, several = self.request.user, self.today, len(self.unanswered) > 1
        awaited, late = [], []
        for one in self.unanswered:
            label = f"Répondre au recours {one.number}" if several else "Répondre au recours"
            (awaited if rules.waits(one, on) else late).append(answer_act(user, one, on, label))
        return awaited, late

    def court(self, obj: LabelApplication) -> list[Act]:
        """A mark to be made, never what is to be done first."""
        url = file_url(obj, "application_record_court_case")
        return [Act(self.in_court, url, "Inscrire un recours contentieux")] if self.in_court else []

    @cached_property
    def in_court(self) -> Verdict:
        """Whether what was decided can be taken to court."""
        return rules.may_record_court_case(self.request.user, self.object, self.today)

    def dismissals(self, obj: LabelApplication, decisions: list[Decision]) -> list[Mapping[str, Any]]:
        """What ended it without the committee, the latest first: how each letter came, until when it is contested."""
        if not (obj.dismissal or self.appeals):
            return []
        found = selectors.visible_dismissals(self.request.user, self.today).filter(application=obj)
        return [
            {
                "dismissal": dismissal,
                "title": standing.dismissal_title(dismissal),
                "proofs": service.proofs(dismissal.letter) if dismissal.letter else (),
                "undone": (undone := selectors.undone(dismissal, self.appeals, decisions)),
                "no_post": "" if dismissal == obj.dismissal else appeal_words.no_post(undone),
                "contest_until": rules.until_of(dismissal, self.today),
                "in_court": dismissal == obj.dismissal and rules.is_contested(obj, self.today),
            }
            for dismissal in found.order_by("-decided_at")
        ]

    def changes(self, versions: list[ApplicationVersion]) -> list[Change]:
        """What the last lodging changed."""
        return differences(versions[1].content, versions[0].content) if len(versions) > 1 else []
