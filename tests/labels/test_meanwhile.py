"""A lodged file that changed while one was writing: the act says what, when and by whom, then may be sent again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import admissibility, admission, agenda, applications, assignment, corrections
from labels.enums import ApplicationState, Criterion, Finding
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REMARK = "Précisez le type de déchets <acquis>."


@pytest.fixture
def head(client):
    person = factories.head()
    client.force_login(person)
    return person


def url(page, subject):
    return reverse(f"labels:{page}", args=[subject.public_id])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def opened(client, page, application):
    """What the form carries of the file, as it is opened."""
    return {"seen": client.get(url(page, application)).context["form"]["seen"].value()}


def check(application, by, finding=Finding.MET):
    found = {criterion.value: (finding, "") for criterion in Criterion}
    admissibility.check_file(application=application, version=1, findings=found, by=by, at=AT)


FORMS = {
    "application_declare_inadmissible": {"reason": REMARK},
    "application_request_changes": {"expertise": REMARK, "answer_by": "2026-03-22"},
    "application_assign": {},
}


@pytest.mark.parametrize("page", FORMS)
def test_l9_a_check_meanwhile_is_named_then_the_act_is_confirmed(client, head, page):
    application, other = labels.lodged(check=False), factories.member(Role.OFFICER)
    typed = FORMS[page] | ({"officer": other.pk} if page == "application_assign" else {})
    before = opened(client, page, application)
    check(application, other)
    refused = client.post(url(page, application), typed | before)
    shown = words(refused)
    assert refused.status_code == 200
    assert "Rien n’est enregistré, car le dossier a changé depuis l’ouverture de cette page." in shown
    assert f"Dossier vérifié le 2 mars 2026 à 10 h 00 par {other}" in shown
    assert "La vérification est terminée : aucun point à corriger." in shown
    assert "acquis" in shown or page == "application_assign"
    application.refresh_from_db()
    assert (application.state, application.officer) == (ApplicationState.SUBMITTED, None)
    now = {"seen": refused.context["form"]["seen"].value()}
    assert client.post(url(page, application), typed | now).status_code == 302


def test_l9_nothing_changed_nothing_is_said(client, head):
    application = labels.lodged()
    before = opened(client, "application_declare_inadmissible", application)
    done = client.post(url("application_declare_inadmissible", application), {"reason": REMARK} | before)
    assert done.status_code == 302


def test_l9_a_file_entrusted_meanwhile_is_not_admitted_blindly(client, head):
    application, session, other = labels.lodged(), labels.session(), factories.member(Role.OFFICER)
    before = opened(client, "application_admit", application)
    assignment.assign(application=application, officer=other, by=other, at=AT)
    typed = {"session": session.pk}
    refused = client.post(url("application_admit", application), typed | before)
    assert f"Dossier confié le 2 mars 2026 à 10 h 00 par {other}" in words(refused)
    now = {"seen": refused.context["form"]["seen"].value()}
    assert client.post(url("application_admit", application), typed | now).status_code == 302


def test_l8_a_file_moved_to_another_session_is_not_taken_off_that_one(client, head, clock):
    other, first, second = factories.member(Role.OFFICER), labels.session(), labels.session()
    application = labels.admitted(to=first)
    before = opened(client, "application_take_off", application)
    agenda.take_off(application=application, reason="Quorum.", by=other, at=AT + timedelta(minutes=1))
    admission.admit(application=application, session=second, by=other, at=AT + timedelta(minutes=2))
    typed = {"reason": REMARK}
    refused = client.post(url("application_take_off", application), typed | before)
    shown = words(refused)
    assert refused.status_code == 200
    assert "Rien n’est enregistré, car le dossier a changé depuis l’ouverture de cette page." in shown
    assert f"inscrite à une séance le 2 mars 2026 à 10 h 02 par {other}" in shown
    assert "acquis" in shown
    application.refresh_from_db()
    assert application.session == second
    now = {"seen": refused.context["form"]["seen"].value()}
    assert client.post(url("application_take_off", application), typed | now).status_code == 302
    application.refresh_from_db()
    assert application.session is None


def test_l8_a_file_unchanged_is_taken_off(client, head):
    application = labels.admitted()
    before = opened(client, "application_take_off", application)
    done = client.post(url("application_take_off", application), {"reason": REMARK} | before)
    assert done.status_code == 302


GONE = {
    "application_take_off": {"reason": REMARK},
    "application_request_changes": {"expertise": REMARK, "answer_by": "2026-03-22"},
    "application_declare_inadmissible": {"reason": REMARK},
    "application_assign": {},
    "application_admit": {},
    "application_check": {},
}


@pytest.mark.parametrize("page", GONE)
def test_l9_withdrawn_meanwhile_is_said_with_its_day_and_its_author(client, head, page):
    application = labels.admitted() if page == "application_take_off" else labels.lodged()
    before, body = opened(client, page, application), labels.signatory_of(application)
    applications.withdraw(application=application, by=body, at=AT + timedelta(minutes=5))
    late = client.post(url(page, application), GONE[page] | before)
    assert late.status_code == 409
    assert f"Candidature retirée le 2 mars 2026 à 10 h 05 par {body}" in words(late)
    assert "acquis" in words(late) or "answer_by" not in GONE[page]
    opened_late = words(client.get(url(page, application), follow=True))
    assert f"Candidature retirée le 2 mars 2026 à 10 h 05 par {body}" in opened_late


def test_l9_a_file_lodged_again_is_not_closed_and_the_sentence_says_so(client, head, clock):
    application, at = labels.sent_back(by=head, days=1), AT + timedelta(days=3)
    clock.move_to(at)
    client.force_login(head)
    before = opened(client, "application_close", application)
    labels.lodge(application, at, check=False)
    late = words(client.post(url("application_close", application), before))
    assert "Candidature corrigée et déposée de nouveau le 5 mars 2026 à 10 h 00" in late


def test_l9_a_file_lodged_again_is_checked_as_it_is_now(client, head):
    application, other = labels.lodged(check=False), factories.member(Role.OFFICER)
    before = opened(client, "application_check", application) | {"version": 1}
    corrections.request_changes(
        application=application,
        remarks={"mobilisation": REMARK},
        answer_by=AT.date() + timedelta(days=20),
        by=other,
        at=AT,
    )
    labels.lodge(application, AT + timedelta(minutes=5), check=False)
    typed = {"precision": "to_correct", "precision_remark": REMARK}
    refused = client.post(url("application_check", application), typed | before)
    assert "a déposé la version 2 le 2 mars 2026 à 10 h 05" in words(refused)
    assert "acquis" in words(refused)
    form = refused.context["form"]
    now = {name: form[name].value() for name in ("seen", "version")}
    assert client.post(url("application_check", application), typed | now).status_code == 302
    assert application.checks.get(version__number=2).remark == REMARK


@pytest.mark.parametrize("garbage", ["x", "-1", "9" * 40, "٣", "<script>", "1.2"])
def test_l9_what_was_seen_is_checked_whatever_is_sent(client, head, garbage):
    application = labels.lodged()
    page = client.post(
        url("application_declare_inadmissible", application), {"reason": REMARK, "seen": garbage}
    )
    assert "Rien n’est enregistré" in words(page)
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_l9_who_says_nothing_of_what_they_saw_is_not_asked():
    application = labels.lodged()
    admission.admit(
        application=application, session=labels.session(), by=factories.member(Role.OFFICER), at=AT
    )
    assert application.state == ApplicationState.ADMISSIBLE
