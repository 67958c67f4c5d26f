"""Beat has documents rendered, files scanned and orphan files swept; the worker alone loads WeasyPrint."""

from celery import shared_task
from django.conf import settings

from expect.documents import antivirus, rendering, uploads
from expect.kernel.clock import now


@shared_task
def render_pending() -> int:
    """Make the PDFs that wait."""
    return rendering.render_pending(at=now())


@shared_task
def scan_files() -> int:
    """Have what people brought scanned, where an antivirus is configured."""
    return antivirus.scan_pending(at=now()) if settings.ANTIVIRUS else 0


@shared_task
def sweep_files() -> int:
    """Remove the files that no row names."""
    return uploads.sweep(at=now())
