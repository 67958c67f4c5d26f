"""Sentences that say what is, and how to mend what is not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import committee, court_cases
from labels.court_cases import ImpossibleCase
from labels.enums import Outcome
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def read(client, page, subject, person):
    client.force_login(person)
    found = client.get(reverse(f"labels:{page}", args=[subject.public_id]))
    return found.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_l7_lodged_again_the_file_keeps_its_number(client):
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    assert "et reçoit un numéro" in read(client, "application_submit", draft, signatory)
    application = labels.sent_back(labels.lodge(draft))
    again = read(client, "application_submit", application, signatory)
    assert f"Le dossier {application.number} est figé tel qu’il est : c’est sa nouvelle version" in again
    assert "reçoit un numéro" not in again


def test_l9_each_field_of_the_decision_says_for_which_outcome_it_is_owed(client, clock):
    application = labels.examined()
    clock.move_to(application.examined_at)
    page = read(client, "application_decide", application, factories.member(Role.OFFICER))
    assert "(facultatif)" not in page
    assert "Obligatoires pour une attribution" in page
    assert "Obligatoires, sauf pour une attribution conforme à la demande" in page


def test_l9_once_all_is_decided_it_is_to_the_head_to_notify(client, clock):
    application, officer = labels.examined(), factories.member(Role.OFFICER)
    clock.move_to(application.examined_at)
    page = read(client, "session", application.session, officer)
    assert "C’est à la DAECT d’enregistrer les décisions, puis de les notifier" in page
    labels.decided(application, Outcome.REFUSED)
    page = read(client, "session", application.session, officer)
    assert "C’est à la déléguée ou au délégué de notifier les décisions" in page
    assert "d’enregistrer les décisions, puis" not in page


def test_l8_a_session_says_until_when_it_takes_files_as_long_as_it_does(client):
    session, officer = labels.admitted().session, factories.member(Role.OFFICER)
    assert "inscriptions jusqu’au 25 mars 2026" in read(client, "session", session, officer)
    committee.close_session(session=session, by=officer, at=AT)
    assert "inscriptions jusqu’au" not in read(client, "session", session, officer)


def test_l8_opinions_are_given_on_the_day_at_the_latest(client):
    member = factories.member(Role.COMMITTEE_MEMBER)
    session = labels.admitted(to=labels.session(member)).session
    assert "donnez vos avis au plus tard le 1er avril 2026" in read(client, "own_session", session, member)


def test_x7_a_closed_act_leads_back_to_what_it_is_about(client):
    session = labels.admitted().session
    page = read(client, "session_notify", session, factories.member(Role.OFFICER))
    assert "Revenir à la séance" in page
    assert "Revenir au dossier" not in page


@pytest.mark.parametrize(
    ("days", "mend"), [(400, "indiquez celui où la requête"), (-400, "à partir du 2 mars 2026")]
)
def test_l9_an_impossible_day_says_which_one_to_give(clock, days, mend):
    application = labels.refused()
    at = application.notified_at
    with pytest.raises(ImpossibleCase, match=mend):
        court_cases.record_court_case(
            application=application,
            court="Tribunal administratif de Nantes",
            number="2600123",
            filed_on=(at + timedelta(days=days)).date(),
            by=factories.head(),
            at=at,
        )
