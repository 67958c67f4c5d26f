"""Settings: the texts of letters, receipts and e-mails, their history, their rewriting before the letter itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views import View

from expect.accounts.views.access import Reserved
from expect.documents.preview import preview_html
from expect.kernel.verdict import Verdict
from expect.programme import rules
from expect.programme.emails import EMAIL
from expect.programme.fields import normalised
from expect.programme.forms import TextForm
from expect.programme.models import TextChange
from expect.programme.text_changes import change_text
from expect.programme.texts import LETTERS, Letter, Text, Wording, changes, in_force, letters_with, texts
from expect.web import french
from expect.web.differences import words_changed
from expect.web.views import ActView, PageMixin

TEXTS_PAGE = ("Textes des courriers", reverse_lazy("programme:texts"))


class TextsPage(Reserved, PageMixin, View):
    """Every letter, with its texts in the order of reading."""

    template_name = "programme/texts.html"
    title = "Textes des courriers"

    def access(self) -> Verdict:
        return rules.may_read_texts(self.request.user, self.today)

    def get(self, request: HttpRequest) -> HttpResponse:
        wordings = in_force(self.today)
        kinds = {"Lettres et documents": [], "Courriels": []}
        for letter in LETTERS.values():
            kind = "Courriels" if letter.template == EMAIL else "Lettres et documents"
            said = [(wordings[text], self.elsewhere(text, letter)) for text in letter.texts]
            changes = any(wording.coming for wording, _ in said)
            kinds[kind].append((letter, said, changes))
        return self.page({"kinds": kinds})

    def elsewhere(self, text: Text, letter: Letter) -> list[Letter]:
        """The other letters that a rewriting would change too."""
        return [other for other in letters_with(text) if other != letter]


class OneText:
    """One text of the letters, and the letter in which it is read."""

    @cached_property
    def wordings(self) -> dict[Text, Wording]:
        return in_force(self.today)

    def get_object(self) -> Text:
        try:
            return texts()[self.kwargs["key"]]
        except KeyError as error:
            raise Http404 from error

    def letter(self, text: Text) -> Letter:
        """The one asked for, else the first where the text is used."""
        asked = self.request.POST.get("apercu") or self.request.GET.get("courrier")
        letters = letters_with(text)
        return next((letter for letter in letters if letter.key == asked), letters[0])

    def specimen(self, text: Text, body: str) -> str:
        """The whole letter with that body, on a specimen, marked PROJET."""
        letter = self.letter(text)
        wordings = self.wordings | {text: Wording(text, body)}
        return preview_html(letter.template, {"specimen": True} | letter.specimen(wordings, self.today))

    def text_url(self, text: Text) -> str:
        return f"{reverse('programme:text', args=[text.key])}?courrier={self.letter(text).key}"


class TextPage(OneText, Reserved, PageMixin, View):
    """One text: its words today, those to come, the letter, what was before."""

    template_name = "programme/text.html"

    def access(self) -> Verdict:
        return rules.may_read_texts(self.request.user, self.today)

    def get_title(self) -> str:
        return self.object.label

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [TEXTS_PAGE]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        text = self.object = self.get_object()
        letter, wording = self.letter(text), self.wordings[text]
        return self.page(
            {
                "object": text,
                "wording": wording,
                "letter": letter,
                "letters": letters_with(text),
                "specimen": self.specimen(text, wording.body),
                "history": list(self.history(text)),
                "may_change": rules.may_change_texts(request.user, self.today),
                "change_url": f"{reverse('programme:change_text', args=[key])}?courrier={letter.key}",
            }
        )

    def history(self, text: Text) -> Iterator[tuple[TextChange, list[tuple[str, str]]]]:
        """(change, its differences from the decision before), the latest first."""
        decided = list(changes(text))
        former = [change.body for change in decided[1:]] + [text.default]
        for change, before in zip(decided, former, strict=False):
            yield change, list(words_changed(before, change.body))


class ChangePage(OneText, ActView):
    """Rewrite one text, the whole letter beside it; asking for the preview saves nothing."""

    template_name = "programme/change_text.html"
    verb = "Enregistrer le nouveau texte"
    form_class = TextForm

    def get_title(self) -> str:
        return f"Modifier\N{NO-BREAK SPACE}: {self.object.label[0].lower()}{self.object.label[1:]}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [TEXTS_PAGE, (self.object.label, self.text_url(self.object))]

    def verdict(self, obj: Text) -> Verdict:
        return rules.may_change_texts(self.request.user, self.today)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "apercu" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.show(self.form_class(initial=request.POST.dict(), **self.form_kwargs(self.object)))

    def form_kwargs(self, obj: Text) -> Mapping[str, Any]:
        return {"text": obj}

    def initial(self, obj: Text) -> Mapping[str, Any]:
        return {"body": self.latest(obj)}

    def latest(self, text: Text) -> str:
        """The words to start from: those to come, if some are."""
        wording = self.wordings[text]
        return wording.coming.body if wording.coming else wording.body

    def consequences(self, obj: Text) -> Sequence[str]:
        coming = self.wordings[obj].coming
        planned = f"Un changement est déjà prévu pour le {french.day(coming.starts_on)}." if coming else ""
        used = ", ".join(letter.label[0].lower() + letter.label[1:] for letter in letters_with(obj))
        said = [
            f"Ce texte sert dans\N{NO-BREAK SPACE}: {used}.",
            "Le nouveau texte vaut pour les courriers à venir\N{NO-BREAK SPACE}; ceux qui sont partis ne changent pas.",
            "Le changement est gardé dans l’historique, avec votre nom\N{NO-BREAK SPACE}; il ne s’efface pas.",
        ]
        return [planned, *said] if planned else said

    def context(self, obj: Text) -> Mapping[str, Any]:
        body = normalised(self.request.POST.get("body", self.latest(obj)))
        wrong = obj.faults(body)
        return {
            "letter": self.letter(obj),
            "letters": letters_with(obj),
            "faults": wrong,
            "specimen": None if wrong else self.specimen(obj, body),
        }

    def perform(self, obj: Text, form: TextForm) -> TextChange:
        return change_text(key=obj.key, **form.cleaned_data, by=self.request.user, at=self.at)

    def back_url(self, obj: Text) -> str:
        return self.text_url(obj)

    def success_message(self, fact: TextChange) -> str:
        return f"Le nouveau texte vaut à partir du {french.day(fact.starts_on)}."

    def success_url(self, fact: TextChange) -> str:
        return self.text_url(self.object)
