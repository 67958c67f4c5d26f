"""What a file really is, read from its first bytes (spec X6)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is called; where we accept it, its form, media type and extensions (the first is ours)."""

    words: str
    form: str = ""
    content_type: str = ""
    extensions: tuple[str, ...] = ()


PDF = Kind("un document PDF", "PDF", "application/pdf", (".pdf",))
PNG = Kind("une image PNG", "PNG", "image/png", (".png",))
JPEG = Kind("une image JPEG", "JPEG", "image/jpeg", (".jpg", ".jpeg"))
ACCEPTED = (PDF, PNG, JPEG)
TEXT = Kind("un texte")
WEB_PAGE = Kind("une page web")
UNKNOWN = Kind("un contenu d’un type inconnu")

_SIGNATURES = (
    (rb"%PDF-", PDF),
    (rb"\x89PNG\r\n\x1a\n", PNG),
    (rb"\xff\xd8\xff", JPEG),
    (rb"GIF8", Kind("une image GIF")),
    (rb"RIFF....WEBP", Kind("une image WebP")),
    (rb"....ftyp(?:heic|heix|mif1|avif)", Kind("une photo au format HEIC ou AVIF")),
    (rb"....ftyp", Kind("une vidéo")),
    (rb"II\*\x00|MM\x00\*", Kind("une image TIFF")),
    (rb"BM....\x00\x00\x00\x00", Kind("une image BMP")),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", Kind("un document LibreOffice")),
    (rb"PK\x03\x04.{0,4000}word/", Kind("un document Word")),
    (rb"PK\x03\x04.{0,4000}xl/", Kind("un classeur Excel")),
    (rb"PK\x03\x04.{0,4000}ppt/", Kind("une présentation PowerPoint")),
    (rb"PK\x03\x04", Kind("une archive ZIP")),
    (rb"7z\xbc\xaf|Rar!|\x1f\x8b", Kind("une archive compressée")),
    (rb"\xd0\xcf\x11\xe0", Kind("un ancien document Word, Excel ou PowerPoint")),
    (rb"\{\\rtf", Kind("un document RTF")),
    (rb"MZ|\x7fELF|#!", Kind("un programme")),
    (rb"<[^>]{0,400}>?.{0,2000}<svg|<svg", Kind("une image SVG")),
    (rb"(?i:<!doctype html|<html|<head|<body|<script)", WEB_PAGE),
    (rb"<\?xml", Kind("un document XML")),
    (rb"(?:From|Received|Return-Path|MIME-Version): ", Kind("un courriel")),
)


def seems(content: bytes) -> Kind:
    """The kind of file that `content` is; UNKNOWN where nothing is recognised."""
    head = content[:4096]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip() or head
    for pattern, kind in _SIGNATURES:
        if re.match(pattern, head if kind in ACCEPTED else start, re.DOTALL):
            return kind
    return TEXT if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """UTF-8 without a null; a character may be cut at the end."""
    try:
        return "\0" not in head[: len(head) - 3].decode()
    except UnicodeDecodeError as error:
        return error.end >= len(head) - 3
