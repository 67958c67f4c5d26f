"""One page of each kind, on invented matter: what the tests of `expect.web` open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import include, path, reverse

from expect.database.models import Counter
from expect.kernel.errors import NotAllowed, Refusal, StateChanged
from expect.kernel.verdict import allow, refuse
from expect.web.columns import Column
from expect.web.components import Act, Badge, FormStep, Head, RoadStep, Section
from expect.web.filters import DateFilter
from expect.web.forms import Combobox, DateField, EuroField, FilterForm, Form, LongTextField
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage, FormPage, StepPage

SENT: list[str] = []
"""What the act was asked to do, by every request that reached it."""
SAVED: list[dict[str, str]] = []
"""What the autosave was sent."""

THEMES = [("water", "Eau et assainissement"), ("risk", "Gestion de crise"), ("waste", "Déchets")]


@dataclass
class File:
    """A file that nothing stores; its number says how it behaves."""

    number: str = "EXPE-CT-2026-0042"

    def get_absolute_url(self):
        return reverse("gallery:file", args=[self.number])


class EveryField(Form):
    subject = forms.CharField(
        label="Objet de la mission", max_length=100, help_text="Par exemple : plan de gestion des crues."
    )
    contact = forms.EmailField(
        label="Adresse électronique", required=False, help_text="Format : nom@exemple.fr"
    )
    start = DateField(label="Premier jour")
    cost = EuroField(label="Transport international", help_text="En euros, par exemple 1 234,56.")
    theme = forms.ChoiceField(label="Thème principal", choices=[("", "---------"), *THEMES])
    themes = forms.MultipleChoiceField(
        label="Autres thèmes", choices=THEMES, widget=forms.CheckboxSelectMultiple, help_text="Deux au plus."
    )
    nature = forms.ChoiceField(
        label="Nature",
        choices=[("answer", "Réponse à une demande"), ("seminar", "Séminaire")],
        widget=forms.RadioSelect,
    )
    body = forms.CharField(
        label="Organisme", widget=Combobox("/suggestions.json"), help_text="Nom, SIREN ou code Insee."
    )
    account = LongTextField(
        label="Résultats attendus", max_length=2000, help_text="Ce qui aura changé après la mission."
    )
    proof = forms.FileField(label="Pièce jointe", required=False, help_text="PDF, 10 Mo au plus.")
    agreed = forms.BooleanField(label="Je m’engage à remettre le rapport dans les deux mois.")


class Reason(Form):
    reason = LongTextField(label="Motif", max_length=500, help_text="Le demandeur le lira.", rows=4)


class Draft(Reason):
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class FileMixin:
    def get_object(self):
        if self.kwargs["number"] == "absent":
            raise Http404
        return File(self.kwargs["number"])

    def get_breadcrumb(self):
        return [
            ("Candidatures", reverse("gallery:list")),
            (self.object.number, self.object.get_absolute_url()),
        ]


class FilePage(FileMixin, DetailPage):
    template_name = "gallery/file.html"

    def get_title(self):
        return "Candidature de la Ville de Nantes (commune, Loire-Atlantique)"

    def get_breadcrumb(self):
        return [("Candidatures", reverse("gallery:list"))]

    def head(self, obj):
        act = reverse("gallery:act", args=[obj.number])
        return Head(
            number=obj.number,
            badge=Badge("À instruire", "yellow"),
            subtitle="Eau et assainissement, gestion de crise",
            turn="C’est à la DAECT d’agir",
            since=date(2026, 2, 20),
            primary=Act(allow(), act, "Déclarer recevable"),
            others=[
                Act(allow(), act, "Demander des corrections"),
                Act(
                    refuse("La décision est déjà enregistrée : seul un recours peut la remplacer."),
                    "",
                    "Retirer",
                ),
            ],
        )

    def context(self, obj):
        return {
            "sections": [
                Section("competences", "Compétences"),
                Section("preuves", "Preuves"),
                Section("experts", "Experts"),
            ],
            "steps": [
                RoadStep("Déposée", "done", date(2026, 2, 20)),
                RoadStep("Recevable", "current"),
                RoadStep("Examinée"),
                RoadStep("Décision"),
                RoadStep("Label"),
            ],
            "start": date(2026, 5, 12),
            "end": date(2026, 5, 18),
            "cost": Decimal("1234.56"),
            "closed": refuse("Le rapport de la mission précédente est en retard."),
        }


class ConfirmAct(FileMixin, ActView):
    title = "Refuser la candidature"
    verb = "Refuser la candidature"
    form_class = Reason
    preview_template = "gallery/letter.html"

    def verdict(self, obj):
        if obj.number == "closed":
            return refuse("Seule la personne qui dirige la DAECT peut le faire.")
        return allow().unless(obj.number == "done", "La candidature est déjà refusée.")

    def perform(self, obj, form):
        SENT.append(form.cleaned_data["reason"])
        match form.cleaned_data["reason"]:
            case "refused":
                raise Refusal("Le motif ne suffit pas : citez la règle.", field="reason")
            case "elsewhere":
                raise Refusal("La séance est complète : choisissez-en une autre.", field="session")
            case "late":
                raise StateChanged("Quelqu’un d’autre a déjà enregistré une décision.")
            case "not allowed":
                raise NotAllowed("Votre rôle s’est terminé hier.")
        return obj

    def consequences(self, obj):
        return [
            "La candidature passe à l’état « refusée ».",
            "La lettre ci-contre part à Camille Martin, maire, et à Dominique Petit, directrice générale.",
        ]

    def preview(self, obj):
        return {"addressee": "Ville de Nantes"}

    def success_message(self, fact):
        return f"La candidature {fact.number} est refusée ; la lettre est partie."


class LongForm(FileMixin, FormPage):
    title = "Préparer la mission"
    form_class = EveryField

    def verdict(self, obj):
        return allow()

    def perform(self, obj, form):
        return obj

    def success_message(self, fact):
        return "La mission est enregistrée."


class Step(LongForm, StepPage):
    template_name = "web/step.html"
    title = "Compétences"
    form_class = Draft
    autosave_url = "/enregistrement.json"

    def steps(self, obj):
        return [
            FormStep("Organisme", "/x/"),
            FormStep("Compétences", "/y/"),
            FormStep("Preuves"),
            FormStep("Experts"),
        ]

    def step_number(self, obj):
        return 2


class CounterFilters(django_filters.FilterSet):
    value = django_filters.ChoiceFilter(label="Valeur", choices=[(1, "Un"), (2, "Deux")])
    among = django_filters.MultipleChoiceFilter(
        field_name="value", label="Parmi", choices=[(1, "Un"), (2, "Deux"), (3, "Trois")]
    )
    day = DateFilter(label="Depuis", method="keep")

    class Meta:
        model = Counter
        fields = ()
        form = FilterForm

    def keep(self, rows, name, value):
        return rows


class CounterList(ListPage):
    title = "Candidatures"
    columns = (
        Column("name", "Numéro", sort="name"),
        Column(
            "state",
            "État",
            value=lambda row: "En retard" if row.value % 2 else "En cours",
            template="gallery/state.html",
        ),
        Column("value", "Âge (jours)", sort=("value", "name"), number=True),
        Column(
            "cost",
            "Coût",
            value=lambda row: Decimal(row.value) / 4,
            number=True,
            template="gallery/cost.html",
        ),
        Column("day", "Déposée le", value=lambda row: date(2026, 3, 1)),
        Column("nothing", "Séance", value=lambda row: None),
        Column("secret", "Note", value=lambda row: "=1+1", on_screen=False),
    )
    default_sort = "-value"
    filterset_class = CounterFilters
    search_label = "Numéro ou organisme"
    sizes = (3, 5)
    empty_sentence = "Aucune candidature n’a encore été déposée."

    def queryset(self):
        return Counter.objects.all()

    def search(self, rows, text):
        return rows.filter(name__icontains=text)

    def row_url(self, row):
        return reverse("gallery:file", args=[row.name])

    def primary_act(self):
        return ("Déposer une candidature", reverse("gallery:form", args=["new"]))


def suggestions(request):
    """Two bodies for whatever is typed, none for « zzz »."""
    found = (
        []
        if request.GET["q"] == "zzz"
        else [
            {"value": "nantes", "label": "Nantes", "detail": "Commune, Loire-Atlantique"},
            {"value": "nanterre", "label": "Nanterre", "detail": "Commune, Hauts-de-Seine"},
        ]
    )
    return JsonResponse(found, safe=False)


def autosave(request):
    """Saves, unless another tab did since: a text « conflit » stands for that."""
    SAVED.append(request.POST.dict())
    if request.POST["reason"] == "conflit":
        return JsonResponse({"message": "Ce brouillon a été modifié dans un autre onglet."}, status=409)
    return JsonResponse({"revision": len(SAVED), "saved_at": "2026-03-12T13:32:00+00:00"})


def forbidden(request):
    raise PermissionDenied("Votre poste n’est pas chargé de ce pays.")


def broken(request):
    raise RuntimeError("secret: marie.dupont@exemple.test")


def sign_in(request):
    return HttpResponse("connexion")


gallery = (
    [
        path("", CounterList.as_view(), name="list"),
        path("dossiers/<slug:number>/", FilePage.as_view(), name="file"),
        path("dossiers/<slug:number>/refuser/", ConfirmAct.as_view(), name="act"),
        path("dossiers/<slug:number>/mission/", LongForm.as_view(), name="form"),
        path("dossiers/<slug:number>/etape/", Step.as_view(), name="step"),
        path("suggestions.json", suggestions),
        path("enregistrement.json", autosave),
        path("interdit/", forbidden, name="forbidden"),
        path("panne/", broken, name="broken"),
    ],
    "gallery",
)

dashboard = (
    [
        path("", CounterList.as_view(), name="work_list"),
        path("avis/", sign_in, name="notices"),
        path("role/", sign_in, name="switch_membership"),
    ],
    "dashboard",
)
accounts = ([path("profil/", sign_in, name="profile")], "accounts")

urlpatterns = [
    path("", include(dashboard)),
    path("", include(accounts)),
    path("", include("expect.web.urls")),
    path("", include(gallery)),
    path("connexion/", sign_in, name="account_login"),
    path("deconnexion/", sign_in, name="account_logout"),
]
