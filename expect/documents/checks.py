"""Checking what a person brings, by its content (spec X6)."""

import hashlib
import math
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from expect.documents import quarantine, sniffing
from expect.documents.names import display_name, extension_of
from expect.kernel.errors import Refusal

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
FORMATS = "Formats acceptés : PDF, PNG et JPEG."


class UploadRefused(Refusal):
    """The file is not kept; the sentence says why and how to mend it."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its content as it will be stored, its display name, its media type."""

    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        """What tells it from any other."""
        return hashlib.sha256(self.content).hexdigest()


def check(file: UploadedFile) -> CheckedFile:
    """The file, checked by content: PDF without active content, PNG or JPEG written again without metadata.

    Raises UploadRefused: empty, too big, another kind of file, an extension that lies, an unsafe or broken content.
    """
    if not file.size:
        raise UploadRefused("Ce fichier est vide. Choisissez-en un autre.")
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(
            f"Ce fichier pèse {file_size(file.size)} ; "
            f"la taille maximale est de {file_size(settings.UPLOAD_MAX_BYTES)}."
        )
    file.seek(0)
    content = file.read()
    kind = _kind(content, file.name or "")
    try:
        kept = quarantine.cleaned(content, kind.form)
    except quarantine.Refused as refused:
        raise UploadRefused(str(refused)) from refused
    return CheckedFile(display_name(file.name or "", kind.extensions[0]), kept, kind.content_type)


def _kind(content: bytes, name: str) -> sniffing.Kind:
    """What the content is, where it is accepted and the extension agrees (or there is none)."""
    kind, claimed = sniffing.seems(content), extension_of(name)
    promised = next((known for known in sniffing.ACCEPTED if claimed in known.extensions), None)
    if kind not in sniffing.ACCEPTED:
        if promised:
            raise UploadRefused(
                f"Ce fichier porte l’extension « {claimed} » mais n’est pas {promised.words} : "
                f"il semble être {kind.words}. {FORMATS}"
            )
        raise UploadRefused(f"Ce fichier semble être {kind.words}. {FORMATS}")
    if claimed and promised is not kind:
        raise UploadRefused(
            f"Ce fichier porte l’extension « {claimed} » mais semble être {kind.words}. "
            f"Renommez-le avec l’extension « {kind.extensions[0]} », puis déposez-le de nouveau."
        )
    return kind


def file_size(octets: int) -> str:
    """« 812 o », « 2,9 Ko », « 10,1 Mo », rounded up so that what is too big looks so."""
    for unit, size in (("Mo", MEGABYTE), ("Ko", KILOBYTE)):
        if octets >= size:
            whole, tenth = divmod(math.ceil(octets * 10 / size), 10)
            return f"{whole},{tenth} {unit}" if tenth else f"{whole} {unit}"
    return f"{octets} o"
