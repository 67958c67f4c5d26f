"""The lists of sessions and of appeals: filtered by the address, searched, sorted, exported as shown (spec X5)."""

import csv
import io
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import appeals, committee, inadmissibility
from labels.enums import AppealKind, AppealOutcome
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
APPEALS = ("Angers", "Brest", "Calais")


@pytest.fixture
def officer(client, clock):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    return person


def shown(client, page, **asked):
    """What the first column says of each row, in the order of the page."""
    return [str(row) for row in client.get(reverse(f"labels:{page}"), asked).context["page"]]


def lines(client, page, **asked):
    answer = client.get(reverse(f"labels:{page}"), asked | {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


# ---------------------------------------------------------------- sessions


@pytest.fixture
def sessions(officer):
    """One of April with a file of Angers, one of December that is called off, one of February next year."""
    april = labels.session(held_on=date(2026, 4, 7), by=officer)
    labels.admitted(factories.organisation(name="Angers"), to=april)
    december = labels.session(held_on=date(2026, 12, 1), by=officer)
    committee.cancel_session(session=december, reason="Grève.", by=officer, at=AT)
    abroad = labels.session(held_on=date(2027, 2, 2), by=officer)
    committee.change_session(
        session=abroad, place="Évry", starts_at=time(9), ends_at=time(12), revision=0, by=officer, at=AT
    )
    return ["Séance du 7 avril 2026", "Séance du 1er décembre 2026", "Séance du 2 février 2027"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [2, 1, 0]),
        ({"tri": "held_on"}, [0, 1, 2]),
        ({"tri": "-file_count", "state": "planned"}, [0, 2]),
        ({"state": "cancelled"}, [1]),
        ({"year": "2026"}, [1, 0]),
        ({"held_from": "2026-12-01"}, [2, 1]),
        ({"held_until": "2026-11-30"}, [0]),
        ({"year": "2026", "state": "planned"}, [0]),
        ({"q": "angers"}, [0]),
        ({"q": "C-2026-0001"}, [0]),
        ({"q": "decembre"}, [1]),
        ({"q": "Février 2027"}, [2]),
        ({"q": "paris 2026"}, [1, 0]),
        ({"q": "evry"}, [2]),
        ({"q": "évry"}, [2]),
        ({"q": "Nantes"}, []),
    ],
)
def test_x5_sessions_are_filtered_searched_and_sorted(client, sessions, asked, expected):
    assert shown(client, "sessions", **asked) == [sessions[place] for place in expected]


def test_x5_the_export_of_sessions_is_what_is_filtered(client, sessions):
    (line,) = lines(client, "sessions", state="cancelled")
    assert line == {
        "Séance": "01/12/2026",
        "Heures": "de 9\xa0h\xa030 à 12\xa0h\xa030",
        "Lieu": "Paris",
        "Clôture des inscriptions": "24/11/2026",
        "État": "Annulée",
        "À l’ordre du jour": "0",
        "Motif de l’annulation": "Grève.",
    }


# ---------------------------------------------------------------- appeals


@pytest.fixture
def contested(officer):
    """Three appeals, one a day: answered, to the minister, and waiting."""
    head, found = factories.head(), []
    for after, (name, kind) in enumerate(
        zip(APPEALS, (AppealKind.TO_AUTHOR, AppealKind.TO_MINISTER, AppealKind.TO_AUTHOR), strict=True)
    ):
        application = labels.lodged(factories.organisation(name=name))
        inadmissibility.declare_inadmissible(application=application, reason="Hors du champ.", by=head, at=AT)
        found.append(
            appeals.lodge_appeal(
                application=application,
                kind=kind,
                grounds="Relisez.",
                by=labels.signatory_of(application),
                at=AT + after * DAY,
            )
        )
    appeals.answer_appeal(
        appeal=found[0], outcome=AppealOutcome.REJECTED, answer="Non.", by=head, at=AT + 3 * DAY
    )
    return [appeal.number for appeal in found]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1, 2, 0]),  # those that wait first
        ({"tri": "-organisation"}, [2, 1, 0]),
        ({"tri": "file"}, [0, 1, 2]),
        ({"answer": "sans_reponse"}, [1, 2]),
        ({"answer": "rejected"}, [0]),
        ({"kind": "to_minister"}, [1]),
        ({"received_from": "2026-03-03"}, [1, 2]),
        ({"received_until": "2026-03-02"}, [0]),
        ({"q": "brest"}, [1]),
        ({"q": "r-2026-0003"}, [2]),
        ({"q": "C-2026-0001"}, [0]),
        ({"q": "calais", "answer": "rejected"}, []),
    ],
)
def test_x5_appeals_are_filtered_searched_and_sorted(client, contested, asked, expected):
    assert shown(client, "appeals", **asked) == [contested[place] for place in expected]


@pytest.mark.parametrize(
    ("day", "near_and_fallen"),
    [
        (date(2026, 4, 17), ([], [])),
        (date(2026, 4, 18), ([1], [])),
        (date(2026, 5, 3), ([1, 2], [])),
        (date(2026, 5, 4), ([2], [1])),
        (date(2026, 5, 5), ([], [1, 2])),
    ],
)
def test_x10_appeals_that_silence_rejects_soon_or_has_rejected(
    client, clock, contested, day, near_and_fallen
):
    clock.move_to(AT + (day - TODAY))
    client.force_login(factories.head())
    for choice, places in zip(("proche", "tombe"), near_and_fallen, strict=True):
        assert shown(client, "appeals", silence=choice) == [contested[place] for place in places], choice


def test_x5_the_export_of_appeals_is_what_is_filtered(client, contested):
    (line,) = lines(client, "appeals", answer="rejected")
    assert line == {
        "Recours": "R-2026-0001",
        "Organisme": "Angers",
        "Dossier": "C-2026-0001",
        "Nature": "Recours gracieux",
        "Reçu le": "02/03/2026",
        "Hors délai": "non",
        "Rejet implicite le": "02/05/2026",
        "Réponse": "Rejeté",
        "Répondu le": "05/03/2026",
    }


@pytest.mark.parametrize("page", ["sessions", "appeals"])
def test_a_filter_that_is_none_is_said_and_nothing_is_exported(client, officer, page):
    for asked in (
        {"state": "x", "answer": "x"},
        {"year": "'", "kind": "'"},
        {"export": "csv", "state": "x", "kind": "x"},
    ):
        answer = client.get(reverse(f"labels:{page}"), asked)
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.status_code == 200
