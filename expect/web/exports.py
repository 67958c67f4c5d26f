"""What a spreadsheet opens: CSV as French Excel reads it, with nothing that it would run."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from expect.kernel.clock import PARIS

FORMULA = re.compile(r"[\s\u00a0\u200b\u202f\ufeff\x00-\x1f]*[=+\-@|%＝＋－＠｜％]")
STARTS_AS_FORMULA = ("\t", "\r", "\n")


def safe_cell(value: Any) -> str:
    """The value as text, with an apostrophe before whatever a spreadsheet would take for a formula.

    Numbers keep their minus sign: they are numbers, not what somebody typed.
    """
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case int():
            return str(value)
        case Decimal() | float():
            return str(value).replace(".", ",")
        case datetime():
            return f"{value.astimezone(PARIS):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_AS_FORMULA) or FORMULA.match(text) else text


def csv_response(
    header: Iterable[str], rows: Iterable[Iterable[Any]], filename: str
) -> StreamingHttpResponse:
    """The rows as a CSV file (UTF-8 with its mark, semicolons), sent as they come."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(map(safe_cell, header))
    for row in rows:
        yield writer.writerow(map(safe_cell, row))
