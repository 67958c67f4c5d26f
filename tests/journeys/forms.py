"""The forms and the links of a page, read from its HTML as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from tests.labels.factories import upload

TEXT_KINDS = {"text", "search", "tel", "url", "textarea"}
BUTTONS = {"submit", "button", "reset", "image"}
OF_ONE = {"radio", "checkbox"}
VALID = {
    "email": "quelqu.un@exemple.test",
    "password": "une-phrase-bien-longue",
    "date": "2026-03-02",
    "decimal": "1 234,56",
    "numeric": "214 202 186",
}
"""What suits a field that holds nothing, by its kind, or by what its keyboard is made for."""


@dataclass
class Field:
    """One name of a form, with its kind, what it holds, and what it may hold."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    longest: int = 0
    mode: str = ""
    wanted: bool = False

    @property
    def is_text(self) -> bool:
        """Whether people write freely in it."""
        return self.kind in TEXT_KINDS and not self.mode

    def valid(self) -> str | SimpleUploadedFile:
        """What it holds; where it is wanted and empty, something that suits it."""
        if self.kind == "file":
            return upload()
        if self.value or not self.wanted:
            return self.value
        return VALID.get(self.mode or self.kind) or next(iter(self.options), "Essai")


@dataclass
class HtmlForm:
    """A form: where it goes, where it is saved as one types, and its fields in order."""

    action: str
    method: str
    autosave: str = ""
    token: str = ""
    person: str = ""
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether one of our views answers; the library that signs people in sends its code again when asked twice."""
        return not resolve(self.action).view_name.startswith("account_")

    def filled(self, **over) -> dict[str, object]:
        """Every field with a valid value, but for those given."""
        return {name: one.valid() for name, one in self.fields.items()} | over


class _Reader(HTMLParser):
    def __init__(self, path: str):
        super().__init__()
        self.path, self.forms, self.form, self.filling = path, [], None, None
        self.named: dict[str, HtmlForm] = {}
        self.apart: list[tuple[str, str, dict[str, str | None]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            method = given.get("method", "get").lower()
            self.form = HtmlForm(given.get("action") or self.path, method, given.get("data-autosave-url", ""))
            self.forms.append(self.form)
            self.named[given.get("id", "")] = self.form
        elif tag in {"input", "textarea", "select"} and given.get("form") and given.get("name"):
            self.apart.append((given["form"], tag if tag != "input" else given.get("type", "text"), given))
        elif self.form is None:
            return
        elif tag == "option" and self.filling and given.get("value"):
            self.filling.options.append(given["value"])
            if "selected" in given:
                self.filling.value = given["value"]
        elif tag in {"input", "textarea", "select"} and given.get("name"):
            self._add(tag if tag != "input" else given.get("type", "text"), given)

    def close(self):
        """A field may stand outside its form, which it names."""
        super().close()
        for form, kind, given in self.apart:
            self.form = self.named[form]
            self._add(kind, given)

    def _add(self, kind: str, given: dict[str, str | None]) -> None:
        if given["name"] == "csrfmiddlewaretoken":
            self.form.token = given["value"]
        if given["name"] == "page_person":
            self.form.person = given["value"]
        if kind in BUTTONS or given["name"] in {"csrfmiddlewaretoken", "page_person"}:
            return
        known = self.form.fields.setdefault(given["name"], Field(given["name"], kind))
        known.longest, known.mode = (
            int(given.get("maxlength") or given.get("data-char-counter") or 0),
            given.get("inputmode") or "",
        )
        value = given.get("value") or ("on" if kind in OF_ONE else "")
        if kind in OF_ONE:
            known.options.append(value)
        if kind not in OF_ONE or "checked" in given:
            known.value = value
        known.wanted = "required" in given or (kind in OF_ONE and not known.value)
        self.filling = known

    def handle_data(self, data):
        if self.filling and self.filling.kind == "textarea":
            self.filling.value += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag in {"form", "textarea", "select"}:
            self.filling = None


def read(html: str, path: str) -> tuple[list[HtmlForm], list[str]]:
    """Every form of the page at that path, and where its links lead."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.forms, reader.links
