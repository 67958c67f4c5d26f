"""What people find in their mail, and on paper."""

import re

from expect.notifications.models import Message

CODE = re.compile(r"\b\d{4}-\d{4}\b")
LINK = re.compile(r"http\S+")


def mail_to(address: str) -> Message:
    """The last e-mail to that address."""
    return Message.objects.filter(to=address).latest("pk")


def code_sent_to(address: str) -> str:
    """The sign-in code of the last e-mail."""
    return CODE.search(mail_to(address).body).group()


def link_sent_to(address: str) -> str:
    """The one link of the last e-mail (ui.md: one link)."""
    (link,) = LINK.findall(mail_to(address).body)
    return link
