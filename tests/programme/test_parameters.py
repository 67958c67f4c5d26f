"""The figures that DAECT changes without a developer, with their history (spec L8, L10, R5, X10)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.days import ImplausibleDay
from expect.kernel.errors import NotAllowed
from expect.programme.changes import DayNotAllowed, NotGrounded, ValueNotAllowed, change_parameter
from expect.programme.models import ParameterChange
from expect.programme.parameters import PARAMETERS, standings, value
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def head():
    return factories.head(signs=False)


def changed(head, **words) -> ParameterChange:
    usual = {
        "key": "label_years",
        "to": 4,
        "starts_on": LATER,
        "text_reference": "Arrêté du 1er mars 2026",
        "reason": "Le rythme change.",
    }
    return change_parameter(**usual | words, by=head, at=AT)


@pytest.mark.parametrize("key", PARAMETERS)
def test_a_figure_is_the_ministrys_until_decided_otherwise(key):
    parameter = PARAMETERS[key]
    assert value(key, TODAY) == parameter.default
    assert parameter.lowest <= parameter.default <= parameter.highest


def test_l10_a_new_figure_holds_from_its_day_on(head):
    changed(head)
    changed(head, to=5, starts_on=LATER + timedelta(days=30))
    days = [LATER - timedelta(days=1), LATER, LATER + timedelta(days=29), LATER + timedelta(days=30)]
    assert [value("label_years", day) for day in days] == [3, 4, 4, 5]
    assert value("silence_months", LATER) == 2


def test_the_page_and_the_rule_say_the_same_value(head):
    changed(head)
    for day in (LATER - timedelta(days=1), LATER, LATER + timedelta(days=1)):
        assert {s.parameter.key: s.value for s in standings(day)} == {k: value(k, day) for k in PARAMETERS}


def test_x2_a_change_is_traced_by_codes_and_kept(head):
    change = changed(head)
    line = Entry.objects.get(action="change_parameter")
    assert line.details == {"key": "label_years", "value": 4, "starts_on": LATER.isoformat()}
    table = ParameterChange._meta.db_table
    for sql in (f"UPDATE {table} SET value = 9", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="expect:"), transaction.atomic(), connection.cursor() as raw:
            raw.execute(sql)
    change.refresh_from_db()
    assert change.value == 4


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        ({"to": 0}, ValueNotAllowed, "Choisissez une valeur de 1 à 10."),
        ({"to": 11}, ValueNotAllowed, "Choisissez une valeur de 1 à 10."),
        ({"to": 3}, ValueNotAllowed, "C’est déjà la valeur prévue à cette date"),
        ({"key": "prior_letter_days", "to": 14}, ValueNotAllowed, "Choisissez une valeur de 15 à 60."),
        ({"starts_on": TODAY}, DayNotAllowed, "Une règle ne change pas pour le passé"),
        ({"starts_on": date(2020, 1, 1)}, DayNotAllowed, "Une règle ne change pas pour le passé"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(head, words, error, sentence):
    with pytest.raises(error, match=sentence):
        changed(head, **words)
    assert not ParameterChange.objects.exists()


def test_of_two_decisions_for_a_day_the_last_holds_and_both_are_kept(head):
    changed(head, to=10)
    assert standings(TODAY)[0].coming.value == 10
    changed(head, to=4)
    assert value("label_years", LATER) == 4
    assert standings(TODAY)[0].coming.value == 4
    assert standings(LATER)[0].value == 4
    changed(head, to=3)  # back to what holds today
    assert value("label_years", LATER) == 3
    assert ParameterChange.objects.count() == 3


@pytest.mark.parametrize("field", ["text_reference", "reason"])
def test_a_figure_changes_under_a_text_for_a_reason(head, field):
    with pytest.raises(NotGrounded, match="sur quel texte"):
        changed(head, **{field: "  "})
    change = changed(head)
    change.pk, change.public_id = None, "nouveau00000"
    setattr(change, field, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save(force_insert=True)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER])
def test_x1_only_the_head_changes_a_figure(role):
    with pytest.raises(NotAllowed):
        changed(factories.member(role))


def test_the_head_changes_a_figure_and_reads_its_history(client, head, clock):
    client.force_login(head)
    page = reverse("programme:parameters")
    before = client.get(page).content.decode()
    assert "Durée du label" in before
    assert "3\u00a0ans" in before
    assert "Rien n’a encore changé" in before
    typed = {"to": "4", "starts_on": "12/03/2026", "text_reference": "Arrêté <b>", "reason": "Parce que."}
    answer = client.post(reverse("programme:change_parameter", args=["label_years"]), typed, follow=True)
    after = answer.content.decode()
    assert "4\u00a0ans à partir du 12 mars 2026." in after
    assert "Arrêté &lt;b&gt;" in after
    assert "Rien n’a encore changé" not in after


def test_what_was_typed_is_not_lost(client, head, clock):
    client.force_login(head)
    typed = {"to": "40", "starts_on": "30/02/2026", "text_reference": "Un texte", "reason": "Un motif"}
    page = client.post(reverse("programme:change_parameter", args=["label_years"]), typed).content.decode()
    for words in ('value="40"', 'value="Un texte"', "Un motif"):
        assert words in page
    typed["starts_on"] = "12/03/2026"
    page = client.post(reverse("programme:change_parameter", args=["label_years"]), typed).content.decode()
    assert "Choisissez une valeur de 1 à 10." in page


def test_an_officer_reads_without_changing(client, clock):
    client.force_login(factories.member(Role.OFFICER))
    assert "Changer" not in client.get(reverse("programme:parameters")).content.decode()


def test_a_figure_that_does_not_exist_is_not_found(client, head, clock):
    client.force_login(head)
    assert client.get(reverse("programme:change_parameter", args=["pi"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_history(client, head, clock, count, django_assert_num_queries):
    for number in range(count):
        changed(head, to=4 + number, starts_on=LATER + timedelta(days=number))
    client.force_login(head)
    client.get(reverse("programme:parameters"))
    with django_assert_num_queries(6):
        client.get(reverse("programme:parameters"))


@pytest.mark.parametrize("starts_on", [date(1, 1, 1), date(2047, 1, 1), date(9999, 12, 31)])
def test_a_figure_of_no_year_of_the_programme_is_refused(head, starts_on):
    """Its history is never erased: a slip in the year would stay there."""
    with pytest.raises(ImplausibleDay, match="Vérifiez l’année") as refusal:
        changed(head, starts_on=starts_on)
    assert refusal.value.field == "starts_on"
    assert not ParameterChange.objects.exists()
