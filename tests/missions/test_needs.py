"""Needs that reach a holder directly, that came twice, that nobody met in time (spec M1, L6)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, StateChanged
from expect.territory.models import PostCountry
from missions import closing, matching, offers, requests, silence
from missions.closing import MergeRefused
from missions.enums import RequestOrigin, RequestState, SolicitationState
from missions.models import ExpertiseRequest, Offer
from missions.offers import OfferRefused
from missions.requests import RequestRefused
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- declared by a holder


@pytest.mark.parametrize("who", ["editor", "signatory"])
def test_l6_a_holder_declares_what_reached_it_directly(cast, who):
    need = made.declared(cast, by=getattr(cast, who))
    assert (need.origin, need.declarant, need.post) == (RequestOrigin.HOLDER, cast.organisation, cast.post)
    assert (need.number, need.state) == ("B-2026-0001", RequestState.OPEN)
    line = Entry.objects.get(action="declare_request")
    assert (line.subject_id, line.role, line.to_state) == (need.public_id, who, "open")


@pytest.mark.parametrize("who", ["officer", "agent"])
def test_l6_nobody_declares_for_a_holder(cast, who):
    with pytest.raises(NotAllowed):
        made.declared(cast, by=getattr(cast, who))


@pytest.mark.parametrize(("ends", "holds"), [(-1, False), (0, True), (1, True)])
def test_l6_the_label_is_in_force_that_day(cast, ends, holds):
    made.ends_on(cast.label, TODAY + timedelta(days=ends))
    if holds:
        assert made.declared(cast).pk
    else:
        with pytest.raises(NotAllowed, match="n’a pas de label en vigueur"):
            made.declared(cast)


def test_m8_a_country_without_post_is_said_with_whom_to_write_to(cast, settings):
    PostCountry.objects.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(RequestRefused, match="Aucune ambassade") as refused:
        made.declared(cast)
    assert refused.value.field == "country"
    assert settings.SERVICE_EMAIL in refused.value.sentence


def test_m1_a_declared_need_has_a_theme_and_a_period_to_come(cast):
    with pytest.raises(RequestRefused):
        made.declared(cast, themes=[])
    with pytest.raises(RequestRefused):
        made.declared(cast, wished_from=TODAY - timedelta(days=1))
    assert not ExpertiseRequest.objects.exists()


# ---------------------------------------------------------------- « nous pourrions »


def test_m1_a_holder_offers_itself_once_and_takes_it_back(cast):
    need = made.need(cast)
    offer = offers.offer(request=need, label=cast.label, message=" En mai. ", by=cast.editor, at=AT)
    assert (offer.organisation, offer.message, offer.offered_by) == (
        cast.organisation,
        "En mai.",
        cast.editor,
    )
    with pytest.raises(NotAllowed, match="déjà proposé"):
        offers.offer(request=need, label=cast.label, message="Encore.", by=cast.signatory, at=AT)
    stale = Offer.objects.select_related("request").get()
    offers.take_back(offer=offer, by=cast.signatory, at=AT)
    with pytest.raises(StateChanged):
        offers.take_back(offer=stale, by=cast.editor, at=AT)
    again = offers.offer(request=need, label=cast.label, message="Si.", by=cast.editor, at=AT)
    assert list(need.offers.filter(taken_back_at=None)) == [again]
    actions = Entry.objects.filter(subject_id=need.public_id, action__contains="offer").order_by("pk")
    assert [line.action for line in actions] == ["offer", "take_back_offer", "offer"]


def test_m1_an_offer_says_something(cast):
    with pytest.raises(OfferRefused) as refused:
        offers.offer(request=made.need(cast), label=cast.label, message=" ", by=cast.editor, at=AT)
    assert refused.value.field == "message"


def test_m1_who_could_not_be_asked_does_not_offer(cast):
    """Another theme, an ended label, a report late, asked already, a need that is closed: each has its reason."""
    other = made.label(cast.organisation, made.theme("sport", "Sport"))
    ended = made.label(cast.organisation, ends_on=TODAY - timedelta(days=1))
    asked, closed = made.solicitation(cast).request, made.need(cast)
    requests.withdraw_request(request=closed, by=cast.officer, at=AT)
    late = made.gone(cast)
    said = {
        "aucun des thèmes": (made.need(cast), other),
        "prend fin": (made.need(cast), ended),
        "déjà sollicité": (asked, cast.label),
        "à ce stade": (closed, cast.label),
    }
    for words, (need, label) in said.items():
        with pytest.raises(NotAllowed, match=words):
            offers.offer(request=need, label=label, message="Oui.", by=cast.editor, at=AT)
    type(late).objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match=late.number):
        offers.offer(request=made.need(cast), label=cast.label, message="Oui.", by=cast.editor, at=AT)
    with pytest.raises(NotAllowed):
        offers.offer(request=made.need(cast), label=made.label(), message="Oui.", by=cast.editor, at=AT)


def test_an_offer_kept_by_the_database(cast):
    offer = offers.offer(request=made.need(cast), label=cast.label, message="Oui.", by=cast.editor, at=AT)
    for statement in ("UPDATE missions_offer SET message = 'Non.'", "DELETE FROM missions_offer"):
        with (
            pytest.raises(IntegrityError, match="expect:"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(
            request=offer.request,
            label=cast.label,
            organisation=cast.organisation,
            message="Deux.",
            offered_at=AT,
            offered_by=cast.editor,
        )


# ---------------------------------------------------------------- merged


def test_m1_a_need_that_came_twice_is_merged(cast):
    first, twice = made.need(cast), made.need(cast)
    closing.merge_request(request=twice, into=first, by=cast.officer, at=AT)
    twice.refresh_from_db()
    first.refresh_from_db()
    assert (twice.state, twice.merged_into, twice.merged_at) == (RequestState.MERGED, first, AT)
    assert first.state == RequestState.OPEN
    line = Entry.objects.get(action="merge_request")
    assert (line.subject_id, line.details) == (twice.public_id, {"into": first.public_id})


def test_m1_who_offered_itself_or_declared_a_need_is_counted_on_the_one_that_goes_on(cast):
    """Two mergers in a row; an offer that stands there already stays as it is."""
    first, second, third = made.need(cast), made.declared(cast), made.need(cast)
    other = made.label()
    editor = factories.member(Role.EDITOR, other.organisation)
    for need, label, by, message in (
        (third, other, editor, "En mai."),
        (second, other, editor, "En juin."),
        (third, cast.label, cast.editor, "Jamais."),
    ):
        offers.offer(request=need, label=label, message=message, by=by, at=AT)
    offers.take_back(offer=third.offers.get(label=cast.label), by=cast.editor, at=AT)
    closing.merge_request(request=third, into=second, by=cast.officer, at=AT)
    closing.merge_request(request=second, into=first, by=cast.officer, at=AT)
    (carried,) = first.offers.all()
    assert (carried.label, carried.message, carried.offered_by) == (other, "En juin.", editor)
    assert Entry.objects.filter(action="carry_offer").count() == 1
    ranked = {one.label.organisation: one.reasons for one in matching.suggestions(first, TODAY)}
    assert any("En juin." in reason for reason in ranked[other.organisation])
    assert "La demande lui est parvenue directement" in ranked[cast.organisation]


def test_m1_a_holder_that_declined_the_former_need_offers_nothing_on_the_other(cast):
    first, twice = made.need(cast), made.need(cast)
    offers.offer(request=twice, label=cast.label, message="En mai.", by=cast.editor, at=AT)
    asked = made.solicitation(cast, twice)
    requests.decline_solicitation(solicitation=asked, reason="Plus libres.", by=cast.editor, at=AT)
    closing.merge_request(request=twice, into=first, by=cast.officer, at=AT)
    assert not first.offers.exists()


def test_m1_not_into_itself_another_country_or_a_closed_one(cast):
    need, elsewhere = made.need(cast), made.need(made.Cast(country=factories.country("MG", "Madagascar")))
    closed = made.need(cast)
    requests.withdraw_request(request=closed, by=cast.officer, at=AT)
    for into, refusal in ((need, MergeRefused), (elsewhere, MergeRefused), (closed, StateChanged)):
        with pytest.raises(refusal):
            closing.merge_request(request=need, into=into, by=cast.officer, at=AT)
    need.refresh_from_db()
    assert need.state == RequestState.OPEN


def test_m1_a_need_for_which_a_holder_is_asked_is_not_merged_away(cast):
    solicitation, into = made.solicitation(cast), made.need(cast)
    with pytest.raises(NotAllowed, match="réunissez plutôt l’autre"):
        closing.merge_request(request=solicitation.request, into=into, by=cast.officer, at=AT)
    closing.merge_request(request=into, into=solicitation.request, by=cast.officer, at=AT)
    solicitation.refresh_from_db()
    assert solicitation.state == SolicitationState.SENT


@pytest.mark.parametrize(
    "facts",
    [
        "state = 'merged'",
        "state = 'merged', merged_at = created_at",
        "state = 'merged', merged_at = created_at, merged_into_id = id",
        "merged_into_id = {other}",
        "state = 'expired'",
        "state = 'withdrawn'",
        "origin = 'holder'",
        "declarant_id = {body}",
    ],
)
def test_a_state_of_a_need_has_its_facts_in_the_database(cast, facts):
    need, other = made.need(cast), made.need(cast)
    facts = facts.format(other=other.pk, body=cast.organisation.pk)
    with pytest.raises(IntegrityError, match="request_"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE missions_expertiserequest SET {facts} WHERE id = %s", [need.pk])


# ---------------------------------------------------------------- expired


@pytest.mark.parametrize(("shift", "expires"), [(0, False), (1, True)])
def test_m1_a_need_expires_the_day_after_its_period(cast, shift, expires):
    need = made.need(cast)
    day = need.wished_until + timedelta(days=shift)
    at = AT + (day - TODAY)
    assert closing.expire_requests(on=day, at=at) == ([need] if expires else [])
    need.refresh_from_db()
    assert (need.state == RequestState.EXPIRED, need.expired_at) == (expires, at if expires else None)
    assert closing.expire_requests(on=day, at=at) == []


def test_m1_an_expired_need_lets_its_holders_go(cast):
    need = made.need(cast)
    willing, waiting = made.accepted(cast, need), made.solicitation(cast, need, of=made.label())
    after = need.wished_until + timedelta(days=1)
    closing.expire_requests(on=after, at=AT + (after - TODAY))
    for one in (willing, waiting):
        one.refresh_from_db()
    assert (willing.state, waiting.state) == (SolicitationState.NOT_CHOSEN, SolicitationState.CANCELLED)
    line = Entry.objects.get(action="expire_request")
    assert (line.actor, line.from_state, line.to_state) == ("", "open", "expired")


def test_m1_a_need_that_a_mission_meets_never_expires(cast):
    mission = made.draft(cast)
    after = TODAY + timedelta(days=1000)
    assert closing.expire_requests(on=after, at=AT) == []
    assert mission.solicitation.request.state == RequestState.MATCHED


def test_m1_one_need_in_the_way_stops_no_other(cast, monkeypatch):
    first, second = made.need(cast), made.need(cast)
    advance = closing.advance

    def beaten(request, *args, **kwargs):
        if request == first:
            raise StateChanged("Trop tard.")
        return advance(request, *args, **kwargs)

    monkeypatch.setattr(closing, "advance", beaten)
    assert closing.expire_requests(on=TODAY + timedelta(days=200), at=AT) == [second]


def test_x1_a_holder_reads_the_needs_of_its_themes_alone(cast):
    from missions import board

    fits, sport = made.need(cast), made.theme("sport", "Sport")
    made.need(cast, themes=[sport])
    closed = made.need(cast)
    requests.withdraw_request(request=closed, by=cast.officer, at=AT)
    declared = made.declared(cast, themes=[sport])
    stranger = factories.member(Role.EDITOR)
    assert set(board.holder_requests(cast.editor, TODAY)) == {fits, declared}
    assert not board.holder_requests(stranger, TODAY).exists()
    assert not board.holder_requests(cast.agent, TODAY).exists()
    past = cast.label.ends_on + timedelta(days=1)
    assert set(board.holder_requests(cast.editor, past)) == {declared}
    asked = made.solicitation(cast, fits)
    assert board.holder_requests(cast.editor, TODAY).get(asked=True) == fits
    silence.cancel_solicitation(solicitation=asked, reason="Erreur.", by=cast.officer, at=AT)
    assert not board.holder_requests(cast.editor, TODAY).filter(asked=True).exists()
