"""Keeping files: written first, whole, under a neutral name, then recorded (spec X6, decision 0004)."""

import hashlib
import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from expect.documents.checks import CheckedFile, check
from expect.documents.models import StoredFile

UNCLAIMED = 24 * 3600
"""Seconds after which a file that no row names is swept."""


def store(file: UploadedFile | CheckedFile, *, by: Any, at: datetime) -> StoredFile:
    """Check what a person brought, and keep it; raises UploadRefused (`checks.check`).

    What `forms.UploadField` gives is checked already.
    """
    checked = file if isinstance(file, CheckedFile) else check(file)
    return keep(
        checked.content,
        name=checked.name,
        content_type=checked.content_type,
        by=by,
        at=at,
        scan_wanted=bool(settings.ANTIVIRUS),
    )


def keep(
    content: bytes, *, name: str, content_type: str, at: datetime, by: Any = None, scan_wanted: bool = False
) -> StoredFile:
    """Keep content that was checked: `by` a person, or by the system for what it made itself."""
    key = str(uuid.uuid4())
    path = f"{key[:2]}/{key}"
    _write(settings.FILES_ROOT / path, content)
    return StoredFile.objects.create(
        path=path,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
        created_by=by,
        scan_wanted=scan_wanted,
    )


def sweep(*, at: datetime) -> int:
    """Remove the files older than a day that no row names: their transaction was rolled back, or its process killed."""
    swept = 0
    for folder in Path(settings.FILES_ROOT).glob("[0-9a-f][0-9a-f]"):
        named = set(
            StoredFile.objects.filter(path__startswith=f"{folder.name}/").values_list("path", flat=True)
        )
        for path in folder.iterdir():
            old = path.stat().st_mtime < at.timestamp() - UNCLAIMED
            if old and f"{folder.name}/{path.name}" not in named:
                path.unlink()
                swept += 1
    return swept


def _write(path: Path, content: bytes) -> None:
    """The whole file or nothing, readable by the service alone, on disk before any row names it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
