"""What an address asks and its list cannot take: said above the rows, never dropped without a word (spec X5)."""

from collections.abc import Iterator, Sequence

from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict

from expect.database.text import normalise
from expect.web import french

LONGEST_SEARCH = 200
SHOWN = 40
"""How much of what was asked is said again."""


def search_refused(typed: str) -> str:
    """Why nothing is searched for, in a sentence; empty where something is."""
    if len(typed) > LONGEST_SEARCH:
        return (
            f"Votre recherche compte {french.figure(len(typed))} caractères\N{NO-BREAK SPACE}: "
            f"gardez-en {LONGEST_SEARCH} au plus, quelques mots suffisent."
        )
    if typed and not normalise(typed):
        mend = "écrivez des lettres de l’alphabet latin ou des chiffres"
        return f"{_quoted(typed)} ne se cherche pas\N{NO-BREAK SPACE}: {mend}."
    return ""


def sentences(
    query: QueryDict, form: BaseForm | None, page: Page, sizes: Sequence[int], sorts: set[str]
) -> Iterator[str]:
    """What is not taken of the filters, of the sort, of the pages; the list is shown without it."""
    for field in form.faulty_fields() if form and form.is_bound else ():
        for error in field.errors:
            yield f"Filtre {_quoted(field.label)}\N{NO-BREAK SPACE}: {french.lower_first(error)}"
    if (asked := query.get("tri", "")) and asked.removeprefix("-") not in sorts:
        yield f"Tri {_quoted(asked)}\N{NO-BREAK SPACE}: cette liste n’a pas ce tri, elle garde le sien."
    if (asked := query.get("par_page", "")) and asked not in map(str, sizes):
        yield f"{_quoted(asked)} lignes par page\N{NO-BREAK SPACE}: choisissez parmi {', '.join(map(str, sizes))}."
    if (asked := query.get("page", "")) and asked != str(page.number):
        yield f"Page {_quoted(asked)}\N{NO-BREAK SPACE}: cette liste ne l’a pas, voici la page {page.number}."


def _quoted(asked: str) -> str:
    """Between French quotation marks, cut where it is long."""
    shown = asked if len(asked) <= SHOWN else f"{asked[:SHOWN]}…"
    return f"«\N{NO-BREAK SPACE}{shown}\N{NO-BREAK SPACE}»"
