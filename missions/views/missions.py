"""A mission's file, as each side reads it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.accounts.rules import holds
from expect.accounts.selectors import holds_role
from expect.kernel.verdict import Verdict, allow
from expect.web import french
from expect.web.comparison import Change
from expect.web.components import Act, Head, Section
from expect.web.french import Noun
from expect.web.marks import own_mark
from expect.web.views import DetailPage
from missions import rules, selectors
from missions.enums import MissionState
from missions.models import Mission, TermsDraft, TermsVersion
from missions.selectors import turns
from missions.terms import legs, limits, text
from missions.views import following, spending, standing
from missions.views.desk import days_off
from missions.views.naming import naming_url
from missions.views.sides import DAECT, HOLDER, POST, Found
from missions.workflow import MISSION

MISSION_WORD = Noun("mission", feminine=True)
MISSIONS = ("Missions", reverse_lazy("missions:missions"))
MOST_DRAFTS = 10
"""Drafts shown on the page, the latest ones."""
SECTIONS = (
    Section("termes", "Termes"),
    Section("qui-paie-quoi", "Qui paie quoi"),
    Section("versions", "Versions et avis"),
)


class MissionFound(Found):
    """A mission, where it is in the menus; an act's title takes its number at « {} »."""

    def get_title(self) -> str:
        return self.title.format(self.object.number)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [MISSIONS, (self.object.number, self.object.get_absolute_url())]


class MissionPage(Found, DetailPage):
    """What the three pages share: head, road, terms, costs, versions."""

    breadcrumb = (MISSIONS,)
    side = ""

    def get_title(self) -> str:
        return self.object.subject

    def acts(self, obj: Mission) -> Iterator[Act]:
        """What this side may do at this stage, the first one being what is expected of it."""
        raise NotImplementedError

    def head(self, obj: Mission) -> Head:
        acts = list(self.acts(obj))
        expected = acts and obj.state in standing.WAITING_FOR[self.side]
        return Head(
            number=obj.number,
            badge=standing.mission_badge(obj, self.side, late=obj.overdue_on(self.today)),
            subtitle=f"{obj.organisation}, {obj.country}",
            turn=standing.turn_sentence(obj, self.side, signs=self.signs(obj)),
            since=standing.since(obj),
            primary=acts[0] if expected else self.what_comes_next(),
            others=acts[1:] if expected else acts,
        )

    def context(self, obj: Mission) -> Mapping[str, Any]:
        versions = selectors.versions(obj)
        costs = list(obj.costs.all())
        preparing = MISSION.starts("accept_terms", obj.state)
        drafts = list(selectors.drafts(obj)[: MOST_DRAFTS + 1]) if preparing else []
        return {
            "sections": SECTIONS,
            "terms_title": "Projet de termes" if preparing else "Termes acceptés",
            "missing": limits.missing(obj) if preparing else (),
            "drafts": [(draft, changes(draft, before)) for draft, before in pairwise([*drafts, None])][
                :MOST_DRAFTS
            ],
            "steps": standing.road(obj, self.today),
            "exceptions": selectors.exceptions_of(obj),
            "versions": [
                (version, changes(version, before)) for version, before in pairwise([*versions, None])
            ],
            "lines": text.lines(text.content(obj) if preparing else versions[0].content)
            if preparing or versions
            else [],
            "costs": spending.with_what_is_left(costs),
            "totals": spending.totals(costs),
            "late": obj.overdue_on(self.today),
            "overtaken": standing.overtaken(obj, versions),
            "silence": standing.silence(obj),
            "disputed": standing.disputed(obj, versions),
            "followings": self.followings,
        }

    @cached_property
    def followings(self) -> list[following.Link]:
        """Where the mission is followed once it is over."""
        return following.links(self.object, self.request.user, self.today)

    def what_comes_next(self) -> Act | None:
        """Once people are back, what is awaited of this side is on another page."""
        awaited = self.object.state == MissionState.COMPLETED and turns.turn(self.object).whose == self.side
        if not (awaited and self.followings):
            return None
        said, url = self.followings[0]
        return Act(allow(), url, said)

    def signs(self, obj: Mission) -> bool:
        """Whether the reader signs for the holder."""
        body = obj.organisation_id
        return bool(holds(self.request.user, self.today, Role.SIGNATORY, organisation=body))

    def act(self, obj: Mission, name: str, verdict: Verdict, label: str) -> Act:
        return Act(verdict, reverse(f"missions:mission_{name}", args=[obj.public_id]), label)


class DaectMission(MissionPage):
    """The whole file: costs to enter, sending to the embassy, cancelling, return."""

    template_name = "missions/file/daect.html"
    side = DAECT

    @staticmethod
    def seen(user: User, on) -> QuerySet[Mission]:
        return selectors.with_costs(selectors.with_terms(selectors.daect_missions(user, on)))

    def context(self, obj: Mission) -> Mapping[str, Any]:
        return {**super().context(obj), "mark": own_mark(obj, self.request.user)}

    def signs(self, obj: Mission) -> bool:
        """Whether the reader is the head, who issues the letter (spec M11)."""
        return bool(holds_role(self.request.user, self.today, Role.HEAD))

    def acts(self, obj: Mission) -> Iterator[Act]:
        person, on = self.request.user, self.today
        yield from writing(self, obj, person)
        if MISSION.starts("accept_terms", obj.state):
            may = rules.may_record_acceptance(person, obj, on)
            yield self.act(obj, "record_acceptance", may, "Enregistrer l’accord reçu du titulaire")
        if MISSION.starts("send_to_embassy", obj.state):
            may = rules.may_send_to_embassy(person, obj, on)
            yield self.act(obj, "send_to_embassy", may, "Soumettre à l’ambassade")
        if MISSION.starts("validate", obj.state):
            may = rules.may_record_review(person, obj, on)
            yield self.act(obj, "record_review", may, "Enregistrer l’avis reçu de l’ambassade")
            yield self.act(obj, "send_links", may, "Envoyer un nouveau lien au poste")
        amendable = MISSION.starts("amend", obj.state) or obj.state in legs.VALIDATED
        if amendable and (may := rules.may_record_amendment(person, obj, on)):
            yield self.act(obj, "record_amendment", may, "Enregistrer un changement reçu du titulaire")
        if obj.state == MissionState.VALIDATED and not obj.letter_id:
            yield self.act(
                obj, "issue_letter", rules.may_issue_letter(person, obj, on), "Émettre la lettre de mission"
            )
        elif obj.letter_id and (may := rules.may_issue_letter(person, obj, on)):
            yield self.act(obj, "issue_letter", may, "Remplacer la lettre de mission")
        if (may := rules.may_name_post(person, obj.country, on)) and MISSION.starts("cancel", obj.state):
            yield Act(may, naming_url(obj.country), "Désigner le poste qui répond")
        yield self.act(obj, "record_cost", rules.may_record_costs(person, on), "Ajouter une dépense")
        yield from after_validation(self, obj, person)
        if MISSION.starts("record_no_departure", obj.state) and obj.departs_on <= on:
            may = rules.may_record_no_departure(person, obj, on)
            yield self.act(obj, "record_no_departure", may, "Personne n’est parti")
        yield from self.exception(obj, person)

    def exception(self, obj: Mission, person: User) -> Iterator[Act]:
        """The head lifts what keeps the mission from being validated."""
        if holds_role(person, self.today, Role.HEAD) and MISSION.starts("cancel", obj.state):
            request = obj.solicitation.request
            may = rules.may_grant_exception(person, request, obj.label, self.today)
            url = reverse("missions:request_exception", args=[request.public_id, obj.label.public_id])
            if may:
                yield Act(may, url, "Accorder une exception")


class OwnMission(MissionPage):
    """The holder's file: terms to prepare and accept, return to confirm."""

    template_name = "missions/file/own.html"
    side = HOLDER

    @staticmethod
    def seen(user: User, on) -> QuerySet[Mission]:
        return selectors.with_costs(selectors.with_terms(selectors.own_missions(user, on)))

    def acts(self, obj: Mission) -> Iterator[Act]:
        person, on = self.request.user, self.today
        if MISSION.starts("accept_terms", obj.state):
            yield from self.preparation(obj, person)
        if MISSION.starts("revise_terms", obj.state):
            yield self.act(obj, "revise_terms", rules.may_revise_terms(person, obj, on), "Rouvrir les termes")
        changes, ends = amending(self, obj, person), after_validation(self, obj, person)
        yield from (*ends, *changes) if obj.state == MissionState.INTERRUPTED else (*changes, *ends)

    def preparation(self, obj: Mission, person: User) -> Iterator[Act]:
        """What comes next, first: to accept for who signs, to hand over once complete, else to prepare."""
        on = self.today
        prepare = self.act(obj, "prepare", rules.may_prepare(person, obj, on), "Préparer les termes")
        hand = self.act(obj, "hand_terms", rules.may_hand_terms(person, obj, on), "Remettre au signataire")
        accept = self.act(obj, "accept_terms", rules.may_accept_terms(person, obj, on), "Accepter les termes")
        yield from sorted((accept, hand, prepare), key=lambda act: not act.verdict)


class PostMission(MissionPage):
    """The version that the holder accepted, and the answer of the embassy."""

    template_name = "missions/file/post.html"
    side = POST

    @staticmethod
    def seen(user: User, on) -> QuerySet[Mission]:
        return selectors.with_need(
            selectors.with_costs(selectors.with_terms(selectors.post_missions(user, on)))
        )

    def context(self, obj: Mission) -> Mapping[str, Any]:
        """The whole file on one page: the need, the holder, the hour and the days off there (spec M8)."""
        need = obj.solicitation.request
        stay = days_off([obj.country], obj.departs_on, obj.returns_on) if obj.departs_on else ()
        return {
            **super().context(obj),
            "sections": (Section("besoin", "Besoin"), Section("titulaire", "Titulaire"), *SECTIONS),
            "need": need,
            "themes": need.themes.all(),
            "hour": french.hour_there(self.at, obj.post.time_zone),
            "paris": french.hour(self.at),
            "days_off": stay,
        }

    def acts(self, obj: Mission) -> Iterator[Act]:
        person, on = self.request.user, self.today
        yield from writing(self, obj, person)
        yield from interrupting(self, obj, person)
        if not MISSION.starts("validate", obj.state):
            return
        review = rules.may_review(person, obj, on)
        validate = rules.provided(review, rules.can_be_validated(obj, on))
        yield self.act(obj, "validate", validate, "Valider la mission")
        yield self.act(obj, "return", review, "Renvoyer avec des remarques")
        yield self.act(obj, "refuse", review, "Refuser la mission")
        yield self.act(obj, "send_links", review, "Envoyer un lien de réponse")


def writing(page: MissionPage, obj: Mission, person: User) -> Iterator[Act]:
    """What DAECT and the embassy write in the terms beside the holder (spec M4)."""
    if MISSION.starts("accept_terms", obj.state):
        may = rules.may_prepare(person, obj, page.today)
        yield page.act(obj, "prepare", may, "Écrire dans les termes")


def amending(page: MissionPage, obj: Mission, person: User) -> Iterator[Act]:
    """What the signatory may change once the embassy has the terms (spec M8, M14)."""
    if not (MISSION.starts("amend", obj.state) or obj.state in legs.VALIDATED):
        return
    may = rules.may_amend(person, obj, page.today)
    if may or MISSION.starts("amend", obj.state):
        yield page.act(obj, "postpone", may, "Reporter la mission")
        yield page.act(obj, "replace_people", may, "Remplacer des personnes")
        yield page.act(obj, "amend", may, "Modifier d’autres termes")


def interrupting(page: MissionPage, obj: Mission, person: User) -> Iterator[Act]:
    """What anybody in charge may say while people are abroad (spec M14)."""
    if MISSION.starts("interrupt", obj.state) and obj.departs_on <= page.today:
        yield page.act(
            obj, "interrupt", rules.may_interrupt(person, obj, page.today), "Interrompre la mission"
        )


def after_validation(page: MissionPage, obj: Mission, person: User) -> Iterator[Act]:
    """What DAECT and the holder may both do."""
    on = page.today
    if MISSION.starts("confirm_return", obj.state):
        may = rules.may_confirm_return(person, obj, on)
        yield page.act(obj, "confirm_return", may, "Confirmer le retour")
    yield from interrupting(page, obj, person)
    if MISSION.starts("cancel", obj.state):
        yield page.act(obj, "cancel", rules.may_cancel(person, obj, on), "Annuler la mission")


def changes(version: TermsVersion | TermsDraft, before: TermsVersion | TermsDraft | None) -> list[Change]:
    """What a version, or a draft, changes in the one before (spec M5)."""
    return text.changes(before.content, version.content) if before else []
