"""At the same instant: the list of themes, two rectifications, a label that is widened (spec L3, L9, L11).

Controls turn the guard off, and the same check finds the fault.
"""

from functools import partial

import pytest
from django.db import IntegrityError

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from labels import admission, decisions, rectifications, rules, selectors, theme_changes
from labels.enums import Mention, ThemeAct
from labels.models import CommitteeSession, Decision, Diploma, Label, Rectification, Theme, ThemeChange
from tests import factories
from tests.labels import factories as labels
from tests.labels.test_races import BOTH, DAYS, ROUNDS, reference, refusals, together
from tests.labels.test_widening import WIDE, appeal_upheld, examined_again, notified
from tests.moments import AT, TODAY

__all__ = ["reference"]
pytestmark = pytest.mark.django_db(transaction=True)


# ---------------------------------------------------------------- themes


def retirement(theme, by):
    return partial(theme_changes.retire_theme, theme=Theme.objects.get(pk=theme.pk), by=by, at=AT)


def retirements(theme) -> int:
    return ThemeChange.objects.filter(theme=theme, act=ThemeAct.RETIRED).count()


@pytest.mark.repeated
def test_l3_of_two_who_retire_one_theme_at_once_one_does():
    _kept, *retired = Theme.objects.order_by("pk")[: ROUNDS + 1]  # one must remain
    for theme in retired:
        people = (factories.member(Role.OFFICER), factories.head())
        (refusal,) = refusals(together(*(retirement(theme, by) for by in people)))
        assert "n’est déjà plus proposé" in refusal.sentence
        assert retirements(theme) == 1


def test_control_without_the_lock_a_theme_read_before_is_retired_twice(monkeypatch):
    theme = Theme.objects.first()
    late, first = (retirement(theme, by) for by in (factories.member(Role.OFFICER), factories.head()))
    first()
    monkeypatch.setattr(theme_changes, "_take_list", lambda theme=None: None)
    late()
    assert retirements(theme) == BOTH


# ---------------------------------------------------------------- rectifications


def rectification(label, number, becomes):
    """Signed by a head who was shown that number."""
    decision = Decision.objects.select_related("application", "session", "letter").get(label=label)
    return partial(
        rectifications.rectify,
        decision=decision,
        number=number,
        becomes=becomes,
        reason="Mal recopié.",
        same_sense=True,
        by=factories.head(),
        at=AT + DAYS,
    )


def test_l9_control_without_the_number_that_was_shown_both_are_signed():
    label = labels.label()
    rectification(label, 1, {Mention.PLACE: "Nantes"})()
    rectification(label, 2, {Mention.SKILLS: "Restauration."})()
    assert Rectification.objects.filter(decision__label=label).count() == BOTH
    assert Diploma.objects.get(label=label, revoked_at=None).version == BOTH + 1


def test_l9_control_with_a_count_read_before_the_database_alone_keeps_the_numbers_apart(monkeypatch):
    label = labels.label()
    late = rectification(label, 1, {Mention.SKILLS: "Restauration."})
    before = rectifications.draft(late.keywords["decision"], late.keywords["becomes"])
    rectification(label, 1, {Mention.PLACE: "Nantes"})()
    monkeypatch.setattr(rectifications, "draft", lambda *args, **kwargs: before)
    (refusal,) = refusals(together(late))
    assert refusal.sentence == rectifications.ALREADY
    assert Rectification.objects.get(decision__label=label).number == 1


# ---------------------------------------------------------------- widening


def to_widen() -> Decision:
    """A label granted narrower than asked, its appeal upheld, the decision that widens it recorded."""
    application = labels.lodged(expertise={"themes": labels.themes("heritage", "environment")})
    session, officer = labels.session(), factories.member(Role.OFFICER)
    admission.admit(application=application, session=session, by=officer, at=AT)
    labels.held(session)
    application.refresh_from_db()
    notified(application, themes=labels.themes("heritage"), reasons="Un seul thème est démontré.")
    appeal_upheld(application)
    application = examined_again(application)
    return labels.decided(application, skills=WIDE, themes=application.themes.all())


def notification(decision, by):
    session = CommitteeSession.objects.get(pk=decision.session_id)
    return partial(decisions.notify_session, session=session, by=by, at=decision.recorded_at)


def is_widened_once(decision) -> bool:
    label = Label.objects.get(application=decision.application_id)
    versions = list(Diploma.objects.filter(label=label).order_by("version").values_list("version", flat=True))
    live = Diploma.objects.get(label=label, revoked_at=None)
    return (label.widened_by_id, label.skills, versions, live.version) == (decision.pk, WIDE, [1, 2], 2)


@pytest.mark.repeated
@pytest.mark.long
def test_l9_of_two_notifications_at_once_one_widens_the_label():
    for _ in range(ROUNDS):
        decision = to_widen()
        results = together(*(notification(decision, factories.head()) for _ in range(BOTH)))
        assert len(refusals(results)) == 1
        assert is_widened_once(decision)


@pytest.mark.long
def test_l9_control_without_the_guards_the_database_alone_stops_the_second_widening(monkeypatch):
    decision = to_widen()
    late = notification(decision, factories.head())
    unguarded(monkeypatch, decision)
    notification(decision, factories.head())()
    with pytest.raises(IntegrityError):
        late()
    assert is_widened_once(decision)


@pytest.mark.long
def test_l9_control_without_the_database_s_guard_either_the_check_finds_the_fault(monkeypatch):
    decision = to_widen()
    late = notification(decision, factories.head())
    unguarded(monkeypatch, decision)
    notification(decision, factories.head())()
    monkeypatch.setattr(Decision, "save", lambda self, **fields: None)
    late()
    assert not is_widened_once(decision)


def unguarded(monkeypatch, decision):
    """Neither lock, nor rule, nor conditional change of state; the decision is notified as it was read."""
    monkeypatch.setattr(decisions, "hold", lambda *args: None)
    monkeypatch.setattr(rules, "may_notify_session", lambda user, *args: holds(user, TODAY, Role.HEAD))
    monkeypatch.setattr(decisions, "advance", lambda *args, **facts: None)
    unfiltered = Decision.objects.filter(pk=decision.pk).select_related("application", "session")
    monkeypatch.setattr(selectors, "letters_to_read", lambda session: list(unfiltered.all()))
