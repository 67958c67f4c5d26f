"""What each process loads."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.pure
def test_the_web_process_never_loads_weasyprint():
    program = (
        "import sys, expect.wsgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "sys.exit('weasyprint' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr or "weasyprint was imported"
