"""A recorded answer that is contested: DAECT says what follows, and nothing goes further meanwhile (spec X13)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.notifications.models import Message
from missions import contestation, on_behalf, preparation, requests, rules, validation, work
from missions.endings import ReasonMissing
from missions.enums import MissionState, Party
from missions.models import Mission, RecordedReview, Solicitation
from missions.rules.conditions import undisputed
from missions.terms import legs
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def contested(cast, outcome="validated", **fields):
    """A mission whose recorded answer the post disowns."""
    words = "" if outcome == "validated" else "Non."
    review = made.recorded(cast, made.awaiting(cast, **fields), outcome, words=words)
    on_behalf.contest_review(review=review, reason="Ce n’est pas notre avis.", by=cast.agent, at=AT)
    return review


def settle(cast, review, *, withdrawn=False, words="Vu avec le poste.", at=AT):
    return contestation.settle_review(review=review, words=words, withdrawn=withdrawn, by=cast.officer, at=at)


def kinds(user) -> set[str]:
    return {kind for rows in work.work_items(user, TODAY) for kind, *_ in rows}


def test_x13_the_letter_waits_for_the_word_of_daect(cast):
    head, review = factories.head(), contested(cast)
    assert "est contesté" in rules.may_issue_letter(head, review.mission, TODAY).reason
    with pytest.raises(NotAllowed, match="est contesté"):
        validation.issue_mission_letter(mission=review.mission, by=head, at=AT)
    settle(cast, review)
    assert rules.may_issue_letter(head, review.mission, TODAY)
    assert review.mission.state == MissionState.VALIDATED


def test_x13_terms_whose_recorded_acceptance_is_contested_are_not_submitted(cast):
    mission = made.prepared(cast)
    record = made.accepted_elsewhere(cast, mission)
    made.estimate(cast, mission)
    assert rules.may_send_to_embassy(cast.officer, mission, TODAY)
    on_behalf.contest_answer(record=record, reason="Jamais signé.", by=cast.signatory, at=AT)
    assert "est contesté" in rules.may_send_to_embassy(cast.officer, mission, TODAY).reason
    contestation.settle_answer(record=record, words="Lettre retrouvée.", by=cast.officer, at=AT)
    assert rules.may_send_to_embassy(cast.officer, mission, TODAY)


def test_x13_a_validation_recorded_wrongly_is_withdrawn_and_asked_again(cast):
    review = contested(cast)
    mission = review.mission
    record = settle(cast, review, withdrawn=True)
    mission = Mission.objects.get(pk=mission.pk)
    assert record.withdrawn
    assert (mission.state, mission.validated_at, mission.report_due_on) == (MissionState.ACCEPTED, None, None)
    first, second = mission.versions.order_by("number")
    assert (first.content, first.sha256) == (second.content, second.sha256)
    parties = [one.party for one in second.acceptances.all()]
    assert parties == [Party.HOLDER]
    preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=AT)
    validation.validate(mission=mission, version_number=2, by=cast.agent, at=AT)
    assert Entry.objects.get(action="withdraw_validation").to_state == MissionState.ACCEPTED


def test_x13_what_was_withdrawn_began_nothing(cast):
    review = contested(cast)
    settle(cast, review, withdrawn=True)
    mission = Mission.objects.get(pk=review.mission.pk)
    assert legs.begun(mission, made.RETURN) == {}


def test_x13_neither_after_the_letter_nor_after_the_departure(cast):
    review = made.recorded(cast, made.awaiting(cast))
    validation.issue_mission_letter(mission=review.mission, by=factories.head(), at=AT)
    on_behalf.contest_review(review=review, reason="Non.", by=cast.agent, at=AT)
    with pytest.raises(NotAllowed, match="La lettre de mission est émise"):
        settle(cast, review, withdrawn=True)
    later = contested(cast, departs_on=made.DEPARTURE + timedelta(days=30))
    at = AT + (made.DEPARTURE + timedelta(days=30) - TODAY)
    with pytest.raises(NotAllowed, match="la validation a servi"):
        settle(cast, later, withdrawn=True, at=at)
    settle(cast, later, at=at)


@pytest.mark.parametrize("outcome", ["returned", "refused"])
def test_x13_another_answer_is_settled_in_words(cast, outcome):
    review = contested(cast, outcome)
    with pytest.raises(NotAllowed):
        settle(cast, review, withdrawn=True)
    settle(cast, review)
    assert RecordedReview.objects.get().settlement == "Vu avec le poste."


def test_x13_once_with_its_words_and_by_daect_alone(cast):
    review = contested(cast)
    with pytest.raises(ReasonMissing):
        settle(cast, review, words=" ")
    for who in (cast.agent, cast.signatory):
        with pytest.raises(NotAllowed):
            contestation.settle_review(review=review, words="Oui.", by=who, at=AT)
    stale = RecordedReview.objects.get()
    settle(cast, review)
    review.record = stale
    with pytest.raises(StateChanged):
        settle(cast, review)


def test_x4_what_is_contested_waits_for_daect_until_its_word(cast):
    answer = made.answered_elsewhere(cast, made.solicitation(cast))
    assert not kinds(cast.officer) & {"missions.settle_review", "missions.settle_answer"}
    on_behalf.contest_answer(record=answer, reason="Non.", by=cast.editor, at=AT)
    review = contested(cast)
    assert kinds(cast.officer) >= {"missions.settle_review", "missions.settle_answer"}
    settle(cast, review)
    contestation.settle_answer(record=answer, words="Nous vous appelons.", by=cast.officer, at=AT)
    assert not kinds(cast.officer) & {"missions.settle_review", "missions.settle_answer"}


def test_x3_whom_the_answer_concerns_is_told(cast):
    review = contested(cast)
    settle(cast, review, withdrawn=True)
    mails = Message.objects.filter(event="missions/review_settled")
    assert {mail.recipient for mail in mails} == {cast.editor, cast.signatory, cast.agent}
    assert all(
        "elle lui soumettra de nouveau la mission" in mail.body and "Vu avec le poste." in mail.body
        for mail in mails
    )


def test_x13_the_pages_say_it_and_lead_to_it(cast, client):
    review = contested(cast)
    link = f"/avis-enregistres/{review.public_id}/suite/"
    for who, led in ((cast.officer, True), (cast.agent, False), (cast.signatory, False)):
        client.force_login(who)
        page = client.get(review.mission.get_absolute_url()).content.decode()
        assert "Ce que la DAECT a enregistré est contesté" in page
        assert (f'href="{link}"' in page) is led
    client.force_login(cast.officer)
    assert "Il est retiré" in client.get(link).content.decode()
    page = client.post(
        link, {"withdrawn": "oui", "words": "Erreur de dossier."}, follow=True
    ).content.decode()
    assert "La suite est enregistrée" in page
    assert "validation retirée" in page
    assert "Ce que la DAECT a enregistré est contesté" not in page


def test_x13_a_yes_that_its_holder_disowns_is_not_chosen_until_daect_has_said_what_follows(cast, client):
    asked = made.solicitation(cast)
    record = made.answered_elsewhere(cast, asked)
    on_behalf.contest_answer(record=record, reason="Nous n’avons rien dit.", by=cast.editor, at=AT)
    asked = Solicitation.objects.get(pk=asked.pk)
    assert "conteste la réponse enregistrée en son nom" in rules.may_choose(cast.officer, asked, TODAY).reason
    with pytest.raises(NotAllowed, match="conteste"):
        requests.choose(solicitation=asked, reason="Seul à répondre.", by=cast.officer, at=AT)
    link = f'href="{reverse("missions:answer_settle", args=[record.public_id])}"'
    for who, led in ((cast.officer, True), (cast.editor, False)):
        client.force_login(who)
        assert (link in client.get(asked.request.get_absolute_url()).content.decode()) is led
    contestation.settle_answer(record=record, words="Appel réécouté.", by=cast.officer, at=AT)
    assert rules.may_choose(cast.officer, Solicitation.objects.get(pk=asked.pk), TODAY)


def test_x13_a_mission_stopped_by_a_disowned_yes_says_so_on_its_page(cast, client):
    record = made.answered_elsewhere(cast, made.solicitation(cast))
    mission = requests.choose(solicitation=record.solicitation, reason="Seul.", by=cast.officer, at=AT)
    on_behalf.contest_answer(record=record, reason="Nous n’avons rien dit.", by=cast.editor, at=AT)
    assert "est contesté" in undisputed(mission).reason
    client.force_login(cast.officer)
    page = client.get(mission.get_absolute_url()).content.decode()
    assert "Ce que la DAECT a enregistré est contesté" in page
    assert f'href="{reverse("missions:answer_settle", args=[record.public_id])}"' in page


@pytest.mark.parametrize(
    ("accepted", "said"),
    [(False, "reste compté comme ayant décliné"), (True, "vous retenez un autre titulaire")],
)
def test_x13_what_may_follow_is_said_by_what_was_answered(cast, client, accepted, said):
    reason = "" if accepted else "Personne n’est libre."
    record = made.answered_elsewhere(cast, made.solicitation(cast), accepted=accepted, reason=reason)
    on_behalf.contest_answer(record=record, reason="Ce n’est pas notre réponse.", by=cast.editor, at=AT)
    client.force_login(cast.officer)
    page = client.get(reverse("missions:answer_settle", args=[record.public_id])).content.decode()
    assert said in page


def test_x13_a_need_taken_back_is_entered_again(cast, client):
    need = made.need(cast)
    client.force_login(cast.officer)
    assert "Enregistrer de nouveau ce besoin" not in client.get(need.get_absolute_url()).content.decode()
    requests.withdraw_request(request=need, by=cast.officer, at=AT)
    assert "Enregistrer de nouveau ce besoin" in client.get(need.get_absolute_url()).content.decode()
