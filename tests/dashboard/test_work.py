"""What waits for me: one query, counted and listed alike, grouped by deadline (spec X4)."""

import ast
import inspect
import re
from datetime import timedelta

import pytest
from django.db.models import DateField, DateTimeField, Value
from django.urls import reverse

from expect.accounts import openings
from expect.accounts import work as accounts
from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.models import AccountOpening, Organisation
from expect.accounts.work import rows
from expect.dashboard import work
from expect.dashboard.acts import ACTS
from labels import unproved
from tests import factories
from tests.moments import AT, TODAY

DAY = timedelta(days=1)


def item(due_on) -> work.Item:
    return work.Item("Faire", "/", due_on, AT)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("days", "label"),
    [
        (-1, work.LATE),
        (0, work.TODAY),
        (1, work.THIS_WEEK),
        (7, work.THIS_WEEK),
        (8, work.LATER),
        (None, work.NO_LIMIT),
    ],
)
def test_x4_the_group_of_a_deadline(days, label):
    """The week is that of the seven days that come, whatever the day of the week."""
    assert work.when(None if days is None else TODAY + days * DAY, TODAY) == label


@pytest.mark.pure
def test_x4_only_the_groups_with_something_are_shown():
    found = [item(TODAY - DAY), item(TODAY - DAY), item(None)]
    assert [(group.label, len(group.items)) for group in work.groups(found, TODAY)] == [
        (work.LATE, 2),
        (work.NO_LIMIT, 1),
    ]


def kinds_in(module) -> set[str]:
    """The kinds of work that a package names, its search aside."""
    tree = ast.parse(inspect.getsource(module))
    said = [node for node in tree.body if getattr(node, "name", "") != "search"]
    texts = [node.value for one in said for node in ast.walk(one) if isinstance(node, ast.Constant)]
    package = module.__name__.split(".")[-2]
    return {text for text in texts if isinstance(text, str) and re.fullmatch(rf"{package}\.[a-z_]+", text)}


@pytest.mark.pure
def test_x4_every_kind_of_work_has_its_sentence_and_its_page():
    modules = [*(inspect.getmodule(source) for source in work.SOURCES), unproved]
    assert set().union(*map(kinds_in, modules)) == set(ACTS)
    for act in ACTS.values():
        assert act.sentence.format("Ville").endswith("Ville")
        assert reverse(act.page, args=["abcdefghjkmn"])


def an_opening(name: str, at=AT) -> AccountOpening:
    return openings.request_opening(
        organisation=factories.organisation(name=name),
        by=factories.user(),
        at=at,
        function="Directrice",
        role=Role.SIGNATORY,
        signatory_capacity="Maire",
    )


@pytest.mark.django_db
def test_x4_daect_answers_the_requests_for_an_account_the_oldest_first():
    late, early = an_opening("Ville {tardive}"), an_opening("Ville matinale", AT - DAY)
    found = work.items(factories.member(Role.OFFICER), TODAY)
    assert [(entry.sentence, entry.url) for entry in found] == [
        ("Répondre à la demande de compte : Ville matinale", early.get_absolute_url()),
        ("Répondre à la demande de compte : Ville {tardive}", late.get_absolute_url()),
    ]
    assert found[0].since == AT - DAY


@pytest.mark.django_db
def test_x4_what_is_answered_waits_no_more():
    opening, officer = an_opening("Ville"), factories.member(Role.OFFICER)
    assert work.count(officer, TODAY) == 1
    openings.approve_opening(opening=opening, by=officer, at=AT)
    assert work.count(officer, TODAY) == 0


@pytest.mark.django_db
def test_x4_who_has_no_role_has_nothing_waiting():
    an_opening("Ville")
    person = factories.user()
    assert work.waiting(person, TODAY) is None
    assert (work.count(person, TODAY), work.items(person, TODAY)) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_x4_for_every_role_the_count_is_the_length_of_the_list(role):
    an_opening("Ville")
    person = factories.member(role)
    assert work.count(person, TODAY) == len(work.items(person, TODAY))


@pytest.mark.django_db
def test_x4_one_union_takes_rows_with_and_without_deadline(monkeypatch):
    """Three packages, the first two without deadline: PostgreSQL wants the empty column typed."""
    first, second = factories.organisation(), factories.organisation()

    def source(body, due_on):
        def work_items(user, on):
            wanted = Organisation.objects.filter(pk=body.pk)
            since = Value(AT, DateTimeField())
            day = due_on and Value(due_on, DateField())
            return [rows(wanted, "accounts.decide_opening", title="name", since=since, due_on=day)]

        return work_items

    wanted = [(first, None), (second, None), (first, TODAY), (second, TODAY - DAY)]
    monkeypatch.setattr(work, "SOURCES", [source(*given) for given in wanted])
    person = factories.user()
    assert [entry.due_on for entry in work.items(person, TODAY)] == [TODAY - DAY, TODAY, None, None]
    assert [entry.since for entry in work.items(person, TODAY)] == 4 * [AT]
    assert work.count(person, TODAY) == 4


@pytest.mark.django_db
def test_x4_what_two_roles_have_waiting_is_listed_once():
    """The same thing asked of the same person in two capacities is one thing to do."""
    an_opening("Ville")
    person = factories.member(Role.HEAD, person=factories.member(Role.OFFICER))
    sources = [accounts.work_items, accounts.work_items]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "SOURCES", sources)
        assert (work.count(person, TODAY), len(work.items(person, TODAY))) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_x4_the_list_costs_one_query_whatever_its_length(role, django_assert_num_queries):
    person = factories.member(role)
    figures = 5 if role in DAECT_ROLES else 0  # the delays that the ministry sets
    figures += (
        role in DAECT_ROLES or role == Role.COMMITTEE_MEMBER
    )  # the files of sessions to come: ties to verify
    work.items(person, TODAY)
    for name in ("", "A", "B"):
        if name:
            an_opening(name)
        listed = work.waiting(person, TODAY) is not None
        with django_assert_num_queries(figures + listed):
            work.items(person, TODAY)
