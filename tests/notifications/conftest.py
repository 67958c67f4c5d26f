"""A real SMTP server, on a port of its own."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took; it refuses one address, and ends the session after so many mails."""

    def __init__(self):
        self.mails: list[EmailMessage] = []
        self.refuse = ""
        self.hang_up_after: int | None = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.hang_up_after is not None and len(self.mails) >= self.hang_up_after:
            return "421 closing"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(settings, free_port, mailbox):
    """The server, stopped; `server.start()` and `server.stop()` when the test wants."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", free_port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port)
    yield controller
    controller.stop(no_assert=True)
    controller.loop.close()


@pytest.fixture
def running(server, mailbox) -> Mailbox:
    """The server, started: what it takes."""
    server.start()
    return mailbox
