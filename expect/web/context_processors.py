"""What the shell of every page needs from the settings."""

from django.conf import settings
from django.http import HttpRequest


def web(request: HttpRequest) -> dict:
    """`demo` writes « données fictives » across the top."""
    return {"demo": settings.EXPECT_ENV == "demo"}
