"""Themes and commitments, changed by DAECT with their history (spec L3, L6)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.documents.templatetags.documents import picture
from expect.kernel.errors import NotAllowed
from labels import commitments, rules, selectors, theme_changes
from labels.enums import ThemeAct
from labels.models import CommitmentText, Theme, ThemeChange
from labels.pictograms import PICTOGRAMS
from labels.themes import THEMES
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


def add(officer, name="Eau et assainissement", pictogram=""):
    return theme_changes.add_theme(name=name, pictogram=pictogram, by=officer, at=AT)


def names():
    return [theme.name for theme in selectors.every_theme()]


# ---------------------------------------------------------------- themes


def test_l3_a_theme_is_added_last_and_offered(officer):
    theme = add(officer)
    assert names()[-1] == "Eau et assainissement"
    assert selectors.themes().contains(theme)
    assert theme.code == "eau-et-assainissement"
    assert Entry.objects.filter(action="theme_added", actor=officer.public_id).exists()


@pytest.mark.parametrize("name", ["patrimoine", "  PATRIMOINE ", "Patrimoine"])
def test_l3_two_themes_do_not_have_one_name(officer, name):
    with pytest.raises(theme_changes.ThemeRefused, match="existe déjà") as refused:
        add(officer, name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("name", ["", "   ", "\N{NO-BREAK SPACE}"])
def test_l3_a_theme_has_a_name(officer, name):
    with pytest.raises(theme_changes.ThemeRefused, match="Écrivez"):
        add(officer, name)


def test_l3_codes_stay_apart(officer):
    water = "Adduction et assainissement des eaux"
    first, second = add(officer, f"{water} rurales"), add(officer, f"{water} urbaines")
    assert second.code == f"{first.code}-2"


def test_l7_a_lodged_file_keeps_the_words_of_its_day(officer):
    application = labels.lodged()
    theme = application.themes.first()
    former = theme.name
    theme_changes.change_theme(theme=theme, name="Nouveau nom", pictogram="map/map", by=officer, at=AT)
    assert former in [each["name"] for each in application.versions.get().content["themes"]]
    assert set(ThemeChange.objects.values_list("act", "before", "after")) == {
        (ThemeAct.RENAMED, former, "Nouveau nom"),
        (ThemeAct.DRAWN, {name: drawn for _, name, drawn in THEMES}[former], "map/map"),
    }


def test_a_theme_saved_as_it_was_leaves_no_trace(officer):
    theme = Theme.objects.get(code="heritage")
    theme_changes.change_theme(theme=theme, name=theme.name, pictogram=theme.pictogram, by=officer, at=AT)
    assert not ThemeChange.objects.exists()


def test_themes_are_put_in_order(officer):
    before = names()
    second = selectors.every_theme()[1]
    for _ in range(2):
        theme_changes.move_theme(theme=second, place=1, by=officer, at=AT)
        assert names() == [before[1], before[0], *before[2:]]
    assert ThemeChange.objects.count() == 1
    theme_changes.move_theme(theme=second, place=2, by=officer, at=AT)
    assert names() == before


@pytest.mark.parametrize("place", [0, 7, -1])
def test_a_place_beyond_the_list_is_refused(officer, place):
    with pytest.raises(theme_changes.ThemeRefused, match="de 1 à 6"):
        theme_changes.move_theme(theme=Theme.objects.first(), place=place, by=officer, at=AT)


def test_a_retired_theme_is_no_longer_offered_and_stays_where_it_was(officer):
    application = labels.lodged()
    theme = application.themes.first()
    theme_changes.retire_theme(theme=theme, by=officer, at=AT)
    assert not selectors.themes().contains(theme)
    assert application.themes.contains(theme)
    with pytest.raises(NotAllowed):
        theme_changes.retire_theme(theme=theme, by=officer, at=AT)
    theme_changes.restore_theme(theme=theme, by=officer, at=AT)
    assert selectors.themes().contains(theme)


def test_the_last_theme_offered_stays(officer):
    *others, last = Theme.objects.all()
    for theme in others:
        theme_changes.retire_theme(theme=theme, by=officer, at=AT)
    with pytest.raises(NotAllowed, match="dernier thème"):
        theme_changes.retire_theme(theme=last, by=officer, at=AT)


def test_only_daect_keeps_the_themes():
    with pytest.raises(NotAllowed):
        add(factories.member(Role.SIGNATORY))


@pytest.mark.pure
def test_every_pictogram_offered_is_shipped():
    assert all(picture(name) for name in PICTOGRAMS if name)
    assert {drawn for _, _, drawn in THEMES} <= set(PICTOGRAMS)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_themechange SET before = 'x'",
        "DELETE FROM labels_themechange",
        "DELETE FROM labels_theme",
        "UPDATE labels_commitmenttext SET reason = 'x' WHERE version = 2",
        "UPDATE labels_commitmenttext SET body = 'x'",
        "INSERT INTO labels_theme (code, name, pictogram, rank, active, name_key) "
        "VALUES ('x', 'PATRIMOINE', '', 9, true, 'patrimoine')",
    ],
)
def test_what_was_changed_is_kept(officer, change):
    add(officer)
    word(factories.head(signs=False))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# ---------------------------------------------------------------- commitments


def word(head, **fields) -> CommitmentText:
    given = {"body": "S’engage à tout.", "in_force_from": TODAY + 5 * DAY, "reason": "Précision."}
    return commitments.word_commitments(**given | fields, by=head, at=AT)


def test_l6_a_new_wording_holds_from_its_day():
    word(factories.head(signs=False))
    assert [selectors.commitments_on(TODAY + n * DAY).version for n in (0, 4, 5, 6)] == [1, 1, 2, 2]


def test_l6_of_two_for_a_day_the_last_written_holds():
    head = factories.head(signs=False)
    word(head)
    word(head, body="S’engage vraiment.")
    assert selectors.commitments_on(TODAY + 5 * DAY).body == "S’engage vraiment."


def test_l6_what_was_accepted_keeps_its_wording():
    application = labels.lodged()
    word(factories.head(signs=False), in_force_from=TODAY + DAY)
    assert application.versions.get().commitments.version == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": " "}, "body"),
        ({"reason": ""}, "reason"),
        ({"in_force_from": TODAY}, "in_force_from"),
        ({"in_force_from": TODAY - DAY}, "in_force_from"),
    ],
)
def test_l6_an_empty_groundless_or_late_wording_is_refused(change, field):
    with pytest.raises(commitments.WordingRefused) as refused:
        word(factories.head(signs=False), **change)
    assert refused.value.field == field


def test_l6_the_same_words_are_no_new_version():
    head = factories.head(signs=False)
    with pytest.raises(commitments.WordingRefused, match="déjà le texte"):
        word(head, body=selectors.commitments_on(TODAY).body)


def test_l6_the_head_words_them(officer):
    assert not rules.may_word_commitments(officer, TODAY)
    with pytest.raises(NotAllowed):
        word(officer)


# ---------------------------------------------------------------- the pages


def test_daect_keeps_the_themes_on_their_page(client, officer):
    client.force_login(officer)
    long = "Eau " * 31
    answer = client.post("/reglages/themes/ajouter/", {"name": long, "pictogram": ""})
    assert "120" in answer.text
    assert long.strip() in answer.text
    answer = client.post(
        "/reglages/themes/ajouter/", {"name": "Eau", "pictogram": "environment/leaf"}, follow=True
    )
    assert "« Eau » est proposé aux candidats." in answer.text
    client.post("/reglages/themes/eau/deplacer/", {"place": "6"})
    assert names()[-2] == "Eau"
    answer = client.post("/reglages/themes/eau/retirer/", follow=True)
    assert "Plus proposé" in answer.text


def test_the_head_words_the_commitments_on_their_page(client):
    client.force_login(factories.head(signs=False))
    page = "/reglages/engagements/recrire/"
    assert "S’engage" not in client.get(page).text
    answer = client.post(page, {"body": "S’engage.", "in_force_from": "2020-01-01", "reason": "Essai."})
    assert "choisissez demain" in answer.text
    assert "S’engage." in answer.text
    answer = client.post(
        page, {"body": "S’engage.", "in_force_from": "2027-01-01", "reason": "Essai."}, follow=True
    )
    assert "À venir" in answer.text
