"""« Conduire la séance »: one file at a time, and what changed meanwhile (spec L8, L9)."""

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import agenda, decisions, meanwhile
from labels.enums import Outcome, RecusalGround, View
from labels.meanwhile import ChangedMeanwhile, sight_of
from labels.models import Decision, Opinion, Recusal
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REFUSAL = {"outcome": "refused", "reasons": "Trop court.", "skills": "", "themes": []}


@pytest.fixture
def officer(client):
    person = factories.member(Role.OFFICER)
    client.force_login(person)
    return person


@pytest.fixture
def meeting(client, officer, clock):
    """A session just opened on three files; Calais comes first."""
    return opened(client, officer, clock)


def opened(client, officer, clock, *members):
    session = labels.session(*members)
    for name in ("Angers", "Brest", "Calais"):
        labels.admitted(factories.organisation(name=name), to=session)
    calais = session.applications.get(organisation__name="Calais")
    agenda.move_file(session=session, application=calais, rank=1, by=officer, at=AT)
    labels.held(session)
    clock.move_to(session.applications.first().examined_at)
    client.force_login(officer)
    return session


def file_of(session, name):
    return session.applications.get(organisation__name=name)


def url(session, name=None):
    if name is None:
        return reverse("labels:session_conduct", args=[session.public_id])
    return reverse("labels:session_conduct_file", args=[session.public_id, file_of(session, name).public_id])


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def seen(session, name):
    return {"seen": str(sight_of(file_of(session, name)))}


def test_l9_from_file_to_file_in_the_order_of_the_agenda(client, meeting):
    assert client.get(url(meeting)).url == url(meeting, "Calais")
    page = client.get(url(meeting, "Calais"))
    shown = words(page)
    assert "Reste à décider : 3 sur 3" in shown
    assert "1 présence sur 1, atteint" in shown
    assert page.context["form"].initial["skills"] == "Diagnostic et restauration des centres anciens."
    assert client.post(url(meeting, "Calais"), REFUSAL | seen(meeting, "Calais")).url == url(
        meeting, "Angers"
    )
    assert client.post(url(meeting, "Brest"), REFUSAL | seen(meeting, "Brest")).url == url(meeting, "Angers")
    last = client.post(url(meeting, "Angers"), REFUSAL | seen(meeting, "Angers"), follow=True)
    assert last.redirect_chain[-1][0] == meeting.get_absolute_url()
    assert "Tous les dossiers ont leur décision." in words(last)


def test_l9_a_decided_file_is_read_and_leads_to_its_correction(client, meeting, officer):
    decision = labels.decided(file_of(meeting, "Brest"), Outcome.REFUSED)
    page = words(client.get(url(meeting, "Brest")))
    assert "<strong>Refus</strong>" in page
    assert reverse("labels:decision_correct", args=[decision.public_id]) in page


def test_l8_before_the_meeting_one_is_told_what_to_do_first(client, officer):
    session = labels.admitted().session
    page = client.get(url(session), follow=True)
    assert "Enregistrez d’abord les présences" in words(page)


def test_l9_a_decision_recorded_meanwhile_is_named_and_nothing_typed_is_lost(client, meeting):
    before = seen(meeting, "Brest")
    other = factories.member(Role.OFFICER)
    application = file_of(meeting, "Brest")
    decisions.record_decision(
        application=application, outcome=Outcome.DEFERRED, reasons="À compléter.", by=other, at=AT
    )
    typed = "Le dossier ne montre pas l’expérience."
    late = client.post(url(meeting, "Brest"), REFUSAL | before | {"reasons": typed})
    assert late.status_code == 409
    shown = words(late)
    assert f"{other} a enregistré une décision le 2 mars 2026 à 10 h 00, ajournement." in shown
    assert typed in shown
    assert Decision.objects.get().outcome == Outcome.DEFERRED


def test_l9_a_recusal_and_an_opinion_meanwhile_are_said_then_the_decision_is_sent_again(
    client, officer, clock
):
    two = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(2)]
    meeting = opened(client, officer, clock, *two)
    before = seen(meeting, "Brest")
    application, member = file_of(meeting, "Brest"), meeting.members.first().user
    fact = {"application": application, "session": meeting, "member": member}
    Recusal.objects.create(**fact, ground=RecusalGround.NAMED_EXPERT, since=AT)
    Opinion.objects.create(**fact, view=View.RESERVED, reasons="Peu.", given_at=AT)
    refused = client.post(url(meeting, "Brest"), REFUSAL | before)
    shown = words(refused)
    assert "Rien n’est enregistré" in shown
    assert "Le dossier compte maintenant 1 avis." in shown
    assert "Le dossier compte maintenant 1 déport." in shown
    assert "Trop court." in shown
    assert not Decision.objects.exists()
    now = refused.context["form"]["seen"].value()
    assert now == str(sight_of(application))
    assert client.post(url(meeting, "Brest"), REFUSAL | {"seen": now}).status_code == 302
    assert Decision.objects.get().outcome == Outcome.REFUSED


def test_l9_a_correction_meanwhile_is_named_on_the_form_that_corrects(client, meeting):
    decision = labels.decided(file_of(meeting, "Brest"), Outcome.REFUSED)
    before, other = seen(meeting, "Brest"), factories.head()
    correction = {"correction_reason": "Erreur.", "outcome": Outcome.DEFERRED, "reasons": "À compléter."}
    decisions.correct_decision(decision=decision, by=other, at=AT, **correction)
    late = client.post(
        reverse("labels:decision_correct", args=[decision.public_id]),
        REFUSAL | before | {"correction_reason": "Autre erreur de saisie."},
    )
    assert f"{other} a corrigé la décision" in words(late)
    assert "Autre erreur de saisie." in words(late)


@pytest.mark.parametrize("garbage", ["x", "1.2.3", "....", "<script>", "1.0.0.nothing"])
def test_l9_what_was_seen_is_checked_whatever_is_sent(meeting, officer, garbage):
    application = file_of(meeting, "Brest")
    with pytest.raises(ChangedMeanwhile):
        meanwhile.check(garbage, application)


def test_l8_a_recusal_is_recorded_from_the_table_and_one_comes_back_to_it(client, meeting):
    member = meeting.members.first().user
    page = reverse("labels:application_set_aside", args=[file_of(meeting, "Brest").public_id])
    assert page in words(client.get(url(meeting, "Brest")))
    assert "Il y aura 0 présence sur 0." in words(client.get(page))
    empty = client.post(page, {"reasons": "Son frère y travaille."})
    assert "Son frère y travaille." in words(empty)
    assert not Recusal.objects.exists()
    done = client.post(page, {"member": member.pk, "reasons": "Son frère y travaille."}, follow=True)
    assert done.redirect_chain[-1][0] == url(meeting, "Brest")
    shown = words(done)
    assert "conflit d’intérêts retenu par la daect" in shown.lower()
    assert "seul son ajournement peut être décidé" in shown
    assert page not in shown
    refused = client.post(url(meeting, "Brest"), REFUSAL | seen(meeting, "Brest"))
    assert "Le quorum n’est plus atteint" in words(refused)
    assert "Trop court." in words(refused)
