"""What the shell of every page needs from the settings."""

from django.conf import settings
from django.http import HttpRequest


def web(request: HttpRequest) -> dict:
    """`demo` writes « données fictives » across the top; `service` is the ministry's contact."""
    return {
        "demo": settings.EXPECT_ENV == "demo",
        "service": {
            "name": settings.SERVICE_NAME,
            "address": settings.SERVICE_ADDRESS,
            "email": settings.SERVICE_EMAIL,
            "phone": settings.SERVICE_PHONE,
            "hosting": settings.HOSTING,
        },
    }
