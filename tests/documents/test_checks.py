"""What is kept and what is refused, by content (spec X6)."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from expect.documents import active_pdf, images
from expect.documents.checks import UploadRefused, check
from expect.documents.forms import UploadField
from expect.web.forms import Form
from tests.documents.samples import image, pdf, upload

pytestmark = [pytest.mark.pure, pytest.mark.long]


def refusal(content: bytes, name: str = "piece.pdf") -> str:
    with pytest.raises(UploadRefused) as refused:
        check(upload(content, name))
    return refused.value.sentence.replace("\u00a0", " ")


def office(folder: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", "<Types/>"), (f"{folder}document.xml", "<x/>")):
            archive.writestr(zipfile.ZipInfo(name), text)  # undated: the same bytes in every test process
    return out.getvalue()


def test_a_pdf_is_kept_as_it_is():
    content = pdf()
    checked = check(upload(content, "Délibération.PDF"))
    assert (checked.name, checked.content_type, checked.content) == (
        "Délibération.pdf",
        "application/pdf",
        content,
    )


def test_a_name_without_extension_is_given_one():
    assert check(upload(image("PNG"), "capture")).name == "capture.png"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "Ce fichier est vide. Choisissez-en un autre."


def test_a_file_over_the_limit_is_refused_with_both_sizes(settings):
    settings.UPLOAD_MAX_BYTES = 10 * 1024 * 1024
    sentence = refusal(b"%PDF-" + b"0" * (10 * 1024 * 1024))
    assert sentence == "Ce fichier pèse 10,1 Mo ; la taille maximale est de 10 Mo."


def test_a_file_at_the_limit_is_read(settings):
    content = pdf()
    settings.UPLOAD_MAX_BYTES = len(content)
    assert check(upload(content)).content == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html></html>", "une page web"),
        (b"\n <script>alert(1)</script>", "une page web"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "une image SVG"),
        (b"<?xml version='1.0'?><!-- x --><svg/>", "une image SVG"),
        (b"<?xml version='1.0'?><x/>", "un document XML"),
        (office("word/"), "un document Word"),
        (office("xl/"), "un classeur Excel"),
        (office("docs/"), "une archive ZIP"),
        (b"MZ\x90\x00", "un programme"),
        (b"#!/bin/sh\nid", "un programme"),
        (b"GIF89a\x01\x00", "une image GIF"),
        (b"\x00\x00\x00\x18ftypheic", "une photo au format HEIC ou AVIF"),
        ("Compte rendu du 12 mars, à Évry".encode(), "un texte"),
        ("é".encode() * 2048 + b"a", "un texte"),
        (b"\x00\x01\x02\x03", "un contenu d’un type inconnu"),
        (b" " * 5000, "un texte"),
        (b"\xff" * 10, "un contenu d’un type inconnu"),
    ],
)
def test_an_extension_that_lies_is_answered_by_what_the_file_is(content, words):
    assert refusal(content) == (
        f"Ce fichier porte l’extension « .pdf » mais n’est pas un document PDF : il semble être {words}. "
        "Formats acceptés : PDF, PNG et JPEG."
    )


def test_another_kind_of_file_is_refused_by_its_name():
    assert refusal(office("word/"), "rapport.docx") == (
        "Ce fichier semble être un document Word. Formats acceptés : PDF, PNG et JPEG."
    )


def test_a_photo_named_otherwise_is_to_be_renamed():
    assert refusal(image("JPEG"), "photo.png") == (
        "Ce fichier porte l’extension « .png » mais semble être une image JPEG. "
        "Renommez-le avec l’extension « .jpg », puis déposez-le de nouveau."
    )


def test_a_pdf_named_exe_is_to_be_renamed():
    assert "Renommez-le avec l’extension « .pdf »" in refusal(pdf(), "facture.pdf.exe")


def action(kind: str, **entries) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **entries)


def on_open(kind: str):
    return lambda document: setattr(document.Root, "OpenAction", action(kind, JS=String("app.alert(1)")))


def annotated(**entries):
    def change(document):
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 1, 1]), **entries)
        document.pages[0].Annots = Array([document.make_indirect(note)])

    return change


def with_script_in_names(document):
    scripts = Array([String("a"), action("JavaScript", JS=String("1"))])
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=scripts))


def with_script_chained(document):
    last = action("JavaScript", JS=String("1"))
    document.Root.OpenAction = action("GoTo", D=Array([document.pages[0].obj, Name.Fit]), Next=Array([last]))


def with_attachment(document):
    document.attachments["autre.exe"] = b"MZ"


def with_reaction(document):
    document.pages[0].AA = Dictionary(O=action("URI", URI=String("https://exemple.test")))


def with_xfa(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (on_open("JavaScript"), "une action qui se déclenche à l’ouverture"),
        (on_open("URI"), "une action qui se déclenche à l’ouverture"),
        (with_script_in_names, "un programme (JavaScript)"),
        (with_script_chained, "un programme (JavaScript)"),
        (annotated(Subtype=Name.Link, A=action("JavaScript", JS=String("1"))), "un programme (JavaScript)"),
        (annotated(Subtype=Name.Link, A=action("Launch")), "une commande qui ouvre un autre programme"),
        (annotated(Subtype=Name.Link, A=action("SubmitForm")), "un formulaire qui envoie des données"),
        (annotated(Subtype=Name.FileAttachment), "un autre fichier joint"),
        (annotated(Subtype=Name.RichMedia), "un contenu multimédia"),
        (with_attachment, "un autre fichier joint"),
        (with_reaction, "une action automatique"),
        (with_xfa, "un formulaire dynamique (XFA)"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_an_active_pdf_is_refused(change, what, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert active_pdf.fault(pdf(change, object_stream_mode=mode)) == (
        f"Ce PDF contient {what}. Imprimez-le en PDF, puis déposez le fichier obtenu."
    )


def test_a_pdf_that_opens_on_its_first_page_is_kept():
    """LibreOffice and Word write such an opening, and links."""

    def change(document):
        document.Root.OpenAction = Array([document.pages[0].obj, Name.XYZ, 0, 0, 0])
        annotated(Subtype=Name.Link, A=action("URI", URI=String("https://exemple.test")))(document)

    assert check(upload(pdf(change)))


@pytest.mark.parametrize("user", ["secret", ""])
def test_a_protected_pdf_is_refused(user):
    content = pdf(encryption=pikepdf.Encryption(owner="owner", user=user))
    assert refusal(content) == (
        "Ce PDF est protégé. Retirez le mot de passe et les restrictions, puis déposez-le de nouveau."
    )


def test_a_broken_pdf_is_refused():
    assert refusal(b"%PDF-1.7\nrien").startswith("Ce PDF est abîmé ou incomplet.")


def test_a_pdf_without_page_is_refused():
    assert refusal(pdf(lambda document: document.pages.__delitem__(0))).startswith(
        "Ce PDF est abîmé ou incomplet."
    )


def unfolding(size: int) -> bytes:
    """A sound PDF, whose objects are packed in a stream of `size` bytes, nearly all blanks."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
    offsets = [sum(len(o) + 1 for o in objects[:n]) for n in range(3)]
    index = b"".join(b"%d %d " % (n + 1, offset) for n, offset in enumerate(offsets)).ljust(size)
    packed = zlib.compress(index + b" ".join(objects), 9)
    head = b"%PDF-1.5\n"
    stream = b"8 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (
        size,
        len(packed),
    )
    end = b"\nendstream\nendobj\n"
    rows = b"".join(struct.pack(">BIB", 2, 8, n) for n in range(3)) + struct.pack(">BIB", 1, len(head), 0)
    table = b"9 0 obj\n<</Type/XRef/Size 10/Root 1 0 R/W[1 4 1]/Index[1 3 8 1]/Length %d>>\nstream\n" % len(
        rows
    )
    start = len(head + stream + packed + end)
    return head + stream + packed + end + table + rows + end + b"startxref\n%d\n%%%%EOF" % start


def test_a_pdf_that_unfolds_into_too_much_is_refused():
    assert len(unfolding(60_000_000)) < 100_000
    assert check(upload(unfolding(1_000)))
    assert refusal(unfolding(60_000_000)).startswith("Ce PDF est abîmé ou incomplet.")


@pytest.mark.parametrize(("form", "name"), [("PNG", "photo.png"), ("JPEG", "photo.jpeg")])
def test_an_image_is_written_again_without_what_it_hid(form, name):
    exif = Image.Exif()
    exif[0x010E] = "48.8566 N, 2.3522 E"
    content = image(form, exif=exif.tobytes(), icc_profile=b"profil secret") + b"PK\x03\x04 traine"
    checked = check(upload(content, name))
    for hidden in (b"48.8566", b"PK\x03\x04"):
        assert hidden in content
        assert hidden not in checked.content
    assert Image.open(BytesIO(content)).info["icc_profile"] == b"profil secret"
    assert not {"exif", "icc_profile"} & Image.open(BytesIO(checked.content)).info.keys()
    assert Image.open(BytesIO(checked.content)).size == (8, 6)


def test_an_image_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(BytesIO(check(upload(image("JPEG", exif=exif), "a.jpg")).content)).size == (6, 8)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    Image.new(mode, (3, 3)).save(out, form)
    written = Image.open(BytesIO(images.rewritten(out.getvalue(), form)[0]))
    assert written.mode == {"1": "L", "L": "L", "LA": "RGBA", "RGBA": "RGBA", "I;16": "I;16"}.get(mode, "RGB")


def test_a_broken_image_is_refused():
    assert (
        refusal(image("PNG")[:40], "a.png")
        == "Cette image est abîmée ou incomplète. Enregistrez-la de nouveau."
    )


@pytest.mark.parametrize("size", [(20000, 3000), (20000, 20000), (60000, 60000)])
def test_an_image_that_unfolds_into_too_much_is_refused(size):
    content = bytearray(image("PNG"))
    content[16:24] = struct.pack(">II", *size)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    assert images.rewritten(bytes(content), "PNG") == (
        b"",
        "Cette image compte plus de 40 millions de points. Réduisez-la.",
    )


class Deposit(Form):
    file = UploadField(label="Pièce")


def test_the_form_says_why_and_keeps_what_is_good():
    refused = Deposit({}, {"file": upload(b"<html>")})
    assert not refused.is_valid()
    assert "une page web" in refused.errors["file"][0]
    assert Deposit({}, {"file": upload(b"")}).errors["file"] == [
        "Ce fichier est vide. Choisissez-en un autre."
    ]
    assert "file" in Deposit({}, {}).errors
    kept = Deposit({}, {"file": upload(pdf(), "a.pdf")})
    assert kept.is_valid()
    assert kept.cleaned_data["file"].name == "a.pdf"


def test_the_limit_of_pixels_is_the_one_said():
    assert images.MOST_PIXELS == 40_000_000
