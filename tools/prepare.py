"""Bring the installation up to date, in one process: tables, reference data and, in demo, its story.

Every step may be run again without further effect.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expect.settings")
django.setup()

from django.conf import settings  # noqa: E402 - once Django is set up

call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("load_reference_data")
if settings.EXPECT_ENV == "demo":
    call_command("seed_demo")
    call_command("demo_accounts")
