"""Missions in one's own calendar, by an address that one may revoke (spec X1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar, Event

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.errors import StateChanged
from missions.enums import Direction, MissionState
from missions.models import CalendarAddress, MissionLeg

SIGNER = Signer(salt="missions.calendar")
SURE = (MissionState.VALIDATED, MissionState.INTERRUPTED, MissionState.COMPLETED, MissionState.CLOSED)


@transaction.atomic
def open_address(*, user: User, at: datetime) -> CalendarAddress:
    """A new address for oneself; the former one, if any, opens nothing any more.

    Raises StateChanged: another tab of the same person has just opened one.
    """
    revoke_address(user=user, at=at)
    try:
        with transaction.atomic():
            address = CalendarAddress.objects.create(user=user, created_at=at)
    except IntegrityError as clash:
        raise StateChanged(
            "Une autre adresse vient d’être créée : rechargez la page pour la lire."
        ) from clash
    journal.record(action="open_calendar_address", subject=address, by=user, at=at)
    return address


@transaction.atomic
def revoke_address(*, user: User, at: datetime) -> None:
    """Have one's address open nothing any more; done twice, it has no further effect."""
    for address in CalendarAddress.objects.filter(user=user, revoked_at=None):
        CalendarAddress.objects.filter(pk=address.pk, revoked_at=None).update(revoked_at=at)
        journal.record(action="revoke_calendar_address", subject=address, by=user, at=at)


def url_of(address: CalendarAddress) -> str:
    """The whole address, to copy into a calendar."""
    return settings.BASE_URL + reverse("missions:feed", args=[SIGNER.sign(address.public_id)])


def find(signed: str) -> CalendarAddress | None:
    """The live address of an active person."""
    try:
        public_id = SIGNER.unsign(signed)
    except BadSignature:
        return None
    open_ones = CalendarAddress.objects.filter(revoked_at=None, user__is_active=True).select_related("user")
    return open_ones.filter(public_id=public_id).first()


def feed(legs: Iterable[MissionLeg], *, at: datetime) -> bytes:
    """An iCalendar file of these stays, whole days, the last one counted."""
    calendar = Calendar()
    calendar.add("prodid", "-//DAECT//EXPE-CT//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Missions EXPE-CT")
    for leg in legs:
        calendar.add_component(_event(leg, at))
    return calendar.to_ical()


def _event(leg: MissionLeg, at: datetime) -> Event:
    mission = leg.mission
    where = mission.country.name if leg.direction == Direction.SENDING else "France"
    event = Event()
    event.add("uid", f"mission-{mission.public_id}-{leg.direction}@expe-ct")
    event.add("sequence", mission.revision)
    event.add("status", "CONFIRMED" if mission.state in SURE else "TENTATIVE")
    event.add("dtstamp", at)
    event.add("dtstart", leg.starts_on)
    event.add("dtend", leg.ends_on + timedelta(days=1))
    event.add("summary", f"{mission.number}, {mission.country} : {mission.subject}")
    event.add("location", ", ".join(filter(None, (leg.place, where))))
    event.add("description", f"{mission.organisation} ({mission.get_state_display().lower()})")
    event.add("url", settings.BASE_URL + mission.get_absolute_url())
    return event
