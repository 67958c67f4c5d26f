"""What a PDF may not carry: programs, automatic actions, other files, locks (spec X6)."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

_ACTIVE = {
    "/JavaScript": "un programme (JavaScript)",
    "/Launch": "une commande qui ouvre un autre programme",
    "/SubmitForm": "un formulaire qui envoie des données",
    "/ImportData": "une commande qui importe des données",
    "/GoToE": "un autre fichier joint",
    "/Rendition": "un contenu multimédia",
    "/Movie": "un contenu multimédia",
    "/Sound": "un contenu multimédia",
    "/RichMediaExecute": "un contenu multimédia",
}
_ANNOTATIONS = {
    "/FileAttachment": "un autre fichier joint",
    "/RichMedia": "un contenu multimédia",
    "/Movie": "un contenu multimédia",
    "/Screen": "un contenu multimédia",
    "/3D": "un contenu en 3D",
}
_MOST_OBJECTS = 200_000
BROKEN = "Ce PDF est abîmé ou incomplet. Ouvrez-le pour le vérifier, puis enregistrez-le de nouveau."
PROTECTED = "Ce PDF est protégé. Retirez le mot de passe et les restrictions, puis déposez-le de nouveau."

# A small file may unfold into gigabytes: qpdf gives up beyond these, for the whole process.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=30_000_000,
    run_length_max_memory=30_000_000,
    parser_max_container_size=_MOST_OBJECTS,
    doc_max_warnings=100,
)


def fault(content: bytes) -> str:
    """The sentence that says why this PDF is not accepted; empty where it is."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return PROTECTED
            if not len(pdf.pages):
                return BROKEN
            what = "trop d’éléments" if len(pdf.objects) > _MOST_OBJECTS else next(_forbidden(pdf), "")
    except pikepdf.PasswordError:
        return PROTECTED
    except (pikepdf.PikepdfError, ValueError):
        return BROKEN
    return f"Ce PDF contient {what}. Imprimez-le en PDF, puis déposez le fichier obtenu." if what else ""


def _forbidden(pdf: pikepdf.Pdf) -> Iterator[str]:
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        yield "une action qui se déclenche à l’ouverture"
    if isinstance(form := pdf.Root.get("/AcroForm"), pikepdf.Dictionary) and "/XFA" in form:
        yield "un formulaire dynamique (XFA)"
    for entries in _dictionaries(pdf):
        if what := _ACTIVE.get(_name(entries, "/S")) or _ANNOTATIONS.get(_name(entries, "/Subtype")):
            yield what
        if "/EmbeddedFiles" in entries or isinstance(entries.get("/EF"), pikepdf.Dictionary):
            yield "un autre fichier joint"
        if isinstance(reactions := entries.get("/AA"), pikepdf.Dictionary) and any(
            _name(reaction, "/S")
            for _, reaction in reactions.items()
            if isinstance(reaction, pikepdf.Dictionary)
        ):
            yield "une action automatique"


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """Every dictionary of the file; indirect ones come once, from the table of objects."""
    waiting = [object_ for object_ in pdf.objects if isinstance(object_, pikepdf.Object)]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            inside = list(here)
        elif isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            yield here
            inside = [value for _, value in here.items()]
        else:
            continue
        waiting += [value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _name(entries: pikepdf.Dictionary | pikepdf.Stream, key: str) -> str:
    value = entries.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
