"""« Vérifier un diplôme »: by QR code, code or number, the truth of the day (spec L11, L12)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from expect.web.views import PublicPage
from labels import selectors
from labels.verification import diploma_of, is_code, shown_reference
from labels.views import standing


class Verify(PublicPage):
    """The form, for who holds the diploma in hand."""

    template_name = "labels/public/verify.html"
    title = "Vérifier un diplôme"

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("reference", "")
        if reference := shown_reference(typed):
            return redirect("labels:verification", reference)
        return self.page({"typed": typed, "is_asked": "reference" in request.GET})


class Verification(PublicPage):
    """What a code or a number leads to, as it stands today."""

    template_name = "labels/public/verification.html"
    title = "Vérification d’un diplôme"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        diploma = diploma_of(reference)
        if diploma is None:
            self.template_name = "labels/public/unknown.html"
            return self.page({"typed": reference}, status=404)
        label = diploma.label
        return self.page(
            {
                "diploma": diploma,
                "label": label,
                "successor": selectors.successor(diploma),
                "is_valid": label.valid_on(self.today),
                "subject": "Ce diplôme est authentique" if is_code(reference) else "Ce label existe",
                "label_word": "le label" if is_code(reference) else "il",
                "badge": standing.label_badge(label, self.today),
                "themes": label.themes.order_by("rank", "pk"),
            }
        )
