"""A session as an event of the calendars of its members and of DAECT (spec L8)."""

from datetime import datetime

from django.conf import settings
from icalendar import Calendar, Event

from expect.kernel.clock import PARIS
from labels.enums import SessionState
from labels.models import CommitteeSession


def session_file(session: CommitteeSession, *, url: str, at: datetime) -> bytes:
    """An iCalendar file; opened again after a change or a cancellation, the event follows: same UID, next SEQUENCE.

    `url` is the session's page for whoever opens it.
    """
    cancelled = session.state == SessionState.CANCELLED
    event = Event()
    event.add("uid", f"seance-{session.public_id}@expe-ct")
    event.add("sequence", session.revision + cancelled)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("dtstamp", at)
    if session.starts_at and session.ends_at:
        event.add("dtstart", datetime.combine(session.held_on, session.starts_at, PARIS))
        event.add("dtend", datetime.combine(session.held_on, session.ends_at, PARIS))
    else:
        event.add("dtstart", session.held_on)
    event.add("summary", "Comité de sélection du label EXPE-CT")
    event.add("location", session.place)
    event.add("url", f"{settings.BASE_URL}{url}")
    calendar = Calendar()
    calendar.add("prodid", "-//DAECT//EXPE-CT//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
