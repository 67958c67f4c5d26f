"""Every page that the access matrix opens, for those it is meant for: axe, both widths, the keyboard (spec X7).

The pages are those of the matrix, which fails where an address is missing: none can be forgotten. Everything that folds
is open, the names are as long as their columns, and what a form refuses is looked at like the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from expect.accounts.models import Organisation, User
from tests.access import world as worlds
from tests.browser.window import HEIGHT, WIDTHS, Visit
from tests.labels import factories as labels

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clock"),
    pytest.mark.long,
    pytest.mark.walk,
]

PACKAGES = ("web", "demo", "accounts", "programme", "labels", "missions", "reports")
READERS = {
    "DAECT": ("head", "officer"),
    "the body": ("signatory", "editor"),
    "the others": (
        "anonymous",
        "stranger",
        "other_editor",
        "committee_member",
        "post_agent",
        "administrator",
    ),
}
SENDS_AWAY = ("account_logout",)
"""Pages whose form ends the visit."""

UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
UNSEEN = """() => {
  const marks = (element) => [element, ...(element.labels ?? [])].flatMap(
    (node) => [null, '::before', '::after'].map((part) => getComputedStyle(node, part)));
  const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => {
      element.focus();
      return document.activeElement === element && !marks(element).some(outlined);
    })
    .map((element) => element.outerHTML.slice(0, 160));
}"""
"""What takes the keyboard and does not show it."""

SEND_EMPTY = """() => {
  const asks = (form) => form.querySelector('[required]');
  const form = [...document.querySelectorAll('main form[method=post]')].find(asks);
  for (const field of form.elements) {
    if (['checkbox', 'radio'].includes(field.type)) field.checked = false;
    else if (['INPUT', 'SELECT', 'TEXTAREA'].includes(field.tagName) && field.type !== 'hidden') field.value = '';
  }
  form.noValidate = true;
  HTMLFormElement.prototype.submit.call(form);
}"""
"""The first form of the page that asks for something is sent without it."""


@dataclass
class Walk:
    """One reader's way through the pages of a package; what is wrong on each."""

    role: str
    window: Visit
    wrong: list[str] = field(default_factory=list)
    refused: int = 0

    def look_at(self, row: worlds.Row) -> None:
        """The page, then the same refused."""
        address = reverse(row.name, kwargs=row.kwargs)
        try:
            if self.opens(address):
                self.every_look()
                if row.name not in SENDS_AWAY and self.is_refused():
                    self.refused += 1
                    self.every_look()
        except (AssertionError, Error) as wrong:
            self.wrong.append(f"{self.role}, {row.name}, {address}\n{wrong}")
            self.window.complaints.clear()
            self.window.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    def opens(self, address: str) -> bool:
        """Whether there is a page there, rather than a file or lines for a script."""
        try:
            answer = self.window.page.goto(f"{self.window.address}{address}")
        except Error as downloaded:
            if "Download is starting" in downloaded.message:
                return False
            raise
        assert answer.status < 300, answer.status
        return "text/html" in answer.headers["content-type"]

    def every_look(self) -> None:
        page = self.window.page
        page.evaluate(UNFOLD)
        self.window.look(axe=WIDTHS)
        page.keyboard.press("Tab")
        unseen = page.evaluate(UNSEEN)
        assert not unseen, f"the focus does not show on {unseen}"

    def is_refused(self) -> bool:
        """What the page's form asks for is not given; whether it was refused on a page that says so."""
        page = self.window.page
        before = page.url
        if not page.locator("main form[method=post] [required]").count():
            return False
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)
        return page.url == before


def rows_for(package: str, readers: tuple[str, ...], world: worlds.World) -> Iterator[tuple[str, worlds.Row]]:
    """Each row with those of the readers that it names, or the first of those that it lets in without a name; of two
    colleagues, who share their pages, the first."""
    for row in import_module(f"tests.access.{package}_rows").rows(world):
        let_in = [role for role in readers if row.status_for(role) == 200]
        named = [role for role in let_in if role in row.expected]
        yield from ((role, row) for role in (named if len(readers) > 2 else []) or let_in[:1])


def with_long_names() -> None:
    """As long as a name may be."""
    for model, name, length in ((Organisation, "name", 250), (User, "last_name", 80)):
        limit = min(length, model._meta.get_field(name).max_length)
        long = (
            "Communauté d’agglomération de Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson et environs " * 5
        )[:limit]
        model.objects.update(**{name: long.strip()})


@pytest.fixture
def world():
    """A transactional test before may have emptied the tables of themes and commitments."""
    labels.themes()
    labels.commitments()
    return worlds.build()


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("readers", READERS.values(), ids=READERS)
def test_x7_every_page_of_the_matrix(visit, world, package, readers):
    rows = list(rows_for(package, readers, world))
    with_long_names()
    walks = {}
    for role, row in rows:
        if role not in walks:
            walks[role] = Walk(role, visit(world.people[role]))
        walks[role].look_at(row)
    wrong = [sentence for walk in walks.values() for sentence in walk.wrong]
    assert not wrong, "\n\n".join([f"{len(wrong)} pages of {len(rows)}", *wrong])
    assert package != "labels" or sum(walk.refused for walk in walks.values()), "no form refused anything"


def test_x7_the_menu_on_a_telephone_and_the_style_sheets(visit, world):
    """A menu for each kind of person; the sheets, which are the same everywhere, never turn the page over."""
    for role in (
        "anonymous",
        "stranger",
        "head",
        "signatory",
        "committee_member",
        "post_agent",
        "administrator",
    ):
        window = visit(world.people[role]).go(reverse("web:site_map"))
        window.page.set_viewport_size({"width": WIDTHS[1], "height": HEIGHT})
        window.page.get_by_role("button", name="Menu").click()
        window.page.get_by_role("button", name="Fermer", exact=True).wait_for()
        window.ask_axe(preload=True)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<h6>Titre</h6>')", "heading-order"),
        ("document.querySelector('main').append(Object.assign(new Image(), { src: 'data:,' }))", "image-alt"),
        ("document.querySelector('main h1').style.color = '#bbb'", "color-contrast"),
        (
            "const sheet = new CSSStyleSheet();"
            "sheet.replaceSync('@media (max-width: 500px) { main { background: #333 } }');"
            "document.adoptedStyleSheets = [sheet]",
            "color-contrast",
        ),
        ("document.querySelector('main').style.width = '1300px'", "sideways"),
        ("document.querySelector('main form').style.marginLeft = '-300px'", "left of the page"),
        (
            "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { outline: none !important }');"
            "document.adoptedStyleSheets = [sheet]",
            "the focus does not show",
        ),
    ],
)
def test_x7_control_what_is_wrong_is_found(visit, harm, said):
    walk = Walk("anonymous", visit())
    assert walk.opens(reverse("labels:verify"))
    walk.window.page.evaluate(harm)
    walk.window.looked_at = set()  # a sheet leaves the elements as they were: they count as looked at
    with pytest.raises(AssertionError, match=said):
        walk.every_look()
