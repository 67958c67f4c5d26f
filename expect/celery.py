"""The Celery application: `celery -A expect worker -B`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expect.settings")

app = Celery("expect")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
