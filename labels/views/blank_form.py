"""The form to prepare away from the screen: an ODT made of the very fields of the steps (spec L3–L6)."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.forms import BooleanField, ChoiceField, Field, Form, ModelMultipleChoiceField, Textarea
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from odfdo import Document, Element, Header, List, Paragraph, Style

from expect.web.forms import LongTextField
from expect.web.views import PageMixin
from labels import selectors
from labels.enums import Part
from labels.evidence import MOST_FILES
from labels.forms import AttachmentForm, BasesForm, ExpertForm, ExpertiseForm, ItemForm, MobilisationForm
from labels.models import CommitmentText, LabelApplication

ODT_TYPE = "application/vnd.oasis.opendocument.text"
TITLE = "Candidature au label EXPE-CT : formulaire à préparer"
INTRODUCTION = (
    "Ce document reprend les questions du formulaire en ligne, dans le même ordre. Il sert à préparer vos réponses à "
    "plusieurs. Il ne s’envoie pas : recopiez-les ensuite dans le formulaire, où votre signataire déposera le dossier."
)
STYLES = (
    ("Indication", {"area": "text", "italic": True}),
    ("Réponse", {"area": "paragraph", "border": "0.5pt solid #161616", "padding": "0.2cm"}),
)
SHORT, LONG = 1, 8
"""Lines left for an answer."""


@method_decorator(login_not_required, name="dispatch")
class BlankForm(PageMixin, View):
    """Nothing in it is anybody's: it is for all to take."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = BytesIO()
        blank_form(selectors.commitments_on(self.today)).save(content)
        headers = {"Content-Disposition": 'attachment; filename="candidature-expe-ct.odt"'}
        return HttpResponse(content.getvalue(), content_type=ODT_TYPE, headers=headers)


def blank_form(commitments: CommitmentText) -> Document:
    """The questions, part by part, with their hints, their limits and room to answer."""
    document = Document("text")
    document.language = "fr-FR"
    document.meta.title = TITLE
    for name, look in STYLES:
        document.insert_style(_style(name, look))
    document.body.clear()
    for element in _content(commitments):
        document.body.append(element)
    return document


def _content(commitments: CommitmentText) -> Iterator[Element]:
    nobody_s = LabelApplication()
    yield Header(1, TITLE)
    yield Paragraph(INTRODUCTION)
    yield Header(2, Part.EXPERTISE.label)
    yield from _questions(ExpertiseForm(application=nobody_s))
    yield Header(2, Part.EVIDENCE.label)
    yield Paragraph("Votre expertise se fonde sur (l’un, l’autre ou les deux) :")
    yield _boxes(field.label for field in BasesForm(application=nobody_s).fields.values())
    yield Header(3, "Élément de preuve")
    yield _hint("Un au moins par fondement coché. Recopiez cette partie pour chacun.")
    yield from _questions(ItemForm(), level=4)
    yield Header(3, "Pièces jointes")
    yield _hint(f"Facultatives, {MOST_FILES} au plus. {AttachmentForm.base_fields['file'].help_text}")
    yield Header(2, Part.EXPERTS.label)
    yield _hint("Une personne au moins. Recopiez cette partie pour chacune.")
    yield from _questions(ExpertForm())
    yield Header(2, Part.MOBILISATION.label)
    yield from _questions(MobilisationForm(application=nobody_s))
    yield Header(2, "Dépôt")
    yield Paragraph("En déposant le dossier en ligne, votre signataire accepte ces engagements :")
    for paragraph in filter(str.strip, commitments.body.splitlines()):
        yield Paragraph(paragraph)


def _questions(form: Form, level: int = 3) -> Iterator[Element]:
    for field in form.fields.values():
        optional = not field.required and not hasattr(form, "application")
        yield Header(level, f"{field.label} (facultatif)" if optional else field.label)
        if field.help_text:
            yield _hint(field.help_text)
        yield from _answer(field)


def _answer(field: Field) -> Iterator[Element]:
    if isinstance(field, ModelMultipleChoiceField):
        yield _boxes(field.label_from_instance(row) for row in field.queryset)
    elif isinstance(field, ChoiceField):
        yield _boxes(label for value, label in field.choices if value)
    elif not isinstance(field, BooleanField):
        if field.max_length and not isinstance(field, LongTextField):  # whose hint says it
            yield _hint(f"{field.max_length} caractères au maximum.")
        for _ in range(LONG if isinstance(field.widget, Textarea) else SHORT):
            yield Paragraph("", style="Réponse")


def _boxes(labels: Iterable[str]) -> Element:
    return List([f"☐ {label}" for label in labels])


def _hint(text: str) -> Element:
    return Paragraph(text, style="Indication")


def _style(name: str, look: dict) -> Style:
    return Style("paragraph", name=name, parent_style="Standard", **look)
