"""DAECT's side of a file: check it, admit it, record what the committee decided (spec L8, L9)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts import service
from expect.accounts.enums import HOLDER_ROLES
from expect.accounts.rules import is_daect
from expect.accounts.selectors import people, reached
from expect.accounts.views.access import Reserved
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from expect.web.addresses import page_of
from expect.web.bulk import BulkAct
from expect.web.columns import Column
from expect.web.comparison import Change
from expect.web.components import Act, Head, Section
from expect.web.lists import ListPage
from expect.web.views import DetailPage
from expect.web.visible import visible_or_404
from labels import rules, selectors
from labels.enums import Side
from labels.filters import ApplicationFilters
from labels.models import ApplicationVersion, LabelApplication
from labels.versions import differences
from labels.views import standing
from labels.views.conversation import conversation

APPLICATIONS = ("Candidatures", reverse_lazy("labels:applications"))
CORRECT = "Demander des corrections"
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


def file_url(application: LabelApplication, page: str = "application") -> str:
    """One of DAECT's pages of a file."""
    return page_of(f"labels:{page}", application.public_id)


class ForDaect(Reserved):
    """Lists of DAECT."""

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)


class LodgedFile:
    """A lodged file."""

    def get_object(self) -> LabelApplication:
        return visible_or_404(self.files(), self.request, at=self.at, public_id=self.kwargs["public_id"])

    def files(self) -> QuerySet[LabelApplication]:
        """Those among which it is found."""
        return selectors.lodged_applications(self.request.user, self.today)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPLICATIONS, (self.object.number, file_url(self.object))]

    def back_url(self, obj: LabelApplication) -> str:
        return file_url(obj)

    def success_url(self, fact: Any) -> str:
        return file_url(self.object)

    def body_people(self, obj: LabelApplication) -> str:
        """The names to whom the body's mail goes."""
        names = [str(person) for person in reached(obj.organisation, self.today)]
        return ", ".join(names) or "personne (cet organisme n’a ni compte actif, ni adresse légale)"


class ApplicationList(ForDaect, ListPage):
    """Every lodged file."""

    template_name = "labels/daect/list.html"
    title = "Candidatures"
    search_label = "Numéro, expertise ou organisme"
    default_sort = "-submitted_at"
    filterset_class = ApplicationFilters
    empty_sentence = "Aucune candidature n’a encore été déposée."
    keeps_views = True
    columns = (
        Column("number", "Numéro", short=True, sort="number"),
        Column(
            "organisation",
            "Organisme",
            sort="organisation__sort_name",
            wide=True,
            hint=lambda row: row.organisation.description(),
        ),
        Column("description", "Nature", value=lambda row: row.organisation.description(), on_screen=False),
        Column("title", "Expertise"),
        Column("state", "État", value=standing.daect_badge),
        Column(
            "submitted_at", "Déposée le", value=lambda row: paris_day(row.submitted_at), sort="submitted_at"
        ),
        Column(
            "waiting",
            "À qui le tour",
            value=standing.turn_word,
            sort="waiting_order",
            html=standing.waiting_cell,
        ),
        Column("waiting_since", "Attend depuis le", value=standing.waiting_day, on_screen=False),
        Column("is_unread", "Message non lu", on_screen=False),
        Column("is_marked", "À faire", html=standing.star),
        Column(
            "silence_on",
            "Décision implicite le",
            value=standing.implicit_refusal,
            sort="silence_on",
            on_screen=False,
        ),
        Column(
            "session",
            "Séance",
            value=lambda row: row.session and row.session.held_on,
            sort="session__held_on",
        ),
        Column("officer", "Suivie par", sort=("officer__last_name", "officer__first_name")),
    )

    def queryset(self) -> QuerySet[LabelApplication]:
        user = self.request.user
        return selectors.for_list(selectors.lodged_applications(user, self.today))

    def complete(self, rows: Sequence[LabelApplication]) -> None:
        selectors.complete_rows(rows, self.request.user)

    def sorted(self, rows: QuerySet) -> QuerySet:
        waits = self.sort and self.sort[0].name == "waiting"
        return super().sorted(selectors.with_waiting(rows) if waits else rows)

    def row_url(self, row: LabelApplication) -> str:
        return file_url(row)

    def bulk_acts(self) -> list[BulkAct]:
        return [
            BulkAct("Confier", reverse("labels:applications_assign")),
            BulkAct("Inscrire à une séance", reverse("labels:applications_admit")),
            BulkAct("Garder à faire", reverse("labels:applications_mark")),
            BulkAct("Ôter de ma liste", reverse("labels:applications_unmark")),
        ]

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return selectors.find_files(rows, text)


class ApplicationPage(LodgedFile, DetailPage):
    """The version lodged, its checks, the opinions, the acts in their order."""

    template_name = "labels/daect/file.html"

    def files(self) -> QuerySet[LabelApplication]:
        return selectors.with_versions(selectors.with_waiting(super().files()))

    def get_title(self) -> str:
        return self.object.title

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPLICATIONS]

    @cached_property
    def points(self) -> list[rules.CheckedPoint]:
        """What was found of the file."""
        return rules.points_of(self.object)

    def head(self, obj: LabelApplication) -> Head:
        user, on = self.request.user, self.today
        acts = [
            Act(rules.may_admit(user, obj, on), file_url(obj, "application_admit"), "Inscrire à une séance"),
            Act(
                rules.may_record_decision(user, obj, on),
                file_url(obj, "application_decide"),
                "Enregistrer la décision",
            ),
            Act(rules.may_check(user, obj, on), file_url(obj, "application_check"), "Vérifier le dossier"),
            Act(rules.may_close(user, obj, on), file_url(obj, "application_close"), "Classer sans suite"),
            Act(
                rules.may_request_changes(user, obj, on),
                file_url(obj, "application_request_changes"),
                CORRECT,
            ),
            Act(
                rules.may_declare_inadmissible(user, obj, on),
                file_url(obj, "application_declare_inadmissible"),
                "Déclarer irrecevable",
            ),
        ]
        assign = Act(
            rules.may_assign(user, obj, on), file_url(obj, "application_assign"), "Confier le dossier"
        )
        if rules.is_open_to_appeal(obj):
            acts.append(
                Act(
                    rules.may_register_appeal(user, obj, on),
                    file_url(obj, "application_register_appeal"),
                    "Enregistrer un recours reçu",
                )
            )
        if obj.inadmissible_letter:
            acts.append(
                Act(
                    rules.may_register_service(user, obj.inadmissible_letter, on),
                    file_url(obj, "application_register_service"),
                    "Enregistrer la réception de la lettre",
                )
            )
        if rules.to_correct(self.points):
            acts.sort(key=lambda act: act.label != CORRECT)
        primary = next((act for act in acts if act.verdict), None)
        return Head(
            number=obj.number,
            badge=standing.daect_badge(obj),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            turn=standing.daect_turn(obj, checked=all(point.finding for point in self.points)),
            since=standing.waiting_day(obj),
            primary=primary,
            others=[*(act for act in acts if act is not primary), *self.court(obj), assign],
        )

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        user, on = self.request.user, self.today
        versions = list(obj.versions.all())
        decisions = list(
            selectors.visible_decisions(user, on).live().filter(application=obj).order_by("recorded_at")
        )
        return {
            "version": versions[0],
            "content": selectors.with_standing(versions[0].content),
            "points": [(point, standing.finding_badge(point)) for point in self.points],
            "changes": self.changes(versions),
            "correction": selectors.open_correction(obj),
            "opinions": selectors.opinions_on(obj),
            "recusals": selectors.recusals_on(obj),
            "decisions": decisions,
            "diplomas": selectors.visible_diplomas(user, on)
            .filter(label__application=obj)
            .order_by("-version"),
            "people": people(HOLDER_ROLES, on, organisation=obj.organisation),
            "history": selectors.history_of(obj),
            "road": standing.road(obj),
            "sections": SECTIONS,
            "notes": selectors.notes_on(obj),
            "appeals": selectors.appeals_of(obj) if decisions or obj.inadmissible_at else (),
            "court_cases": selectors.court_cases(user, on).filter(application=obj) if self.in_court else (),
            "court_until": rules.court_until(obj, on) if self.in_court else None,
            "inadmissibility": self.inadmissibility(obj),
            "mark": selectors.own_mark(obj, user),
            "versions": versions,
            **conversation(self, obj, Side.DAECT),
        }

    def court(self, obj: LabelApplication) -> list[Act]:
        """A mark to be made, never what is to be done first."""
        url = file_url(obj, "application_record_court_case")
        return [Act(self.in_court, url, "Inscrire un recours contentieux")] if self.in_court else []

    @cached_property
    def in_court(self) -> Verdict:
        """Whether what was decided can be taken to court."""
        return rules.may_record_court_case(self.request.user, self.object, self.today)

    def inadmissibility(self, obj: LabelApplication) -> Mapping[str, Any]:
        """How its letter reached the body; empty where there is none."""
        if obj.inadmissible_letter is None:
            return {}
        return {
            "proofs": service.proofs(obj.inadmissible_letter),
            "agreement": service.agreement(obj.organisation_id),
            "contest_until": rules.contest_until(obj),
        }

    def changes(self, versions: list[ApplicationVersion]) -> list[Change]:
        """What the last lodging changed."""
        return differences(versions[1].content, versions[0].content) if len(versions) > 1 else []
