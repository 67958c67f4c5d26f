"""The spreadsheets that DAECT takes from its lists, reopened: XLSX and ODS by another library than the one that wrote
them, CSV, which has no types, as French Excel reads it.

They hold exactly what is filtered, and nothing live in a cell (spec X5).
"""

import csv
import io
import re
from datetime import date
from zipfile import ZipFile

import odfdo
import openpyxl
import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from labels import marks
from tests import factories
from tests.labels import factories as labels
from tests.labels.test_appeals import lodge as contest
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIVE = '=HYPERLINK("http://x.test";"Cliquez")'
COMMAND = "=cmd|'/c calc'!A1"


@pytest.fixture
def officer(client):
    """With, on each list, a row of theirs whose every word would be a formula, and a row that no filter keeps."""
    person = factories.member(Role.OFFICER)
    body = factories.organisation(name=COMMAND)
    application = labels.lodged(body, expertise={"title": LIVE})
    marks.mark(application=application, by=person, at=AT)
    session = labels.session(by=person)
    session.place = LIVE
    session.save(update_fields=["place"])
    labels.lodged()
    for contested in (labels.lodged(body), labels.lodged()):
        contest(labels.inadmissible(contested), grounds="Relisez.")
    client.force_login(person)
    return person


def taken(client, page, kind, asked) -> bytes:
    answer = client.get(reverse(f"labels:{page}"), asked | {"export": kind})
    return b"".join(answer.streaming_content)


def from_excel(content: bytes) -> list[list]:
    """The values of the only sheet; fails on a formula, a link, a macro."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert not [
            name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()
        ]
    book = openpyxl.load_workbook(io.BytesIO(content))
    (sheet,) = book.worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e") or cell.hyperlink or cell.comment]
    assert not sheet.conditional_formatting
    assert not list(book.defined_names)
    return [[cell.date() if hasattr(cell, "date") else cell or "" for cell in row] for row in sheet.values]


def from_libreoffice(content: bytes) -> list[list]:
    """The values of the only table; fails on a formula, a link, a script."""
    book = odfdo.Document(io.BytesIO(content))
    (table,) = book.body.tables
    cells = [cell for row in table.rows for cell in row.cells]
    assert not [cell for cell in cells if cell.formula]
    assert not book.body.xpath("//text:a | //office:scripts/* | //draw:object | //table:dde-link")
    return [
        [cell.value.date() if hasattr(cell.value, "date") else cell.value or "" for cell in row.cells]
        for row in table.rows
    ]


def from_csv(content: bytes) -> list[list]:
    """The values, without the apostrophe by which what was typed stays text; fails on a cell that would be run."""
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert not [cell for row in rows for cell in row if cell.strip()[:1] in set("=+-@|%＝＋－＠")]
    return [[as_excel(cell) for cell in row] for row in rows]


def as_excel(cell: str) -> str | date:
    """What it makes of it: a day, or text."""
    if day := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", cell):
        return date(*(int(figure) for figure in reversed(day.groups())))
    return cell.removeprefix("'")


READERS = {"xlsx": from_excel, "ods": from_libreoffice, "csv": from_csv}
LISTS = {
    "applications": (
        {"q": "hyperlink"},
        {"Organisme": COMMAND, "Expertise": LIVE, "Déposée le": date(2026, 3, 2)},
    ),
    "sessions": ({"q": "hyperlink"}, {"Lieu": LIVE, "Clôture des inscriptions": date(2026, 3, 25)}),
    "appeals": ({"q": "calc"}, {"Organisme": COMMAND, "Recours": "R-2026-0001", "Hors délai": "non"}),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("page", LISTS)
def test_x5_reopened_it_is_what_was_filtered_and_nothing_is_live(client, officer, page, kind):
    asked, expected = LISTS[page]
    header, *rows = READERS[kind](taken(client, page, kind, asked))
    assert len(rows) == 1
    read = dict(zip(header, rows[0], strict=True))
    assert {name: read[name] for name in expected} == expected
    everything = READERS[kind](taken(client, page, kind, {}))
    assert len(everything) > 2 or page == "sessions"


def test_control_a_formula_is_seen_by_the_readers():
    book = openpyxl.Workbook()
    book.active.append(["=1+1"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(AssertionError):
        from_excel(file.getvalue())
    table = odfdo.Table("Liste")
    table.set_cell((0, 0), odfdo.Cell(2, formula="of:=1+1"))
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    document.body.append(table)
    file = io.BytesIO()
    document.save(file)
    with pytest.raises(AssertionError):
        from_libreoffice(file.getvalue())
    with pytest.raises(AssertionError):
        from_csv("\ufeffListe\r\n =1+1\r\n".encode())
