"""② ③ ④ Two sessions were held and notified, a third is being prepared, a fourth is called."""

from collections.abc import Sequence
from datetime import datetime

from expect.accounts.models import User
from expect.demo.seed.people import Cast
from expect.demo.seed.stories import STORIES, Story
from labels import admissibility, admission, committee, decisions, invitations, rules
from labels.enums import Answer, ApplicationState, Finding, Outcome, View
from labels.models import CommitteeSession, Label, LabelApplication

FIRST, SECOND, NEXT, LATER = -420, -60, 12, 75
REFUSED, DEFERRED, NARROWED = (8, 17), (9, 18), 15
MISSPELT = 0
"""Whose grant leaves with a word badly copied."""


def play(cast: Cast, files: dict[Story, LabelApplication]) -> dict[Story, Label]:
    """Bring the lodged files before the committee; the labels granted, by story."""
    _meet(cast, files, range(10), held=FIRST)
    _meet(cast, files, (9, *range(10, 19)), held=SECOND)
    _prepare_next(cast, files)
    committee.plan_session(
        held_on=cast.calendar.day(LATER),
        cut_off_on=cast.calendar.day(LATER - 10),
        place="Paris",
        members=cast.committee,
        by=cast.officer,
        at=cast.calendar.at(-1),
    )
    return {
        story: label
        for story in files
        if (label := Label.objects.filter(organisation=cast.body(story)).first()) is not None
    }


def _called(cast: Cast, files: dict, stories: Sequence[int], *, held: int, planned: int) -> CommitteeSession:
    session = committee.plan_session(
        held_on=cast.calendar.day(held),
        cut_off_on=cast.calendar.day(held - 8) if held < 0 else cast.calendar.day(-2),
        place="Paris",
        members=cast.committee,
        by=cast.officer,
        at=cast.calendar.at(planned),
    )
    for n in stories:
        file, at = files[STORIES[n]], cast.calendar.at(planned + 1)
        _check(file, by=cast.officer, at=at)
        admission.admit(application=file, session=session, by=cast.officer, at=at)
    return session


def _check(file: LabelApplication, *, by: User, at: datetime) -> None:
    """What the machine cannot tell is found right by reading."""
    findings = {point.criterion: (point.proposed or Finding.MET, "") for point in rules.points_of(file)}
    version = file.versions.latest("number").number
    admissibility.check_file(application=file, version=version, findings=findings, by=by, at=at)


def _meet(cast: Cast, files: dict, stories: Sequence[int], *, held: int) -> None:
    """A session from its call to its letters."""
    session = _called(cast, files, stories, held=held, planned=held - 15)
    committee.close_session(session=session, by=cast.officer, at=cast.calendar.at(held - 7))
    for n in stories:
        for rank in range(len(cast.committee)):
            _opinion(cast, files[STORIES[n]], n, rank=rank, day=held - 3)
    committee.hold_session(
        session=session, present=cast.committee, by=cast.officer, at=cast.calendar.at(held, 15)
    )
    for n in stories:
        _decide(cast, files[STORIES[n]], n, first_time=held == FIRST, day=held)
    decisions.notify_session(session=session, by=cast.head, at=cast.calendar.at(held + 5))
    for n in stories:
        files[STORIES[n]].refresh_from_db()


def _prepare_next(cast: Cast, files: dict) -> None:
    """The next session: its agenda is closed, one member has given all their opinions, another some."""
    stories = (18, *range(19, 25))
    session = _called(cast, files, stories, held=NEXT, planned=-16)
    committee.close_session(session=session, by=cast.officer, at=cast.calendar.at(-1))
    answers = (
        (cast.committee[1], Answer.COMING, ""),
        (cast.committee[2], Answer.DECLINED, "En mission ce jour-là."),
    )
    for member, answer, reason in answers:
        invitations.answer_invitation(
            session=session, answer=answer, reason=reason, by=member, at=cast.calendar.at(-2)
        )
    for n in stories:
        _opinion(cast, files[STORIES[n]], n, rank=1, day=-1)
        if n % 2:
            _opinion(cast, files[STORIES[n]], n, rank=2, day=-1)


def _opinion(cast: Cast, application: LabelApplication, n: int, *, rank: int, day: int) -> None:
    view = View.UNFAVOURABLE if n in REFUSED else View.RESERVED if (n + rank) % 5 == 0 else View.FAVOURABLE
    reasons = {
        View.FAVOURABLE: "Expertise ancienne, bien documentée, facile à transmettre en quelques jours.",
        View.RESERVED: "Le savoir-faire est réel ; les conditions de mobilisation restent à préciser.",
        View.UNFAVOURABLE: "Les éléments présentés ne montrent pas encore une expertise propre à la collectivité.",
    }
    committee.give_opinion(
        application=application,
        view=view,
        reasons=reasons[view],
        by=cast.committee[rank],
        at=cast.calendar.at(day),
    )


def _decide(cast: Cast, application: LabelApplication, n: int, *, first_time: bool, day: int) -> None:
    if application.state != ApplicationState.EXAMINED:
        application.refresh_from_db()
    facts = {"application": application, "by": cast.officer, "at": cast.calendar.at(day, 16)}
    if n in REFUSED:
        decisions.record_decision(
            outcome=Outcome.REFUSED,
            reasons="Les éléments produits décrivent des projets à venir ; aucun résultat ne peut encore être vérifié.",
            **facts,
        )
    elif n in DEFERRED and (first_time or n != DEFERRED[0]):
        decisions.record_decision(
            outcome=Outcome.DEFERRED,
            reasons="Le comité demande des précisions sur la disponibilité des experts avant de se prononcer.",
            **facts,
        )
    else:
        themes = list(application.themes.all())
        narrowed = n == NARROWED
        decisions.record_decision(
            outcome=Outcome.GRANTED,
            skills=STORIES[n].skills.replace("tonnages", "tonages") if n == MISSPELT else STORIES[n].skills,
            themes=themes,
            narrowed=narrowed,
            reasons="Le comité reconnaît les compétences d’exploitation ; la billettique relève d’un délégataire."
            if narrowed
            else "",
            **facts,
        )
