"""DAECT acts on several missions at once, each checked before (spec X5)."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.db.models import QuerySet
from django.forms import BaseForm
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.rules import holds
from expect.accounts.views.access import ForDaect
from expect.kernel.verdict import Verdict
from expect.territory.selectors import posts_by_country
from expect.web.bulk import BulkActView
from expect.web.french import many
from missions import preparation, rules, selectors, validation
from missions.models import Mission
from missions.views.missions import MISSION_WORD, MISSIONS

LONGEST_NUMBER = 9
"""Figures of the number of a version, on both engines."""


class ManyMissions(ForDaect, BulkActView):
    """Missions, chosen in their list."""

    row_word = MISSION_WORD
    breadcrumb = (MISSIONS,)

    def queryset(self) -> QuerySet[Mission]:
        return selectors.daect_missions(self.request.user, self.today).order_by("number")

    def row_name(self, row: Mission) -> str:
        return f"{row.number}, {row.organisation} – {row.subject} ({row.country})"

    def list_url(self) -> str:
        return reverse("missions:missions")


class OnVersions(ManyMissions):
    """The same, of acts on the version of the terms that the page named: another is left aside, and said (spec M5)."""

    @cached_property
    def versions(self) -> Mapping[int, int]:
        """The number of the version in force, by the key of the mission; one without any is not there."""
        return selectors.versions_in_force(self.object)

    def row_name(self, row: Mission) -> str:
        number = self.versions.get(row.pk)
        return f"{super().row_name(row)}, version {number} des termes" if number else super().row_name(row)

    def sights(self, rows: Sequence[Mission]) -> Mapping[str, str]:
        return {row.public_id: str(self.versions[row.pk]) for row in rows}


class SendMany(OnVersions):
    """Submit the missions to the posts in charge of their countries (spec M7, M8)."""

    title = "Soumettre des missions à l’ambassade"
    verb = "Soumettre les missions"

    def queryset(self) -> QuerySet[Mission]:
        return selectors.with_terms(super().queryset()).prefetch_related("costs")

    def row_verdict(self, row: Mission) -> Verdict:
        return rules.may_send_to_embassy(self.request.user, row, self.today)

    def consequences(self, obj: list[Mission]) -> Sequence[str]:
        posts = posts_by_country(self.today)
        asked = sorted({str(posts[row.country_id]) for row in self.ready if row.country_id in posts})
        return (
            "La DAECT accepte, de chaque mission, la version des termes nommée ci-dessus.",
            f"Chaque mission est soumise au poste en charge de son pays aujourd’hui : {', '.join(asked)}.",
            "Les agents de ces postes reçoivent un courriel par mission ; l’avis est attendu avant le départ.",
        )

    def perform_one(self, row: Mission, form: BaseForm, seen: str) -> Mission:
        return preparation.send_to_embassy(
            mission=row, version_number=number_of(seen), by=self.request.user, at=self.at
        )

    def done(self, count: int) -> str:
        return f"{many(count, 'mission soumise')} à l’ambassade."


class IssueMany(OnVersions):
    """The head signs and issues the letters of the missions (spec M11)."""

    title = "Émettre des lettres de mission"
    verb = "Signer et émettre les lettres"

    def access(self) -> Verdict:
        return holds(self.request.user, self.today, Role.HEAD)

    def row_verdict(self, row: Mission) -> Verdict:
        return rules.may_issue_letter(self.request.user, row, self.today)

    def consequences(self, obj: list[Mission]) -> Sequence[str]:
        return (
            "Chaque lettre part au titulaire et au poste, par courriel ; elle ne change plus.",
            "Elles portent votre nom, votre qualité et votre délégation.",
        )

    def perform_one(self, row: Mission, form: BaseForm, seen: str) -> Mission:
        return validation.issue_mission_letter(
            mission=row, version_number=number_of(seen), by=self.request.user, at=self.at
        )

    def done(self, count: int) -> str:
        return f"{many(count, 'lettre émise')}."


def number_of(seen: str) -> int:
    """The version that the page named; 0, which no version has, where what it sends back names none."""
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_NUMBER else 0
