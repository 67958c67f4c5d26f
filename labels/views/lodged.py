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
from expect.web.views import DetailPage
from labels import rules, selectors
from labels.enums import ApplicationState, Side
from labels.models import Appeal, ApplicationVersion, LabelApplication
from labels.versions import differences
from labels.views import cells, standing
from labels.views.conversation import conversation
from labels.views.instruction import APPLICATIONS, LodgedFile, file_url

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


class ApplicationPage(LodgedFile, DetailPage):
    """The version lodged, its checks, the opinions, the acts in their order."""

    template_name = "labels/daect/file.html"

    def files(self) -> QuerySet[LabelApplication]:
        files = selectors.with_court_cases(selectors.with_waiting(super().files()))
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
        user, on = self.request.user, self.today
        acts = [
            *self.answer(),
            Act(rules.may_admit(user, obj, on), file_url(obj, "application_admit"), "Inscrire à une séance"),
            Act(
                rules.may_record_decision(user, obj, on),
                file_url(obj, "application_decide"),
                "Enregistrer la décision",
            ),
            Act(rules.may_check(user, obj, on), file_url(obj, "application_check"), "Vérifier le dossier"),
            Act(
                rules.may_take_off(user, obj, on),
                file_url(obj, "application_take_off"),
                "Retirer de l’ordre du jour",
            ),
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
        if rules.is_open_to_appeal(obj, on):
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
            badge=standing.daect_badge(obj, self.appeal),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            turn=standing.daect_turn(obj, self.appeal, checked=all(point.finding for point in self.points)),
            since=cells.waiting_day(obj),
            primary=primary,
            others=[*(act for act in acts if act is not primary), *self.court(obj), assign],
        )

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        user, on = self.request.user, self.today
        versions = list(obj.versions.all())
        decisions = list(
            selectors.visible_decisions(user, on).live().filter(application=obj).order_by("recorded_at")
        )
        diplomas = selectors.visible_diplomas(user, on).filter(label__application=obj)
        return {
            "version": versions[0],
            "content": selectors.with_standing(versions[0].content),
            "points": [(point, standing.finding_badge(point)) for point in self.points],
            "asked": selectors.last_asked(obj) if any(point.before for point in self.points) else {},
            "changes": self.changes(versions),
            "correction": selectors.open_correction(obj),
            "opinions": selectors.opinions_on(obj),
            "recusals": selectors.recusals_on(obj),
            "on_agenda": obj.session_id is not None and obj.state == ApplicationState.ADMISSIBLE,
            "decisions": decisions,
            "diplomas": diplomas.order_by("-version") if decisions or self.appeals else (),
            "people": people(HOLDER_ROLES, on, organisation=obj.organisation),
            "history": selectors.history_of(obj),
            "road": standing.road(obj),
            "sections": SECTIONS,
            "notes": selectors.notes_on(obj),
            "appeals": self.appeals,
            "silence_on": rules.silence_day(obj, self.appeals),
            "refused_on": rules.refused_on(obj, self.appeals, on),
            "court_cases": selectors.court_cases(user, on).filter(application=obj)
            if obj.was_in_court
            else (),
            "court_until": rules.court_until(obj, on) if self.in_court else None,
            "inadmissibility": self.inadmissibility(obj),
            "mark": selectors.own_mark(obj, user),
            "versions": versions,
            **conversation(self, obj, Side.DAECT),
        }

    @cached_property
    def appeals(self) -> list[Appeal]:
        """All those on the file."""
        return list(selectors.appeals_of(self.object))

    @cached_property
    def appeal(self) -> Appeal | None:
        """The one that waits for its answer: of two, the first to come."""
        return self.waiting_appeals[0] if self.waiting_appeals else None

    @cached_property
    def waiting_appeals(self) -> list[Appeal]:
        """Those that wait for their answer, the first to come first."""
        waiting = [appeal for appeal in self.appeals if not appeal.answered_at]
        return sorted(waiting, key=lambda appeal: (appeal.received_on, appeal.registered_at))

    def answer(self) -> list[Act]:
        """An appeal comes before all else."""
        return [
            Act(
                rules.may_answer_appeal(self.request.user, appeal, self.today),
                reverse("labels:appeal_answer_act", args=[appeal.public_id]),
                f"Répondre au recours {appeal.number}"
                if len(self.waiting_appeals) > 1
                else "Répondre au recours",
            )
            for appeal in self.waiting_appeals
        ]

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
            "contest_until": rules.until_of(obj, self.today),
            "in_court": rules.is_contested(obj, self.today),
        }

    def changes(self, versions: list[ApplicationVersion]) -> list[Change]:
        """What the last lodging changed."""
        return differences(versions[1].content, versions[0].content) if len(versions) > 1 else []
