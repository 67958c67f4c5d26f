"""The list that DAECT lives in: whose turn, since when, what to watch, what one keeps in sight (spec X4, X5)."""

import csv
import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from expect.dashboard import work as dashboard
from expect.kernel.clock import paris_day
from expect.kernel.errors import NotAllowed, Refusal
from expect.web.marks import unmark
from labels import applications, decisions, marks, messages, rules, selectors
from labels.enums import Outcome, Side, Turn
from labels.models import Appeal, FileMark, Label, LabelApplication
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
HELD = AT + timedelta(days=30)


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


@pytest.fixture
def signed_in(client, clock, officer):
    client.force_login(officer)
    return client


def page(name="applications", subject=None):
    return reverse(f"labels:{name}", args=[subject.public_id] if subject else [])


def found(client, **asked):
    return {row.pk for row in client.get(page(), asked).context["page"]}


def words(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def every_state():
    """One file in each state that a lodged one may have, by the name of the state."""
    made = {
        "submitted": labels.lodged(),
        "changes_requested": labels.sent_back(),
        "admissible": labels.admitted(),
    }
    made["examined"] = labels.examined()
    for outcome in Outcome:
        application = labels.examined()
        labels.decided(application, outcome)
        decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
        made[outcome] = application
    made["withdrawn"] = labels.lodged()
    applications.withdraw(application=made["withdrawn"], by=labels.signatory_of(made["withdrawn"]), at=AT)
    made["released"] = labels.admitted()
    labels.committee.cancel_session(
        session=made["released"].session, reason="Grève.", by=factories.member(Role.OFFICER), at=AT
    )
    made["appealed"] = labels.appealed().application
    return {name: LabelApplication.objects.get(pk=file.pk) for name, file in made.items()}


def test_whose_turn_is_the_same_of_one_file_and_of_many():
    files = every_state()
    expected = {
        Turn.DAECT: {"submitted", "examined", "deferred", "released", "appealed"},
        Turn.BODY: {"changes_requested"},
        Turn.COMMITTEE: {"admissible"},
    }
    for turn, condition in selectors.turns(TODAY).items():
        by_query = set(LabelApplication.objects.filter(condition).values_list("pk", flat=True))
        appeals = selectors.open_appeals(files.values(), TODAY)
        by_file = {
            file.pk for file in files.values() if selectors.turn_of(file, appeals.get(file.pk)) == turn
        }
        assert by_query == by_file == {files[name].pk for name in expected[turn]}, turn


def test_since_when_each_file_waits():
    files = every_state()
    waiting = selectors.with_waiting(LabelApplication.objects.filter(submitted_at__isnull=False), TODAY)
    since = {file.pk: file.waiting_since for file in waiting}
    for name, file in files.items():
        over = selectors.turn_of(file, selectors.open_appeal(file, TODAY)) is None
        assert (since[file.pk] is None) is over, name
    assert since[files["submitted"].pk] == AT
    assert since[files["changes_requested"].pk] == AT
    assert since[files["examined"].pk] == HELD
    assert since[files["deferred"].pk] == HELD
    assert (
        paris_day(since[files["appealed"].pk]) == selectors.open_appeal(files["appealed"], TODAY).received_on
    )


def test_x5_an_appeal_waits_for_daect_in_the_list_since_the_day_it_came(signed_in, clock, officer):
    appeal = labels.appealed()
    clock.move_to(appeal.registered_at + timedelta(days=9))
    signed_in.force_login(officer)
    assert found(signed_in, turn="daect", waiting="7") == {appeal.application_id}
    assert found(signed_in, turn="comite") == found(signed_in, turn="organisme") == set()
    shown = words(signed_in.get(page()))
    assert "depuis 9 jours" in shown


def test_x5_filtered_by_turn_and_by_what_to_watch(signed_in, officer):
    mine, asked, plain = labels.lodged(), labels.sent_back(days=20), labels.admitted()
    labels.message(mine, by=labels.signatory_of(mine))
    assert found(signed_in, turn="daect") == {mine.pk}
    assert found(signed_in, turn="organisme") == {asked.pk}
    assert found(signed_in, turn="comite") == {plain.pk}
    assert found(signed_in, watch="non_lu") == found(signed_in, watch="a_repondre") == {mine.pk}
    assert found(signed_in, watch="attendu") == {asked.pk}
    assert found(signed_in, watch="en_retard") == set()
    assert "message non lu" in words(signed_in.get(page()))
    messages.mark_read(application=mine, side=Side.DAECT, by=officer, at=AT)
    assert found(signed_in, watch="non_lu") == set()
    assert found(signed_in, watch="a_repondre") == {mine.pk}


@pytest.mark.parametrize(("days", "expected"), [(7, 0), (8, 1), (60, 1)])
def test_x5_waiting_for_more_than_so_many_days(signed_in, clock, officer, days, expected):
    labels.lodged()
    clock.move_to(AT + timedelta(days=days))
    signed_in.force_login(officer)
    assert len(found(signed_in, waiting="7")) == expected
    assert f"depuis {days} jours" in words(signed_in.get(page()))


@pytest.mark.parametrize(("left", "expected"), [(16, 0), (15, 1), (14, 1), (0, 1), (-1, 0)])
def test_x10_the_silence_that_is_near(signed_in, clock, officer, left, expected):
    application = labels.lodged()
    clock.move_to(AT + (application.silence_on - TODAY) - timedelta(days=left))
    signed_in.force_login(officer)
    assert len(found(signed_in, watch="silence")) == expected


@pytest.mark.parametrize("left", [1, 0, -1])
def test_x10_a_file_that_silence_has_refused_is_found_by_the_same_rule_as_on_its_page(
    signed_in, clock, officer, left
):
    application, decided = labels.lodged(), labels.inadmissible()
    day = application.silence_on - timedelta(days=left)
    clock.move_to(AT + (day - TODAY))
    signed_in.force_login(officer)
    refused = {one.pk for one in (application, decided) if rules.implicit_refusal(one, day)}
    assert found(signed_in, watch="refus_implicite") == refused == ({application.pk} if left < 0 else set())


def test_x10_lodged_again_the_file_that_silence_refused_stays_so(signed_in, clock, officer):
    application = labels.lodged()
    LabelApplication.objects.filter(pk=application.pk).update(implicit_on=TODAY)
    application.refresh_from_db()
    assert rules.implicit_refusal(application, TODAY)
    assert found(signed_in, watch="refus_implicite") == {application.pk}


def test_x5_sorted_by_waiting_what_is_over_last(signed_in):
    over = labels.lodged()
    applications.withdraw(application=over, by=labels.signatory_of(over), at=AT)
    young, old = labels.lodged(at=AT), labels.lodged(at=AT - timedelta(days=3))
    rows = [row.pk for row in signed_in.get(page(), {"tri": "waiting"}).context["page"]]
    assert rows == [old.pk, young.pk, over.pk]


def test_a_filter_that_is_none_is_said(signed_in):
    labels.lodged()
    for asked in ({"waiting": "8"}, {"turn": "x"}, {"watch": "'"}):
        assert signed_in.get(page(), asked).status_code == 200


# ---------------------------------------------------------------- marks


def waiting(user):
    return [row for queryset in work_items(user, TODAY) for row in queryset if row[0] == "labels.marked"]


def test_x4_a_mark_is_on_the_list_of_that_person_alone(officer):
    application, other = labels.lodged(factories.organisation(name="Saint-Lô")), factories.head()
    marks.mark(application=application, by=officer, at=AT, note="Rappeler la mairie", due_on=TODAY)
    ((_, public_id, title, due_on, _),) = waiting(officer)
    assert (public_id, title, due_on) == (application.public_id, "Saint-Lô – Rappeler la mairie", TODAY)
    assert waiting(other) == []
    assert "Reprendre le dossier" in dashboard.items(officer, TODAY)[0].sentence
    assert dashboard.count(officer, TODAY) == len(dashboard.items(officer, TODAY))
    unmark(subject=application, by=other)
    assert len(waiting(officer)) == 1
    for _ in range(2):
        unmark(subject=application, by=officer)
    assert waiting(officer) == []


def test_x1_only_daect_marks_and_only_what_is_lodged(officer):
    with pytest.raises(NotAllowed):
        marks.mark(application=labels.draft(), by=officer, at=AT)
    application = labels.lodged()
    with pytest.raises(NotAllowed):
        marks.mark(application=application, by=labels.signatory_of(application), at=AT)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0001-01-01", "Vérifiez l’année"),
        ("9999-12-31", "Vérifiez l’année"),
        ("2026-03-01", "Ce jour est passé"),
    ],
)
def test_x4_a_mark_is_for_a_day_to_come_of_these_years(signed_in, officer, typed, sentence):
    application = labels.lodged()
    answer = signed_in.post(page("application_mark", application), {"note": "Rappeler", "due_on": typed})
    assert sentence in answer.context["form"].errors["due_on"][0]
    assert "Rappeler" in words(answer)
    with pytest.raises(Refusal, match=sentence):
        marks.mark(application=application, by=officer, at=AT, due_on=date.fromisoformat(typed))
    assert not FileMark.objects.exists()


def test_x4_the_note_of_a_mark_changes_once_its_day_is_past(officer):
    application = labels.lodged()
    marks.mark(application=application, by=officer, at=AT, due_on=TODAY)
    marks.mark(application=application, by=officer, at=HELD, note="Enfin", due_on=TODAY)
    assert (FileMark.objects.get().note, FileMark.objects.get().due_on) == ("Enfin", TODAY)


def test_the_star_pressed_twice_has_one_effect_and_leads_back(signed_in, officer):
    application = labels.lodged()
    assert 'name="garder"' in words(signed_in.get(page()))
    for _ in range(2):
        answer = signed_in.post(
            page("application_star"), {"garder": application.public_id, "retour": "turn=daect"}
        )
    assert answer.url == f"{page()}?turn=daect"
    assert FileMark.objects.filter(owner=officer).count() == 1
    assert found(signed_in, watch="a_faire") == {application.pk}
    assert 'name="oter"' in words(signed_in.get(page()))
    answer = signed_in.post(page("application_star"), {"oter": application.public_id})
    assert answer.url == page("application", application)
    assert not FileMark.objects.exists()
    assert signed_in.post(page("application_star"), {"garder": labels.draft().public_id}).status_code == 404
    assert signed_in.post(page("application_star"), {}).status_code == 404


def test_a_star_keeps_the_note_and_the_file_shows_it(signed_in, officer):
    application = labels.lodged()
    data = {"note": "Voir <b>avec</b> Paul", "due_on": "2026-03-09"}
    signed_in.post(page("application_mark", application), data)
    signed_in.post(page("application_star"), {"garder": application.public_id})
    assert FileMark.objects.get().note == "Voir <b>avec</b> Paul"
    shown = words(signed_in.get(page("application", application)))
    assert "Voir &lt;b&gt;avec&lt;/b&gt; Paul" in shown
    assert "9 mars 2026" in shown


def test_x5_several_are_marked_then_unmarked_at_once(signed_in, officer):
    one, two, three = labels.lodged(), labels.lodged(), labels.lodged()
    chosen = f"?choix={one.public_id}&choix={two.public_id}"
    send(signed_in, page("applications_mark") + chosen, {"note": "Séance de mars"})
    assert {mark.application for mark in FileMark.objects.filter(note="Séance de mars")} == {one, two}
    aside = f"{chosen}&choix={three.public_id}"
    assert "pas dans votre liste" in words(signed_in.get(page("applications_unmark") + aside))
    done = words(send(signed_in, page("applications_unmark") + aside, follow=True))
    assert "2 dossiers ôtés de votre liste." in done
    assert not FileMark.objects.exists()


# ---------------------------------------------------------------- exports


def test_x5_the_export_has_the_columns_and_nothing_live(signed_in, officer):
    application = labels.lodged(expertise={"title": '=HYPERLINK("http://x.test";"x")'})
    labels.message(application, by=labels.signatory_of(application))
    marks.mark(application=application, by=officer, at=AT)
    sheet = signed_in.get(page(), {"export": "csv"})
    text = (b"".join(sheet.streaming_content) if sheet.streaming else sheet.content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["À qui le tour"], row["Message non lu"], row["À faire"]) == ("DAECT", "oui", "oui")
    assert not row["Expertise"].startswith("=")
    answer = signed_in.get(page(), {"export": "xlsx"})
    with ZipFile(
        io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    ) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "HYPERLINK" in sheet
    assert "<f>" not in sheet


# ---------------------------------------------------------------- versions


def test_l7_any_version_is_opened_and_any_two_compared(signed_in, officer):
    application = labels.sent_back()
    signatory = labels.signatory_of(application)
    application.refresh_from_db()
    applications.save_part(
        application=application,
        part="expertise",
        data={"title": "Restaurer <b>les écoles</b>"},
        revision=application.revision,
        by=signatory,
        at=AT,
    )
    labels.lodge(application, AT + timedelta(hours=1))
    first, second = (reverse("labels:application_version", args=[application.public_id, n]) for n in (1, 2))
    assert "Restaurer le bâti ancien" in words(signed_in.get(first))
    assert "Restaurer &lt;b&gt;les écoles&lt;/b&gt;" in words(signed_in.get(second))
    compared = words(signed_in.get(page("application_compare", application)))
    assert "Restaurer le bâti ancien" in compared
    assert "Restaurer &lt;b&gt;les écoles&lt;/b&gt;" in compared
    same = words(signed_in.get(page("application_compare", application), {"avant": 2, "apres": 2}))
    assert "Ces deux versions disent la même chose." in same
    assert signed_in.get(page("application_compare", application), {"avant": "x"}).status_code == 200
    signed_in.force_login(signatory)
    own = words(signed_in.get(page("own_application", application)))
    assert reverse("labels:own_version", args=[application.public_id, 1]) in own
    assert reverse("labels:own_compare", args=[application.public_id]) in own


def test_x5_an_exact_number_gives_that_file_alone(signed_in):
    """Its parts stay together: another file of the year whose body has the same figures in its SIREN is not it."""
    wanted, other = labels.lodged(), labels.lodged()
    rank = wanted.number[-4:]
    assert rank not in other.number
    Organisation.objects.filter(pk=other.organisation_id).update(search_text=f"dax 21400{rank}")
    assert found(signed_in, q=wanted.number) == {wanted.pk}
    assert found(signed_in, q=wanted.number.lower()) == {wanted.pk}
    assert found(signed_in, q=f"dax {rank}") == {other.pk}


def test_x5_a_label_and_an_appeal_are_found_by_their_exact_number():
    wanted, other = labels.label(), labels.label()
    rank = wanted.number[-4:]
    Organisation.objects.filter(pk=other.organisation_id).update(search_text=f"dax 21400{rank}")
    assert list(selectors.find_labels(Label.objects.all(), wanted.number)) == [wanted]
    appeal, another = labels.appealed(), labels.appealed()
    Organisation.objects.filter(pk=another.application.organisation_id).update(
        search_text=f"dax 21400{appeal.number[-4:]}"
    )
    assert list(selectors.find_appeals(Appeal.objects.all(), appeal.number)) == [appeal]
