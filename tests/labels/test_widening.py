"""A grant narrower than asked is contested; upheld, the label is widened by a new decision (spec L9, L10, L11)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.documents.rendering import attach
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from expect.web import french
from labels import admission, appeals, decisions, rectifications, rules, selectors
from labels.enums import AppealKind, AppealOutcome, Mention, Outcome
from labels.models import Decision, Label, LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NARROW, WIDE = "Restauration du bâti ancien.", "Restauration du bâti ancien et chantiers-écoles."
SPACES = str.maketrans("\u202f\xa0", "  ")


def words(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("&nbsp;", " ").translate(SPACES)


def notified(application, **decision):
    """The decision recorded on an examined file, notified with its session."""
    made = labels.decided(application, **decision)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    made.refresh_from_db()
    attach(made.letter, b"%PDF-1.7 essai", application.examined_at)
    return made


@pytest.fixture
def narrow():
    """Two themes asked, one granted."""
    asked = labels.themes("heritage", "environment")
    application = labels.lodged(expertise={"themes": asked})
    session = labels.session()
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    labels.held(session)
    application.refresh_from_db()
    notified(application, themes=labels.themes("heritage"), reasons="Un seul thème est démontré.")
    return application


def appeal_upheld(application, *, at=None):
    at = at or application.notified_at + 10 * DAY
    appeal = appeals.lodge_appeal(
        application=application,
        kind=AppealKind.TO_AUTHOR,
        grounds="Le second thème est décrit page 3.",
        by=labels.signatory_of(application),
        at=at,
    )
    appeals.answer_appeal(
        appeal=appeal,
        outcome=AppealOutcome.UPHELD,
        answer="La page 3 avait été omise.",
        by=factories.head(),
        at=at + DAY,
    )
    application.refresh_from_db()
    return appeal


def examined_again(application):
    """The file, admissible since the appeal, at a later session."""
    at = application.admitted_at + DAY
    session = labels.session(held_on=at.date() + 40 * DAY, at=at)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=at)
    labels.held(session)
    application.refresh_from_db()
    return application


def widened(application):
    appeal_upheld(application)
    return notified(
        examined_again(application),
        skills=WIDE,
        themes=application.themes.all(),
    )


def test_l9_a_narrower_grant_is_contested_and_a_full_one_is_not(narrow):
    label = labels.label()
    assert rules.is_open_to_appeal(narrow, TODAY)
    with pytest.raises(NotAllowed, match="plus étroite"):
        appeal_upheld(label.application)


def test_l9_upheld_the_label_stays_while_the_file_is_examined_again(narrow):
    label = narrow.label
    appeal = appeal_upheld(narrow)
    assert (narrow.state, narrow.session) == ("admissible", None)
    label.refresh_from_db()
    assert label.valid_on(appeal.answered_at.date())
    assert (label.skills, label.diplomas.get().revoked_at) == (NARROW, None)
    body = " ".join(appeal.letter.context["paragraphs"]).translate(SPACES)
    assert "ne retirera rien de ce que votre label reconnaît" in body
    assert appeal.letter.context["letter"]["appeal_lines"] == []
    (told,) = Message.objects.filter(event="labels/appeal_answered")
    assert "votre label et votre diplôme restent valables" in told.body


def test_l9_l10_the_new_decision_widens_the_label_and_the_first_is_kept(narrow):
    label, first = narrow.label, narrow.decisions.get()
    before = first.letter.context
    second = widened(narrow)
    label.refresh_from_db()
    assert (label.decision, label.widened_by, label.rests_on()) == (first, second, second)
    assert (label.skills, label.number) == (WIDE, "EXPE-CT-2026-0001")
    assert {theme.code for theme in label.themes.all()} == {"heritage", "environment"}
    assert Label.objects.count() == 1
    first.refresh_from_db()
    assert (first.skills, first.letter.context) == (NARROW, before)
    assert {theme.code for theme in first.themes.all()} == {"heritage"}
    assert narrow.state == "granted"
    assert not rules.is_open_to_appeal(narrow, TODAY)


def test_l9_the_letter_cites_the_appeal_and_says_what_is_wider(narrow):
    label = narrow.label
    first = narrow.decisions.get()
    second = widened(narrow)
    body = [line.translate(SPACES) for line in second.letter.context["paragraphs"]]
    assert "R-2026-0001" in body[0]
    assert "La présente décision la remplace." in body[0]
    assert f"le label {label.number}, qui vous a été attribué, est élargi" in " ".join(body)
    assert WIDE in " ".join(body)
    until = french.day(label.ends_on).translate(SPACES)
    assert f"reste valable jusqu’au {until} inclus" in body[-1]
    assert second.letter.context["letter"]["subject"] == "élargissement de votre label EXPE-CT"
    assert first.letter.context["letter"]["subject"] == "attribution du label EXPE-CT"


def test_l11_a_new_version_of_the_diploma_says_what_is_recognised_now(narrow):
    label = narrow.label
    former = label.diplomas.get()
    second = widened(narrow)
    former.refresh_from_db()
    made = label.diplomas.get(revoked_at=None)
    assert (made.version, former.revoked_at) == (2, second.notified_at)
    said = made.document.context
    changed = {key for key in said if said[key] != former.document.context[key]}
    assert changed == {
        "skills",
        "themes",
        "session_date",
        "granted_on",
        "signatory",
        "verification_url",
        "code",
        "version",
    }
    assert said["skills"] == WIDE
    assert [theme["name"] for theme in said["themes"]] == [
        theme.name for theme in label.themes.order_by("rank")
    ]
    assert "élargi par la décision du" in made.reason
    assert list(selectors.diplomas_of(second.session)) == [made]


def test_l9_the_body_is_told_once_and_reads_both_decisions(narrow, client, clock):
    signatory = labels.signatory_of(narrow)
    second = widened(narrow)
    (mail,) = Message.objects.filter(event="labels/label_widened")
    assert mail.to == signatory.email
    assert mail.title.translate(SPACES) == "Label EXPE-CT-2026-0001 : votre label est élargi"
    assert mail.body.translate(SPACES) == (
        "Après votre recours, le label EXPE-CT-2026-0001 est élargi. La lettre et la nouvelle version du diplôme vous "
        "attendent sur la page du dossier.\n\n"
        "La version 2 du diplôme remplace celle que vous avez, qui n’a plus cours : téléchargez-la et cessez "
        "d’afficher l’ancienne.\n\n"
        f"Candidature : {narrow.number}\nExpertise : {narrow.title}\n\n"
        "Lire la décision et télécharger le diplôme : "
        f"http://localhost:8000/candidature/{narrow.public_id}/\n"
    )
    assert Message.objects.filter(event="labels/application_granted").count() == 1
    clock.move_to(second.notified_at)
    client.force_login(signatory)
    page = words(client.get(reverse("labels:own_application", args=[narrow.public_id])))
    for decision in narrow.decisions.all():
        assert reverse("labels:decision_letter", args=[decision.public_id]) in page
    assert "Votre label est élargi, après votre recours" in page
    assert "Elle vous attribuait le label, pour des compétences plus étroites" in page
    mine = words(client.get(reverse("labels:own_labels")))
    assert "Élargi le" in mine
    assert WIDE in mine


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"outcome": Outcome.REFUSED}, "outcome", "porte le label"),
        ({"themes": ["environment"], "skills": WIDE, "reasons": "x"}, "themes", "ne retire rien"),
        ({"themes": ["heritage"], "skills": NARROW, "reasons": "x"}, "skills", "déjà tout cela"),
    ],
)
def test_l9_an_appeal_upheld_takes_nothing_back(narrow, given, field, sentence):
    appeal_upheld(narrow)
    application = examined_again(narrow)
    facts = given | ({"themes": labels.themes(*given["themes"])} if "themes" in given else {})
    with pytest.raises(decisions.UnfoundedDecision, match=sentence) as refused:
        labels.decided(application, **facts)
    assert refused.value.field == field
    assert application.decisions.count() == 1


def test_l9_the_file_of_a_label_is_examined_as_it_was_lodged_and_not_withdrawn(narrow):
    appeal_upheld(narrow)
    on = narrow.admitted_at.date()
    assert "a donné un label" in rules.may_withdraw(labels.signatory_of(narrow), narrow, on).reason
    assert "tel qu’il a été déposé" in rules.may_request_changes(factories.head(), narrow, on).reason


def test_l9_deferred_it_waits_and_the_label_stays(narrow):
    appeal_upheld(narrow)
    notified(examined_again(narrow), outcome=Outcome.DEFERRED)
    assert narrow.state == "deferred"
    narrow.label.refresh_from_db()
    assert (narrow.label.skills, narrow.label.widened_by) == (NARROW, None)


def test_l9_after_it_the_new_decision_is_the_one_to_rectify(narrow):
    first = narrow.decisions.get()
    second = widened(narrow)
    at = second.notified_at + DAY
    facts = {"number": 1, "reason": "Mal recopié.", "same_sense": True, "by": factories.head(), "at": at}
    with pytest.raises(NotAllowed, match="rectifiez la nouvelle"):
        rectifications.rectify(decision=first, becomes={Mention.PLACE: "Nantes"}, **facts)
    rectifications.rectify(decision=second, becomes={Mention.SKILLS: f"{WIDE[:-1]} ruraux."}, **facts)
    label = Label.objects.get()
    assert label.skills.endswith("ruraux.")
    assert label.diplomas.get(revoked_at=None).version == 3


def test_l10_the_skills_of_a_label_change_only_with_a_decision_or_a_rectification(narrow):
    widened(narrow)
    for change in ("skills = 'x'", "holder_name = 'x'", "holder_name = 'x', widened_by_id = NULL"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE labels_label SET {change}")


def test_l9_a_wider_grant_that_is_still_narrower_may_be_contested_again(narrow):
    appeal_upheld(narrow)
    notified(examined_again(narrow), skills=WIDE, themes=labels.themes("heritage"), reasons="Un seul thème.")
    assert rules.is_open_to_appeal(narrow, TODAY)
    appeal_upheld(narrow)
    third = notified(examined_again(narrow), skills=WIDE, themes=narrow.themes.all())
    label = Label.objects.get()
    assert (label.widened_by, label.diplomas.get(revoked_at=None).version) == (third, 3)
    assert Decision.objects.filter(notified_at__isnull=False).count() == 3


def test_l9_the_pages_of_daect_say_that_the_label_is_widened(narrow, client, clock):
    appeal_upheld(narrow)
    application = examined_again(narrow)
    clock.move_to(application.examined_at)
    head = factories.head()
    client.force_login(head)
    label = narrow.label
    session = application.session
    page = words(
        client.get(reverse("labels:session_conduct_file", args=[session.public_id, narrow.public_id]))
    )
    assert f"Ce dossier porte le label <strong>{label.number}</strong>" in page
    page = words(client.get(reverse("labels:application_decide", args=[narrow.public_id])))
    assert "l’élargit, et n’en retire rien" in page
    labels.decided(application, skills=WIDE, themes=application.themes.all())
    page = words(client.get(reverse("labels:session_notify", args=[session.public_id])))
    assert f"Le label {label.number} est élargi" in page
    file = words(client.get(reverse("labels:application", args=[narrow.public_id])))
    assert "Enregistrer un recours" not in file
    assert LabelApplication.objects.get(pk=narrow.pk).state == "examined"
