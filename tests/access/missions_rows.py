"""Stage 2: who opens what."""

from dataclasses import replace
from datetime import timedelta

from missions import closing, offers, on_behalf, review_links, validation
from tests import factories
from tests.access.world import Row, World
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.moments import AT, TODAY

LOGIN = 302
INSIDERS = ("editor", "signatory", "officer", "head", "post_agent")
NEEDS = {
    "anonymous": LOGIN,
    **dict.fromkeys(("officer", "head", "post_agent", "other_post_agent"), 200),
    "*": 403,
}
DAECT_ONLY = NEEDS | dict.fromkeys(("post_agent", "other_post_agent"), 403)
MISSIONS = NEEDS | dict.fromkeys(("editor", "signatory", "other_editor"), 200)


def open_to(*roles: str, late: tuple[str, ...] = (), insiders: tuple[str, ...] = INSIDERS) -> dict[str, int]:
    """200 to these roles, 302 to those who have the right in another state, 403 to the other insiders, 404 to whoever
    does not see the object."""
    statuses = {403: insiders, 302: late, 200: roles}
    return {"anonymous": LOGIN, "*": 404} | {who: status for status, them in statuses.items() for who in them}


HOLDERS_ONLY = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "other_editor": 302, "*": 403}
"""The other body holds no label: its people are told so."""
HOLDERS, DAECT = ("editor", "signatory"), ("officer", "head")


def rows(world: World) -> list[Row]:
    """The world's body, post and DAECT lead a mission through each state that opens a page."""
    people = world.people
    cast = made.Cast(
        country=world.country,
        organisation=world.organisation,
        post=world.post,
        agent=people["post_agent"],
        editor=people["editor"],
        signatory=people["signatory"],
        officer=people["officer"],
    )
    return [
        Row("missions:requests", MISSIONS),
        Row("missions:request_declare", HOLDERS_ONLY),
        Row("missions:request_relay", NEEDS),
        Row("missions:request_record", DAECT_ONLY),
        Row("missions:holder_search", DAECT_ONLY),
        Row("missions:missions", MISSIONS),
        *together(),
        *needs(cast),
        *solicitations(cast),
        *terms(cast),
        *reviews(cast),
        *money(cast),
        *after(cast),
        *changes(cast),
        *desk(cast),
        *pages(),
    ]


def one(made_by_an_act) -> dict[str, str]:
    return {"public_id": made_by_an_act.public_id}


def needs(cast: made.Cast) -> list[Row]:
    need, other_label = made.need(cast), made.label()
    foreign = made.need(cast, themes=[made.theme("sport", "Sport")])
    merged = closing.merge_request(request=made.need(cast), into=need, by=cast.officer, at=AT)
    ended = made.label(ends_on=TODAY - timedelta(days=1))
    insiders = (*DAECT, "post_agent")
    offered = made.need(cast)
    offers.offer(request=offered, label=cast.label, message="En mai.", by=cast.editor, at=AT)
    chosen = one(need) | {"label_id": other_label.public_id}
    return [
        Row("missions:request", open_to(*insiders, *HOLDERS, insiders=()), one(need)),
        Row("missions:request", open_to(*insiders, insiders=()), one(foreign)),
        Row("missions:request_withdraw", open_to(*insiders, insiders=()), one(need)),
        Row("missions:request_merge", open_to(*DAECT, insiders=("post_agent",)), one(need)),
        Row("missions:request_merge", open_to(late=DAECT, insiders=("post_agent",)), one(merged)),
        Row("missions:request_offer", open_to(*HOLDERS, insiders=()), one(need)),
        Row("missions:request_offer", open_to(late=HOLDERS, insiders=()), one(offered)),
        Row("missions:request_take_back", open_to(*HOLDERS, insiders=()), one(offered)),
        Row("missions:request_take_back", open_to(insiders=HOLDERS), one(need)),
        Row("missions:request_solicit_several", open_to(late=DAECT, insiders=("post_agent",)), one(need)),
        Row(
            "missions:request_solicit",
            open_to(*DAECT, insiders=("post_agent",)),
            chosen,
        ),
        Row("missions:request_solicit", {"anonymous": LOGIN, "*": 404}, one(need) | {"label_id": "absent"}),
        Row(
            "missions:request_exception",
            open_to("head", insiders=("officer", "post_agent")),
            one(need) | {"label_id": ended.public_id},
        ),
    ]


def solicitations(cast: made.Cast) -> list[Row]:
    sent, accepted = made.solicitation(cast), made.accepted(cast)
    silent = made.solicitation(cast, at=AT - timedelta(days=20), answer_by=TODAY - timedelta(days=1))
    recorded = made.answered_elsewhere(cast, made.solicitation(cast))
    contested = made.answered_elsewhere(cast, made.solicitation(cast))
    on_behalf.contest_answer(record=contested, reason="Non.", by=cast.editor, at=AT)
    seen = (*HOLDERS, *DAECT)
    by_post, by_holder = made.need_elsewhere(cast), made.need_elsewhere(cast, cast.organisation)
    return [
        Row("missions:answer_contest", open_to("post_agent", insiders=DAECT), one(by_post)),
        Row("missions:answer_contest", open_to(*HOLDERS, insiders=DAECT), one(by_holder)),
        Row("missions:answer_proof", open_to("post_agent", *DAECT, insiders=()), one(by_post)),
        Row("missions:answer_proof", open_to(*HOLDERS, *DAECT, insiders=()), one(by_holder)),
        Row("missions:solicitation", open_to(*HOLDERS, insiders=()) | dict.fromkeys(DAECT, 302), one(sent)),
        Row("missions:solicitation_accept", open_to(*HOLDERS, insiders=seen), one(sent)),
        Row("missions:solicitation_decline", open_to(*HOLDERS, insiders=seen), one(sent)),
        Row("missions:solicitation_accept", open_to(late=HOLDERS, insiders=seen), one(accepted)),
        Row("missions:solicitation_lapse", open_to(*DAECT, insiders=seen), one(silent)),
        Row("missions:solicitation_lapse", open_to(late=DAECT, insiders=seen), one(sent)),
        Row("missions:solicitation_cancel", open_to(*DAECT, insiders=seen), one(sent)),
        Row("missions:solicitation_cancel", open_to(late=DAECT, insiders=seen), one(accepted)),
        Row("missions:solicitation_record", open_to(*DAECT, insiders=seen), one(sent)),
        Row("missions:solicitation_record", open_to(late=DAECT, insiders=seen), one(accepted)),
        Row("missions:answer_contest", open_to(*HOLDERS, insiders=seen), one(recorded)),
        Row("missions:answer_settle", open_to(late=DAECT, insiders=seen), one(recorded)),
        Row("missions:answer_settle", open_to(*DAECT, insiders=seen), one(contested)),
        Row("missions:answer_proof", open_to(*HOLDERS, *DAECT, insiders=()), one(recorded)),
        Row("missions:solicitation_choose", open_to(*DAECT, insiders=seen), one(accepted)),
        Row("missions:solicitation_choose", open_to(late=DAECT, insiders=seen), one(sent)),
    ]


def together() -> list[Row]:
    """Acts on rows of the list: DAECT's, of which nothing is chosen here."""
    daect, nothing = {"anonymous": LOGIN, "*": 403}, dict.fromkeys(DAECT, 302)
    return [
        *(
            Row(f"missions:missions_{page}", daect | nothing)
            for page in ("send_to_embassy", "mark", "unmark")
        ),
        Row("missions:missions_issue_letters", daect | {"head": 302}),
        Row(
            "missions:mission_star",
            daect | dict.fromkeys(DAECT, 405),
            posts=daect | dict.fromkeys(DAECT, 200),
        ),
    ]


def terms(cast: made.Cast) -> list[Row]:
    departures = (made.DEPARTURE.replace(month=month) for month in range(6, 12))
    draft, agreed = (
        made.prepared(cast, departs_on=next(departures)),
        made.agreed(cast, departs_on=next(departures)),
    )
    estimated = made.agreed(cast, departs_on=next(departures))
    made.estimate(cast, estimated)
    return [
        Row("missions:mission", open_to(*INSIDERS), one(draft)),
        Row("missions:mission_mark", open_to(*DAECT), one(draft)),
        Row("missions:mission_prepare", open_to(*INSIDERS), one(draft)),
        Row("missions:mission_record_acceptance", open_to(*DAECT), one(draft)),
        Row("missions:mission_record_acceptance", open_to(late=DAECT), one(agreed)),
        Row("missions:mission_hand_terms", open_to(*HOLDERS), one(draft)),
        Row("missions:mission_accept_terms", open_to("signatory"), one(draft)),
        Row("missions:mission_accept_terms", open_to(late=("signatory",)), one(agreed)),
        Row("missions:mission_revise_terms", open_to(*HOLDERS), one(agreed)),
        Row("missions:mission_send_to_embassy", open_to(late=DAECT), one(agreed)),
        Row("missions:mission_send_to_embassy", open_to(*DAECT), one(estimated)),
    ]


def reviews(cast: made.Cast) -> list[Row]:
    mission = made.awaiting(cast)
    return [
        Row("missions:mission", open_to(*INSIDERS), one(mission)),
        Row("missions:mission_validate", open_to("post_agent"), one(mission)),
        Row("missions:mission_return", open_to("post_agent"), one(mission)),
        Row("missions:mission_refuse", open_to("post_agent"), one(mission)),
        Row("missions:mission_send_links", open_to("post_agent", *DAECT), one(mission)),
    ]


def changes(cast: made.Cast) -> list[Row]:
    """Terms that the embassy has, a letter void, a mission that has left: on other experts than the rest."""
    cast = replace(cast, experts=[made.expert(cast.organisation), made.expert(cast.organisation)])
    departures = (made.DEPARTURE.replace(month=month) for month in range(6, 12))
    validated = made.validated(cast, departs_on=next(departures))
    draft = made.draft(cast)
    amended = made.validated(cast, departs_on=next(departures))
    validation.issue_mission_letter(mission=amended, by=factories.head(), at=AT)
    amendment = made.postponed(cast, amended, days=8)
    away = made.validated(cast, AT - timedelta(days=60), departs_on=TODAY - timedelta(days=2))
    return [
        *(
            Row(f"missions:{page}", open_to("signatory"), one(validated))
            for page in ("mission_amend", "mission_postpone", "mission_replace_people")
        ),
        Row("missions:mission_amend", open_to(late=("signatory",)), one(draft)),
        Row("missions:mission_compare", open_to(*INSIDERS), one(amended)),
        Row("missions:mission_compare", {"anonymous": LOGIN, "*": 404}, one(draft)),
        Row("missions:void_letter", open_to(*INSIDERS), one(amendment)),
        Row("missions:mission_interrupt", open_to(*INSIDERS), one(away)),
        Row("missions:mission_interrupt", open_to(late=INSIDERS), one(validated)),
        Row("missions:mission_record_no_departure", open_to(*DAECT), one(away)),
        Row("missions:mission_record_no_departure", open_to(late=DAECT), one(validated)),
    ]


def desk(cast: made.Cast) -> list[Row]:
    """What is of the posts alone, and what DAECT records for them."""
    posts = {"anonymous": LOGIN, "post_agent": 200, "other_post_agent": 200, "*": 403}
    departures = (made.DEPARTURE.replace(month=month, day=20) for month in range(6, 12))
    awaiting = made.awaiting(cast, departs_on=next(departures))
    recorded = made.recorded(cast, made.awaiting(cast, departs_on=next(departures)))
    contested = made.recorded(cast, made.awaiting(cast, departs_on=next(departures)))
    on_behalf.contest_review(review=contested, reason="Non.", by=cast.agent, at=AT)
    return [
        Row("missions:desk", posts),
        Row("missions:active_holders", posts),
        Row("missions:review_link", {"*": 404}, {"token": "absent"}),
        Row("missions:review_link", {"*": 200}, {"token": token(awaiting)}),
        Row("missions:review_link", {"*": 410}, {"token": token(recorded.mission)}),
        Row("missions:mission_record_review", open_to(*DAECT), one(awaiting)),
        Row("missions:review_contest", open_to("post_agent"), one(recorded)),
        Row("missions:review_settle", open_to(late=DAECT), one(recorded)),
        Row("missions:review_settle", open_to(*DAECT), one(contested)),
        Row("missions:review_scan", open_to(*DAECT, "post_agent", insiders=()), one(recorded)),
    ]


def token(mission) -> str:
    """What the link of an agent holds, live or over."""
    version = mission.versions.get()
    (path,) = review_links.made(version, at=AT).values()
    return path.split("/")[2]


def pages() -> list[Row]:
    """What is no object’s: the calendar, the map, the money."""
    daect = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 403}
    return [
        *(Row(f"missions:{page}", MISSIONS) for page in ("calendar", "world", "agenda")),
        Row("missions:feed", {"*": 404}, {"signed": "absent"}),
        *(Row(f"missions:{page}", daect) for page in ("money", "money_countries", "money_holders")),
        Row("missions:name_post", {"anonymous": LOGIN, "head": 200, "*": 403}),
        Row("missions:envelope", {"anonymous": LOGIN, "head": 200, "*": 403}),
    ]


def money(cast: made.Cast) -> list[Row]:
    cost = made.cost(cast, made.draft(cast))
    proved = made.cost(cast, cost.mission, proof=upload())
    return [
        Row("missions:mission_record_cost", open_to(*DAECT), one(cost.mission)),
        Row("missions:cost_correct", open_to(*DAECT), one(cost)),
        Row("missions:cost_join_proof", open_to(*DAECT), one(cost)),
        Row("missions:cost_join_proof", open_to(late=DAECT), one(proved)),
        Row("missions:cost_proof", open_to(*DAECT, insiders=()), one(proved)),
        Row("missions:cost_proof", {"anonymous": LOGIN, "*": 404}, one(cost)),
    ]


def after(cast: made.Cast) -> list[Row]:
    departures = (made.DEPARTURE.replace(month=month) for month in range(9, 12))
    validated = made.validated(cast, departs_on=next(departures))
    with_letter = made.validated(cast, departs_on=next(departures))
    validation.issue_mission_letter(mission=with_letter, by=factories.head(), at=AT)
    overtaken = made.validated(cast, departs_on=next(departures))
    validation.issue_mission_letter(mission=overtaken, by=factories.head(), at=AT)
    made.amended(cast, overtaken, objectives="Autre.")
    gone = made.gone(cast)
    return [
        Row("missions:mission_issue_letter", open_to("head"), one(validated)),
        Row("missions:mission_issue_letter", open_to("head"), one(overtaken)),
        Row("missions:mission_issue_letter", open_to(late=("head",)), one(with_letter)),
        Row("missions:mission_letter", open_to(*INSIDERS), one(with_letter)),
        Row("missions:mission_letter", {"anonymous": LOGIN, "*": 404}, one(validated)),
        Row("missions:mission_record_amendment", open_to(*DAECT), one(validated)),
        Row("missions:mission_record_amendment", open_to(late=DAECT), one(gone)),
        Row("missions:mission_cancel", open_to("signatory", *DAECT), one(validated)),
        Row("missions:mission_cancel", open_to(late=("signatory", *DAECT)), one(gone)),
        Row("missions:mission_confirm_return", open_to(late=(*HOLDERS, *DAECT)), one(validated)),
        Row("missions:mission_confirm_return", open_to(*HOLDERS, *DAECT), one(gone)),
    ]
