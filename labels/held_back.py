"""What the antivirus holds back is told, once: evidence, to the people of its file; what was sent with a message, to
who sent it; the minister's letter, to DAECT (spec X3, X6).
"""

from datetime import datetime

from django.db import transaction

from labels import decision_emails, emails, selectors


def tell_held_back(*, at: datetime) -> int:
    """Tell of each attachment found infected since the last time; returns how many. Run again, it tells nothing new.

    A body of which nobody can be reached is told as soon as somebody can.
    """
    found = [
        *((emails.attachment_held_back, attachment) for attachment in selectors.infected_untold()),
        *((emails.sent_file_held_back, attachment) for attachment in selectors.infected_sent_untold()),
        *((decision_emails.answer_scan_held_back, scan) for scan in selectors.infected_scans_untold()),
    ]
    for tell, attachment in found:
        with transaction.atomic():
            tell(attachment, at=at)
    return len(found)
