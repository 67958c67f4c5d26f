"""A piece of evidence that the antivirus holds back is told to the people of its file, once (spec X3, X6).

One joined to a message is said in the thread alone.
"""

from datetime import datetime

from django.db import transaction

from labels import emails, selectors


def tell_held_back(*, at: datetime) -> int:
    """Tell of each attachment found infected since the last time; returns how many. Run again, it tells nothing new.

    A body of which nobody can be reached is told as soon as somebody can.
    """
    found = list(selectors.infected_untold())
    for attachment in found:
        with transaction.atomic():
            emails.attachment_held_back(attachment, at=at)
    return len(found)
