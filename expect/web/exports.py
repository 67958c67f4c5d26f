"""What a spreadsheet opens: CSV, XLSX or ODS, with nothing that it would run (spec X5).

CSV has no types: it is written as French Excel reads it, with an apostrophe before whatever would be taken for a
formula. XLSX and ODS say what each cell is: text stays text, so « =1+1 » is shown as typed.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from stream_write_ods import stream_write_ods
from xlsxwriter import Workbook

from expect.kernel.clock import PARIS

FORMULA = re.compile(r"[\s\u00a0\u200b\u202f\ufeff\x00-\x1f]*[=+\-@|%＝＋－＠｜％]")
STARTS_AS_FORMULA = ("\t", "\r", "\n")
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML cannot hold."""

EXCEL_LONGEST = 32_767
"""Characters that one of its cells holds."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_CELLS = (
    (str, ("string", None, None, str)),
    (int, ("float", "office:value", None, str)),
    (float, ("float", "office:value", None, str)),
    (Decimal, ("float", "office:value", None, str)),
    (date, ("date", "office:date-value", "date", date.isoformat)),
    (datetime, ("date", "office:date-value", None, datetime.isoformat)),
)

Rows = Iterable[Iterable[Any]]


@dataclass(frozen=True)
class Format:
    """A kind of file; `write` turns the header and the rows into an answer, named `filename`."""

    label: str
    write: Callable[[list[str], Rows, str], HttpResponse | StreamingHttpResponse]


def safe_cell(value: Any) -> str:
    """The value as CSV text, with an apostrophe before whatever a spreadsheet would take for a formula.

    Numbers keep their minus sign: they are numbers, not what somebody typed.
    """
    match typed_cell(value):
        case int() as number:
            return str(number)
        case Decimal() | float() as number:
            return str(number).replace(".", ",")
        case datetime() as moment:
            return f"{moment:%d/%m/%Y %H:%M}"
        case date() as day:
            return f"{day:%d/%m/%Y}"
        case text:
            return f"'{text}" if text.startswith(STARTS_AS_FORMULA) or FORMULA.match(text) else text


def typed_cell(value: Any) -> str | int | float | Decimal | date | datetime:
    """The value in one of the types that a cell may have; instants are read in Paris, without their zone."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return value.astimezone(PARIS).replace(tzinfo=None, microsecond=0)
        case int() | float() | Decimal() | date():
            return value
    return str(value)


def _csv(header: list[str], rows: Rows, filename: str) -> StreamingHttpResponse:
    """UTF-8 with its mark, semicolons; sent as the rows come."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo(), delimiter=";")
        yield "\ufeff"
        yield writer.writerow(map(safe_cell, header))
        for row in rows:
            yield writer.writerow(map(safe_cell, row))

    return _attached(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), filename)


def _ods(header: list[str], rows: Rows, filename: str) -> StreamingHttpResponse:
    """One sheet; sent as the rows come."""
    cells = ([_xml_cell(value) for value in row] for row in rows)
    chunks = stream_write_ods([("Liste", header, cells)], encoders=ODS_CELLS)
    return _attached(StreamingHttpResponse(chunks, content_type=ODS_TYPE), filename)


def _xlsx(header: list[str], rows: Rows, filename: str) -> FileResponse:
    """One sheet, its header frozen; its rows are on the disk until the file is whole."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Liste")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        days, moments = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(map(_xml_cell, row)):
                match value:
                    case str():
                        sheet.write_string(line, place, value[:EXCEL_LONGEST])
                    case datetime():
                        sheet.write_datetime(line, place, value, moments)
                    case date():
                        sheet.write_datetime(line, place, value, days)
                    case _:
                        sheet.write_number(line, place, value)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


FORMATS = {"csv": Format("CSV", _csv), "xlsx": Format("Excel", _xlsx), "ods": Format("LibreOffice", _ods)}
"""By the word that the address and the file's name carry."""


class _Echo:
    def write(self, line: str) -> str:
        return line


def _xml_cell(value: Any) -> str | int | float | Decimal | date | datetime:
    cell = typed_cell(value)
    return NO_XML.sub("", cell) if isinstance(cell, str) else cell


def _attached(response: StreamingHttpResponse, filename: str) -> StreamingHttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
