"""« Avis donnés dans d’autres séances », and what is open to a member from file to file (spec L8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import admission, agenda, committee, rules, selectors
from labels.enums import View
from labels.models import Opinion
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINE, THEIRS = "Le geste est rare.", "Le budget est mince."


def url(page, *args):
    return reverse(f"labels:{page}", args=[arg.public_id for arg in args])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def opinion(application, by, reasons, view=View.RESERVED):
    committee.give_opinion(application=application, view=view, reasons=reasons, by=by, at=AT)


@pytest.fixture
def members():
    return [factories.member(Role.COMMITTEE_MEMBER) for _ in range(2)]


@pytest.fixture
def file(members):
    """A file on which two gave their opinion, whose session was called off; it is on another one."""
    officer = factories.member(Role.OFFICER)
    application = labels.admitted(to=labels.session(*members, by=officer))
    for person, reasons in zip(members, (MINE, THEIRS), strict=True):
        opinion(application, person, reasons)
    committee.cancel_session(session=application.session, reason="Grève.", by=officer, at=AT)
    application.refresh_from_db()
    moved = labels.session(*members, held_on=TODAY + timedelta(days=37), by=officer)
    return admission.admit(application=application, session=moved, by=officer, at=AT)


def test_l8_daect_reads_the_reasons_of_the_sessions_before(client, file, members):
    client.force_login(factories.member(Role.OFFICER))
    page = words(client.get(url("application", file)))
    assert "Avis donnés dans d’autres séances (2)" in page
    assert "Séance du 1er avril 2026, annulée" in page
    assert MINE in page
    assert THEIRS in page
    assert "Aucun avis n’a encore été donné." in page


def test_l8_control_the_opinions_of_the_present_session_are_not_called_earlier(client, members):
    application = labels.admitted(to=labels.session(*members))
    opinion(application, members[0], MINE)
    client.force_login(factories.member(Role.OFFICER))
    page = words(client.get(url("application", application)))
    assert MINE in page
    assert "autres séances" not in page


def test_l8_off_every_agenda_all_the_opinions_are_earlier_ones(file):
    here, earlier = selectors.opinions_by_session(file)
    assert (len(here), len(earlier)) == (0, 2)
    opinion(file, file.session.members.first().user, MINE)
    here, earlier = selectors.opinions_by_session(file)
    assert (len(here), len(earlier)) == (1, 2)
    agenda.take_off(application=file, reason="À compléter.", by=factories.member(Role.OFFICER), at=AT)
    here, earlier = selectors.opinions_by_session(file)
    assert (len(here), len(earlier)) == (0, 3)


def test_l8_a_member_finds_their_own_earlier_opinion_and_gives_it_again(client, file, members):
    client.force_login(members[0])
    for page in ("reading", "opinion_give"):
        form = client.get(url(page, file)).context["form"]
        assert (form["view"].value(), form["reasons"].value()) == (View.RESERVED, MINE)
    shown = words(client.get(url("reading", file)))
    assert "Voici votre avis du 2 mars 2026" in shown
    assert THEIRS not in shown
    client.post(url("opinion_give", file), {"view": View.RESERVED, "reasons": MINE})
    assert Opinion.objects.filter(member=members[0], session=file.session).get().reasons == MINE


def test_l8_the_others_earlier_opinions_are_read_after_one_s_own(client, file, members):
    client.force_login(members[0])
    assert THEIRS not in words(client.get(url("reading", file)))
    opinion(file, members[0], MINE)
    shown = words(client.get(url("reading", file)))
    assert "Avis donnés dans d’autres séances (2)" in shown
    assert THEIRS in shown


def test_l8_who_declines_to_give_an_opinion_reads_no_other_of_before(client, file, members):
    opinion(file, members[0], "Hors de mon domaine.", View.ABSTAINED)
    client.force_login(members[0])
    shown = words(client.get(url("reading", file)))
    assert MINE in shown
    assert THEIRS not in shown


def test_l8_a_new_member_has_nothing_proposed(client, file):
    new = factories.member(Role.COMMITTEE_MEMBER)
    file.session.members.create(user=new)
    client.force_login(new)
    page = client.get(url("reading", file))
    assert page.context["form"]["reasons"].value() is None
    assert "autres séances" not in words(page)


# ---------------------------------------------------------------- from file to file


@pytest.fixture
def three(members):
    """Three files on one agenda; whom the second one concerns is yet to say."""
    session = labels.session(*members)
    return [labels.admitted(factories.organisation(name=name), to=session) for name in ("Aix", "Bry", "Cap")]


def test_l8_control_from_the_first_file_one_goes_to_the_second(client, three, members):
    client.force_login(members[0])
    page = client.get(url("reading", three[0]))
    assert (page.context["next"], page.context["count"]) == (three[1], 3)


def test_l8_from_file_to_file_one_that_waits_for_a_verification_is_passed_over(client, three, members):
    members[0].memberships.update(employer="Bry")
    client.force_login(members[0])
    page = client.get(url("reading", three[0]))
    assert (page.context["next"], page.context["count"]) == (three[2], 2)
    assert client.get(url("reading", three[2])).context["previous"] == three[0]
    assert client.get(url("reading", three[1])).status_code == 403


def test_l8_from_file_to_file_a_certain_tie_not_recorded_yet_is_passed_over(client, three, members):
    labels.editor(three[1].organisation)
    factories.member(Role.EDITOR, three[1].organisation, person=members[0])
    client.force_login(members[0])
    assert client.get(url("reading", three[0])).context["next"] == three[2]
    assert url("reading", three[1]) not in words(client.get(url("own_session", three[0].session)))


def test_l8_what_is_open_to_a_member_is_what_the_rule_lets_them_read(three, members):
    person = members[0]
    for name in ("Bry", ""):
        person.memberships.update(employer=name)
        reader = type(person).objects.get(pk=person.pk)
        files = selectors.files_of_member(reader, three[0].session, TODAY)
        assert [file.is_open for file in files] == [
            bool(rules.may_read_as_member(reader, file, TODAY)) for file in files
        ]
