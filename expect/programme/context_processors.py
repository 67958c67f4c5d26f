"""What every page may say of the service, as the texts of the letters have it that day."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from expect.kernel import clock
from expect.programme.letterhead import ADDRESS, EMAIL, PHONE
from expect.programme.texts import in_force


def service(request: HttpRequest) -> dict:
    """`service` is the ministry's contact, read by the pages that say it and by no other."""
    return {"service": SimpleLazyObject(_contact)}


def _contact() -> dict[str, str]:
    wordings = in_force(clock.paris_day(clock.now()))
    return {
        "name": settings.SERVICE_NAME,
        "address": wordings[ADDRESS].body,
        "email": wordings[EMAIL].body,
        "phone": wordings[PHONE].body,
        "hosting": settings.HOSTING,
    }
