"""A list: filters, search, sort, pages and export live in the URL (spec X5)."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from zipfile import ZipFile

import pytest
from lxml import etree

from expect.audit.models import Entry
from expect.database.models import Counter
from expect.web.exports import FORMATS, safe_cell
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    Counter.objects.bulk_create(Counter(name=f"dossier-{n}", value=n) for n in range(1, 8))


@pytest.fixture
def person(client, gallery, clock):
    client.force_login(factories.user())
    return client


def names(answer) -> list[str]:
    return [line["row"].name for line in answer.context["rows"]]


def seen(client, url) -> tuple[list[str], str]:
    """The rows that the page shows, in order, and the page."""
    page = client.get(url).content.decode()
    cells = [part.split("</a>")[0] for part in page.split('href="/dossiers/')[1:]]
    return [cell.split(">")[-1] for cell in cells if cell.split(">")[-1].startswith("dossier-")], page


def test_x5_the_count_is_in_the_title_and_pages_share_the_rows(person, rows):
    first, page = seen(person, "/?par_page=5")
    assert "(7)" in page
    assert first == [f"dossier-{n}" for n in (7, 6, 5, 4, 3)]
    second, _ = seen(person, "/?par_page=5&page=2")
    assert second == ["dossier-2", "dossier-1"]
    assert seen(person, "/?par_page=5&page=99")[0] == second
    assert len(seen(person, "/?par_page=4000")[0]) == 3


def test_x5_sort_is_in_the_url_and_turns_over(person, rows):
    ordered, page = seen(person, "/?tri=name")
    assert ordered == ["dossier-1", "dossier-2", "dossier-3"]
    assert 'aria-sort="ascending"' in page
    assert "?tri=-name" in page
    assert seen(person, "/?tri=-name")[0] == ["dossier-7", "dossier-6", "dossier-5"]
    assert seen(person, "/?tri=password")[0] == ["dossier-7", "dossier-6", "dossier-5"]


def test_x5_filters_and_search_are_tags_that_can_be_removed(person, rows):
    found, page = seen(person, "/?q=dossier&among=1&among=2&value=2&tri=name")
    assert found == ["dossier-2"]
    page = unescape(page)
    for label, url in [
        ("« dossier »", "?among=1&among=2&value=2&tri=name"),
        ("Valeur : Deux", "?q=dossier&among=1&among=2&tri=name"),
        ("Parmi : Un", "?q=dossier&value=2&tri=name&among=2"),
        ("Parmi : Deux", "?q=dossier&value=2&tri=name&among=1"),
    ]:
        assert label in page
        assert sorted(url[1:].split("&")) in [
            sorted(part.split('"')[0].split("&")) for part in page.split('href="?')
        ]


def test_a_filter_that_cannot_be_read_is_said_and_filters_nothing(person, rows):
    found, page = seen(person, "/?day=2026-02-30")
    assert len(found) == 3
    assert "février 2026 compte 28 jours" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?value=abc", "Filtre « Valeur » : ce choix n’est pas, ou n’est plus, dans la liste"),
        ("?tri=password", "Tri « password » : cette liste n’a pas ce tri"),
        ("?par_page=33", "« 33 » lignes par page : choisissez parmi"),
        ("?page=9999", "Page « 9999 » : cette liste ne l’a pas, voici la page 3."),
        ("?page=0", "Page « 0 » : cette liste ne l’a pas, voici la page 1."),
        ("?page=-1", "Page « -1 » : cette liste ne l’a pas, voici la page 1."),
        ("?page=fin", "Page « fin » : cette liste ne l’a pas, voici la page 1."),
    ],
)
def test_x5_what_an_address_asks_and_the_list_does_not_take_is_said(person, rows, query, sentence):
    """An old shared link, a code mistyped: the rows are all there, and the page says why."""
    answer = person.get(f"/{query}")
    assert answer.context["count"] == Counter.objects.count()
    page = unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    assert sentence in page
    assert "non-compris" not in seen(person, "/?q=dossier&value=2&tri=name&page=1")[1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("%", "« % » ne se cherche pas : écrivez des lettres"),
        ("😀", "« 😀 » ne se cherche pas"),
        ("d" * 5_000, "Votre recherche compte 5 000 caractères : gardez-en 200 au plus"),
    ],
    ids=["a sign", "an emoji", "too long"],
)
def test_x5_a_search_that_cannot_be_made_finds_nothing_says_so_and_exports_nothing(
    person, rows, typed, sentence
):
    answer = person.get("/", {"q": typed, "export": "csv"})
    assert not answer.streaming
    page = unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert answer.context["count"] == 0
    assert sentence in page
    assert typed in page


def test_an_empty_list_says_one_sentence_and_one_act(person, rows):
    _, page = seen(person, "/?q=introuvable")
    assert "Rien ne correspond à vos filtres." in page
    Counter.objects.all().delete()
    _, page = seen(person, "/")
    assert "Aucune candidature n’a encore été déposée." in page
    assert "Déposer une candidature" in page
    assert "<table" not in page


def test_what_is_searched_for_is_text(person, rows):
    _, page = seen(person, "/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_the_number_of_queries_does_not_follow_the_rows(person, django_assert_num_queries):
    person.get("/")
    for total in (1, 3):
        Counter.objects.bulk_create(Counter(name=f"{total}-{n}", value=n) for n in range(total))
        with django_assert_num_queries(5):  # session, person, roles, count, rows
            person.get("/")


HEADER = ["Numéro", "État", "Âge (jours)", "Coût", "Déposée le", "Séance", "Note"]


def exported(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def parts(answer) -> dict[str, str]:
    """The XML files of a spreadsheet, by name."""
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def texts(xml: str, *tags: str) -> list[str]:
    nodes = etree.fromstring(xml.encode()).iter("{*}*")
    return ["".join(node.itertext()) for node in nodes if node.tag.endswith(tags)]


def test_x5_the_export_is_exactly_what_is_filtered_all_pages(person, rows):
    answer = person.get("/?q=dossier&tri=name&export=csv&page=2")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="candidatures-2026-03-02.csv"'
    header, *lines = exported(answer)
    assert header == HEADER
    assert [line[0] for line in lines] == [f"dossier-{n}" for n in range(1, 8)]
    assert lines[0] == ["dossier-1", "En retard", "1", "0,25", "01/03/2026", "", "'=1+1"]


def test_x5_the_same_in_excel_where_text_stays_text(person, rows):
    answer = person.get("/?q=dossier&tri=name&export=xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="candidatures-2026-03-02.xlsx"'
    book = parts(answer)
    sheet = book["xl/worksheets/sheet1.xml"]
    assert texts(sheet, "}t")[:3] == ["Numéro", "État", "Âge (jours)"]
    assert [text for text in texts(sheet, "}t") if text.startswith("dossier-")] == [
        f"dossier-{n}" for n in range(1, 8)
    ]
    assert "=1+1" in texts(sheet, "}t")
    assert "0.25" in texts(sheet, "}v")
    assert not texts(sheet, "}f")


def test_x5_the_same_in_libreoffice_where_text_stays_text(person, rows):
    answer = person.get("/?q=dossier&tri=name&export=ods")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="candidatures-2026-03-02.ods"'
    sheet = parts(answer)["content.xml"]
    cells = texts(sheet, "}table-cell")
    assert cells[:7] == HEADER
    assert cells[7:14] == ["dossier-1", "En retard", "1", "0.25", "2026-03-01", "", "=1+1"]
    assert len(cells) == 7 * 8
    assert "formula" not in sheet


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_xml_cannot_hold_is_left_out_of_a_cell(kind):
    rows = [["a\x00b\x0b\ud800\uffffc<&>", "x" * 40_000]]
    answer = FORMATS[kind].write(["Une", "Deux"], rows, f"f.{kind}")
    book = parts(answer)
    sheet = book["content.xml" if kind == "ods" else "xl/worksheets/sheet1.xml"]
    assert "abc<&>" in texts(sheet, "}p", "}t")


def test_x5_a_kind_of_file_that_does_not_exist_shows_the_list(person, rows):
    assert person.get("/?export=exe").headers["Content-Type"].startswith("text/html")


def test_x2_an_export_leaves_a_trace(person, rows):
    exported(person.get("/?export=csv"))
    line = Entry.objects.get(action="export")
    assert line.details == {"list": "dashboard:work_list", "format": "csv"}
    assert line.actor == line.subject_id


@pytest.mark.pure
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+33 1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\nx",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1+1",
        "＋1",
        "|cmd",
        "%x",
    ],
)
def test_nothing_in_a_cell_is_run_by_a_spreadsheet(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.pure
@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-3, "-3"),
        (Decimal("-1234.50"), "-1234,50"),
        (True, "oui"),
        (None, ""),
        (date(2026, 3, 2), "02/03/2026"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "03/03/2026 00:30"),
        ("L’Haÿ-les-Roses", "L’Haÿ-les-Roses"),
        ("a=b", "a=b"),
    ],
)
def test_other_cells_are_written_the_french_way(value, cell):
    assert safe_cell(value) == cell
