"""At the same instant: a double click, two officers, a withdrawal and a decision (spec L7, L9, L10).

Controls turn the guard off, and the same check finds the fault.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.audit.models import Entry
from expect.documents.models import IssuedDocument
from expect.kernel.errors import DraftConflict, Refusal, StateChanged
from expect.kernel.verdict import allow
from expect.notifications.models import Message
from labels import (
    admission,
    agenda,
    applications,
    committee,
    decisions,
    diploma,
    experts,
    messages,
    rectifications,
    rules,
    selectors,
    theme_changes,
)
from labels.enums import ApplicationState, Mention, Outcome, SessionState, Side, View
from labels.models import (
    AgendaPlace,
    ApplicationVersion,
    CommitteeSession,
    Decision,
    Diploma,
    Expert,
    FileMessage,
    Label,
    LabelApplication,
    Opinion,
    Rectification,
    Theme,
)
from labels.workflow import APPLICATION
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 30 if os.environ.get("EXPECT_SOAK") else 3
DECISION_ROUNDS = 200 if os.environ.get("EXPECT_SOAK") else 20
BOTH = 2
DAYS = timedelta(days=40)


@pytest.fixture(autouse=True)
def reference():
    """The rows that a transactional test before may have swept away."""
    labels.themes()
    labels.commitments()


def together(*acts: Callable):
    """What each act returns or raises, all begun at the same instant, each on a connection of its own."""
    start = Barrier(len(acts))

    def play(act):
        try:
            start.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(play, acts))


def refusals(results):
    return [result for result in results if isinstance(result, Refusal)]


def seen(application):
    """The file as a page loaded it a moment ago."""
    return LabelApplication.objects.select_related("organisation", "session").get(pk=application.pk)


def lodge_twice(draft):
    signatory = labels.signatory_of(draft)
    stale = [seen(draft) for _ in range(BOTH)]

    click = partial(applications.submit, commitments_version=1, accepted=True, by=signatory, at=AT)
    return together(*(partial(click, application=application) for application in stale))


def test_l7_twenty_identical_lodgings_at_once_make_one_version():
    draft = labels.complete_draft()
    click = partial(
        applications.submit, commitments_version=1, accepted=True, by=labels.signatory_of(draft), at=AT
    )
    stale = [seen(draft) for _ in range(20)]
    results = together(*(partial(click, application=application) for application in stale))
    assert len(refusals(results)) == 19
    assert ApplicationVersion.objects.filter(application=draft).count() == 1


def test_l7_twenty_identical_starts_at_once_make_one_file():
    body = factories.organisation()
    by = labels.editor(body)
    results = together(*[partial(applications.start_draft, organisation=body, by=by, at=AT)] * 20)
    assert len({result.pk for result in results}) == 1
    assert LabelApplication.objects.filter(organisation=body).count() == 1


@pytest.mark.repeated
def test_l7_a_double_click_lodges_once():
    for _ in factories.rounds(ROUNDS):
        factories.member(Role.OFFICER)
        draft = labels.complete_draft()
        results = lodge_twice(draft)
        assert len(refusals(results)) == 1
        assert ApplicationVersion.objects.filter(application=draft).count() == 1
        assert Entry.objects.filter(action="submit", subject_id=draft.public_id).count() == 1
        told = Message.objects.filter(event="labels/application_lodged", subject_id=draft.public_id)
        assert told.count() == 1
    assert IssuedDocument.objects.count() == ROUNDS
    numbers = sorted(LabelApplication.objects.values_list("number", flat=True))
    assert numbers == [f"C-2026-{rank:04}" for rank in range(1, ROUNDS + 1)]


def test_control_without_the_guard_a_double_click_lodges_twice(monkeypatch):
    draft = labels.complete_draft()

    def unguarded(instance, workflow, act, *, by, at, membership, **facts):
        target = workflow.transition(act).target
        LabelApplication.objects.filter(pk=instance.pk).update(state=target, **facts)
        for name, value in facts.items():
            setattr(instance, name, value)

    monkeypatch.setattr(applications, "hold", lambda *args: None)
    monkeypatch.setattr(applications, "advance", unguarded)
    monkeypatch.setattr(LabelApplication, "refresh_from_db", lambda self, **kwargs: None)
    assert refusals(lodge_twice(draft)) == []
    assert ApplicationVersion.objects.filter(application=draft).count() == BOTH


def test_numbers_have_no_gap_when_files_are_lodged_together():
    drafts = [labels.complete_draft() for _ in range(4)]
    results = together(*(partial(labels.lodge, draft) for draft in drafts))
    assert refusals(results) == []
    numbers = sorted(LabelApplication.objects.values_list("number", flat=True))
    assert numbers == [f"C-2026-{rank:04}" for rank in range(1, 5)]


@pytest.mark.repeated
def test_l7_two_tabs_open_one_draft():
    for _ in factories.rounds(ROUNDS):
        body = factories.organisation()
        people = [labels.editor(body), labels.editor(body)]
        results = together(
            *(partial(applications.start_draft, organisation=body, by=by, at=AT) for by in people)
        )
        assert len({result.pk for result in results}) == 1


def test_l7_of_two_saves_at_once_one_is_told_of_the_conflict():
    draft = labels.draft()
    stale = [seen(draft), seen(draft)]
    results = together(
        *(
            partial(
                applications.save_part,
                application=application,
                part="expertise",
                data={"title": title},
                revision=0,
                by=draft.created_by,
                at=AT,
            )
            for application, title in zip(stale, ("Eau", "Feu"), strict=True)
        )
    )
    assert len(refusals(results)) == 1
    assert seen(draft).revision == 1


def edit_twice(expert):
    """Two people of the body change one entry, each from the page that they opened before the other's save."""
    people = [labels.editor(expert.organisation) for _ in range(BOTH)]
    stale = [Expert.objects.select_related("organisation").get(pk=expert.pk) for _ in range(BOTH)]
    return together(
        *(
            partial(
                experts.edit_expert,
                expert=entry,
                data=labels.expert_data(function=function),
                by=by,
                at=AT,
            )
            for entry, by, function in zip(stale, people, ("Directeur", "Conseillère"), strict=True)
        )
    )


@pytest.mark.repeated
def test_l7_of_two_people_on_one_expert_one_is_told_of_the_conflict():
    for _ in range(ROUNDS):
        body = factories.organisation()
        expert = labels.expert(body, labels.editor(body))
        (refusal,) = refusals(results := edit_twice(expert))
        assert isinstance(refusal, DraftConflict)
        (kept,) = (result for result in results if result is not refusal)
        assert Expert.objects.get(pk=expert.pk).function == kept.function
        assert Entry.objects.filter(action="edit_expert", subject_id=expert.public_id).count() == 1


def test_control_without_the_guard_one_of_two_people_overwrites_the_other(monkeypatch):
    body = factories.organisation()
    monkeypatch.setattr(experts, "_hold_as_read", lambda expert: None)
    assert refusals(edit_twice(labels.expert(body, labels.editor(body)))) == []


def decide_twice(application):
    officers = [factories.member(Role.OFFICER), factories.head()]
    grounds = [
        {"outcome": Outcome.REFUSED, "reasons": "Trop court."},
        {"outcome": Outcome.GRANTED, "skills": "Bâti ancien.", "themes": labels.themes()},
    ]
    return together(
        *(
            partial(decisions.record_decision, application=seen(application), by=by, at=AT, **facts)
            for by, facts in zip(officers, grounds, strict=True)
        )
    )


@pytest.mark.repeated
@pytest.mark.long
def test_l9_of_two_opposite_decisions_at_once_one_is_recorded():
    for _ in factories.rounds(DECISION_ROUNDS):
        application = labels.examined()
        (refusal,) = refusals(decide_twice(application))
        assert "enregistrée" in refusal.sentence
        assert Decision.objects.filter(application=application).count() == 1
        assert Entry.objects.filter(action="record_decision", subject_id=application.public_id).count() == 1


def test_control_without_the_rule_the_database_alone_stops_the_second(monkeypatch):
    application = labels.examined()
    monkeypatch.setattr(rules, "may_record_decision", lambda *args: allow())
    (refusal,) = refusals(decide_twice(application))
    assert isinstance(refusal, decisions.AlreadyDecided)


def test_control_without_the_rule_nor_the_constraint_two_opposite_decisions_stand(monkeypatch):
    application = labels.examined()
    once = next(one for one in Decision._meta.constraints if one.name == "decision_once")
    monkeypatch.setattr(rules, "may_record_decision", lambda *args: allow())
    with connection.schema_editor() as editor:
        editor.remove_constraint(Decision, once)
    try:
        assert refusals(decide_twice(application)) == []
        assert Decision.objects.live().filter(application=application).count() == BOTH
    finally:
        Decision.objects.filter(application=application).update(replaced_at=AT)
        with connection.schema_editor() as editor:
            editor.add_constraint(Decision, once)


def test_l8_of_two_opinions_of_a_member_one_is_kept():
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    results = together(
        *(
            partial(
                committee.give_opinion,
                application=seen(application),
                view=view,
                reasons="Voilà.",
                by=member,
                at=AT,
            )
            for view in (View.FAVOURABLE, View.UNFAVOURABLE)
        )
    )
    assert len(refusals(results)) == 1
    assert Opinion.objects.count() == 1


@pytest.mark.repeated
def test_l9_of_a_withdrawal_and_a_decision_one_happens():
    for _ in factories.rounds(ROUNDS):
        application = labels.examined()
        signatory, officer = labels.signatory_of(application), factories.member(Role.OFFICER)
        results = together(
            partial(applications.withdraw, application=seen(application), by=signatory, at=AT),
            partial(
                decisions.record_decision,
                application=seen(application),
                outcome=Outcome.REFUSED,
                reasons="Trop court.",
                by=officer,
                at=AT,
            ),
        )
        assert len(refusals(results)) == 1
        withdrawn = seen(application).state == ApplicationState.WITHDRAWN
        assert withdrawn is not Decision.objects.filter(application=application).exists()


def correction(decision, by):
    return partial(
        decisions.correct_decision,
        decision=Decision.objects.select_related("session", "application").get(pk=decision.pk),
        correction_reason="Erreur de saisie.",
        outcome=Outcome.REFUSED,
        reasons="Trop court.",
        by=by,
        at=AT,
    )


def correct_twice(application):
    decision = labels.decided(application)
    return together(*(correction(decision, by) for by in (factories.member(Role.OFFICER), factories.head())))


@pytest.mark.repeated
def test_l9_of_two_corrections_at_once_one_stands():
    for _ in factories.rounds(ROUNDS):
        application = labels.examined()
        (refusal,) = refusals(correct_twice(application))
        assert "corrigée" in refusal.sentence
        assert Decision.objects.live().filter(application=application).count() == 1
        assert Decision.objects.filter(application=application).count() == BOTH


def test_control_without_the_rule_the_act_alone_stops_the_second_correction(monkeypatch):
    application = labels.examined()
    monkeypatch.setattr(rules, "may_correct_decision", lambda *args: allow())
    (refusal,) = refusals(correct_twice(application))
    assert isinstance(refusal, decisions.AlreadyDecided)


def notification(application, by):
    session = CommitteeSession.objects.get(pk=application.session_id)
    return partial(decisions.notify_session, session=session, by=by, at=application.examined_at)


def correct_and_notify(application):
    """Before the notification a refusal takes the place of the grant; after it, the grant has left."""
    decision = labels.decided(application)
    together(
        correction(decision, factories.member(Role.OFFICER)), notification(application, factories.head())
    )
    notified = Decision.objects.filter(application=application, notified_at__isnull=False)
    return [one.outcome for one in notified], [one.outcome for one in Decision.objects.live()]


@pytest.mark.repeated
def test_l9_of_a_correction_and_the_notification_what_leaves_is_what_stands():
    for _ in factories.rounds(ROUNDS):
        application = labels.examined()
        left, standing = correct_and_notify(application)
        assert left == standing[-1:]
        granted = left == [Outcome.GRANTED]
        assert seen(application).state == (ApplicationState.GRANTED if granted else ApplicationState.REFUSED)
        assert Label.objects.filter(application=application).exists() is granted


def test_control_without_the_guards_the_database_alone_keeps_a_notified_decision(monkeypatch):
    application = labels.examined()
    decision = labels.decided(application)
    late = correction(decision, factories.member(Role.OFFICER))
    notification(application, factories.head())()
    monkeypatch.setattr(decisions, "hold", lambda *args: None)
    monkeypatch.setattr(rules, "may_correct_decision", lambda *args: allow())
    with pytest.raises(IntegrityError):
        late()


def notify_twice(application):
    labels.decided(application)
    return together(*(notification(application, by) for by in (factories.head(), factories.head())))


def test_l9_of_two_notifications_one_grants_the_label():
    application = labels.examined()
    results = notify_twice(application)
    assert len(refusals(results)) == 1
    assert Label.objects.get().number == "EXPE-CT-2026-0001"
    assert Entry.objects.filter(action=APPLICATION.transition("notify_grant").act).count() == 1


def test_control_without_the_guards_the_database_alone_stops_the_second_label(monkeypatch):
    application = labels.examined()
    labels.decided(application)
    late = notification(application, factories.head())
    notification(application, factories.head())()
    monkeypatch.setattr(decisions, "hold", lambda *args: None)
    monkeypatch.setattr(rules, "may_notify_session", lambda user, *args: holds(user, TODAY, Role.HEAD))
    monkeypatch.setattr(decisions, "advance", lambda *args, **facts: None)
    unfiltered = Decision.objects.filter(application=application).select_related("application", "session")
    monkeypatch.setattr(selectors, "letters_to_read", lambda session: list(unfiltered))
    with pytest.raises(IntegrityError):
        late()
    assert Label.objects.count() == 1


@pytest.mark.repeated
def test_l8_of_a_cancellation_and_an_admission_no_file_is_left_on_a_cancelled_agenda():
    for _ in factories.rounds(ROUNDS):
        session, officer = labels.session(), factories.member(Role.OFFICER)
        application = labels.lodged()
        together(
            partial(
                committee.cancel_session,
                session=CommitteeSession.objects.get(pk=session.pk),
                reason="Report.",
                by=officer,
                at=AT,
            ),
            partial(
                admission.admit, application=seen(application), session=session, by=factories.head(), at=AT
            ),
        )
        assert seen(application).session is None
        assert CommitteeSession.objects.get(pk=session.pk).state == SessionState.CANCELLED


@pytest.mark.repeated
def test_l8_of_two_moves_and_the_opening_the_order_is_whole_and_fixed():
    for _ in factories.rounds(ROUNDS):
        session, officer = labels.session(), factories.member(Role.OFFICER)
        files = [labels.admitted(to=session) for _ in range(2)]
        committee.close_session(session=session, by=officer, at=AT)
        opened = datetime.combine(session.held_on, AT.timetz())
        present = [member.user for member in session.members.select_related("user")]
        fresh = partial(CommitteeSession.objects.get, pk=session.pk)
        together(
            partial(agenda.move_file, session=fresh(), application=files[1], rank=1, by=officer, at=AT),
            partial(agenda.order_by_theme, session=fresh(), by=officer, at=AT),
            partial(committee.hold_session, session=fresh(), present=present, by=officer, at=opened),
        )
        places = AgendaPlace.objects.filter(session=session)
        assert sorted(places.values_list("rank", flat=True)) == [1, 2]
        assert not places.filter(fixed_at=None).exists()


def replacement(label, by):
    """A press on « Refaire le diplôme », from a page that shows the live version."""
    live = Diploma.objects.select_related("document", "label__application").get(label=label, revoked_at=None)
    return partial(diploma.new_version, diploma=live, reason="Signataire.", by=by, at=AT + DAYS)


@pytest.mark.repeated
def test_l11_of_two_new_versions_at_once_one_is_made_and_one_is_live():
    for _ in factories.rounds(ROUNDS):
        label = labels.label()
        results = together(*(replacement(label, factories.head()) for _ in range(BOTH)))
        assert len(refusals(results)) == 1
        assert list(
            Diploma.objects.filter(label=label, revoked_at=None).values_list("version", flat=True)
        ) == [2]
        assert IssuedDocument.objects.filter(kind="diploma", title__contains=label.number).count() == BOTH


def test_control_without_the_rule_the_conditional_write_alone_stops_the_second_version(monkeypatch):
    label = labels.label()
    late = replacement(label, factories.head())
    replacement(label, factories.head())()
    monkeypatch.setattr(rules, "may_replace_diploma", lambda user, *args: holds(user, TODAY, Role.HEAD))
    with pytest.raises(StateChanged):
        late()


def test_control_without_the_rule_nor_the_write_the_database_alone_keeps_one_live(monkeypatch):
    label = labels.label()
    late = replacement(label, factories.head())
    replacement(label, factories.head())()
    monkeypatch.setattr(rules, "may_replace_diploma", lambda user, *args: holds(user, TODAY, Role.HEAD))
    monkeypatch.setattr(QuerySet, "update", lambda self, **facts: 1)
    with pytest.raises(IntegrityError):
        late()


@pytest.mark.repeated
def test_l9_of_two_rectifications_at_once_one_is_signed_and_numbers_have_no_gap():
    for _ in factories.rounds(ROUNDS):
        label = labels.label()
        wanted = ({Mention.PLACE: "Nantes"}, {Mention.SKILLS: "Restauration."})
        results = together(
            *(
                partial(
                    rectifications.rectify,
                    decision=Decision.objects.select_related("application", "session", "letter").get(
                        label=label
                    ),
                    number=1,
                    becomes=becomes,
                    reason="Mal recopié.",
                    same_sense=True,
                    by=factories.head(),
                    at=AT + DAYS,
                )
                for becomes in wanted
            )
        )
        assert len(refusals(results)) == 1
        assert Rectification.objects.filter(decision__label=label).get().number == 1
        assert Diploma.objects.filter(label=label, revoked_at=None).get().version == 2


# ---------------------------------------------------------------- messages


def settle(message, by):
    fresh = FileMessage.objects.select_related("application").get(pk=message.pk)
    return partial(messages.settle_message, message=fresh, by=by, at=AT)


def answer(message, by):
    """An answer by who has read the message."""
    return partial(
        messages.write_message,
        application=seen(message.application),
        side=Side.DAECT,
        text="En mars.",
        last_read=message.public_id,
        by=by,
        at=AT,
    )


def asked():
    application = labels.lodged()
    return labels.message(application, by=labels.signatory_of(application))


def settle_twice(message, officers):
    return together(*(settle(message, by) for by in officers))


@pytest.mark.repeated
@pytest.mark.long
def test_of_two_who_settle_a_message_at_once_one_does():
    message = asked()
    officers = (factories.member(Role.OFFICER), factories.head())
    for done in factories.rounds(DECISION_ROUNDS):
        (refusal,) = refusals(settle_twice(message, officers))
        assert "a déjà reçu sa réponse" in refusal.sentence
        assert Entry.objects.filter(action="settle_message").count() == done
        message = labels.message(message.application, by=message.author)


@pytest.mark.repeated
@pytest.mark.long
def test_of_an_answer_and_a_settling_at_once_the_message_is_closed_once_and_the_answer_leaves():
    message = asked()
    one, other = factories.member(Role.OFFICER), factories.head()
    for done in factories.rounds(DECISION_ROUNDS):
        together(answer(message, one), settle(message, other))
        message.refresh_from_db()
        assert message.settled_at is not None
        assert FileMessage.objects.filter(side=Side.DAECT).count() == done
        settled = Entry.objects.filter(action="settle_message", actor=other.public_id)
        assert settled.filter(details__message=message.public_id).exists() is (message.settled_by == other)
        message = labels.message(message.application, by=message.author)


def test_control_without_the_rule_the_condition_then_the_database_stop_the_second(monkeypatch):
    message = asked()
    monkeypatch.setattr(rules, "may_settle_message", lambda *args: allow())
    late, first = (settle(message, by) for by in (factories.member(Role.OFFICER), factories.head()))
    first()
    assert len(refusals(together(late))) == 1
    every_one = FileMessage.objects.filter
    monkeypatch.setattr(FileMessage.objects, "filter", lambda pk, **condition: every_one(pk=pk))
    with pytest.raises(IntegrityError, match="does not change"):
        late()


# ---------------------------------------------------------------- themes


def retire_the_last_two():
    """Two themes are offered, and each is retired at the same instant."""
    Theme.objects.update(active=False)
    Theme.objects.filter(code__in=("heritage", "planning")).update(active=True)
    officers = (factories.member(Role.OFFICER), factories.head())
    offered = list(Theme.objects.filter(active=True))
    results = together(
        *(
            partial(theme_changes.retire_theme, theme=theme, by=by, at=AT)
            for theme, by in zip(offered, officers, strict=True)
        )
    )
    return results, Theme.objects.filter(active=True).count()


@pytest.mark.repeated
def test_l3_of_two_who_retire_the_last_themes_at_once_one_does():
    for _ in factories.rounds(ROUNDS):
        results, left = retire_the_last_two()
        (refusal,) = refusals(results)
        assert "dernier thème proposé" in refusal.sentence
        assert left == 1


def test_control_without_the_rule_no_theme_is_left(monkeypatch):
    monkeypatch.setattr(rules, "may_retire_theme", lambda *args: allow())
    results, left = retire_the_last_two()
    assert (refusals(results), left) == ([], 0)


@pytest.mark.repeated
def test_l3_of_two_moves_at_once_the_ranks_stay_apart():
    for _ in factories.rounds(ROUNDS):
        one, other = Theme.objects.order_by("-rank")[:2]
        officer = factories.member(Role.OFFICER)
        together(
            partial(theme_changes.move_theme, theme=one, place=1, by=officer, at=AT),
            partial(theme_changes.move_theme, theme=other, place=2, by=officer, at=AT),
        )
        ranks = list(Theme.objects.order_by("rank").values_list("rank", flat=True))
        assert ranks == list(range(1, len(ranks) + 1))


def two_files():
    """A session of two files, on the eve of its holding."""
    planned = labels.session(*(factories.member(Role.COMMITTEE_MEMBER) for _ in range(BOTH)))
    return planned, *(labels.admitted(to=planned) for _ in range(BOTH))


def test_l8_a_file_taken_off_while_the_session_is_held_waits_then_finds_it_examined(monkeypatch):
    """The holding reads its files, then examines them: none leaves in between."""
    planned, first, second = two_files()
    head, find, leaving, begun = factories.head(), committee.find_recusals, [], Event()

    def take_off():
        begun.set()
        return agenda.take_off(application=seen(second), reason="Trop tôt.", by=head, at=AT)

    def while_somebody_takes_it_off(*args, **named):
        pool = ThreadPoolExecutor(1)
        leaving.append(pool.submit(together, take_off))
        assert begun.wait(timeout=30)
        wait(leaving, timeout=0.5)
        assert not leaving[0].done()
        pool.shutdown(wait=False)
        return find(*args, **named)

    monkeypatch.setattr(committee, "find_recusals", while_somebody_takes_it_off)
    labels.held(planned)
    (refusal,) = leaving[0].result()
    assert isinstance(refusal, Refusal)
    states = {seen(file).state for file in (first, second)}
    assert states == {ApplicationState.EXAMINED}
    assert seen(second).session == planned


@pytest.mark.parametrize("guarded", [True, False], ids=["asked", "control"])
def test_l8_a_file_that_left_all_the_same_is_not_examined_without_a_session(monkeypatch, guarded):
    """As if nobody had waited: the examination asks for the session too; the control asks for the state alone."""
    planned, first, second = two_files()
    head, find, advance = factories.head(), committee.find_recusals, committee.advance

    def once_it_has_left(*args, **named):
        agenda.take_off(application=seen(second), reason="Trop tôt.", by=head, at=AT)
        return find(*args, **named)

    def of_any_session(*args, only=None, **named):
        return advance(*args, **named)

    monkeypatch.setattr(committee, "find_recusals", once_it_has_left)
    if not guarded:
        monkeypatch.setattr(committee, "advance", of_any_session)
    with pytest.raises(StateChanged if guarded else IntegrityError):
        labels.held(planned)
    assert {seen(file).state for file in (first, second)} == {ApplicationState.ADMISSIBLE}
    assert CommitteeSession.objects.get(pk=planned.pk).state == SessionState.CLOSED


def test_l8_a_file_gone_to_another_agenda_since_is_not_taken_off_it():
    """Two people take it off, a third has put it to another session in between: the second act finds it gone."""
    planned, first, _ = two_files()
    head, stale = factories.head(), seen(first)
    agenda.take_off(application=seen(first), reason="Trop tôt.", by=head, at=AT)
    other = labels.session(factories.member(Role.COMMITTEE_MEMBER))
    admission.admit(application=seen(first), session=other, by=head, at=AT)
    assert stale.session == planned
    with pytest.raises(StateChanged):
        agenda.take_off(application=stale, reason="Trop tôt.", by=head, at=AT)
    assert seen(first).session == other
