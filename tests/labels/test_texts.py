"""A text that DAECT rewrote is what stage 1 writes from its day on; what was issued keeps its words (spec L9)."""

from datetime import datetime, timedelta

import pytest

from expect.documents.models import IssuedDocument
from expect.kernel.errors import Refusal
from expect.programme.text_changes import change_text
from expect.programme.texts import in_force
from labels import decisions, specimens, subjects, texts
from labels.decision_letters import decision_texts
from labels.enums import Outcome
from labels.rules import appeals
from tests import factories
from tests.documents.papers import rendered, text_of
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
FROM = TODAY + timedelta(days=10)
AFTER = datetime.combine(FROM, AT.timetz())
EVERY = "Tout : {numéro}, {intitulé}, {organisme}, {date du dépôt}"


def rewritten(text: texts.Text, body: str) -> None:
    change_text(
        key=text.key,
        body=body,
        starts_on=FROM,
        reason="Essai.",
        by=factories.head(signs=False),
        at=AT,
    )


def receipt_of(application) -> IssuedDocument:
    return application.versions.get().receipt


def test_x10_a_receipt_says_the_words_of_its_day_and_keeps_them():
    rewritten(texts.RECEIPT, EVERY)
    rewritten(texts.SILENCE, "Silence le {date limite} : refus.\n\nVoilà.")
    rewritten(
        texts.AGAINST_SILENCE, "{tribunal}, {délai de recours}, {site du tribunal}, {service}, {adresse}"
    )
    before, after = receipt_of(labels.lodged()), labels.lodged(at=AFTER)
    said = receipt_of(after).context
    assert before.context["receipt"]["opening"] == (
        "Nous accusons réception de votre candidature au label EXPE-CT."
    )
    assert "Tout" not in str(before.context)
    assert said["receipt"]["opening"] == (
        f"Tout\u00a0: {after.number}, {after.title}, {after.organisation.name}, 12 mars 2026"
    )
    assert said["receipt"]["silence"] == "Silence le 12 mai 2026\u00a0: refus.\n\nVoilà."
    assert said["letter"]["appeal_lines"] == [
        "le tribunal administratif de Paris (7, rue de Jouy, 75181 Paris Cedex 04), deux mois, www.telerecours.fr, "
        "Délégation pour l’action extérieure des collectivités territoriales, 57, boulevard des Invalides, 75007 Paris"
    ]
    paper = text_of(rendered(before.template, before.context))
    assert "Nous accusons réception de votre candidature au label EXPE-CT." in paper
    assert "Silence le" not in paper


def test_l9_the_subject_of_a_letter_is_rewritten_as_its_words_are():
    rewritten(subjects.RECEIPT, "réception de {numéro}")
    before, after = receipt_of(labels.lodged()), labels.lodged(at=AFTER)
    assert before.context["letter"]["subject"] == "accusé de réception de votre candidature au label EXPE-CT"
    assert receipt_of(after).context["letter"]["subject"] == f"réception de {after.number}"


@pytest.mark.parametrize(
    ("text", "body", "sentence"),
    [
        (subjects.RECEIPT, "Deux\nlignes", "une seule ligne"),
        (subjects.RECEIPT, "reçu de {inconnu}", "inconnu"),
        (subjects.RECTIFICATION, "rectificatif", "rang"),
    ],
)
def test_l9_a_subject_is_one_line_with_its_fields(text, body, sentence):
    with pytest.raises(Refusal, match=sentence):
        rewritten(text, body)


@pytest.mark.parametrize(
    ("outcome", "narrowed"),
    [(Outcome.GRANTED, False), (Outcome.GRANTED, True), (Outcome.REFUSED, False), (Outcome.DEFERRED, False)],
)
def test_l9_each_letter_of_a_decision_gives_every_field_to_every_text(outcome, narrowed):
    application = labels.examined()
    given = {"skills": "Pierre.", "themes": application.themes.all()} if outcome == Outcome.GRANTED else {}
    decision = decisions.record_decision(
        application=application,
        outcome=outcome,
        reasons="Trop court.",
        narrowed=narrowed,
        by=factories.head(),
        at=application.examined_at,
        **given,
    )
    said = decision_texts(outcome, narrowed=narrowed)
    for text in said:
        rewritten(text, f"({text.key}) " + " / ".join(map(str, text.fields)))
    words = decisions.preview_letter(decision, authority=None, on=FROM)["paragraphs"]
    assert len(words) == len(said)
    for text, paragraph in zip(said, words, strict=True):
        assert paragraph.startswith(f"({text.key}) {application.number} / Restaurer le bâti ancien / ")
        if texts.REASONS in text.fields:
            assert "Trop court." in paragraph
    assert (
        decisions.preview_letter(decision, authority=None, on=FROM - timedelta(days=1))["paragraphs"] != words
    )


def test_l9_a_letter_that_left_keeps_its_words():
    application = labels.examined()
    labels.decided(application, Outcome.REFUSED)
    at = application.examined_at
    (decision,) = decisions.notify_session(session=application.session, by=factories.head(), at=at)
    frozen = decision.letter.context
    change_text(
        key=texts.REFUSAL.key,
        body="Non : {motifs}",
        starts_on=at.date() + timedelta(days=1),
        reason="Essai.",
        by=factories.head(signs=False),
        at=at,
    )
    letter = IssuedDocument.objects.get(pk=decision.letter.pk)
    assert letter.context == frozen
    assert frozen["paragraphs"][1] == (
        "Je suis au regret de vous faire savoir que le label ne vous est pas attribué, pour les motifs suivants\u00a0:"
        "\n\nLe dossier ne montre pas assez l’expérience."
    )
    assert frozen["letter"]["appeal_lines"] == appeals.against_decision(in_force(TODAY))


def test_l9_what_people_typed_stays_text():
    application = labels.examined()
    decision = labels.decided(application, Outcome.REFUSED, reasons="<b>{motifs}</b> & {0}")
    context = decisions.preview_letter(decision, authority=None, on=TODAY) | {"specimen": False}
    assert "<b>{motifs}</b> & {0}" in text_of(rendered("labels/letters/decision.html", context))


def test_a_grant_without_reasons_has_no_empty_paragraph():
    assert texts.REMARKS not in decision_texts(Outcome.GRANTED, reasoned=False)
    assert texts.REMARKS in decision_texts(Outcome.GRANTED, reasoned=True)


def test_the_specimen_bears_nobodys_name():
    context = specimens.receipt(in_force(TODAY), TODAY)
    assert context["letter"]["recipient_lines"] == ["Commune de Spécimen", "Commune"]
