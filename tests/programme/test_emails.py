"""The subject and first words of the e-mails, which DAECT rewrites; what the file says stays below (decision 0047)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.notifications.models import Message, Notice
from expect.programme.emails import EMAIL
from expect.programme.text_changes import FaultyText, change_text
from expect.programme.texts import LETTERS, Text, in_force
from labels import corrections, email_texts, invitations
from labels.enums import Part
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def rewritten(text: Text, body: str) -> None:
    change_text(
        key=text.key, body=body, starts_on=TODAY + DAY, reason="Essai.", by=factories.head(signs=False), at=AT
    )


def told(event: str, *, at) -> Message:
    """One message of that event, written at that instant."""
    return Message.objects.filter(event=f"labels/{event}", created_at=at).first()


def test_an_e_mail_says_the_words_of_its_day_above_what_the_file_says():
    asked = email_texts.EMAILS["labels/changes_requested"]
    rewritten(asked.title, "À reprendre\u00a0: {intitulé}")
    rewritten(asked.opening, "Bonjour,\n\nIl manque des éléments {de l’organisme}, pour le {date limite}.")
    head, messages = factories.head(), []
    for at in (AT, AT + DAY):
        application = labels.lodged()
        corrections.request_changes(
            application=application,
            remarks={Part.EVIDENCE: "Joignez la convention."},
            answer_by=TODAY + 9 * DAY,
            by=head,
            at=at,
        )
        messages.append(told("changes_requested", at=at))
    before, after = messages
    assert before.title == "Candidature C-2026-0001 : à corriger au plus tard le 11 mars 2026"
    assert before.body.startswith("Corrigez votre candidature C-2026-0001, puis déposez-la de nouveau")
    assert after.title == "À reprendre : Restaurer le bâti ancien"
    assert Notice.objects.get(key=after.key).title == after.title
    assert after.body.startswith("Bonjour,\n\nIl manque des éléments ")
    for said in (before.body, after.body):
        assert "11 mars 2026" in said
        assert "Joignez la convention." in said
        assert "http" in said


def test_l8_the_members_read_the_new_words_of_an_invitation():
    invited = email_texts.EMAILS["labels/member_invited"]
    fields = " / ".join(map(str, invited.opening.fields))
    rewritten(invited.opening, f"Tout\u00a0: {fields}")
    head = factories.head()
    session = labels.session(by=head)
    member = factories.member(Role.COMMITTEE_MEMBER)
    invitations.invite_members(session=session, members=[member], by=head, at=AT + DAY)
    said = told("member_invited", at=AT + DAY).body.replace("\u00a0", " ")
    assert said.startswith(
        f"Tout : 1er avril 2026 / 1er avril 2026 de 9 h 30 à 12 h 30 / {session.place} / 25 mars 2026\n\n"
    )


def test_what_an_e_mail_may_not_lose_is_kept():
    admitted = email_texts.EMAILS["labels/application_admitted"]
    with pytest.raises(FaultyText, match="date de la séance"):
        rewritten(admitted.opening, "Votre dossier est recevable.")
    with pytest.raises(FaultyText, match="une seule ligne"):
        rewritten(admitted.title, "Deux\nlignes")


def test_every_rewritable_e_mail_is_shown_whole_with_its_link():
    shown = [letter for letter in LETTERS.values() if letter.template == EMAIL]
    assert {letter.stage for letter in shown} == {1, 2, 3}
    for letter in shown:
        said = letter.specimen(in_force(TODAY), TODAY)
        assert "http" in said["body"], letter.key
        assert "None" not in said["body"], letter.key
