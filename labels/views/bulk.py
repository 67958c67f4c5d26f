"""DAECT acts on several files at once, each checked before (spec X5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts.views.access import ForDaect
from expect.kernel.verdict import Verdict
from expect.web.bulk import BulkActView
from expect.web.french import many
from labels import admission, assignment, meanwhile, rules, selectors
from labels.forms import AdmitManyForm, AssignForm
from labels.models import LabelApplication
from labels.views.file_acts import after_silence
from labels.views.instruction import APPLICATIONS, FILE


class ManyFiles(ForDaect, BulkActView):
    """Lodged files, chosen in their list."""

    row_word = FILE
    breadcrumb = (APPLICATIONS,)

    def queryset(self) -> QuerySet[LabelApplication]:
        lodged = selectors.lodged_applications(self.request.user, self.today)
        return lodged.select_related("organisation").order_by("number")

    def row_name(self, row: LabelApplication) -> str:
        return f"{row.number}, {row.organisation} – {row.lodged_title}"

    def list_url(self) -> str:
        return reverse("labels:applications")


class WatchedFiles(ManyFiles):
    """The same, of acts that a file on which something was done meanwhile does not take (spec L9)."""

    def sights(self, rows: Sequence[LabelApplication]) -> Mapping[str, str]:
        return meanwhile.last_lines(rows)

    def changes(self, row: LabelApplication, seen: str) -> list[str]:
        return meanwhile.acts_since(seen, row)

    def form_kwargs(self, obj: list[LabelApplication]) -> Mapping[str, Any]:
        return {"today": self.today}


class AssignMany(WatchedFiles):
    """Entrust the files to one person of DAECT."""

    title = "Confier des dossiers"
    verb = "Confier les dossiers"
    form_class = AssignForm

    def queryset(self) -> QuerySet[LabelApplication]:
        return super().queryset().prefetch_related("appeals")

    def row_verdict(self, row: LabelApplication) -> Verdict:
        return rules.may_assign(self.request.user, row, self.today)

    def consequences(self, obj: list[LabelApplication]) -> list[str]:
        return ["La personne choisie reçoit un courriel par dossier ; ils attendent désormais dans sa liste."]

    def perform_one(self, row: LabelApplication, form: AssignForm, seen: str) -> LabelApplication:
        facts = form.cleaned_data | {"seen": seen}
        return assignment.assign(application=row, by=self.request.user, at=self.at, **facts)

    def done(self, count: int) -> str:
        return f"{many(count, 'dossier confié')}."


class AdmitMany(WatchedFiles):
    """Put the files on the agenda of one session; a body under its own regime is admitted on its own page (spec L1)."""

    title = "Inscrire des dossiers à une séance"
    verb = "Inscrire les dossiers"
    form_class = AdmitManyForm

    def queryset(self) -> QuerySet[LabelApplication]:
        return selectors.with_versions(super().queryset()).prefetch_related("appeals")

    def row_verdict(self, row: LabelApplication) -> Verdict:
        return rules.may_admit(self.request.user, row, self.today).unless(
            rules.wants_admission_reason(row),
            "Cet organisme relève d’un régime propre : inscrivez-le depuis sa page, avec un motif.",
        )

    def consequences(self, obj: list[LabelApplication]) -> list[str]:
        return [
            "Les dossiers sont déclarés recevables ; les membres de la séance peuvent les lire et donner leur avis.",
            "Un courriel annonce la date de la séance aux personnes de chaque organisme.",
            *after_silence(self.ready, self.today),
        ]

    def perform_one(self, row: LabelApplication, form: AdmitManyForm, seen: str) -> LabelApplication:
        row.refresh_from_db()  # what was read of it for the check may be older than the acts on the rows before it
        facts = form.cleaned_data | {"seen": seen}
        return admission.admit(application=row, by=self.request.user, at=self.at, **facts)

    def done(self, count: int) -> str:
        return f"{many(count, 'dossier inscrit')}."
