"""What a body writes in a file that was sent back is its own until it is lodged: DAECT reads the version (spec L7)."""

import importlib
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.database.operations import FreezeWithoutNew, RefuseRows
from expect.database.text import normalise
from expect.notifications.models import Message
from labels import admission, applications, corrections, decisions, minutes
from labels.enums import Outcome
from labels.models import LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = AT + timedelta(days=2)
LODGED, WRITTEN = "Restaurer le bâti ancien", "Vendre des licences"
DAY = timedelta(days=1)


@pytest.fixture
def officer(client):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    return person


def rewrite(application):
    """The body gives it another title and another theme, and lodges nothing."""
    application.refresh_from_db()
    return applications.save_part(
        application=application,
        part="expertise",
        data={"title": WRITTEN, "themes": labels.themes("planning")},
        revision=application.revision,
        by=labels.signatory_of(application),
        at=LATER,
    )


@pytest.fixture
def rewritten(officer):
    return rewrite(labels.sent_back(by=officer))


def listed(client, **asked) -> list:
    return [row.lodged_title for row in client.get(reverse("labels:applications"), asked).context["page"]]


def themes_of(*codes) -> list[int]:
    return [theme.pk for theme in labels.themes(*codes)]


def read_by_daect(client, application, title, theme):
    """The list, its search, its filter, its export and the page of the file say this title and this theme."""
    other = WRITTEN if title == LODGED else LODGED
    assert listed(client) == listed(client, q=title) == [title]
    assert listed(client, q=other) == []
    for code in ("heritage", "planning"):
        assert bool(listed(client, theme=themes_of(code)[0])) == (code == theme)
    export = client.get(reverse("labels:applications"), {"export": "csv"})
    taken = io.BytesIO(b"".join(export.streaming_content)).read().decode()
    assert title in taken
    assert other not in taken
    page = client.get(reverse("labels:application", args=[application.public_id]))
    assert page.context["title"] == title
    assert (WRITTEN in page.content.decode()) == (title == WRITTEN)


def test_l7_daect_reads_the_version_everywhere(client, rewritten):
    read_by_daect(client, rewritten, LODGED, "heritage")
    client.force_login(labels.signatory_of(rewritten))
    own = client.get(reverse("labels:own_application", args=[rewritten.public_id])).content.decode()
    assert WRITTEN in own


def test_l7_closed_or_withdrawn_the_file_keeps_the_title_that_was_lodged(client, officer, rewritten):
    late = AT + timedelta(days=30)
    corrections.close(application=rewritten, reason="Rien.", by=factories.head(), at=late)
    read_by_daect(client, rewritten, LODGED, "heritage")
    told = Message.objects.filter(event="labels/application_closed")
    assert all(LODGED in message.body and WRITTEN not in message.body for message in told)
    assert told.exists()
    taken_back = rewrite(labels.sent_back(labels.lodged(), by=officer))
    applications.withdraw(application=taken_back, by=labels.signatory_of(taken_back), at=late)
    assert listed(client) == [LODGED, LODGED]


def test_l7_lodged_again_daect_reads_the_new_version(client, rewritten):
    labels.lodge(rewritten, LATER)
    read_by_daect(client, rewritten, WRITTEN, "planning")


def test_l8_the_minutes_and_the_agenda_of_a_session_say_what_was_lodged(client, officer):
    """A file deferred, put to another session, sent back: the first session's papers are established afterwards."""
    application = labels.examined()
    first, at = application.session, application.examined_at
    labels.decided(application, Outcome.DEFERRED)
    decisions.notify_session(session=first, by=factories.head(), at=at)
    application.refresh_from_db()
    second = labels.session(held_on=first.held_on + 30 * DAY, by=officer, at=at)
    admission.admit(application=application, session=second, by=officer, at=at)
    corrections.request_changes(
        application=application, remarks={"expertise": "?"}, answer_by=at.date() + DAY, by=officer, at=at
    )
    rewrite(application)
    papers = minutes.establish_minutes(session=first, by=officer, at=at)
    assert [file["title"] for file in papers.document.context["minutes"]["files"]] == [LODGED]
    page = client.get(reverse("labels:session", args=[first.public_id])).content.decode()
    assert LODGED in page
    assert WRITTEN not in page


def before_its_guards():
    """The guards of these columns came later; the test's transaction puts them back."""
    for operation in importlib.import_module("labels.migrations.0042_guards_say_more").Migration.operations:
        if isinstance(operation, FreezeWithoutNew | RefuseRows):
            operation.database_backwards("labels", connection.schema_editor(), None, None)


def test_a_migrated_file_says_what_its_last_version_says(rewritten):
    """Rows as they were before the columns: one sent back and rewritten, one lodged twice, a draft."""
    draft, twice = labels.complete_draft(), labels.sent_back()
    labels.lodge(rewrite(twice), LATER)
    before_its_guards()
    LabelApplication.objects.exclude(submitted_at=None).update(lodged_title="?", search_text="?")
    LabelApplication.lodged_themes.through.objects.all().delete()
    importlib.import_module("labels.migrations.0034_lodged_columns").as_lodged(apps, None)
    read = {
        file.pk: (file.lodged_title, [theme.code for theme in file.lodged_themes.all()], file.search_text)
        for file in LabelApplication.objects.all()
    }
    assert read == {
        rewritten.pk: (LODGED, ["heritage"], normalise(f"{rewritten.number} {LODGED}")),
        twice.pk: (WRITTEN, ["planning"], normalise(f"{twice.number} {WRITTEN}")),
        draft.pk: ("", [], ""),
    }


@pytest.mark.parametrize("lodged", [True, False], ids=["a lodged file", "a draft"])
def test_the_database_binds_the_title_to_the_lodging(lodged):
    file = labels.lodged() if lodged else labels.draft()
    with (
        pytest.raises(IntegrityError, match=r"application_lodged_title|does not change by itself"),
        transaction.atomic(),
    ):
        LabelApplication.objects.filter(pk=file.pk).update(lodged_title="" if lodged else LODGED)
