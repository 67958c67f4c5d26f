"""The texts of the letters, which DAECT rewrites without a developer, with their history (spec L9, X10)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.documents.preview import preview_html
from expect.kernel.errors import NotAllowed
from expect.programme import letterhead
from expect.programme.changes import DayNotAllowed, NotGrounded
from expect.programme.models import TextChange
from expect.programme.text_changes import FaultyText, change_text
from expect.programme.texts import LETTERS, in_force, letters_with, texts
from tests import factories
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=10)
KEY = "label.refusal.closing"
NEW = "Votre candidature {numéro} pourra être reprise."


@pytest.fixture
def head():
    return factories.head(signs=False)


def changed(head, **words) -> TextChange:
    usual = {"key": KEY, "body": NEW, "starts_on": LATER, "reason": "Plus court."}
    return change_text(**usual | words, by=head, at=AT)


def said(on: date, key: str = KEY) -> str:
    return in_force(on)[texts()[key]].body


def test_a_text_is_in_our_words_until_decided_otherwise():
    assert {text: wording.body for text, wording in in_force(TODAY).items()} == {
        text: text.default for text in texts().values()
    }


def test_l9_a_new_text_holds_from_its_day_on(head):
    origin = said(TODAY)
    changed(head)
    changed(head, body="Écrivez-nous.", starts_on=LATER + timedelta(days=30))
    days = [LATER - timedelta(days=1), LATER, LATER + timedelta(days=29), LATER + timedelta(days=30)]
    assert [said(day) for day in days] == [origin, NEW, NEW, "Écrivez-nous."]
    wording = in_force(TODAY)[texts()[KEY]]
    assert (wording.change, wording.coming.body) == (None, NEW)


def test_of_two_decisions_for_a_day_the_last_holds_and_both_are_kept(head):
    origin = said(TODAY)
    changed(head)
    changed(head, body="Écrivez-nous.")
    assert said(LATER) == in_force(TODAY)[texts()[KEY]].coming.body == "Écrivez-nous."
    changed(head, body=origin)
    assert said(LATER) == origin
    assert TextChange.objects.count() == 3


def test_x2_a_change_is_traced_by_codes_and_kept(head):
    change = changed(head)
    line = Entry.objects.get(action="change_text")
    assert line.details == {"key": KEY, "starts_on": LATER.isoformat()}
    table = TextChange._meta.db_table
    for sql in (
        f"UPDATE {table} SET body = 'x'",
        f"UPDATE {table} SET starts_on = '2020-01-01'",
        f"UPDATE {table} SET reason = 'x'",
        f"DELETE FROM {table}",
    ):
        with pytest.raises(DatabaseError, match="expect:"), transaction.atomic(), connection.cursor() as raw:
            raw.execute(sql)
    change.refresh_from_db()
    assert (change.body, change.starts_on) == (NEW, LATER)


@pytest.mark.parametrize(
    ("words", "error", "sentence"),
    [
        ({"body": "   "}, FaultyText, "Écrivez le texte"),
        ({"body": "Bonjour {prénom}."}, FaultyText, "Le champ «\u00a0{prénom}\u00a0» n’existe pas"),
        ({"key": "label.refusal.announcement"}, FaultyText, "Gardez le champ «\u00a0{motifs}\u00a0»"),
        ({"starts_on": TODAY}, DayNotAllowed, "choisissez demain au plus tôt"),
        ({"reason": "  "}, NotGrounded, "pourquoi ce texte change"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(head, words, error, sentence):
    with pytest.raises(error, match=sentence):
        changed(head, **words)
    assert not TextChange.objects.exists()


def test_a_second_press_changes_nothing_more(head):
    changed(head)
    with pytest.raises(FaultyText, match="déjà le texte prévu"):
        changed(head, body=f"  {NEW}\r\n")
    assert TextChange.objects.count() == 1


@pytest.mark.parametrize("field", ["body", "reason"])
def test_the_database_wants_words_and_a_reason(head, field):
    change = changed(head)
    change.pk, change.public_id = None, "nouveau00000"
    setattr(change, field, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save(force_insert=True)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER, Role.EDITOR])
def test_x1_only_the_head_rewrites(role):
    with pytest.raises(NotAllowed):
        changed(factories.member(role))


@pytest.mark.parametrize("key", LETTERS)
def test_every_letter_is_read_on_a_specimen_with_every_one_of_its_texts(key):
    letter = LETTERS[key]
    marked = {text: wording for text, wording in in_force(TODAY).items() if text not in letter.texts}
    for number, text in enumerate(letter.texts):
        body = f"marque{number} " + " ".join(map(str, text.fields))
        marked[text] = type(in_force(TODAY)[text])(text, body)
    html = preview_html(letter.template, {"specimen": True} | letter.specimen(marked, TODAY))
    for number, text in enumerate(letter.texts):
        assert f"marque{number} " in html, text.key
    for mark in ("PROJET", "SPÉCIMEN"):
        assert mark in html
    assert "{" not in html


# ---------------------------------------------------------------- pages


def page(client, name: str, *args, **query) -> str:
    return client.get(reverse(f"programme:{name}", args=args), query).content.decode()


def test_an_officer_reads_every_letter_without_changing(client, clock):
    client.force_login(factories.member(Role.OFFICER))
    listed = page(client, "texts")
    for letter in LETTERS.values():
        assert letter.label in listed
        for text in letter.texts:
            assert text.label in listed
    one = page(client, "text", KEY)
    assert "Nos équipes se tiennent à votre disposition" in one
    assert "Déléguée ou délégué DAECT" in one
    assert reverse("programme:change_text", args=[KEY]) not in one


def test_a_text_that_does_not_exist_is_not_found(client, head, clock):
    client.force_login(head)
    for name in ("text", "change_text"):
        assert client.get(reverse(f"programme:{name}", args=["label.x"])).status_code == 404


def test_the_head_rewrites_a_text_and_reads_what_changed(client, head, clock):
    client.force_login(head)
    typed = {"body": NEW, "starts_on": "12/03/2026", "reason": "Plus <court>."}
    answer = client.post(reverse("programme:change_text", args=[KEY]), typed, follow=True)
    after = answer.content.decode()
    assert "Le nouveau texte vaut à partir du 12 mars 2026." in after
    assert "Plus &lt;court&gt;." in after
    assert "{numéro}" in after
    assert "<ins>" in after
    assert "<del>" in after
    listed = page(client, "texts")
    assert "change le 12 mars 2026" in listed
    assert "Lettre de refus, changement prévu" in listed


def test_a_fault_is_said_on_the_field_and_nothing_typed_is_lost(client, head, clock):
    client.force_login(head)
    typed = {"body": "Bonjour {prénom}, {", "starts_on": "12/03/2026", "reason": "Un motif"}
    answer = client.post(reverse("programme:change_text", args=[KEY]), typed)
    said = answer.content.decode().replace("&nbsp;", "\u00a0")
    for words in ("Bonjour {prénom}, {", "Un motif", 'value="2026-03-12"'):
        assert words in said
    (misnamed, alone) = answer.context["form"].errors["body"]
    assert "Champs possibles\u00a0: {numéro}, {intitulé}, {organisme}" in misnamed
    assert "Une accolade est restée seule" in alone
    assert not TextChange.objects.exists()


def test_the_preview_shows_what_is_typed_in_the_letter_asked_for_and_saves_nothing(client, head, clock):
    client.force_login(head)
    opening = "label.decision.opening"
    for letter, elsewhere in (("refus", "Je suis au regret"), ("ajournement", "reporté à une prochaine")):
        typed = {"body": "Mot à mot, le {date de la séance}.", "reason": "Gardé", "apercu": letter}
        answer = client.post(reverse("programme:change_text", args=[opening]), typed)
        said = answer.content.decode()
        for words in ("Mot à mot, le 24 mars 2026.", "Gardé", "PROJET", elsewhere):
            assert words in said
        assert not answer.context["form"].errors
    typed["body"] = "Sans séance."
    assert (
        "Gardez le champ"
        in client.post(reverse("programme:change_text", args=[opening]), typed).content.decode()
    )
    assert not TextChange.objects.exists()


def test_one_starts_again_from_the_words_to_come(client, head, clock):
    changed(head)
    client.force_login(head)
    answer = client.get(reverse("programme:change_text", args=[KEY]))
    assert answer.context["form"]["body"].value() == NEW
    assert "Un changement est déjà prévu pour le 12 mars 2026." in answer.content.decode()


def test_a_text_says_where_it_is_used():
    used = {text.key: [letter.key for letter in letters_with(text)] for text in texts().values()}
    assert used["label.decision.opening"] == [
        "attribution",
        "attribution-etroite",
        "refus",
        "elargissement",
        "ajournement",
    ]
    assert used["label.decision.appeal"] == ["attribution-etroite", "refus", "irrecevabilite", "classement"]


def test_the_letters_are_shown_along_the_road():
    assert [letter.stage for letter in LETTERS.values()] == sorted(
        letter.stage for letter in LETTERS.values()
    )
    assert list(LETTERS)[:2] == ["en-tete", "accuse"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_whatever_the_history(client, head, clock, count, django_assert_num_queries):
    for number in range(count):
        changed(head, body=f"Texte {number}.", starts_on=LATER + timedelta(days=number))
    client.force_login(head)
    for name, args, queries in (("texts", [], 5), ("text", [KEY], 6), ("change_text", [KEY], 5)):
        url = reverse(f"programme:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)


def test_the_head_of_every_letter_and_the_court_are_those_that_the_head_wrote():
    day = TODAY + timedelta(days=1)
    for text, body in (
        (letterhead.ADDRESS, "1, rue d’Essai, 75000 Paris"),
        (letterhead.COURT, "le tribunal d’Essai"),
    ):
        change_text(
            key=text.key,
            body=body,
            starts_on=day,
            reason="Déménagement.",
            by=factories.head(signs=False),
            at=AT,
        )
    for on, moved in ((TODAY, False), (day, True)):
        head = letterhead.letter(factories.organisation(), on, reference="", subject="")
        assert ("1, rue d’Essai, 75000 Paris" in head["contact_lines"]) is moved
        assert (letterhead.ways_values(in_force(on))["tribunal"] == "le tribunal d’Essai") is moved
        for key in ("refus", "recours", "demande"):
            shown = LETTERS[key].specimen(in_force(on), on)["letter"]
            assert any("tribunal d’Essai" in line for line in shown["appeal_lines"]) is moved
            assert ("1, rue d’Essai, 75000 Paris" in shown["contact_lines"]) is moved


@pytest.mark.parametrize(
    ("text", "body", "said"),
    [
        (letterhead.EMAIL, "daect@@essai", "adresse électronique"),
        (letterhead.EMAIL, "", "Écrivez le texte"),
        (letterhead.PHONE, "01 02 03 04 05\n06", "une seule ligne"),
        (letterhead.COURT, "le tribunal\n\nd’Essai", "une seule ligne"),
    ],
)
def test_a_line_of_the_head_is_one_line_and_an_address_is_one(head, text, body, said):
    with pytest.raises(FaultyText, match=said) as refusal:
        changed(head, key=text.key, body=body)
    assert refusal.value.field == "body"


def test_a_wrong_address_is_said_on_its_field_and_kept(head, client):
    client.force_login(head)
    page = reverse("programme:change_text", args=[letterhead.EMAIL.key])
    typed = {"body": "daect@essai", "starts_on": "12/03/2026", "reason": "Nouveau."}
    answer = client.post(page, typed).text
    assert "nom@exemple.fr" in answer
    assert 'value="daect@essai"' in answer


def test_the_pages_and_the_court_read_what_the_head_wrote(head, client, clock):
    for text, body in (
        (letterhead.EMAIL, "accueil@essai.test"),
        (letterhead.COURT, "le tribunal d’Essai (1, rue du Droit)"),
    ):
        changed(head, key=text.key, body=body)
    assert letterhead.court_name(in_force(TODAY)) == "Tribunal administratif de Paris"
    assert letterhead.court_name(in_force(LATER)) == "Tribunal d’Essai"
    assert "accueil@essai.test" not in client.get("/accessibilite/").text
    clock.move_to(AT + timedelta(days=10))
    assert "accueil@essai.test" in client.get("/accessibilite/").text


def test_the_fields_are_listed_only_where_a_text_has_some(client, head, clock):
    client.force_login(head)
    listed = {bool(text.fields): page(client, "change_text", key) for key, text in texts().items()}
    assert "Champs, remplacés" in listed[True]
    assert "Champs, remplacés" not in listed[False]
