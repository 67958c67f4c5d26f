"""The messages of a file, as they stand on both its pages."""

from typing import Any

from expect.web.addresses import page_of
from expect.web.components import Act
from expect.web.views import PageMixin
from labels import messages, rules, selectors
from labels.enums import Side
from labels.models import LabelApplication

PAGES = {Side.BODY: "labels:own_messages", Side.DAECT: "labels:application_messages"}


def conversation(page: PageMixin, application: LabelApplication, side: str) -> dict[str, Any]:
    """The thread as `side` opens it, which makes it read; and the way to write."""
    user = page.request.user
    thread = list(selectors.thread_of(application))
    received = [message for message in thread if message.side != side]
    if any(message.read_at is None for message in received):
        messages.mark_read(application=application, side=side, by=user, at=page.at)
    if any(message.awaits_answer and message.settled_at is None for message in received):
        label = "Répondre"
    else:
        label = "Écrire à l’organisme" if side == Side.DAECT else "Écrire à la DAECT"
    verdict = rules.may_write_message(user, application, side, page.today)
    url = page_of(PAGES[Side(side)], application.public_id)
    return {"thread": thread, "side": side, "write": Act(verdict, url, label)}
