"""A real ClamAV, with a signature of our own: nothing is downloaded before it has been seen (spec X6)."""

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connection, transaction

from expect.documents import antivirus, uploads
from expect.documents.models import StoredFile
from expect.documents.tasks import scan_files
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT
from tools import services

MARK = b"EXPE-CT marque de test antivirus"

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def daemon():
    with services.antivirus({"Essai.Marque": MARK}) as address:
        yield address


@pytest.fixture
def scanning(daemon, settings):
    settings.ANTIVIRUS = daemon


def clean() -> StoredFile:
    return uploads.store(upload(pdf()), by=factories.user(), at=AT)


def infected() -> StoredFile:
    def mark(document):
        document.docinfo["/Title"] = MARK.decode()

    return uploads.store(upload(pdf(mark)), by=factories.user(), at=AT)


def test_x6_what_is_brought_is_scanned_once(scanning):
    sound, unsound = clean(), infected()
    assert sound.awaits_scan
    assert scan_files() == 2
    sound.refresh_from_db()
    unsound.refresh_from_db()
    assert (sound.awaits_scan, sound.infection) == (False, "")
    assert unsound.infection == "Essai.Marque.UNOFFICIAL"
    assert scan_files() == 0


def test_x6_what_the_service_makes_itself_waits_for_nobody(scanning):
    made = uploads.keep(b"%PDF-", name="lettre.pdf", content_type="application/pdf", at=AT)
    assert not made.awaits_scan


def test_x6_without_antivirus_nothing_waits():
    assert configured.ANTIVIRUS == ""
    assert not clean().awaits_scan
    assert scan_files() == 0


def test_x6_a_daemon_that_is_away_leaves_files_waiting(scanning, settings):
    stored = clean()
    settings.ANTIVIRUS = f"127.0.0.1:{services.free_port()}"
    assert scan_files() == 0
    assert StoredFile.objects.awaiting_scan().get() == stored


def test_x6_a_file_that_cannot_be_read_keeps_no_other_waiting(scanning, settings):
    lost, sound = clean(), clean()
    (settings.FILES_ROOT / lost.path).unlink()
    assert scan_files() == 1
    assert list(StoredFile.objects.awaiting_scan()) == [lost]
    sound.refresh_from_db()
    assert not sound.awaits_scan


def test_x6_a_stream_over_the_daemon_s_limit_is_not_called_clean(scanning, tmp_path):
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(110 * 1024 * 1024)
    with pytest.raises(antivirus.ScanFailed):
        antivirus.infection_of(huge)


def test_x6_pending_and_infected_files_are_not_downloaded(scanning, client):
    application = labels.complete_draft()
    signatory = labels.signatory_of(application)
    found = [
        application.attachments.create(file=stored, lodged_at=AT).public_id
        for stored in (clean(), infected())
    ]
    client.force_login(signatory)

    def statuses():
        return [client.get(f"/pieces/{public_id}/") for public_id in found]

    waiting = statuses()
    assert [answer.status_code for answer in waiting] == [409, 409]
    assert "n’a pas encore contrôlé ce fichier" in waiting[0].text
    scan_files()
    sound, unsound = statuses()
    assert (sound.status_code, unsound.status_code) == (200, 409)
    assert "Essai.Marque" in unsound.text
    b"".join(sound.streaming_content)


@pytest.mark.parametrize(
    "change", ["infection = ''", "scanned_at = NULL", "scan_wanted = false", "scanned_at = '2027-01-01'"]
)
def test_x6_a_verdict_stays(scanning, change):
    infected()
    scan_files()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE documents_storedfile SET {change}")
