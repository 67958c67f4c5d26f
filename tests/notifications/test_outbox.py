"""What people will be told is written with the act (spec X3)."""

import pytest
from django.db import transaction

from expect.notifications import outbox
from expect.notifications.models import Message, Notice
from tests.factories import organisation, user
from tests.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(settings, tmp_path):
    """An event with its two templates."""
    folder = tmp_path / "templates" / "essai" / "emails"
    folder.mkdir(parents=True)
    (folder / "dit_subject.txt").write_text("Dossier de\n{{ subject }}\n")
    (folder / "dit_body.txt").write_text("Bonjour, {{ what }}.\n\nVoir : {{ link }}\n\n")
    engine = settings.TEMPLATES[0] | {"DIRS": [tmp_path / "templates"]}
    settings.TEMPLATES = [engine]
    settings.BASE_URL = "https://expe-ct.test"


def tell(*people, subject, **how) -> None:
    outbox.post(
        **{
            "event": "essai/dit",
            "subject": subject,
            "recipients": people,
            "path": "/dossier/abc/",
            "context": {"what": "c’est <fait> & bien"},
            "at": AT,
        }
        | how
    )


def test_x3_each_person_gets_one_mail_and_one_notice():
    body = organisation(name="L'Haÿ & <Fils>")
    camille, sacha = user(), user()
    tell(camille, sacha, camille, subject=body)
    assert (Message.objects.count(), Notice.objects.count()) == (2, 2)
    message = Message.objects.get(recipient=camille)
    assert message.to == camille.email
    assert message.title == "Dossier de L'Haÿ & <Fils>"
    assert message.body == "Bonjour, c’est <fait> & bien.\n\nVoir : https://expe-ct.test/dossier/abc/\n"
    assert Message.objects.get(recipient=sacha).body == message.body
    assert (message.subject_type, message.subject_id) == ("accounts.Organisation", body.public_id)
    assert (message.created_at, message.next_attempt_at, message.sent_at) == (AT, AT, None)
    notice = Notice.objects.get(user=sacha)
    assert (notice.title, notice.path, notice.created_at, notice.read_at) == (
        message.title,
        "/dossier/abc/",
        AT,
        None,
    )


def test_x3_an_event_is_told_once():
    body, person = organisation(), user()
    tell(person, subject=body)
    tell(person, subject=body)
    assert (Message.objects.count(), Notice.objects.count()) == (1, 1)


def test_x3_other_words_under_the_same_key_are_never_swallowed(caplog, settings):
    """Raised where one looks for the fault; otherwise told all the same, once, and logged without a word of theirs."""
    body, person = organisation(), user()
    tell(person, subject=body)
    other = {"context": {"what": "autre chose"}}
    settings.OUTBOX_STRICT = True
    with pytest.raises(outbox.RepeatedKey):
        tell(person, subject=body, **other)
    settings.OUTBOX_STRICT = False
    tell(person, subject=body, **other)
    assert "autre chose" in Message.objects.latest("pk").body
    tell(person, subject=body, **other)
    assert (Message.objects.count(), Notice.objects.count()) == (2, 2)
    logged = {record.getMessage() for record in caplog.records}
    assert logged == {"outbox_key_repeated"}
    assert "autre chose" not in caplog.text


def test_x3_two_events_of_one_key_at_once_are_not_one():
    body, person = organisation(), user()
    events = [outbox.Event("essai/dit", body, [person], "/", {"what": what}) for what in ("un", "deux")]
    outbox.post_all(events, at=AT)
    outbox.post_all(events[:1] * 2, at=AT)
    bodies = Message.objects.order_by("pk").values_list("body", flat=True)
    assert [body.split()[1] for body in bodies] == ["un.", "deux."]


def test_x3_a_mail_written_again_with_other_words_is_not_swallowed():
    given = {
        "key": "essai/code:abc",
        "event": "essai/code",
        "to": "a@exemple.test",
        "title": "Code",
        "at": AT,
    }
    first = outbox.write(body="123", **given)
    assert outbox.write(body="123", **given) == first
    assert outbox.write(body="456", **given).body == "456"


def test_another_occasion_another_subject_another_person_are_told():
    body, person = organisation(), user()
    tell(person, subject=body)
    tell(person, subject=body, occasion="2")
    tell(person, subject=organisation())
    tell(user(), subject=body)
    assert (Message.objects.count(), Notice.objects.count()) == (4, 4)


def test_x3_an_act_rolled_back_tells_nothing():
    with transaction.atomic():
        tell(user(), subject=organisation())
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Notice.objects.exists()


def test_a_title_fits_its_column():
    tell(user(), subject=organisation(name="é" * 300))
    assert len(Message.objects.get().title) == len(Notice.objects.get().title) == 250


def test_a_bare_address_gets_a_mail_and_no_notice():
    fields = {"event": "signin/code", "to": "a@exemple.test", "title": "Code", "body": "123\n", "at": AT}
    first = outbox.write(key="signin/code:1", secret=True, **fields)
    assert outbox.write(key="signin/code:1", **fields) == first
    assert (first.recipient, first.subject_id, first.secret) == (None, "", True)
    assert not Notice.objects.exists()
