"""The WSGI entry point: `gunicorn expect.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expect.settings")

application = get_wsgi_application()
