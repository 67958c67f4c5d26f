"""Mails leave once, whatever the server does (spec X3)."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from expect.notifications import outbox, sending, tasks
from expect.notifications.models import Message
from tests.moments import AT

pytestmark = pytest.mark.django_db


def written(number: int = 1, **fields) -> Message:
    return outbox.write(
        **{
            "key": f"essai:{number}",
            "event": "essai/dit",
            "to": f"personne{number}@exemple.test",
            "title": "Décision sur la candidature 2026-0042",
            "body": "Lisez la décision avant le 12 mars.\n\nVoir : https://expe-ct.test/dossier/abc/\n",
            "at": AT,
        }
        | fields
    )


def test_x3_a_mail_arrives_with_its_two_parts(running):
    message = written()
    assert sending.drain(at=AT) == 1
    (arrived,) = running.mails
    assert arrived["Subject"] == "Décision sur la candidature 2026-0042"
    assert arrived["To"] == "personne1@exemple.test"
    assert arrived["From"] == "EXPE-CT <ne-pas-repondre@expe-ct.test>"
    assert arrived["Message-ID"] == f"<{message.pk}.20260302090000@expe-ct.test>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    plain, html = arrived.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().replace("\r\n", "\n") == message.body
    assert "Lisez la décision avant le 12 mars." in html.get_content()
    assert 'href="https://expe-ct.test/dossier/abc/"' in html.get_content()
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.last_error) == (AT, 1, "")
    assert sending.drain(at=AT + timedelta(days=1)) == 0
    assert len(running.mails) == 1


def test_the_html_twin_runs_nothing():
    html = sending.html_twin(
        written(body="<script>alert(1)</script> <img src=x onerror=alert(1)>\n", title="</title><b>")
    )
    assert "<script>" not in html
    assert "<img" not in html
    assert "</title><b>" not in html


def test_the_demonstration_says_so_in_its_mails(settings):
    settings.DEMO = True
    assert "données fictives" in sending.html_twin(written())
    settings.DEMO = False
    assert "données fictives" not in sending.html_twin(written())


def test_x3_none_is_lost_while_the_server_is_down(server, mailbox):
    written(1)
    written(2)
    assert sending.drain(at=AT) == 0
    assert [m.attempts for m in Message.objects.all()] == [0, 0]
    server.start()
    assert sending.drain(at=AT + timedelta(seconds=5)) == 2
    assert mailbox.recipients == ["personne1@exemple.test", "personne2@exemple.test"]


def test_x3_none_is_lost_when_the_server_hangs_up(running):
    for number in range(1, 5):
        written(number)
    running.hang_up_after = 2
    assert sending.drain(at=AT) == 2
    running.hang_up_after = None
    assert sending.drain(at=AT + timedelta(minutes=1)) == 2
    assert running.recipients == [f"personne{number}@exemple.test" for number in range(1, 5)]


def test_an_address_refused_holds_back_no_other(running):
    for number in range(1, 4):
        written(number)
    running.refuse = "personne1@exemple.test"
    assert sending.drain(at=AT) == 2
    refused = Message.objects.get(key="essai:1")
    assert (refused.sent_at, refused.last_error) == (None, "SMTPRecipientsRefused")
    assert refused.next_attempt_at == AT + timedelta(seconds=30)


@pytest.mark.parametrize("address", ["a\n@exemple.test", "a@exemple.test\r\nBcc: b@exemple.test"])
def test_an_address_that_cannot_be_written_holds_back_no_other(running, address):
    written(1, to=address)
    written(2)
    assert sending.drain(at=AT) == 1
    assert running.recipients == ["personne2@exemple.test"]
    assert Message.objects.get(key="essai:1").last_error


def test_a_refused_mail_is_tried_ever_less_often(running):
    message = written()
    running.refuse = message.to
    at, waits = AT, []
    for _ in range(10):
        sending.drain(at=at)
        message.refresh_from_db()
        waits.append(int((message.next_attempt_at - at).total_seconds()))
        at = message.next_attempt_at
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_drain_killed_after_sending_sends_the_same_message_id_again(running, monkeypatch):
    """The one case where a mail leaves twice; mail servers recognise the copy by its Message-ID."""
    written()
    send = mail.EmailMultiAlternatives.send

    def send_and_die(message):
        send(message)
        raise KeyboardInterrupt

    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send_and_die)
    with pytest.raises(KeyboardInterrupt):
        sending.drain(at=AT)
    monkeypatch.setattr(mail.EmailMultiAlternatives, "send", send)
    assert sending.drain(at=AT + sending.LEASE - timedelta(seconds=1)) == 0
    assert sending.drain(at=AT + sending.LEASE) == 1
    first, copy = running.mails
    assert first["Message-ID"] == copy["Message-ID"]


def test_nothing_waiting_asks_nothing_of_the_server(server, caplog):
    written(at=AT + timedelta(days=1))
    assert sending.drain(at=AT) == 0
    assert caplog.records == []


def test_a_drain_is_bounded(running, monkeypatch):
    for number in range(1, 4):
        written(number)
    assert sending.drain(at=AT, limit=2) == 2
    monkeypatch.setattr(sending, "LONGEST_DRAIN", -1)
    assert sending.drain(at=AT) == 0


def test_the_lease_outlasts_the_longest_drain(settings):
    """Opening, greeting, sender, recipient, content, end: each waits for the server's time-out at most."""
    slowest = sending.LONGEST_DRAIN + 10 * settings.EMAIL_TIMEOUT
    assert sending.LEASE.total_seconds() > slowest


@pytest.mark.parametrize(("production", "body"), [(True, ""), (False, "123456\n")])
def test_a_secret_is_blanked_once_sent_in_production(running, settings, production, body):
    settings.PRODUCTION = production
    message = written(secret=True, body="123456\n")
    sending.drain(at=AT)
    message.refresh_from_db()
    assert message.body == body
    assert "123456" in running.mails[0].get_body(("plain",)).get_content()


def test_what_fails_is_logged_without_personal_data(running, caplog):
    message = written()
    running.refuse = message.to
    sending.drain(at=AT)
    (record,) = [record for record in caplog.records if record.name == sending.log.name]
    assert record.getMessage() == "mail_refused"
    assert record.fields == {"mail": message.pk, "error": "SMTPRecipientsRefused"}
    assert record.exc_info is None


@pytest.mark.django_db(transaction=True)
def test_x3_two_drains_at_the_same_instant_send_once(running):
    for number in range(1, 13):
        written(number)
    start, sent = threading.Barrier(3), []

    def work():
        start.wait()
        sent.append(sending.drain(at=AT))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 12
    assert running.recipients == sorted(f"personne{number}@exemple.test" for number in range(1, 13))


def test_beat_drains(running, clock):
    written()
    assert tasks.drain_outbox() == 1


def test_every_failure_of_smtp_is_one_of_ours():
    assert issubclass(smtplib.SMTPException, sending.FAILURES)
