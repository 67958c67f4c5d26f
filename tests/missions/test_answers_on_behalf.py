# ruff: noqa: E501 mails are compared line for line, as they leave
"""What a holder answered by letter, e-mail or telephone, that DAECT records with its proof (spec X13)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.audit.models import Entry
from expect.documents.checks import UploadRefused
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from missions import on_behalf, requests, rules
from missions.endings import ReasonMissing
from missions.enums import MissionState, Party, SolicitationState
from missions.models import Mission, RecordedAnswer, TermsAcceptance
from missions.on_behalf import RecordRefused
from missions.preparation import SavedMeanwhile
from missions.terms import text
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.missions.test_pages import words
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("accepted", "reason", "state"),
    [(True, "", SolicitationState.ACCEPTED), (False, "Personne en mai.", SolicitationState.DECLINED)],
)
@pytest.mark.parametrize("channel", ["phone", "email", "paper"])
def test_x13_an_answer_to_a_solicitation_is_recorded_with_its_proof(cast, accepted, reason, state, channel):
    asked = made.solicitation(cast)
    record = made.answered_elsewhere(cast, asked, accepted=accepted, reason=reason, channel=channel)
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by, asked.answer_reason) == (state, cast.officer, reason)
    assert (record.solicitation, record.channel, record.author) == (asked, channel, "Jeanne Kerbrat, maire")
    line = Entry.objects.get(action="record_answer")
    assert (line.role, line.details) == ("officer", {"record": record.public_id, "channel": channel})


@pytest.mark.parametrize("channel", ["email", "paper"])
def test_x13_terms_accepted_in_writing_are_a_version_like_another(cast, channel):
    mission = made.prepared(cast)
    record = made.accepted_elsewhere(cast, mission, channel=channel)
    mission.refresh_from_db()
    acceptance = mission.versions.get().acceptances.get()
    assert (mission.state, record.acceptance) == (MissionState.ACCEPTED, acceptance)
    assert (acceptance.party, acceptance.accepted_by) == (Party.HOLDER, cast.officer)
    assert acceptance.capacity.startswith("Jeanne Kerbrat, maire (Cour")


def test_x13_by_telephone_nobody_is_committed(cast):
    with pytest.raises(RecordRefused, match="par écrit") as refused:
        made.accepted_elsewhere(cast, made.prepared(cast), channel="phone")
    assert refused.value.field == "channel"
    assert not TermsAcceptance.objects.exists()


def test_m5_terms_changed_since_they_were_read_are_not_recorded(cast):
    mission = made.prepared(cast)
    with pytest.raises(SavedMeanwhile):
        made.accepted_elsewhere(cast, mission, revision=0)


@pytest.mark.parametrize(
    ("wrong", "error", "field"),
    [
        ({"received_on": TODAY + DAY}, RecordRefused, "received_on"),
        ({"received_on": TODAY - DAY}, RecordRefused, "received_on"),
        ({"scan": None}, RecordRefused, "scan"),
        ({"scan": SimpleUploadedFile("lettre.pdf", b"MZ")}, UploadRefused, None),
    ],
)
def test_x13_without_a_day_that_holds_or_a_proof_nothing_is_recorded(cast, wrong, error, field):
    asked, mission = made.solicitation(cast), made.prepared(cast)
    for record in (
        lambda: made.answered_elsewhere(cast, asked, **wrong),
        lambda: made.accepted_elsewhere(cast, mission, **wrong),
    ):
        with pytest.raises(error) as refused, transaction.atomic():
            record()
        if field:
            assert refused.value.field == field
    asked.refresh_from_db()
    mission.refresh_from_db()
    assert (asked.state, mission.state) == (SolicitationState.SENT, MissionState.DRAFT)
    assert not RecordedAnswer.objects.exists()


def test_m3_a_yes_under_a_label_that_ended_is_not_recorded_a_no_is(cast):
    asked = made.solicitation(cast)
    made.ends_on(cast.label, TODAY - DAY)
    with pytest.raises(NotAllowed, match=cast.label.number):
        made.answered_elsewhere(cast, asked)
    with pytest.raises(ReasonMissing):
        made.answered_elsewhere(cast, asked, accepted=False)
    made.answered_elsewhere(cast, asked, accepted=False, reason="Label éteint.")


def test_x13_only_daect_records_and_once(cast):
    asked, mission = made.solicitation(cast), made.prepared(cast)
    for person in (cast.editor, cast.signatory, cast.agent, factories.user()):
        with pytest.raises(NotAllowed):
            on_behalf.record_answer(
                solicitation=asked, accepted=True, reason="", paper=made.paper(), by=person, at=AT
            )
        with pytest.raises(NotAllowed):
            on_behalf.record_acceptance(mission=mission, revision=1, paper=made.paper(), by=person, at=AT)
    requests.accept_solicitation(solicitation=asked, by=cast.editor, at=AT)
    with pytest.raises(NotAllowed, match="Acceptée"):
        made.answered_elsewhere(cast, asked)


def test_x13_the_holder_contests_once_and_nothing_moves_by_itself(cast):
    asked = made.solicitation(cast)
    record = made.answered_elsewhere(cast, asked)
    with pytest.raises(NotAllowed):
        on_behalf.contest_answer(record=record, reason="Non.", by=cast.officer, at=AT)
    with pytest.raises(ReasonMissing):
        on_behalf.contest_answer(record=record, reason=" ", by=cast.editor, at=AT)
    on_behalf.contest_answer(record=record, reason="Pas de nous.", by=cast.editor, at=AT)
    asked.refresh_from_db()
    assert (record.contested_by, asked.state) == (cast.editor, SolicitationState.ACCEPTED)
    with pytest.raises((NotAllowed, StateChanged), match="déjà contesté"):
        on_behalf.contest_answer(record=record, reason="Encore.", by=cast.signatory, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE missions_recordedanswer SET author = 'Autre'",
        "UPDATE missions_recordedanswer SET channel = 'email'",
        "UPDATE missions_recordedanswer SET contest_reason = 'Autre'",
        "DELETE FROM missions_recordedanswer",
    ],
)
def test_x13_what_was_recorded_never_changes(cast, statement):
    record = made.answered_elsewhere(cast, made.solicitation(cast))
    on_behalf.contest_answer(record=record, reason="Pas de nous.", by=cast.editor, at=AT)
    refused = pytest.raises(IntegrityError, match="expect: ")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_x13_the_database_takes_no_terms_accepted_by_telephone(cast):
    record = made.accepted_elsewhere(cast, made.prepared(cast))
    facts = {"author": "Maire", "received_on": TODAY, "scan": record.scan}
    for wrong in (
        {"channel": "phone", "acceptance": record.acceptance},
        {"channel": "paper"},
        {"channel": "telegram", "solicitation": made.solicitation(cast)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordedAnswer.objects.create(**facts, **wrong)


# ---------------------------------------------------------------- told, and shown


def test_x3_the_holder_is_told_then_daect_of_the_contestation(cast):
    asked = made.solicitation(cast)
    record = made.answered_elsewhere(cast, asked)
    told(
        "answer_recorded",
        cast.editor,
        cast.signatory,
        subject=asked,
        title="La DAECT a enregistré en votre nom : sollicitation acceptée",
        body="""
La DAECT a enregistré en votre nom ce qui lui est parvenu le 2 mars 2026 (courrier, de Jeanne Kerbrat, maire) : si ce n’est pas ce que vous avez dit, contestez.

Enregistré : sollicitation acceptée

Voir ce qui est enregistré, le contester : {link}
""",
    )
    on_behalf.contest_answer(record=record, reason="Pas de nous.", by=cast.editor, at=AT)
    told(
        "answer_contested",
        cast.officer,
        cast.head,
        subject=asked.request,
        title=f"{cast.organisation} conteste ce qui est enregistré en son nom",
        body=f"""
{cast.editor} conteste ce que la DAECT a enregistré pour {cast.organisation} : prenez contact, puis décidez de la suite.

Enregistré : sollicitation acceptée
Motif : Pas de nous.

Ouvrir le dossier : {{link}}
""",
    )


@pytest.mark.usefixtures("clock")
def test_x13_an_answer_is_recorded_read_and_contested_by_the_pages(cast, client):
    asked = made.solicitation(cast)
    client.force_login(cast.officer)
    typed = {
        "channel": "phone",
        "author": "Jeanne Kerbrat, maire",
        "received_on": TODAY.isoformat(),
        "accepted": "oui",
        "reason": "",
        "scan": upload(),
    }
    page = client.post(reverse("missions:solicitation_record", args=[asked.public_id]), typed, follow=True)
    assert "Par la DAECT, au nom du titulaire" in words(page)
    client.force_login(cast.editor)
    record = RecordedAnswer.objects.get()
    assert "Contester ce qui est enregistré" in words(client.get(asked.get_absolute_url()))
    proof = client.get(reverse("missions:answer_proof", args=[record.public_id]))
    assert b"".join(proof.streaming_content).startswith(b"%PDF")
    url = reverse("missions:answer_contest", args=[record.public_id])
    page = client.post(url, {"reason": "Pas de nous."}, follow=True)
    assert "Contestation du 2 mars 2026" in words(page)


@pytest.mark.usefixtures("clock")
def test_x13_an_agreement_is_recorded_and_read_by_the_pages(cast, client):
    mission = made.prepared(cast)
    client.force_login(cast.officer)
    url = reverse("missions:mission_record_acceptance", args=[mission.public_id])
    assert "engagements compris" in words(client.get(url))
    typed = {
        "revision": 1,
        "channel": "paper",
        "author": "Jeanne Kerbrat, maire",
        "received_on": TODAY.isoformat(),
        "scan": upload(),
    }
    page = client.post(url, typed, follow=True)
    assert "Par la DAECT, au nom du titulaire" in words(page)
    client.force_login(cast.agent)
    seen = words(client.get(mission.get_absolute_url()))
    assert "au nom du titulaire" in seen
    assert "preuve" not in seen


def changed_elsewhere(cast, mission, **fields):
    stay = text.terms_of(mission).sending
    later = replace(
        stay, starts_on=stay.starts_on + timedelta(days=10), ends_on=stay.ends_on + timedelta(days=10)
    )
    return on_behalf.record_amendment(
        mission=mission,
        terms=replace(text.terms_of(mission), sending=later),
        reason="Vol annulé.",
        revision=mission.revision,
        paper=made.paper(**fields),
        by=cast.officer,
        at=AT,
    )


def test_x13_a_change_that_the_holder_wrote_is_recorded_with_its_proof(cast):
    """As its signatory would have done it: the validation falls, it is told and may contest it (spec M8, M14)."""
    mission = made.validated(cast)
    amendment = changed_elsewhere(cast, mission)
    mission = Mission.objects.get(pk=mission.pk)
    assert (mission.state, amendment.touched) == (MissionState.ACCEPTED, ["dates"])
    record = RecordedAnswer.objects.get()
    assert record.acceptance == amendment.version.acceptances.get()
    assert record.acceptance.capacity.startswith("Jeanne Kerbrat, maire (")
    told = {mail.recipient for mail in Message.objects.filter(event="missions/answer_recorded")}
    assert told == {cast.editor, cast.signatory}
    on_behalf.contest_answer(record=record, reason="Jamais écrit.", by=cast.signatory, at=AT)
    assert "est contesté" in rules.may_send_to_embassy(cast.officer, mission, TODAY).reason


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": "phone"}, "channel"),
        ({"scan": None}, "scan"),
        ({"received_on": TODAY - timedelta(days=1)}, "received_on"),
    ],
)
def test_x13_nor_is_a_change_recorded_without_its_paper(cast, fields, field):
    mission = made.validated(cast)
    with pytest.raises(RecordRefused) as refused:
        changed_elsewhere(cast, mission, **fields)
    assert refused.value.field == field
    assert mission.versions.count() == 1


@pytest.mark.parametrize("who", ["signatory", "agent"])
def test_x13_a_change_is_recorded_by_daect_alone(cast, who):
    mission = made.validated(cast)
    assert not rules.may_record_amendment(getattr(cast, who), mission, TODAY)


def test_x13_a_change_is_recorded_by_its_page(cast, client, clock):
    """What it entails is read first; the proof is joined then."""
    mission = made.validated(cast)
    client.force_login(cast.officer)
    url = reverse("missions:mission_record_amendment", args=[mission.public_id])
    assert url in client.get(mission.get_absolute_url()).content.decode()
    typed = {name: value for name, value in client.get(url).context["form"].initial.items() if value}
    facts = {"objectives": "Réparer aussi.", "channel": "paper", "author": "Jeanne Kerbrat, maire"}
    data = typed | facts | {"reason": "Lettre du maire."}
    page = client.post(url, data)
    assert "La validation de l’ambassade tient" in page.content.decode()
    seen = {"vu": page.context["seen"]}
    assert client.post(url, data | seen).context["form"].errors["scan"]
    page = client.post(url, data | seen | {"scan": upload()}, follow=True)
    assert "La version 2 des termes est acceptée" in page.content.decode()
