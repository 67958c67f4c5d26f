"""The Celery application: `celery -A expect worker -B`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expect.settings")

TRANSPORT_ALIASES["filesystem"] = "expect.broker:Transport"

app = Celery("expect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
