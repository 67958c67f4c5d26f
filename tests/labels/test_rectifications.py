"""Clerical corrections of notified decisions, and the versions of a diploma (spec L9, L11)."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts import service
from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import SigningAuthority
from expect.accounts.signing import NoSigningAuthority
from expect.audit.models import Entry
from expect.dashboard import work as dashboard
from expect.documents.rendering import attach
from expect.kernel.errors import NotAllowed, Refusal, StateChanged
from expect.notifications.models import Message
from labels import decisions, diploma, rectifications, rules, selectors, served
from labels.enums import Mention, Outcome
from labels.models import Diploma, Label, Rectification, RectifiedMention
from tests import factories
from tests.documents.samples import pdf, upload
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)
SPACES = str.maketrans("\u202f\xa0", "  ")


def url(page, subject):
    return reverse(f"labels:{page}", args=[subject.public_id])


def words(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("&nbsp;", " ").translate(SPACES)


@pytest.fixture
def label():
    return labels.label(factories.organisation(name="Saint-Lo"))


def refusal():
    application = labels.examined()
    decision = labels.decided(application, Outcome.REFUSED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    decision.refresh_from_db()
    return decision


def rectify(decision, becomes=None, *, by=None, number=1, **given):
    facts = {"reason": "Un mot a été mal recopié.", "same_sense": True} | given
    becomes = {Mention.SKILLS: "Restauration du bâti très ancien."} if becomes is None else becomes
    return rectifications.rectify(
        decision=decision, number=number, becomes=becomes, by=by or factories.head(), at=LATER, **facts
    )


def replace(one, *, by=None, reason="La qualité du signataire était inexacte.", at=LATER):
    return diploma.new_version(diploma=one, reason=reason, by=by or factories.head(), at=at)


# ---------------------------------------------------------------- rectifying


def test_l9_a_rectification_is_numbered_signed_and_says_what_was_and_what_reads(label):
    first = rectify(label.decision)
    second = rectify(label.decision, {Mention.PLACE: "Nantes"}, number=2)
    assert [first.number, second.number] == [1, 2]
    context = first.letter.context
    body = " ".join(context["paragraphs"]).translate(SPACES)
    assert "La décision du 1er avril 2026" in body
    assert "Un mot a été mal recopié." in body
    assert "Compétences reconnues.\nAu lieu de : « Restauration du bâti ancien. »" in body
    assert "Lire : « Restauration du bâti très ancien. »" in body
    assert "ni le sens de la décision" in body
    assert context["letter"]["signature"]["capacity"] == first.authority.capacity
    assert context["letter"]["appeal_lines"] == []


def test_l9_the_decision_stays_as_it_left_and_the_label_follows(label):
    before = label.decision.letter.context
    rectify(label.decision)
    decision = type(label.decision).objects.get(pk=label.decision.pk)
    assert (decision.skills, decision.outcome) == ("Restauration du bâti ancien.", Outcome.GRANTED)
    assert decision.letter.context == before
    label.refresh_from_db()
    assert label.skills == "Restauration du bâti très ancien."
    assert selectors.find_labels(Label.objects.all(), "tres ancien").get() == label
    assert list(label.themes.all()) == list(decision.themes.all())


def test_l9_the_holder_s_name_is_mended_everywhere_the_public_reads_it(label, client, clock):
    rectify(label.decision, {Mention.HOLDER: "Saint-Lô"})
    clock.move_to(LATER)
    for page in (reverse("labels:holders"), reverse("labels:verification", args=[label.number])):
        assert "Saint-Lô" in words(client.get(page))
        assert "Saint-Lo<" not in words(client.get(page))
    made = label.diplomas.get(revoked_at=None)
    assert made.document.context["holder_name"] == "Saint-Lô"
    assert Rectification.objects.get().letter.context["letter"]["recipient_lines"][0] == "Saint-Lô"
    assert client.get(reverse("labels:holders"), {"q": "saint lo"}).context["count"] == 1


def test_l9_what_is_mended_is_mended_from_what_reads_today(label):
    rectify(label.decision)
    second = rectify(label.decision, {Mention.SKILLS: "Restauration."}, number=2)
    assert second.mentions.get().written == "Restauration du bâti très ancien."


def test_l9_a_refusal_is_rectified_without_skills_nor_place():
    decision = refusal()
    assert set(selectors.said(decision)) == {Mention.HOLDER, Mention.SESSION_DATE}
    made = rectify(
        decision,
        {Mention.PASSAGE: "ne montre pas bien l’expérience", Mention.SKILLS: "Tout."},
        passage="ne  montre pas assez l'expérience",
    )
    assert [one.mention for one in made.mentions.all()] == [Mention.PASSAGE]
    assert not Label.objects.exists()


def test_l9_a_passage_may_be_the_signature_or_the_ways_of_appeal():
    decision = refusal()
    tribunal = decision.letter.context["letter"]["appeal_lines"][0]
    made = rectify(decision, {Mention.PASSAGE: "Tribunal administratif de Paris"}, passage=tribunal[:40])
    assert made.mentions.get().written == tribunal[:40].strip()


def test_x11_the_body_reads_what_was_mended_once_its_letter_is_received(label, client, clock):
    clock.move_to(LATER)
    signatory, made = labels.signatory_of(label.application), rectify(label.decision)
    page, staff = url("own_application", label.application), url("decision", label.decision)
    client.force_login(signatory)
    before = words(client.get(page))
    assert "Rectificatif n° 1" in before
    assert "au lieu de" not in before
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    assert "Enregistrer la réception<span" in words(client.get(staff))
    served.register_service(act=made, received_on=LATER.date(), scan=upload(pdf()), by=officer, at=LATER)
    shown = words(client.get(staff))
    assert "Lettre reçue le 11 avril 2026" in shown
    assert "Enregistrer la réception<span" not in shown
    client.force_login(signatory)
    assert "au lieu de" in words(client.get(page))


def test_l11_a_passage_of_the_letter_alone_leaves_the_diploma(label):
    rectify(label.decision, {Mention.PASSAGE: "J’ai l’honneur"}, passage="J’ai le plaisir")
    assert label.diplomas.get().revoked_at is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"becomes": {}}, None),
        ({"becomes": {Mention.SKILLS: " Restauration du bâti ancien. "}}, None),
        ({"becomes": {Mention.PASSAGE: "x"}, "passage": "jamais écrit"}, "passage"),
        ({"becomes": {}, "passage": "J’ai le plaisir"}, "passage_becomes"),
        ({"becomes": {Mention.PASSAGE: "x", Mention.PLACE: "Nantes"}}, "passage"),
        ({"becomes": {Mention.SESSION_DATE: "2030-01-01"}}, "session_date"),
        ({"reason": " "}, "reason"),
        ({"same_sense": False}, "same_sense"),
    ],
)
def test_l9_what_mends_nothing_or_says_too_little_is_refused(label, given, field):
    with pytest.raises(rectifications.NothingToRectify) as refused:
        rectify(label.decision, **given)
    assert refused.value.field == field
    assert not Rectification.objects.exists()
    assert label.diplomas.get().revoked_at is None


def test_l9_only_what_is_notified_is_rectified():
    decision = labels.decided(labels.examined())
    with pytest.raises(NotAllowed, match="n’est pas notifiée"):
        rectify(decision)


def test_l9_of_two_rectifications_written_at_once_the_second_reads_the_first(label):
    """Both saw « n° 1 » to come: the second would put back what the first mended."""
    rectify(label.decision)
    with pytest.raises(StateChanged, match="Un autre rectificatif"):
        rectify(label.decision, {Mention.PLACE: "Nantes"}, number=1)
    assert Rectification.objects.count() == 1


@pytest.mark.parametrize("role", [*Role])
def test_l9_l11_the_head_alone_rectifies_and_replaces(label, role):
    body = label.organisation if role in (Role.EDITOR, Role.SIGNATORY) else None
    person = factories.head() if role == Role.HEAD else factories.member(role, body)
    for verdict in (
        rules.may_rectify(person, label.decision, LATER.date()),
        rules.may_replace_diploma(person, label.diplomas.get(), LATER.date()),
    ):
        assert bool(verdict) is (role == Role.HEAD)
        assert verdict or verdict.reason


def test_x12_a_rectification_is_signed_under_a_delegation(label):
    with pytest.raises(NoSigningAuthority):
        rectify(label.decision, by=factories.head(signs=False))


def test_x12_what_touches_the_diploma_wants_the_delegation_for_diplomas(label):
    head = factories.head()
    SigningAuthority.objects.filter(user=head, scope=SignedAct.DIPLOMA).update(ends_on=AT.date())
    with pytest.raises(NoSigningAuthority, match="diplôme"):
        rectify(label.decision, by=head)
    label.refresh_from_db()
    assert (label.skills, Rectification.objects.count()) == ("Restauration du bâti ancien.", 0)
    rectify(label.decision, {Mention.PASSAGE: "J’ai l’honneur"}, passage="J’ai le plaisir", by=head)


def test_l9_the_body_is_told_and_nobody_else(label):
    people = {labels.signatory_of(label.application).email}
    rectify(label.decision)
    (mail,) = Message.objects.filter(event="labels/decision_rectified")
    assert {mail.to} == people
    application = label.application
    assert mail.title.translate(SPACES) == f"Rectificatif n° 1 – candidature {application.number}"
    assert mail.body.translate(SPACES) == (
        "Une erreur matérielle dans la décision du 1er avril 2026 est corrigée : le rectificatif n° 1, sur la page du "
        "dossier, dit ce qui était écrit et ce qu’il faut lire. Le sens de la décision ne change pas.\n\n"
        "Un nouveau diplôme remplace celui que vous avez, qui n’a plus cours : téléchargez-le et cessez d’afficher "
        "l’ancien.\n\n"
        f"Candidature : {application.number}\nExpertise : {application.title}\n\n"
        "Lire le rectificatif et télécharger le diplôme : "
        f"http://localhost:8000/candidature/{application.public_id}/\n"
    )
    assert not Message.objects.filter(event="labels/diploma_replaced").exists()


def test_x2_what_was_done_is_traced_without_a_name(label):
    rectify(label.decision)
    lines = Entry.objects.filter(subject_id=label.application.public_id)
    assert {"rectify", "replace_diploma"} <= set(lines.values_list("action", flat=True))
    assert "ancien" not in str(list(lines.values_list("details", flat=True)))


# ---------------------------------------------------------------- the diploma


def test_l11_a_new_version_revokes_the_former_and_says_the_same(label):
    first = label.diplomas.get()
    made = replace(first)
    first.refresh_from_db()
    assert (first.revoked_at, made.version, made.revoked_at) == (LATER, 2, None)
    assert made.code != first.code
    changed = {
        key for key in made.document.context if made.document.context[key] != first.document.context[key]
    }
    assert changed == {"code", "signatory", "verification_url", "version"}
    assert made.document.context["verification_url"].endswith(f"/verifier/{made.code}/")
    assert made.document.title == f"Diplôme {label.number}, version 2"


def test_l11_a_new_version_says_what_is_rectified(label):
    rectify(
        label.decision,
        {
            Mention.SKILLS: "Restauration.",
            Mention.PLACE: "Nantes",
            Mention.SESSION_DATE: "2026-03-30",
        },
    )
    made = label.diplomas.get(revoked_at=None)
    said = made.document.context
    assert (said["skills"], said["place"], said["session_date"]) == (
        "Restauration.",
        "Nantes",
        "30 mars 2026",
    )
    assert said["holder_name"] == "Saint-Lo"
    assert made.reason.translate(SPACES) == "Rectificatif n° 1 : Un mot a été mal recopié."


def test_l11_the_former_s_file_is_never_made_again(label):
    first = label.diplomas.get()
    attach(first.document, b"%PDF-1.7 version 1", AT)
    first.document.refresh_from_db()
    path = Path(settings.FILES_ROOT) / first.document.file.path
    before = sha256(path.read_bytes()).hexdigest()
    rectify(label.decision)
    replace(label.diplomas.get(revoked_at=None), at=LATER + timedelta(days=1))
    first.refresh_from_db()
    assert sha256(path.read_bytes()).hexdigest() == before == first.document.file.sha256
    assert list(label.diplomas.order_by("version").values_list("version", flat=True)) == [1, 2, 3]
    assert label.diplomas.get(revoked_at=None).version == 3


def test_l11_a_replaced_diploma_is_not_replaced_again(label):
    first = label.diplomas.get()
    replace(first)
    with pytest.raises(NotAllowed, match="déjà remplacé"):
        replace(first)


def test_l11_a_new_version_says_why_and_is_signed(label):
    with pytest.raises(Refusal) as refused:
        replace(label.diplomas.get(), reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(NoSigningAuthority):
        replace(label.diplomas.get(), by=factories.head(signs=False))
    assert label.diplomas.get().revoked_at is None


def test_l11_the_body_is_told_that_its_diploma_is_replaced(label):
    replace(label.diplomas.get())
    (mail,) = Message.objects.filter(event="labels/diploma_replaced")
    assert mail.to == labels.signatory_of(label.application).email
    assert mail.title.translate(SPACES) == f"Label {label.number} : nouveau diplôme"
    assert mail.body.translate(SPACES) == (
        "Votre diplôme est refait : la version 2 remplace celle que vous avez, qui n’a plus cours. Téléchargez-la et "
        "cessez d’afficher l’ancienne.\n\n"
        "Raison : La qualité du signataire était inexacte.\n\n"
        f"Label : {label.number}\n\n"
        f"Télécharger le nouveau diplôme : http://localhost:8000/candidature/{label.application.public_id}/\n"
    )


def test_l11_the_former_s_page_says_by_what_it_is_replaced_and_leads_to_today(label, client, clock):
    first = label.diplomas.get()
    rectify(label.decision)
    clock.move_to(LATER)
    page = words(client.get(reverse("labels:verification", args=[first.code])))
    assert "Ce diplôme a été remplacé le 11 avril 2026" in page
    assert "La version 2 l’a remplacé" in page
    assert f'href="/verifier/{label.number}/"' in page
    assert "Restauration du bâti très ancien." in page
    made = label.diplomas.get(revoked_at=None)
    assert made.code not in page
    assert "Ce diplôme est authentique" in words(client.get(reverse("labels:verification", args=[made.code])))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE labels_rectification SET reason = 'x'",
        "UPDATE labels_rectification SET number = 2",
        "DELETE FROM labels_rectification",
        "UPDATE labels_rectifiedmention SET becomes = 'x'",
        "DELETE FROM labels_rectifiedmention",
        "UPDATE labels_label SET skills = 'x'",
        "UPDATE labels_label SET holder_name = 'x'",
        "UPDATE labels_diploma SET reason = 'x'",
        "UPDATE labels_diploma SET revoked_at = NULL",
        "UPDATE labels_diploma SET revoked_at = '2027-01-01' WHERE version = 1",
        "DELETE FROM labels_diploma",
    ],
)
def test_l9_l11_what_was_mended_and_replaced_is_kept(label, change):
    rectify(label.decision)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_l9_the_database_refuses_a_mention_that_changes_nothing(label):
    made = rectify(label.decision)
    for text in ("", "même"):
        with pytest.raises(IntegrityError), transaction.atomic():
            RectifiedMention.objects.create(
                rectification=made, mention=Mention.PLACE, written="même", becomes=text
            )


# ---------------------------------------------------------------- the pages


def typed(**fields):
    return {
        "holder": "Saint-Lo",
        "skills": "Restauration du bâti très ancien.",
        "session_date": "2026-04-01",
        "place": "Paris",
        "passage": "",
        "passage_becomes": "",
        "reason": "Un mot a été mal recopié.",
        "same_sense": "on",
        "number": "1",
    } | fields


def test_l9_from_the_head_s_page_to_the_body_s(label, client, clock):
    clock.move_to(LATER)
    head, signatory = factories.head(), labels.signatory_of(label.application)
    client.force_login(head)
    page = url("decision_rectify", label.decision)
    assert page in words(client.get(url("decision", label.decision)))
    form = words(client.get(page))
    assert "Restauration du bâti ancien." in form
    assert 'value="2026-04-01"' in form
    preview = words(client.post(page, typed(apercu="1")))
    assert "Au lieu de : « Restauration du bâti ancien. »" in preview
    assert "Un nouveau diplôme, version 2" in preview
    assert not Rectification.objects.exists()
    wrong = words(client.post(page, typed(passage="jamais écrit")))
    assert "Ce passage n’est pas dans la lettre" in wrong
    assert "jamais écrit" in wrong
    done = client.post(page, typed(), follow=True)
    assert "Le rectificatif n° 1 est signé et notifié." in words(done)
    assert "Remplacé" in words(done)
    again = words(client.post(page, typed(place="Nantes")))
    assert "Un autre rectificatif" in again
    client.force_login(signatory)
    own = words(client.get(url("own_application", label.application)))
    assert "Rectificatif n° 1 du 11 avril 2026" in own
    assert "Restauration du bâti très ancien." in words(client.get(reverse("labels:own_labels")))
    assert "remplacée le 11 avril 2026" in words(client.get(reverse("labels:own_labels")))


def test_l11_the_head_makes_the_diploma_anew(label, client, clock):
    clock.move_to(LATER)
    client.force_login(factories.head())
    first = label.diplomas.get()
    page = url("diploma_replace", first)
    assert page in words(client.get(url("decision", label.decision)))
    assert "La version 2, avec son propre code, remplace la version 1" in words(client.get(page))
    done = client.post(page, {"reason": "Signataire."}, follow=True)
    assert "La version 2 du diplôme" in words(done)
    assert Diploma.objects.filter(revoked_at=None).count() == 1
    late = client.get(page, follow=True)
    assert "déjà remplacé" in words(late)


def test_x4_x11_a_rectification_is_sent_by_post_until_its_receipt_is_entered(label):
    one, officer = rectify(label.decision), factories.member(Role.OFFICER)

    def asked():
        return [
            item.url for item in dashboard.items(officer, LATER.date()) if "rectificatif" in item.sentence
        ]

    assert asked() == [url("rectification_register_service", one)]
    served.register_service(act=one, received_on=LATER.date(), scan=upload(pdf()), by=officer, at=LATER)
    assert asked() == []


def test_x11_the_letter_opened_by_the_body_is_notified_or_its_receipt_entered(label, client, clock):
    signatory = labels.signatory_of(label.application)
    first = rectify(label.decision)
    second = rectify(label.decision, {Mention.PLACE: "Nantes"}, number=2)
    proof = served.register_service(
        act=first,
        received_on=LATER.date(),
        scan=upload(pdf()),
        by=factories.member(Role.OFFICER),
        at=LATER,
    )
    (told,) = Message.objects.filter(event="labels/service_registered")
    assert told.body.translate(SPACES).startswith(
        f"La DAECT a enregistré que le rectificatif n° 1 de la décision sur la candidature "
        f"{label.application.number} vous est parvenu le 11 avril 2026.\n\nSi c’est inexact"
    )
    assert service.received_on(first.letter) == proof.received_on == date(2026, 4, 11)
    service.agree(organisation=label.organisation, by=signatory, at=LATER)
    attach(second.letter, b"%PDF-1.7 essai", LATER)
    clock.move_to(LATER)
    client.force_login(signatory)
    assert client.get(url("rectification", second)).getvalue() == b"%PDF-1.7 essai"
    assert service.received_on(second.letter) == date(2026, 4, 11)
