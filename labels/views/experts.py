"""« Experts »: the people that a body can send (spec L5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from expect.accounts.models import Organisation
from expect.accounts.rules import is_daect
from expect.accounts.selectors import visible_organisations
from expect.accounts.views.access import Reserved
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.kept_forms import KeptAsTyped
from expect.web.lists import ListPage
from expect.web.visible import visible_or_404
from labels import experts, rules, selectors
from labels.enums import Part
from labels.filters import ExpertFilters
from labels.forms import EditExpertForm, ExpertForm
from labels.models import Expert
from labels.views.own import CANDIDATURE, ForHolders, own_url

EXPERTS = ("Experts", reverse_lazy("labels:own_experts"))
COLUMNS = (
    Column("name", "Nom", value=str, sort="search_text"),
    Column("function", "Fonction", sort="function"),
    Column(
        "category",
        "Catégorie",
        value=lambda row: row.partner_name or row.get_category_display(),
        sort="category",
    ),
    Column("languages", "Langues"),
    Column("availability", "Disponibilité"),
    Column("active", "Mobilisable", sort="active"),
    Column("email", "Adresse électronique", on_screen=False),
    Column("qualifications", "Qualifications", on_screen=False),
)


class OwnExperts(ForHolders, ListPage):
    """The body's list."""

    title = "Experts"
    search_label = "Nom ou fonction"
    default_sort = "name"
    empty_sentence = "Votre organisme n’a encore désigné aucun expert."
    columns = COLUMNS

    def queryset(self) -> QuerySet[Expert]:
        return selectors.own_experts(self.request.user, self.today)

    def row_url(self, row: Expert) -> str:
        return reverse("labels:expert_edit", args=[row.public_id])

    def search(self, rows: QuerySet[Expert], text: str) -> QuerySet[Expert]:
        return selectors.find_experts(rows, text)

    def primary_act(self) -> tuple[str, str]:
        bodies = [m.organisation for m in self.request.memberships if m.organisation_id]
        current = self.request.membership.organisation or bodies[0]
        return ("Ajouter un expert", reverse("labels:expert_add", args=[current.public_id]))


class AllExperts(Reserved, ListPage):
    """For DAECT, the experts of every body."""

    title = "Experts"
    keeps_views = True
    search_label = "Nom, fonction ou organisme"
    default_sort = "name"
    empty_sentence = "Aucun organisme n’a encore désigné d’expert."
    filterset_class = ExpertFilters
    columns = (
        COLUMNS[0],
        Column(
            "organisation",
            "Organisme",
            sort="organisation__sort_name",
            hint=lambda row: row.organisation.description(),
        ),
        *COLUMNS[1:],
    )

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)

    def queryset(self) -> QuerySet[Expert]:
        return selectors.visible_experts(self.request.user, self.today)

    def row_url(self, row: Expert) -> str:
        return ""

    def search(self, rows: QuerySet[Expert], text: str) -> QuerySet[Expert]:
        return selectors.find_experts(rows, text)


class ExpertPage(KeptAsTyped):
    """One entry of the body's list."""

    breadcrumb = (EXPERTS,)

    def back_url(self, obj: Any) -> str:
        return reverse("labels:own_experts")

    def success_url(self, fact: Expert) -> str:
        return reverse("labels:own_experts")


class AddExpert(ExpertPage):
    title = "Ajouter un expert"
    verb = "Ajouter à la liste"
    form_class = ExpertForm

    def get_object(self) -> Organisation:
        bodies = visible_organisations(self.request.user, self.today)
        return visible_or_404(bodies, self.request, at=self.at, public_id=self.kwargs["body"])

    def verdict(self, obj: Organisation) -> Verdict:
        return rules.may_edit_experts(self.request.user, obj, self.today)

    def save(self, obj: Organisation, form: ExpertForm) -> Expert:
        return experts.add_expert(organisation=obj, data=form.cleaned_data, by=self.request.user, at=self.at)

    def success_message(self, fact: Expert) -> str:
        return f"{fact} est ajouté à votre liste d’experts."


class EditExpert(ExpertPage):
    form_class = EditExpertForm

    def get_object(self) -> Expert:
        found = selectors.visible_experts(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_title(self) -> str:
        return str(self.object)

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [EXPERTS]

    def verdict(self, obj: Expert) -> Verdict:
        return rules.may_edit_experts(self.request.user, obj.organisation, self.today)

    def stored(self, obj: Expert) -> Mapping[str, Any]:
        return {name: getattr(obj, name) for name in (*experts.FIELDS, "active")}

    def save(self, obj: Expert, form: EditExpertForm) -> Expert:
        return experts.edit_expert(
            expert=obj,
            data=form.cleaned_data,
            active=form.cleaned_data["active"],
            by=self.request.user,
            at=self.at,
        )

    def success_message(self, fact: Expert) -> str:
        return f"La fiche {french.of(str(fact))} est à jour."


class CorrectExpert(EditExpert):
    """The same entry, opened from a file's step « Experts », where one comes back."""

    def get_object(self) -> Expert:
        files = selectors.own_applications(self.request.user, self.today)
        self.file = visible_or_404(files, self.request, at=self.at, public_id=self.kwargs["public_id"])
        found = selectors.own_experts(self.request.user, self.today).filter(
            organisation=self.file.organisation_id
        )
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["expert"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [CANDIDATURE, (str(self.file), own_url(self.file))]

    def back_url(self, obj: Expert) -> str:
        is_open = rules.may_edit(self.request.user, self.file, self.today, Part.EXPERTS)
        return own_url(self.file, "application_experts" if is_open else "own_application")

    def success_url(self, fact: Expert) -> str:
        return self.back_url(fact)
