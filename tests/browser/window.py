"""One person at their browser: what they do there, and what each page they cross must be."""

import hashlib
import re
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from expect.database.fields import ALPHABET

WIDTHS = (1280, 390)
TABLET = 820
"""Between the two, where nothing is left to axe but the width is measured."""
HEIGHT = 900
SKELETON = """() => {
  const said = ['class', 'role', 'type', 'aria-hidden', 'aria-expanded', 'hidden', 'disabled'];
  const words = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  return [...document.querySelectorAll('body *')].map((element) => [
    element.tagName,
    ...[...element.attributes].map(({ name, value }) => said.includes(name) ? `${name}=${value}` : name),
    [...element.childNodes].some(words),
  ].join(' ')).join('\\n');
}"""
"""Every element, in order, with its attributes' names, its classes and roles, and whether it holds words."""

ASK = """async (options) => {
  const words = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  const shade = (element) => {
    const { color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight } = getComputedStyle(element);
    const large = parseFloat(fontSize) >= (fontWeight < 700 ? 24 : 18.66);
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const said = [...element.childNodes].some(words);
    return seen && [color, backgroundColor, backgroundImage, opacity, large, said].join();
  };
  const before = window.shades;
  const now = new Map([...document.querySelectorAll('body, body *')].map((element) => [element, shade(element)]));
  window.shades = now;
  const judged = { 'color-contrast': { enabled: !before } };
  const { violations } = await axe.run({ ...options, rules: { ...options.rules, ...judged } });
  const others = before ? [...now].filter(([element, said]) => said && said !== before.get(element)) : [];
  if (others.length === 0) return { violations };
  const colours = { ...options, rules: {}, runOnly: ['color-contrast'] };
  const found = await axe.run(others.map(([element]) => element), colours);
  return { violations: [...violations, ...found.violations] };
}"""
"""What is right is not carried to us: it takes a third of the time. Colours take two more: those of a page looked at
already, at another width, are looked at again where they differ, or where something shows that did not."""

MEASURE = """() => [
  document.documentElement.scrollWidth - window.innerWidth,
  [...document.querySelectorAll('main :is(a[href], button, summary, input, select, textarea)')]
    .filter((element) => element.getBoundingClientRect().left < 0)
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => element.outerHTML.slice(0, 160)),
]"""
"""By how much the page scrolls sideways, and what begins left of it, where nothing scrolls."""

PUBLIC_ID = re.compile(rf"/[{ALPHABET}]{{12}}/")
AXE = Axe()
RULES = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
"""Axe's own, and the size of targets (WCAG 2.2, 24 px). It does not read the style sheets again on each page: the one
rule that wants them (the screen's orientation) is asked once a sheet, by test_every_page (`ask_axe(preload=True)`)."""


class LookedAt:
    """Pages on which axe found nothing, in a folder that the processes share, and the runs of one suite.

    Axe costs half a second a page: the same elements, with the same classes and roles, are given to it once; only words
    and addresses may differ.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, key: str) -> bool:
        return (self.folder / key).exists()

    def add(self, key: str) -> None:
        """Not to be looked at again."""
        (self.folder / key).touch()


class Visit:
    """A window of one person."""

    def __init__(self, page: Page, address: str, looked_at: LookedAt, *, scripted: bool = True):
        self.page, self.address, self.looked_at, self.scripted = page, address, looked_at, scripted
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> "Visit":
        """Open a page by its address."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.look()

    def follow(self, name: str, *, exact: bool = False) -> "Visit":
        """Follow the link of that name."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def unfold(self, name: str) -> "Visit":
        """Open « Autres actions » and follow one of them."""
        self.page.get_by_text("Autres actions").click()
        return self.follow(name)

    def press(self, name: str, *, exact: bool = False) -> "Visit":
        """Press the button of that name; a step saves before it leaves."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        if self.scripted:
            self.page.locator("form[aria-busy=true]").wait_for(state="detached")
        return self.look()

    def fill(self, **fields: str) -> "Visit":
        """Fill fields by their HTML name."""
        for name, value in fields.items():
            self.page.locator(f"[name='{name}']").first.fill(value)
        return self

    def tick(self, *labels: str) -> "Visit":
        """Tick boxes or choose radios by their labels."""
        boxes = self.page.locator("input[type=checkbox], input[type=radio]")
        for label in labels:
            self.page.get_by_label(label).and_(boxes).first.check(force=True)
        return self

    def attach(self, content: bytes, name: str, field: str = "file") -> "Visit":
        """Choose a file for a field."""
        kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
        chosen = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator(f"[name='{field}']").set_input_files(chosen)
        return self

    def download(self, name: str) -> bytes:
        """The file that the link of that name gives."""
        with self.page.expect_download() as waited:
            self.page.get_by_role("link", name=name).first.click()
        return Path(waited.value.path()).read_bytes()

    def says(self, *sentences: str) -> "Visit":
        """The page says all that, whatever its spaces and the capitals of its badges."""
        shown = plain(self.page.inner_text("body"))
        for text in sentences:
            assert text.casefold() in shown.casefold(), (
                f"« {text} » is not on {self.page.url}:\n{shown[:3000]}"
            )
        return self

    def hides(self, *sentences: str) -> "Visit":
        """The page says none of that."""
        shown = plain(self.page.inner_text("body"))
        assert not [text for text in sentences if text in shown], f"{self.page.url}:\n{shown[:3000]}"
        return self

    @property
    def focused(self) -> Locator:
        """What has the keyboard."""
        return self.page.locator(":focus")

    def tab_to(self, wanted: Locator, *, most: int = 90) -> "Visit":
        """Press Tab until that element has the keyboard."""
        for _ in range(most):
            if wanted.evaluate("(element) => element === document.activeElement"):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by Tab on {self.page.url}")

    def presses(self, role: str, name: str) -> "Visit":
        """By the keyboard: reach it by Tab, press Enter."""
        self.tab_to(self.page.get_by_role(role, name=name).first).page.keyboard.press("Enter")
        return self

    def enters(self, role: str, name: str) -> "Visit":
        """The same, where it leads to another page."""
        with self.page.expect_navigation():
            self.presses(role, name)
        return self.look()

    def types(self, **fields: str) -> "Visit":
        """By the keyboard: reach each field, named as in HTML, and write in it."""
        for name, words in fields.items():
            self.tab_to(self.page.locator(f"[name='{name}']").first).page.keyboard.type(words)
        return self

    def chooses(self, label: str) -> "Visit":
        """By the keyboard: reach a box or a radio, press Space."""
        self.tab_to(self.page.get_by_label(label).first).page.keyboard.press("Space")
        return self

    def look(self, *, axe: tuple[int, ...] = ()) -> "Visit":
        """Axe finds nothing, the page scrolls sideways at no width, nor on a tablet; the console is silent.

        Axe looks at the width of the window, or at those of `axe`: a road crosses the pages of the walk in other
        states, and the walk asks for both. It is a script: without JavaScript, the rest is looked at. The widths that
        are not the window's are measured once for the same elements, and always on the walk, where names are long.
        """
        self.page.wait_for_load_state("load")
        before = self.page.viewport_size
        skeleton = self._key() if self.scripted else ""
        own, everywhere = before["width"], f"{skeleton}-from-{before['width']}"
        others = [width for width in (*WIDTHS, TABLET) if width != own]
        for width in (own, *others) if axe or everywhere not in self.looked_at else (own,):
            if width != self.page.viewport_size["width"]:
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.measure(width)
            key = f"{skeleton}-{width}"
            if self.scripted and width in (axe or (own,)) and key not in self.looked_at:
                self.ask_axe()
                self.looked_at.add(key)
        if self.scripted:
            self.looked_at.add(everywhere)
        if self.page.viewport_size != before:
            self.page.set_viewport_size(before)
        refusals = [text for text in self.complaints if "status of 4" not in text]
        assert not refusals, f"{self.page.url}: {refusals}"
        return self

    def measure(self, width: int) -> None:
        """At that width, nothing scrolls sideways nor begins left of the page."""
        sideways, cut = self.page.evaluate(MEASURE)
        assert sideways <= 0, f"{self.page.url} scrolls sideways by {sideways}px at {width}px"
        assert not cut, f"{self.page.url} at {width}px begins left of the page: {cut}"

    def ask_axe(self, **options: object) -> None:
        """Axe finds nothing on the page as it stands; it is given to the page once."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.axe_script)
        found = AxeResults(self.page.evaluate(ASK, RULES | options))
        width = self.page.viewport_size["width"]
        assert found.violations_count == 0, f"{self.page.url} at {width}px:\n{found.generate_report()}"

    def _key(self) -> str:
        """The page's address without its public ids, and its skeleton."""
        route = PUBLIC_ID.sub("/…/", self.page.url.removeprefix(self.address).partition("?")[0])
        return hashlib.sha256(f"{route}\n{self.page.evaluate(SKELETON)}".encode()).hexdigest()


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")
