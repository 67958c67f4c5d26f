"""Acts on several files do what their check page said, and nothing else (spec X5, decision 0061)."""

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.web.bulk import SEEN
from labels import applications, assignment
from labels.admissibility import check_file
from labels.enums import ApplicationState, Criterion, Finding
from labels.models import FileMark
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER, person=factories.user(first_name="Nadia", last_name="Benali"))


@pytest.fixture
def head(client):
    person = factories.head()
    client.force_login(person)
    return person


def chosen(page, *files):
    rows = "&".join(f"choix={file.public_id}" for file in files)
    return f"{reverse(f'labels:applications_{page}')}?{rows}"


def words(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def taken_by(file, person):
    return lambda: assignment.assign(application=file, officer=person, by=person, at=AT)


def withdrawn(file):
    return lambda: applications.withdraw(application=file, by=labels.signatory_of(file), at=AT)


def found_right(file):
    findings = dict.fromkeys(Criterion, (Finding.MET, ""))
    by = factories.member(Role.OFFICER)
    return lambda: check_file(application=file, version=1, findings=findings, by=by, at=AT)


def test_x5_a_file_that_a_colleague_took_meanwhile_stays_theirs_and_is_named(client, officer, head):
    one, two = labels.lodged(), labels.lodged()
    page = chosen("assign", one, two)
    done = words(send(client, page, {"officer": head.pk}, meanwhile=taken_by(one, officer), follow=True))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.officer, two.officer) == (officer, head)
    assert "1 dossier confié." in done
    assert f"{one.number}, {one.organisation}" in done
    assert "Dossier confié le 2 mars 2026" in done
    assert "par Nadia Benali" in done
    assert f"{two.number}, {two.organisation}" not in done.split("1 dossier confié.")[1].split("<table")[0]


def test_x5_a_file_left_aside_on_the_page_read_is_not_acted_upon(client, head):
    ready, unchecked, session = labels.lodged(), labels.lodged(check=False), labels.session()
    page = chosen("admit", ready, unchecked)
    typed = {"session": session.pk}
    done = words(send(client, page, typed, meanwhile=found_right(unchecked), follow=True))
    ready.refresh_from_db()
    unchecked.refresh_from_db()
    assert (ready.session, unchecked.session) == (session, None)
    assert f"{unchecked.number}, {unchecked.organisation}" in done
    assert "il s’y prête maintenant : choisissez-le de nouveau." in done
    send(client, page, typed)
    unchecked.refresh_from_db()
    assert unchecked.session == session


def test_x5_a_file_that_no_longer_lends_itself_is_named_with_what_was_done(client, head):
    ready, gone, session = labels.lodged(), labels.lodged(), labels.session()
    page = chosen("admit", ready, gone)
    done = words(send(client, page, {"session": session.pk}, meanwhile=withdrawn(gone), follow=True))
    assert "1 dossier inscrit." in done
    assert (
        "Seul un dossier déposé ou ajourné peut être inscrit à une séance. Candidature retirée le 2 mars"
        in done
    )


def test_x5_what_was_read_first_is_what_counts_after_a_form_refused(client, officer, head):
    """The first sending lacks the person; the colleague took the file before it: the page sent again still says so."""
    file = labels.lodged()
    page = chosen("assign", file)
    again = send(client, page, {"officer": ""}, meanwhile=taken_by(file, officer))
    assert again.status_code == 200
    done = words(client.post(page, {"officer": head.pk, SEEN: again.context["seen"]}, follow=True))
    assert "par Nadia Benali" in done
    file.refresh_from_db()
    assert file.officer == officer


@pytest.mark.parametrize("seen", [[], [""], ["-"], ["x-1"], ["<b>-é"], ["²-²"]])
def test_x5_sent_without_what_its_page_showed_nothing_is_done(client, officer, head, seen):
    file = labels.lodged()
    answer = client.post(chosen("assign", file), {"officer": officer.pk, SEEN: seen})
    assert answer.status_code == 200
    assert "choisissez-le de nouveau" in words(answer)
    file.refresh_from_db()
    assert file.officer is None


def test_x4_a_mark_is_ones_own_whatever_happens_to_the_file(client, officer, head):
    file = labels.lodged()
    send(client, chosen("mark", file), meanwhile=taken_by(file, officer))
    assert FileMark.objects.get().application == file
    assert file.state == ApplicationState.SUBMITTED
