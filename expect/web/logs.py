"""One JSON line per event, without personal data (spec X8).

Paths, query strings and the messages of exceptions may carry a name, an address or the secret of a link: none is
written. What is written: the route's name, the exception's class, and where in the code it was raised.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class JsonFormatter(logging.Formatter):
    """Formats a record as one line; what a caller passes as `extra={"fields": {...}}` is added to it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The record's message, less what may name somebody: Django ends its own with the path, Celery with the error."""
    if getattr(record, "request", None) is not None and record.args:
        words, colon, _ = str(record.msg).rpartition(":")
        return words % record.args[:-1] if colon else record.name
    task = getattr(record, "data", None)
    if isinstance(task, dict) and "exc" in task:
        return f"Task {task.get('name')} {task.get('description', 'failed')}"
    return record.getMessage()
