"""Celery's transport over a folder, for a desk without Redis: a message appears whole, or not at all.

kombu's own writes files under their final name, where a reader can meet them while they are still empty: the message is
lost, and the worker stops on « unrecoverable error ». Here they are written aside, then given their name.
"""

from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's channel, but for the writing."""

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """The table of an exchange is never seen empty; once it is there, kombu locks it."""
        table = self._exchange_file(exchange)
        table.parent.mkdir(exist_ok=True)
        draft = table.with_name(f".{uuid4()}")
        draft.write_text("[]")
        with suppress(FileExistsError):
            table.hardlink_to(draft)  # unlike a renaming, it never replaces a table that is there
        draft.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        draft = folder / f".{name}"  # a reader looks for « <one word>.<queue>.msg »
        draft.write_text(dumps(payload))
        draft.rename(folder / name)


class Transport(filesystem.Transport):
    """`filesystem://`, as this project means it (see `expect.celery`)."""

    Channel = Channel
