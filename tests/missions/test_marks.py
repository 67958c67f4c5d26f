"""The missions that a person of DAECT keeps in sight (spec X4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.models import Membership, User
from expect.dashboard import work as dashboard
from expect.kernel.errors import NotAllowed
from expect.web.marks import DayPast, unmark
from missions import marks, work
from missions.models import MissionMark
from tests import factories
from tests.labels.bulk import send
from tests.missions import factories as made
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.officer)
    return client


def page(name="missions", subject=None):
    return reverse(f"missions:{name}", args=[subject.public_id] if subject else [])


def found(client, **asked):
    return {row.pk for row in client.get(page(), asked).context["page"]}


def waiting(user, on=TODAY):
    return [row for queryset in work.work_items(user, on) for row in queryset if row[0] == "missions.marked"]


def test_x4_a_mark_is_on_the_list_of_that_person_alone(cast):
    mission, other = made.draft(cast), factories.head()
    marks.mark(mission=mission, by=cast.officer, at=AT, note="Rappeler le poste", due_on=TODAY)
    ((_, public_id, title, due_on, _),) = waiting(cast.officer)
    assert (public_id, due_on) == (mission.public_id, TODAY)
    assert title == f"{mission.number}, Sénégal – Rappeler le poste"
    assert waiting(other) == waiting(cast.editor) == waiting(cast.agent) == []
    row = next(item for item in dashboard.items(cast.officer, TODAY) if "Reprendre" in item.sentence)
    assert words_of(row.sentence).startswith(f"Reprendre la mission : {mission.number}")
    assert dashboard.count(cast.officer, TODAY) == len(dashboard.items(cast.officer, TODAY))
    unmark(subject=mission, by=other)
    assert len(waiting(cast.officer)) == 1
    for _ in range(2):
        unmark(subject=mission, by=cast.officer)
    assert waiting(cast.officer) == []


def words_of(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("who", ["editor", "signatory", "agent"])
def test_x1_daect_alone_marks(cast, who):
    with pytest.raises(NotAllowed):
        marks.mark(mission=made.draft(cast), by=getattr(cast, who), at=AT)


def test_x1_who_left_daect_has_nothing_more_in_sight(cast):
    marks.mark(mission=made.draft(cast), by=cast.officer, at=AT)
    Membership.objects.filter(user=cast.officer).update(ends_on=TODAY)
    officer = User.objects.get(pk=cast.officer.pk)
    assert len(waiting(officer)) == 1
    assert waiting(officer, TODAY + timedelta(days=1)) == []


def test_x4_a_mark_is_for_a_day_to_come_and_its_note_changes_once_that_day_is_past(cast):
    mission, later = made.draft(cast), AT + timedelta(days=3)
    with pytest.raises(DayPast):
        marks.mark(mission=mission, by=cast.officer, at=AT, due_on=TODAY - timedelta(days=1))
    marks.mark(mission=mission, by=cast.officer, at=AT, due_on=TODAY)
    marks.mark(mission=mission, by=cast.officer, at=later, note="Enfin", due_on=TODAY)
    assert (MissionMark.objects.get().note, MissionMark.objects.get().due_on) == ("Enfin", TODAY)


def test_x4_the_star_pressed_twice_has_one_effect_and_leads_back(signed_in, cast):
    mission, other = made.draft(cast), made.draft(cast)
    assert 'name="garder"' in signed_in.get(page()).content.decode()
    for _ in range(2):
        answer = signed_in.post(page("mission_star"), {"garder": mission.public_id, "retour": "state=draft"})
    assert answer.url == f"{page()}?state=draft"
    assert MissionMark.objects.filter(owner=cast.officer).count() == 1
    assert found(signed_in, kept="oui") == {mission.pk}
    assert found(signed_in) == {mission.pk, other.pk}
    assert 'name="oter"' in signed_in.get(page(), {"kept": "oui"}).content.decode()
    for _ in range(2):
        answer = signed_in.post(page("mission_star"), {"oter": mission.public_id})
    assert answer.url == mission.get_absolute_url()
    assert not MissionMark.objects.exists()
    for sent in ({"garder": "absent"}, {"oter": "absent"}, {}):
        assert signed_in.post(page("mission_star"), sent).status_code == 404


def test_x1_nobody_sees_the_mark_of_another(client, cast):
    mission = made.draft(cast)
    marks.mark(mission=mission, by=cast.officer, at=AT, note="Rappeler le poste")
    for who in (factories.head(), cast.editor, cast.agent):
        client.force_login(who)
        for url in (page(), mission.get_absolute_url()):
            shown = client.get(url).content.decode()
            assert "Rappeler le poste" not in shown
            assert 'name="oter"' not in shown
    client.force_login(factories.head())
    assert found(client, kept="oui") == set()
    client.force_login(cast.agent)
    assert 'name="garder"' not in client.get(page()).content.decode()


def test_x4_a_star_keeps_the_note_and_the_mission_shows_it(signed_in, cast):
    mission = made.draft(cast)
    typed = {"note": "Voir <b>avec</b> Paul", "due_on": "2026-03-09"}
    done = signed_in.post(page("mission_mark", mission), typed, follow=True)
    assert "La mission est dans votre liste." in words(done)
    signed_in.post(page("mission_star"), {"garder": mission.public_id})
    assert MissionMark.objects.get().note == "Voir <b>avec</b> Paul"
    shown = signed_in.get(mission.get_absolute_url()).content.decode()
    assert "Voir &lt;b&gt;avec&lt;/b&gt; Paul" in shown
    assert "9 mars 2026" in shown
    again = signed_in.get(page("mission_mark", mission)).context["form"]
    assert again["note"].value() == "Voir <b>avec</b> Paul"
    refused = signed_in.post(page("mission_mark", mission), typed | {"due_on": "2026-03-01"})
    assert "Ce jour est passé" in refused.context["form"].errors["due_on"][0]


def test_x5_several_are_marked_then_unmarked_at_once(signed_in, cast):
    one, two, three = (made.draft(cast) for _ in range(3))
    chosen = f"?choix={one.public_id}&choix={two.public_id}"
    assert "2 missions concernées" in words(signed_in.get(page("missions_mark") + chosen))
    done = send(signed_in, page("missions_mark") + chosen, {"note": "En avril"}, follow=True)
    assert "2 missions gardées à faire." in words(done)
    assert {mark.mission for mark in MissionMark.objects.filter(note="En avril")} == {one, two}
    aside = page("missions_unmark") + f"{chosen}&choix={three.public_id}"
    shown = words(signed_in.get(aside))
    assert "1 mission laissée de côté" in shown
    assert "Cette mission n’est pas dans votre liste." in shown
    assert "2 missions ôtées de votre liste." in words(send(signed_in, aside, follow=True))
    assert not MissionMark.objects.exists()


def test_x5_the_export_says_what_is_kept(signed_in, cast):
    marks.mark(mission=made.draft(cast), by=cast.officer, at=AT)
    sheet = signed_in.get(page(), {"export": "csv"})
    head, row = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()
    assert dict(zip(head.split(";"), row.split(";"), strict=True))["À faire"] == "oui"
