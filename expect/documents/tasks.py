"""Beat has documents rendered and orphan files swept; the worker alone loads WeasyPrint."""

from celery import shared_task

from expect.documents import rendering, uploads
from expect.kernel.clock import now


@shared_task
def render_pending() -> int:
    """Make the PDFs that wait."""
    return rendering.render_pending(at=now())


@shared_task
def sweep_files() -> int:
    """Remove the files that no row names."""
    return uploads.sweep(at=now())
