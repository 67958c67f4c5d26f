"""A file that the antivirus holds back: shown, told to the people of the file, never lodged (spec X3, X6)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from expect.accounts.enums import Role
from expect.documents.models import StoredFile
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from labels import admission, applications, evidence, rules
from labels.enums import Side
from labels.held_back import tell_held_back
from labels.models import LabelApplication
from labels.selectors import complete
from tests import factories
from tests.labels import factories as labels
from tests.labels.test_work import waiting
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def scanning(settings):
    settings.ANTIVIRUS = "127.0.0.1:3310"


def join(application, by, file: SimpleUploadedFile | None = None):
    return evidence.attach_file(application=application, file=file or labels.upload("plan.pdf"), by=by, at=AT)


def found(attachment, infection: str = "Essai.Marque"):
    """What the daemon said of the file."""
    StoredFile.objects.filter(pk=attachment.file_id).update(scanned_at=AT, infection=infection)
    attachment.refresh_from_db()
    return attachment


def page(client, person, name, subject):
    client.force_login(person)
    answer = client.get(reverse(f"labels:{name}", args=[subject.public_id]))
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def mails(event):
    return [
        (mail.to, mail.title.replace("\u00a0", " "), mail.body.replace("\u00a0", " "))
        for mail in Message.objects.filter(event=f"labels/{event}").order_by("to")
    ]


def test_x6_an_infected_file_keeps_the_draft_from_being_lodged_and_says_where():
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    attachment = join(draft, signatory)
    assert not rules.missing(LabelApplication.objects.get())
    found(attachment)
    (point,) = rules.missing(LabelApplication.objects.get())
    assert point.step == "evidence"
    assert "plan.pdf" in point.sentence
    assert not LabelApplication.objects.filter(complete()).exists()
    assert waiting(signatory) == [("labels.complete_draft", draft.public_id, None)]
    version = labels.commitments().version
    with pytest.raises(NotAllowed, match="l’antivirus retient"):
        applications.submit(
            application=draft, commitments_version=version, accepted=True, by=signatory, at=AT
        )
    evidence.remove_file(attachment=attachment, by=signatory, at=AT)
    assert applications.submit(
        application=draft, commitments_version=version, accepted=True, by=signatory, at=AT
    )


def test_x6_a_file_that_waits_for_its_scan_keeps_nothing_from_being_lodged():
    draft = labels.complete_draft()
    join(draft, labels.signatory_of(draft))
    assert labels.lodge(draft).versions.count() == 1


@pytest.mark.parametrize(("part", "held"), [("expertise", False), ("evidence", True)])
def test_x6_found_after_the_lodging_it_holds_only_the_part_that_may_be_mended(part, held):
    """Of a part that stays closed, nobody may take anything out: the rest can still be corrected (spec L7)."""
    draft = labels.complete_draft()
    attachment = join(draft, labels.signatory_of(draft))
    application = labels.sent_back(labels.lodge(draft), **{part: "À revoir."})
    found(attachment)
    assert bool(rules.missing(LabelApplication.objects.get(pk=application.pk))) is held
    assert LabelApplication.objects.filter(complete(), pk=application.pk).exists() is not held
    tell_held_back(at=AT)
    assert ("Retirez-le du dossier" in mails("attachment_held_back")[0][2]) is held


def test_x6_lists_say_what_the_antivirus_says(client):
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    attachment = join(draft, signatory)
    download = reverse("labels:attachment", args=[attachment.public_id])
    for word in ("Contrôle en cours", "Retenu par l’antivirus"):
        for name in ("application_evidence", "application_review", "own_application"):
            html = page(client, signatory, name, draft)
            assert word in html, name
            assert f'href="{download}"' not in html, name
        if attachment.file.awaits_scan:
            found(attachment)
    clean = found(join(draft, signatory, labels.picture()), "")
    html = page(client, signatory, "application_evidence", draft)
    assert f'href="{reverse("labels:attachment", args=[clean.public_id])}"' in html
    assert html.count("Retenu par l’antivirus") == 1


def test_x6_daect_and_the_committee_read_it_too(client):
    member, officer = factories.member(Role.COMMITTEE_MEMBER), factories.member(Role.OFFICER)
    draft = labels.complete_draft()
    attachment = join(draft, labels.signatory_of(draft))
    application = labels.lodge(draft)
    session = labels.session(member)
    admission.admit(application=application, session=session, by=officer, at=AT)
    found(attachment)
    for person, name in ((officer, "application"), (member, "reading")):
        assert "Retenu par l’antivirus" in page(client, person, name, application)


def test_x6_the_page_of_a_held_file_says_what_each_can_do(client):
    draft = labels.complete_draft()
    signatory, officer = labels.signatory_of(draft), factories.member(Role.OFFICER)
    infected = found(join(draft, signatory))
    assert "Retirez-le du dossier" in page(client, signatory, "attachment", infected)
    evidence.remove_file(attachment=infected, by=signatory, at=AT)
    later = join(draft, signatory, labels.picture())
    labels.lodge(draft)
    found(later)
    body = page(client, signatory, "attachment", later)
    assert "envoyez-en une version saine à la DAECT" in body
    assert "Retirez-le" not in body
    assert "Demandez-en une version saine à l’organisme" in page(client, officer, "attachment", later)


def test_x3_the_people_of_a_draft_are_told_once(client):
    draft = labels.complete_draft()
    signatory, editor = labels.signatory_of(draft), labels.editor(draft.organisation)
    factories.member(Role.OFFICER)
    found(join(draft, editor))
    assert [tell_held_back(at=AT + timedelta(minutes=minute)) for minute in (0, 1)] == [1, 0]
    told = mails("attachment_held_back")
    assert {to for to, _, _ in told} == {signatory.email, editor.email}
    assert told[0][1:] == (
        "Pièce jointe retenue par l’antivirus : plan.pdf",
        f"L’antivirus a reconnu un contenu dangereux dans « plan.pdf », joint à la candidature de la "
        f"{draft.organisation}. Personne ne peut plus télécharger ce fichier.\n\n"
        "Retirez-le du dossier, puis joignez-en une version saine : un dossier ne peut pas être déposé avec une "
        "pièce retenue.\n\n"
        f"Ouvrir l’étape « Preuves » : http://localhost:8000/candidature/{draft.public_id}/preuves/\n",
    )
    assert mails("attachment_held_back_daect") == []


def test_x3_once_lodged_daect_is_told_too():
    draft = labels.complete_draft()
    attachment = join(draft, labels.signatory_of(draft))
    application = labels.lodge(draft)
    officer = factories.member(Role.OFFICER)
    found(attachment)
    tell_held_back(at=AT)
    ((to, title, body),) = mails("attachment_held_back_daect")
    assert (to, title) == (officer.email, "Pièce jointe retenue par l’antivirus : C-2026-0001")
    assert body == (
        "L’antivirus a reconnu un contenu dangereux dans « plan.pdf », joint à la candidature C-2026-0001 de la "
        f"{application.organisation}. Personne ne peut plus télécharger ce fichier ; l’organisme en est prévenu.\n\n"
        "Si cette pièce compte pour l’examen, demandez-en une version saine, par un message ou une demande de "
        "corrections.\n\n"
        f"Ouvrir le dossier : http://localhost:8000/candidatures/{application.public_id}/\n"
    )
    assert "par un message" in mails("attachment_held_back")[0][2]


def test_x3_a_clean_file_or_one_taken_out_is_told_to_nobody():
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    found(join(draft, signatory), "")
    evidence.remove_file(attachment=found(join(draft, signatory, labels.picture())), by=signatory, at=AT)
    assert tell_held_back(at=AT) == 0


# ---------------------------------------------------------------- sent with a message


def sent(side: str, by, application):
    """A file sent with a message, in which the antivirus finds something."""
    message = labels.message(application, by=by, side=side, files=[labels.upload("plan.pdf")])
    return found(message.attachments.get())


def test_x3_who_sent_an_infected_file_with_a_message_is_told_once():
    application = labels.lodged(factories.organisation(name="Saint-Lô"))
    officer, editor = factories.member(Role.OFFICER), labels.editor(application.organisation)
    factories.member(Role.OFFICER)
    sent(Side.BODY, editor, application)
    sent(Side.DAECT, officer, application)
    assert [tell_held_back(at=AT + timedelta(minutes=minute)) for minute in (0, 1)] == [2, 0]
    told = {to: (title, body) for to, title, body in mails("sent_file_held_back")}
    assert told.keys() == {officer.email, editor.email}
    assert told[editor.email] == (
        "Fichier retenu par l’antivirus : plan.pdf",
        f"L’antivirus a reconnu un contenu dangereux dans « plan.pdf », envoyé par {editor} le 2 mars 2026 avec un "
        "message sur la candidature C-2026-0001 de Saint-Lô. Personne ne peut télécharger ce fichier ; le message, "
        "lui, est bien arrivé.\n\n"
        "Si cette pièce compte, envoyez-en une version saine par un nouveau message.\n\n"
        f"Ouvrir les messages : http://localhost:8000/candidature/{application.public_id}/messages/\n",
    )
    assert f"/candidatures/{application.public_id}/messages/" in told[officer.email][1]


def test_x3_if_the_sender_has_left_their_colleagues_are_told():
    application = labels.lodged()
    editor, officer = labels.editor(application.organisation), factories.member(Role.OFFICER)
    sent(Side.BODY, editor, application)
    sent(Side.DAECT, officer, application)
    head = factories.head()
    for person in (editor, officer):
        person.memberships.update(ends_on=AT.date() - timedelta(days=1))
    assert tell_held_back(at=AT) == 2
    expected = {labels.signatory_of(application).email, head.email}
    assert {to for to, _, _ in mails("sent_file_held_back")} == expected
