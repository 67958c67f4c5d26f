"""Who may do what with the terms of a mission, until the embassy has them (spec M4, M5)."""

from datetime import date

from expect.accounts.models import User
from expect.accounts.rules import is_daect, may_commit
from expect.kernel.verdict import Verdict, refuse
from missions.models import Mission, RecordedAnswer
from missions.rules.conditions import (
    can_leave,
    has_estimate,
    has_post_in_charge,
    is_complete,
    label_holds_at_departure,
    provided,
    starts,
    undisputed,
)
from missions.rules.people import is_holder, is_in_charge, is_of_holder
from missions.workflow import MISSION


def may_prepare(user: User, mission: Mission, on: date) -> Verdict:
    """Write in the terms: the three parties, before they are accepted and after they come back (spec M4, M5)."""
    writer = (
        is_holder(user, mission, on) or is_daect(user, on) or is_in_charge(user, mission.country, on)
    ) or refuse("Les termes s’écrivent à trois : le titulaire, la DAECT et le poste en charge de ce pays.")
    return provided(writer, starts(MISSION, "accept_terms", mission))


def may_hand_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Hand complete terms to the signatory: the holder."""
    handed = mission.terms_ready_at is not None
    writer = provided(is_holder(user, mission, on), starts(MISSION, "accept_terms", mission))
    return provided(writer, is_complete(mission)).unless(handed, "Les termes sont déjà remis au signataire.")


def may_accept_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Accept the terms: the holder's signatory, on complete terms, under a label that holds at departure (spec M5)."""
    return provided(
        may_commit(user, mission.organisation_id, on),
        starts(MISSION, "accept_terms", mission),
        is_complete(mission),
        can_leave(mission, on),
        label_holds_at_departure(mission),
    )


def may_record_acceptance(user: User, mission: Mission, on: date) -> Verdict:
    """Record that the holder accepted the terms in writing: DAECT, where its signatory could (spec X13)."""
    return provided(
        is_daect(user, on),
        starts(MISSION, "accept_terms", mission),
        is_complete(mission),
        can_leave(mission, on),
        label_holds_at_departure(mission),
    )


def speaks_for(user: User, record: RecordedAnswer, on: date) -> Verdict:
    """Whose word was recorded: whoever fills in or signs for the holder, or the agents in charge of the country."""
    if record.organisation:
        return is_of_holder(user, record.organisation, on)
    return is_in_charge(user, record.request.country, on)


def may_contest_answer(user: User, record: RecordedAnswer, on: date) -> Verdict:
    """Say that what was recorded is not one's own word, once (spec X13)."""
    return speaks_for(user, record, on).unless(
        record.contested_at is not None, "Ce qui est enregistré est déjà contesté."
    )


def may_revise_terms(user: User, mission: Mission, on: date) -> Verdict:
    """Take back accepted terms to change them, before the embassy has them."""
    return provided(is_holder(user, mission, on), starts(MISSION, "revise_terms", mission))


def may_send_to_embassy(user: User, mission: Mission, on: date) -> Verdict:
    """Send the accepted version to the post in charge: DAECT, once the transport is estimated (spec M3, M7, M8)."""
    verdict = provided(
        is_daect(user, on),
        starts(MISSION, "send_to_embassy", mission),
        can_leave(mission, on),
        label_holds_at_departure(mission),
        has_estimate(mission),
        has_post_in_charge(mission.country, on),
    )
    return verdict and provided(verdict, undisputed(mission))
