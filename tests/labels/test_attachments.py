"""Files joined to a draft: several at once, previewed, served with the right headers (spec X6)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from expect.audit.models import Entry
from labels import evidence
from labels.enums import Basis
from labels.evidence import MOST_FILES, TooMany
from labels.models import LabelApplication
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def draft(client):
    draft = labels.draft()
    client.force_login(draft.created_by)
    return draft


def send(client, draft, file):
    address = reverse("labels:attachment_send", args=[draft.public_id])
    return client.post(address, {"file": file}, headers={"accept": "application/json"})


def joined(draft, file):
    return evidence.attach_file(application=draft, file=file, by=draft.created_by, at=AT)


def opened(client, attachment, page="attachment", query=""):
    response = client.get(reverse(f"labels:{page}", args=[attachment.public_id]) + query)
    if response.streaming:
        assert b"".join(response)  # read to its end, the file is closed
    return response


def test_x6_a_sent_file_answers_with_its_line(client, draft):
    response = send(client, draft, labels.upload("<b>Bilan</b>.pdf"))
    attachment = draft.attachments.get()
    assert response.status_code == 201
    line = response.json()["line"]
    assert reverse("labels:attachment_remove", args=[attachment.public_id]) in line
    assert "<b>" not in line


def test_x6_a_refused_file_answers_with_its_sentence(client, draft):
    false = SimpleUploadedFile("bilan.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf")
    response = send(client, draft, false)
    assert response.status_code == 422
    assert "porte l’extension" in response.json()["message"]
    assert not draft.attachments.exists()


def test_x6_no_file_is_a_sentence_too(client, draft):
    response = client.post(reverse("labels:attachment_send", args=[draft.public_id]))
    assert response.status_code == 422
    assert response.json()["message"]


def test_x6_behind_an_item_removed_meanwhile_the_sentence_says_so(client, draft):
    data = {"basis": Basis.TERRITORY, "title": "Halles"}
    item = evidence.add_item(application=draft, data=data, by=draft.created_by, at=AT)
    item_id = item.pk
    evidence.remove_item(item=item, by=draft.created_by, at=AT)
    said = "Cet élément de preuve a été retiré du dossier"
    typed = {"item": item_id}
    sent = client.post(
        reverse("labels:attachment_send", args=[draft.public_id]), typed | {"file": labels.upload()}
    )
    assert (sent.status_code, said in sent.json()["message"]) == (422, True)
    page = client.post(
        reverse("labels:attachment_add", args=[draft.public_id]), typed | {"file": labels.upload()}
    )
    assert said in page.content.decode()
    assert not draft.attachments.exists()


def test_l7_a_lodged_file_takes_no_other(client):
    application = labels.lodged()
    client.force_login(labels.signatory_of(application))
    response = send(client, application, labels.upload())
    assert response.status_code == 422
    assert "ne peut plus être modifié" in response.json()["message"]


def test_x6_one_too_many_is_refused(client, draft, monkeypatch):
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    assert MOST_FILES > 1
    joined(draft, labels.upload())
    with pytest.raises(TooMany):
        joined(draft, labels.upload(pages=2))
    assert send(client, draft, labels.upload(pages=2)).status_code == 422


def test_x6_a_file_sent_again_is_joined_once(client, draft):
    """« Réessayer » after an answer that was lost: the line of the one that is there comes back."""
    first = send(client, draft, labels.upload("bilan.pdf"))
    again = send(client, draft, labels.upload("bilan (1).pdf"))
    assert (first.status_code, again.status_code) == (201, 200)
    (attachment,) = draft.attachments.all()
    assert str(attachment) == "bilan.pdf"
    assert f'id="piece-{attachment.public_id}"' in again.json()["line"]


def test_l4_a_file_sent_again_behind_an_item_moves_there_and_nothing_else_is_a_save(draft):
    item = evidence.add_item(
        application=draft,
        data={"basis": "territory", "title": "Halles", "description": "Restaurées."},
        by=draft.created_by,
        at=AT,
    )
    attachment, before = joined(draft, labels.upload()), draft.revision
    assert joined(draft, labels.upload()) == attachment
    draft.refresh_from_db()
    assert draft.revision == before
    evidence.attach_file(application=draft, file=labels.upload(), item=item, by=draft.created_by, at=AT)
    attachment.refresh_from_db()
    assert (attachment.item, draft.attachments.count()) == (item, 1)


def test_x6_another_content_under_the_same_name_is_another_file(client, draft):
    for pages in (1, 2):
        assert send(client, draft, labels.upload("bilan.pdf", pages=pages)).status_code == 201
    assert draft.attachments.count() == 2


def test_x6_a_file_taken_out_may_be_joined_again(client, draft):
    evidence.remove_file(attachment=joined(draft, labels.upload()), by=draft.created_by, at=AT)
    assert send(client, draft, labels.upload()).status_code == 201


def test_x6_without_javascript_the_same_control_sends_the_file(client, draft):
    page = client.get(reverse("labels:application_evidence", args=[draft.public_id])).content.decode()
    address = reverse("labels:attachment_add", args=[draft.public_id])
    assert page.count(address) == 1
    assert f'id="joindre" action="{address}"' in page
    for told in ("est joint au dossier", "était déjà joint au dossier"):
        answer = client.post(address, {"file": labels.upload(), "item": ""}, follow=True)
        assert told in answer.content.decode()
    assert draft.attachments.count() == 1


def test_x6_a_preview_opens_in_place_without_any_power(client, draft):
    response = opened(client, joined(draft, labels.picture()), query="?apercu")
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    response = opened(client, joined(draft, labels.upload()), query="?apercu")
    assert response["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_x6_without_asking_it_is_downloaded(client, draft):
    response = opened(client, joined(draft, labels.picture()))
    assert response["Content-Disposition"].startswith("attachment")


def test_x6_a_picture_has_a_thumbnail_that_is_no_reading(client, draft):
    read = Entry.objects.filter(action="read_file").count()
    response = opened(client, joined(draft, labels.picture()), "attachment_thumbnail")
    with Image.open(BytesIO(response.content)) as small:
        assert small.format == "JPEG"
        assert max(small.size) == 240
    assert Entry.objects.filter(action="read_file").count() == read


def test_x6_a_pdf_or_a_file_held_back_has_none(client, draft, settings):
    assert opened(client, joined(draft, labels.upload()), "attachment_thumbnail").status_code == 404
    settings.ANTIVIRUS = "127.0.0.1:3310"
    held = joined(draft, labels.picture())
    assert held.file.awaits_scan
    assert opened(client, held, "attachment_thumbnail").status_code == 404


# ---------------------------------------------------------------- pressed many times


def test_l7_twenty_identical_starts_make_one_file(client):
    person = labels.editor()
    client.force_login(person)
    body = person.memberships.get().organisation
    address = reverse("labels:application_start", args=[body.public_id])
    led = {client.post(address).url for _ in range(20)}
    assert len(led) == 1
    assert LabelApplication.objects.filter(organisation=body).count() == 1


def test_l7_twenty_identical_lodgings_make_one_version(client):
    labels.commitments()
    draft = labels.complete_draft()
    client.force_login(labels.signatory_of(draft))
    address = reverse("labels:application_submit", args=[draft.public_id])
    page = client.get(address)
    sent = page.context["form"].initial | {"accepted": "on", "capacity": "Maire"}
    for _ in range(20):
        assert client.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert draft.versions.count() == 1
    assert draft.number
