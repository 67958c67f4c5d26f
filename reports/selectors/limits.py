"""The limit of a report: how it moved, what was recalled and to whom, the time asked for (spec R1, R6)."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from expect.accounts.models import User
from expect.accounts.selectors import is_daect
from expect.notifications.models import Message
from missions import selectors as missions
from missions.models import Mission, ReportLimitChange
from reports.models import ExtensionRequest, ReportReminder

LATE, REMINDER, COMPLEMENT = "reports/report_late", "reports/report_reminder", "reports/complement_reminder"


def followed_missions(user: User, on: date) -> QuerySet[Mission]:
    """The missions whose limit `user` follows: DAECT, all; a holder, its own."""
    seen = missions.daect_missions if is_daect(user, on) else missions.own_missions
    return seen(user, on).select_related(
        "organisation__department", "organisation__region", "country", "label"
    )


def limit_changes(mission: Mission) -> QuerySet[ReportLimitChange]:
    """Each value of the limit with its reason, the one that stands first."""
    return ReportLimitChange.objects.filter(mission=mission).select_related("set_by").order_by("-pk")


class Told(NamedTuple):
    """An address that a reminder was written to, and when the mail left; None while it has not."""

    to: str
    sent_at: datetime | None


def reminders(mission: Mission) -> list[tuple[ReportReminder, list[Told]]]:
    """Each step noted, the last one first, with whom it was written to, and when it left (spec R6)."""
    noted = list(ReportReminder.objects.filter(mission=mission).order_by("-noted_at", "step"))
    told = defaultdict(list)
    sent = Message.objects.filter(
        subject_type=mission._meta.label, subject_id=mission.public_id, event__in=[LATE, REMINDER, COMPLEMENT]
    )
    for mail in sent.only("event", "key", "to", "created_at", "sent_at").order_by("to"):
        occasion = mail.created_at if mail.event == LATE else (mail.event, mail.key.split(":")[2])
        told[occasion].append(Told(mail.to, mail.sent_at))
    return [(one, told[_occasion(one)] if one.sent_at else []) for one in noted]


def _occasion(reminder: ReportReminder) -> object:
    if reminder.of_more:
        return COMPLEMENT, reminder.occasion()
    return reminder.sent_at if reminder.step < 0 else (REMINDER, reminder.occasion())


def extension_requests(user: User, on: date) -> QuerySet[ExtensionRequest]:
    """The requests for more time on the missions that `user` follows."""
    followed = followed_missions(user, on).values("pk")
    found = ExtensionRequest.objects.filter(mission__in=followed)
    return found.select_related(
        "mission__organisation__department", "mission__organisation__region", "mission__country",
        "asked_by", "decided_by",
    )  # fmt: skip
