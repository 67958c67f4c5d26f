"""The announcement of a session's results, drafted from its grants once they have left (spec L14).

Nothing of the refusals nor of the deferrals: only who holds the label, and for what.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from odfdo import Document, Header, List, Paragraph

from expect.database.text import normalise
from expect.programme.texts import in_force
from expect.web import french
from labels import selectors
from labels.models import CommitteeSession, Label
from labels.session_texts import ANNOUNCEMENT, ANNOUNCEMENT_TITLE, NOTHING_TO_ANNOUNCE

REGIONS = "Par région"
ELSEWHERE, LAST = "Autres organismes", "\N{LATIN SMALL LETTER Y WITH DIAERESIS}"


@dataclass(frozen=True)
class Announcement:
    """A title, an opening, the holders by theme, then how many there are in each region."""

    title: str
    opening: str
    themes: list[tuple[str, list[str]]]
    regions: list[tuple[str, list[str]]]

    def odt(self) -> bytes:
        """The same, as a text that a word processor opens, with real headings."""
        document = Document("text")
        document.set_language("fr-FR")
        body = document.body
        body.clear()
        body.append(Header(1, self.title))
        body.append(Paragraph(self.opening))
        for name, lines in self.themes:
            body.append(Header(2, name))
            body.append(List(lines))
        body.append(Header(2, REGIONS))
        body.append(
            List([f"{name}\N{NO-BREAK SPACE}: {', '.join(holders)}" for name, holders in self.regions])
        )
        content = BytesIO()
        document.save(content)
        return content.getvalue()

    def text(self) -> str:
        """The whole, to copy."""
        parts = [self.title, self.opening]
        parts += ["\n".join([name, *(f"– {line}" for line in lines)]) for name, lines in self.themes]
        parts += [
            "\n".join(
                [
                    REGIONS,
                    *(f"– {name}\N{NO-BREAK SPACE}: {', '.join(holders)}" for name, holders in self.regions),
                ]
            )
        ]
        return "\n\n".join(parts)


def draft_announcement(session: CommitteeSession, on: date) -> Announcement:
    """The announcement of the results of a notified session, in the words of that day."""
    labels, wordings = list(selectors.labels_granted_at(session)), in_force(on)
    values = {
        "date de la séance": french.day(session.held_on),
        "nouveaux titulaires": _holders(labels),
        "labels attribués": "un label" if len(labels) == 1 else f"{len(labels)} labels",
    }
    return Announcement(
        title=wordings[ANNOUNCEMENT_TITLE].filled(values),
        opening=wordings[ANNOUNCEMENT if labels else NOTHING_TO_ANNOUNCE].filled(values),
        themes=_grouped(labels, _themes, _line),
        regions=_grouped(labels, _regions, Label.holder),
    )


def _holders(labels: list[Label]) -> str:
    """How many bodies hold the label that did not; where none does, how many hold one more."""
    bodies = {label.organisation_id for label in labels}
    count = len(bodies - selectors.holders_before(labels))
    if count:
        return f"{count} {'nouvel organisme titulaire' if count == 1 else 'nouveaux organismes titulaires'}"
    if bodies:
        already = "organisme déjà titulaire" if len(bodies) == 1 else "organismes déjà titulaires"
        return f"{len(bodies)} {already}, pour une autre expertise"
    return "aucun nouveau titulaire"


def _grouped(labels: list[Label], names, line) -> list[tuple[str, list[str]]]:
    """(name, lines), in the order of `names`, which gives (order, name); a label under two names is under each."""
    found: dict[tuple, list[str]] = {}
    for label in labels:
        for name in names(label):
            found.setdefault(name, []).append(line(label))
    return [(name, lines) for (_, name), lines in sorted(found.items())]


def _themes(label: Label) -> list[tuple]:
    return [(theme.rank, theme.name) for theme in label.themes.all()]


def _line(label: Label) -> str:
    return f"{_presented(label)}\N{NO-BREAK SPACE}: {' '.join(label.skills.split())}"


def _presented(label: Label) -> str:
    """The holder with its kind and its place, which the name of a département or of a region says already."""
    name, holder = label.holder(), label.organisation
    if name.startswith(holder.get_kind_display()):
        return name
    description = holder.description()
    return f"{name} ({description[:1].lower()}{description[1:]})"


def _regions(label: Label) -> list[tuple]:
    organisation = label.organisation
    region = organisation.region or (organisation.department.region if organisation.department else None)
    return [(normalise(region.name), region.name)] if region else [(LAST, ELSEWHERE)]
