"""The applicant's page of a file: where it stands, whose turn it is, what comes next (spec L7, L9, X10)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from expect.accounts import service
from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.kernel.clock import paris_day
from expect.web.components import Act, Head, Section
from expect.web.views import DetailPage
from labels import rules, selectors
from labels.enums import AppealKind, Outcome, Part, Side
from labels.models import (
    Appeal,
    ApplicationVersion,
    CorrectionRequest,
    Decision,
    Dismissal,
    LabelApplication,
)
from labels.unproved import to_send
from labels.versions import to_lodge
from labels.views import appeal_words, standing
from labels.views.conversation import conversation
from labels.views.own import CANDIDATURE, WholeDraft, own_url

SECTIONS = (
    Section("expertise", "Expertise et thèmes"),
    Section("preuves", "Preuves"),
    Section("experts", "Experts"),
    Section("mobilisation", "Mobilisation"),
    Section("messages", "Messages"),
)


class OwnApplicationPage(WholeDraft, DetailPage):
    """Where the file stands, whose turn it is, what it holds, its documents."""

    template_name = "labels/own/file.html"

    @cached_property
    def correction(self) -> CorrectionRequest | None:
        """What DAECT awaits, if it does."""
        return selectors.open_correction(self.object)

    @cached_property
    def appeals(self) -> list[Appeal]:
        """Those of a file that ever left its body."""
        return list(selectors.appeals_of(self.object)) if self.object.submitted_at else []

    @cached_property
    def appeal(self) -> Appeal | None:
        """The one without an answer: of two, the one that silence rejects last."""
        waiting = [appeal for appeal in self.appeals if not appeal.answered_at]
        return max(waiting, key=lambda appeal: appeal.silence_on, default=None)

    @cached_property
    def is_contested(self) -> bool:
        """Whether what stands was already contested here: the court is left."""
        return bool(self.appeals) and rules.is_contested(self.object, self.today)

    @cached_property
    def other_kinds(self) -> list[AppealKind]:
        """What stands being contested, in which other way it may still be, with effect."""
        return rules.kinds_that_count(self.object, self.today) if self.is_contested else []

    @cached_property
    def court_until(self) -> date | None:
        """The last day to take to court what stands, where it was contested."""
        return rules.court_until(self.object, self.today) if self.is_contested else None

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
        awaited = self.appeal if self.appeal and rules.waits(self.appeal, self.today) else None
        return Head(
            number=obj.number,
            badge=standing.holder_badge(obj),
            subtitle=f"{obj.organisation}, {obj.organisation.description()}",
            turn=standing.holder_turn(obj, awaited, signs=self.signs),
            since=standing.since(obj, awaited) or (self.correction and paris_day(self.correction.asked_at)),
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
        if obj.state not in rules.OPEN_TO_CHANGE:
            return [None, *self.contest(obj), withdraw]
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
            return [resume, submit, hand_over, *self.contest(obj), withdraw]
        ordered = [act for act in (submit, hand_over) if act.verdict] + [resume]
        ordered += [act for act in (submit, hand_over) if not act.verdict]
        return [*ordered, withdraw]

    def contest(self, obj: LabelApplication) -> list[Act]:
        """Once something stands that was not contested here, or may still be in the other way."""
        user, on = self.request.user, self.today
        if not rules.is_open_to_appeal(obj, on) or (self.is_contested and not self.other_kinds):
            return []
        url = own_url(obj, "application_appeal")
        return [Act(rules.may_appeal(user, obj, on), url, "Former un recours")]

    def context(self, obj: LabelApplication) -> Mapping[str, Any]:
        is_open = obj.state in rules.OPEN_TO_CHANGE
        version = selectors.last_version(obj) if obj.submitted_at else None
        content = to_lodge(obj) if is_open or version is None else version.content
        return {
            "content": selectors.with_standing(content),
            "correction": self.correction,
            "version": version,
            "versions": selectors.versions_of(obj) if obj.submitted_at else (),
            "missing": rules.missing(obj) if is_open else [],
            "sections": SECTIONS,
            "history": selectors.history_for_body(obj),
            "road": standing.road(obj),
            "is_under_examination": obj.state in standing.UNDER_EXAMINATION,
            "next_step": self.next_step(obj),
            "silence": self.silence(obj, version),
            **self.notified(obj),
            **conversation(self, obj, Side.BODY),
        }

    def notified(self, obj: LabelApplication) -> Mapping[str, Any]:
        """What was decided and has left, how it reached the body, how it is contested."""
        user, on = self.request.user, self.today
        seen = selectors.visible_decisions(user, on).filter(application=obj, notified_at__isnull=False)
        seen = selectors.with_rectifications(seen.order_by("-notified_at"))
        diplomas = selectors.visible_diplomas(user, on).filter(label__application=obj).order_by("-version")
        decisions = list(seen) if obj.notified_at or self.appeals else []
        widened = [decision for decision in decisions if decision.outcome == Outcome.GRANTED][:-1]
        contestable = any(rules.is_contestable(decision) for decision in decisions)
        posted = set(to_send(Decision, on).filter(application=obj)) if contestable else ()
        return {
            "decisions": decisions,
            "decided": [
                {
                    "decision": decision,
                    "received": service.received_on(decision.letter),
                    "contest_until": rules.until_of(decision, on),
                    "widens": decision in widened,
                    "undone": selectors.undone(decision, self.appeals, decisions),
                    "wanted": rules.is_contestable(decision),
                    "posted": decision in posted,
                }
                for decision in decisions
            ],
            "appeals": self.appeals,
            "in_court": self.is_contested,
            "dismissals": self.dismissals(obj, decisions),
            "agreement": service.agreement(obj.organisation_id) if decisions or obj.dismissal else None,
            "diplomas": diplomas if decisions else (),
        }

    def dismissals(self, obj: LabelApplication, decisions: list[Decision]) -> list[Mapping[str, Any]]:
        """What ended it without the committee, the latest first, and how each letter was received."""
        if not (obj.dismissal or self.appeals):
            return []
        found = selectors.visible_dismissals(self.request.user, self.today).filter(application=obj)
        posted = set(to_send(Dismissal, self.today).filter(application=obj))
        return [
            {
                "dismissal": dismissal,
                "title": standing.dismissal_title(dismissal),
                "received": service.received_on(dismissal.letter),
                "contest_until": rules.until_of(dismissal, self.today),
                "undone": selectors.undone(dismissal, self.appeals, decisions),
                "wanted": dismissal == obj.dismissal,
                "posted": dismissal in posted,
            }
            for dismissal in found.order_by("-decided_at")
        ]

    def silence(self, obj: LabelApplication, version: ApplicationVersion | None) -> Mapping[str, Any]:
        """The day on which it refuses the file; past, until when and how that is contested, as the receipt says it."""
        falls_on = rules.silence_day(obj, self.appeals)
        refused_on = rules.refused_on(obj, self.appeals, self.today)
        ahead = {"falls_on": falls_on} if falls_on and falls_on >= self.today else {}
        if refused_on is None:
            return ahead
        said = ahead | {"refused_on": refused_on, "until": rules.court_until(obj, self.today)}
        return said | {"ways": () if self.is_contested else version.receipt.context["letter"]["appeal_lines"]}

    def next_step(self, obj: LabelApplication) -> str:
        """What comes next."""
        if not (self.appeal or self.is_contested):
            return standing.next_step(obj, signs=self.signs)
        if self.appeal:
            correct = standing.next_step(obj, signs=self.signs) if self.correction else ""
            said = [correct, appeal_words.after_appeal(self.appeal, self.today, self.court_until)]
        else:
            rejected = appeal_words.after_rejection(self.appeals[0], self.today, self.court_until)
            said = [rejected, standing.after_contest(obj)]
        other = [
            appeal_words.other_kind(kind, rules.appeal_until(obj, self.today)) for kind in self.other_kinds
        ]
        return " ".join(filter(None, said + other))


def first_step(application: LabelApplication) -> str:
    """Where to go on: the first part to correct, or the first step that lacks something, else the last."""
    if application.submitted_at:
        reopened = rules.reopened_parts(application)
        return own_url(application, f"application_{next(part for part in Part if part in reopened)}")
    points = rules.missing(application)
    return own_url(application, f"application_{points[0].step}" if points else "application_review")
