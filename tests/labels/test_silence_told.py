"""What is said of silence, of an appeal without object, of a receipt, on pages and in e-mails (spec X10, L9)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from labels import admission, committee, decisions, inadmissibility, rules, served
from labels.enums import AppealOutcome, Outcome
from labels.models import Appeal
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.labels.test_appeals import answer
from tests.labels.test_silence import HELD_LATE, after, contest, examined_late
from tests.labels.test_standing import shown
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(event):
    """The last e-mail of that event, in one line."""
    body = Message.objects.filter(event=f"labels/{event}").latest("pk").body
    return " ".join(body.replace("\u00a0", " ").split())


# ---------------------------------------------------------------- silence


def test_x10_a_session_after_the_day_of_silence_is_announced_with_that_day():
    labels.admitted(to=labels.session(held_on=TODAY + 90 * DAY))
    said = told("application_admitted")
    assert "Sans décision notifiée le 2 mai 2026, votre demande sera réputée refusée" in said
    assert "rien à faire" not in said


def test_x10_one_before_it_asks_nothing():
    labels.admitted(to=labels.session(held_on=TODAY + 30 * DAY))
    assert "Vous n’avez rien à faire d’ici là." in told("application_admitted")
    assert "réputée" not in told("application_admitted")


@pytest.mark.parametrize(("days", "said"), [(-3, "sera réputée refusée"), (1, "est réputée refusée depuis")])
def test_x10_a_session_cancelled_leaves_silence_to_run(days, said):
    application = labels.admitted(to=labels.session(held_on=TODAY + 90 * DAY))
    committee.cancel_session(
        session=application.session,
        reason="Grève.",
        by=factories.member(Role.OFFICER),
        at=after(application, days),
    )
    mail = told("application_released")
    assert said in mail
    assert "rien à faire" not in mail


def test_x10_a_file_that_silence_refuses_no_more_asks_nothing():
    application = labels.lodged()
    answer(contest(application))
    application.refresh_from_db()
    assert rules.silence_before_session(application) is None


@pytest.mark.usefixtures("clock")
def test_x10_a_deferred_file_is_not_told_to_wait(client, clock):
    application = labels.examined()
    labels.decided(application, Outcome.DEFERRED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    clock.move_to(application.notified_at + DAY)
    page = shown(client, "own_application", application, labels.signatory_of(application))
    assert "rien à faire" not in page
    assert "votre demande sera réputée refusée" in page


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("days", "warned"), [(30, False), (90, True)])
def test_x10_l8_the_check_before_says_which_file_silence_refuses_first(client, clock, days, warned):
    application = labels.lodged()
    labels.session(held_on=TODAY + days * DAY)
    client.force_login(factories.member(Role.OFFICER))
    one = client.get(f"/candidatures/{application.public_id}/inscrire/").text
    many = client.get(reverse("labels:applications_admit"), {"choix": application.public_id}).text
    for page in (one, many):
        assert ("Sans décision notifiée, le silence vaut refus" in page) is warned
        assert (f"{application.number} le 2 mai 2026" in page) is warned


def test_x10_l8_it_is_not_forbidden():
    application = labels.lodged()
    late = labels.session(held_on=TODAY + 90 * DAY)
    admission.admit(application=application, session=late, by=factories.member(Role.OFFICER), at=AT)


# ---------------------------------------------------------------- without object


SINCE = {
    "granted": ("qui attribue le label, remplace le refus implicite.", "application_granted"),
    "narrowed": ("plus étroites que celles demandées, remplace", "application_granted"),
    "refused": ("Une décision expresse de refus remplace le refus implicite", "application_refused"),
}


@pytest.mark.parametrize("ended", SINCE)
def test_l9_what_replaced_the_refusal_by_silence_is_said_as_it_is(ended):
    application = examined_late()
    said, event = SINCE[ended]
    outcome = Outcome.REFUSED if ended == "refused" else Outcome.GRANTED
    narrowed = {"narrowed": True, "reasons": "Peu d’exemples."} if ended == "narrowed" else {}
    labels.decided(application, outcome, **narrowed)
    decisions.notify_session(session=application.session, by=factories.head(), at=HELD_LATE)
    appeal = Appeal.objects.get()
    assert said in appeal.answer
    assert ("contester" in appeal.answer) is (ended != "granted")
    assert appeal.answered_by is None
    assert f"Votre recours {appeal.number} contre le refus implicite est désormais sans objet." in told(event)


def test_l9_an_inadmissibility_says_it_too():
    application = labels.lodged()
    appeal = contest(application)
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=after(application, 9)
    )
    assert f"Votre recours {appeal.number} contre le refus implicite" in told("application_inadmissible")


@pytest.mark.usefixtures("clock")
def test_l9_nobody_is_named_for_an_appeal_without_object(client, clock):
    application = examined_late()
    labels.decided(application, Outcome.REFUSED)
    head = factories.head()
    decisions.notify_session(session=application.session, by=head, at=HELD_LATE)
    clock.move_to(HELD_LATE + DAY)
    client.force_login(factories.member(Role.OFFICER))
    page = client.get(Appeal.objects.get().get_absolute_url()).text
    assert "Sans objet depuis le" in page
    assert "Réponse" not in page[page.index("<main") :]
    assert str(head) not in page
    rows = client.get(reverse("labels:appeals"), {"format": "csv"}).content.decode()
    assert "31/05/2026" not in rows


@pytest.mark.parametrize("column", ["answered_by_id", "outcome", "answer"])
def test_l9_nobody_answers_it_afterwards(column):
    application = examined_late()
    labels.decided(application, Outcome.REFUSED)
    head = factories.head()
    decisions.notify_session(session=application.session, by=head, at=HELD_LATE)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE labels_appeal SET {column} = %s", [head.pk])


# ---------------------------------------------------------------- what a receipt opens


RUNS = "Le délai de recours court du jour"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("outcome", "runs"),
    [(AppealOutcome.UPHELD, False), (AppealOutcome.REJECTED, True), (AppealOutcome.INADMISSIBLE, True)],
)
def test_x11_no_time_runs_from_an_appeal_upheld(client, clock, outcome, runs):
    appeal = answer(labels.appealed(), outcome)
    clock.move_to(appeal.answered_at + DAY)
    client.force_login(factories.member(Role.OFFICER))
    assert (RUNS in client.get(f"{appeal.get_absolute_url()}reception/").text) is runs


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("outcome", "runs"), [(Outcome.GRANTED, False), (Outcome.REFUSED, True)])
def test_x11_nor_from_a_full_grant(client, clock, outcome, runs):
    application = labels.examined()
    decision = labels.decided(application, outcome)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    clock.move_to(application.examined_at + DAY)
    client.force_login(factories.member(Role.OFFICER))
    page = client.get(f"/candidatures/decisions/{decision.public_id}/reception/").text
    assert (RUNS in page) is runs


def test_x11_the_answer_that_has_not_left_is_not_a_decision():
    waiting = labels.appealed()
    with pytest.raises(NotAllowed, match="n’a pas encore reçu sa réponse"):
        register(waiting)
    moot = Appeal.objects.get(pk=moot_appeal().pk)
    with pytest.raises(NotAllowed, match="sans objet"):
        register(moot)


def moot_appeal():
    application = labels.lodged()
    appeal = contest(application)
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=after(application, 9)
    )
    return appeal


def register(appeal):
    served.register_service(
        act=appeal,
        received_on=appeal.received_on,
        scan=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=appeal.registered_at + 30 * DAY,
    )
