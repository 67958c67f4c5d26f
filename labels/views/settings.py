"""Settings of stage 1: the themes, the commitments (spec L3, L6)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.views import View

from expect.accounts.views.access import Reserved
from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.views import ActView, FormPage, PageMixin
from labels import commitments, rules, selectors, theme_changes
from labels.forms import CommitmentsForm, ThemeForm
from labels.models import CommitmentText, Theme

LONGEST_PLACE = 5
"""Digits of a place that the database may be asked for."""
THEMES = ("Thèmes", reverse_lazy("labels:themes"))
COMMITMENTS = ("Engagements", reverse_lazy("labels:commitments"))


class ThemesPage(Reserved, PageMixin, View):
    """The themes in their order, and what was changed."""

    template_name = "labels/settings/themes.html"
    title = "Thèmes"

    def access(self) -> Verdict:
        return rules.may_manage_themes(self.request.user, self.today)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page({"themes": selectors.every_theme(), "history": selectors.theme_history()})


class OnThemes:
    """An act on the list of themes."""

    breadcrumb = (THEMES,)

    def verdict(self, obj: Theme | None) -> Verdict:
        return rules.may_manage_themes(self.request.user, self.today)

    def back_url(self, obj: Theme | None) -> str:
        return reverse("labels:themes")

    def success_url(self, fact: Theme) -> str:
        return reverse("labels:themes")


class OneTheme(Reserved, OnThemes):
    """One theme, for DAECT."""

    def access(self) -> Verdict:
        return rules.may_manage_themes(self.request.user, self.today)

    def get_object(self) -> Theme:
        return get_object_or_404(Theme, code=self.kwargs["code"])


class AddTheme(OnThemes, FormPage):
    template_name = "labels/settings/theme.html"
    title = "Ajouter un thème"
    verb = "Ajouter le thème"
    form_class = ThemeForm

    def get_object(self) -> None:
        return None

    def perform(self, obj: None, form: ThemeForm) -> Theme:
        return theme_changes.add_theme(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Theme) -> str:
        return f"« {fact} » est proposé aux candidats."


class ChangeTheme(OneTheme, ActView):
    """A new name shows everywhere from now on, except in what was lodged or issued."""

    template_name = "labels/settings/theme.html"
    title = "Modifier un thème"
    verb = "Enregistrer le thème"
    form_class = ThemeForm

    def initial(self, obj: Theme) -> Mapping[str, Any]:
        return {"name": obj.name, "pictogram": obj.pictogram}

    def consequences(self, obj: Theme) -> Sequence[str]:
        return [
            "Le nouvel intitulé paraît partout : formulaires, listes, titulaires.",
            "Les dossiers déposés, les lettres et les diplômes gardent celui de leur jour.",
        ]

    def perform(self, obj: Theme, form: ThemeForm) -> Theme:
        return theme_changes.change_theme(theme=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Theme) -> str:
        return f"« {fact} » est enregistré."


class MoveTheme(OneTheme, PageMixin, View):
    """Up or down; the list says the new order."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        typed = request.POST.get("place", "")
        place = int(typed) if typed.isdecimal() and len(typed) < LONGEST_PLACE else 0
        try:
            theme_changes.move_theme(theme=self.get_object(), place=place, by=request.user, at=self.at)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect(f"{reverse('labels:themes')}#theme-{code}")


class RetireTheme(OneTheme, ActView):
    title = "Ne plus proposer un thème"
    verb = "Ne plus proposer ce thème"

    def verdict(self, obj: Theme) -> Verdict:
        return rules.may_retire_theme(self.request.user, obj, self.today)

    def consequences(self, obj: Theme) -> Sequence[str]:
        return [
            f"« {obj} » n’est plus proposé dans les nouvelles candidatures.",
            "Les dossiers et les labels qui le portent le gardent ; vous pourrez le proposer de nouveau.",
        ]

    def perform(self, obj: Theme, form) -> Theme:
        return theme_changes.retire_theme(theme=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Theme) -> str:
        return f"« {fact} » n’est plus proposé."


class RestoreTheme(OneTheme, ActView):
    title = "Proposer de nouveau un thème"
    verb = "Proposer de nouveau ce thème"

    def verdict(self, obj: Theme) -> Verdict:
        return rules.may_restore_theme(self.request.user, obj, self.today)

    def consequences(self, obj: Theme) -> Sequence[str]:
        return [f"« {obj} » paraît de nouveau dans le formulaire de candidature."]

    def perform(self, obj: Theme, form) -> Theme:
        return theme_changes.restore_theme(theme=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Theme) -> str:
        return f"« {fact} » est proposé de nouveau."


class CommitmentsPage(Reserved, PageMixin, View):
    """The wording in force, the one to come, and those before."""

    template_name = "labels/settings/commitments.html"
    title = "Engagements"

    def access(self) -> Verdict:
        return rules.may_manage_themes(self.request.user, self.today)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            {
                "current": selectors.commitments_on(self.today),
                "texts": selectors.commitment_texts(),
                "may_word": rules.may_word_commitments(request.user, self.today),
            }
        )


class WordCommitments(FormPage):
    """A new wording, from a day to come."""

    template_name = "web/act.html"
    title = "Récrire les engagements"
    verb = "Enregistrer ce texte"
    breadcrumb = (COMMITMENTS,)
    form_class = CommitmentsForm

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_word_commitments(self.request.user, self.today)

    def initial(self, obj: None) -> Mapping[str, Any]:
        return {"body": selectors.commitments_on(self.today).body}

    def consequences(self, obj: None) -> Sequence[str]:
        return [
            "Les signataires acceptent ce texte pour les dossiers déposés à partir du jour choisi.",
            "Ce qui a été accepté avant garde son texte ; celui-ci ne s’efface pas.",
        ]

    def back_url(self, obj: None) -> str:
        return reverse("labels:commitments")

    def perform(self, obj: None, form: CommitmentsForm) -> CommitmentText:
        return commitments.word_commitments(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: CommitmentText) -> str:
        return (
            f"Les engagements, version {fact.version}, valent à partir du {french.day(fact.in_force_from)}."
        )

    def success_url(self, fact: CommitmentText) -> str:
        return reverse("labels:commitments")
