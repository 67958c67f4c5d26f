"""Celery's transport over a folder, for a desk without Redis: a message appears whole, or not at all.

kombu's own writes the file under its final name, where a reader can take it away while it is still empty: the message
is lost, and the worker stops on « unrecoverable error ». Here it is written aside, then renamed.
"""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's channel, but for the writing."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        draft = folder / f".{name}"  # a reader looks for « <one word>.<queue>.msg »
        draft.write_text(dumps(payload))
        draft.rename(folder / name)


class Transport(filesystem.Transport):
    """`filesystem://`, as this project means it (see `expect.celery`)."""

    Channel = Channel
