"""The door of the technical administration (Django's admin): the service's own sign-in page."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
@login_not_required
def door(request: HttpRequest) -> HttpResponse:
    """Sign in like everybody; whoever is signed in and comes here is not of the staff."""
    if request.user.is_authenticated:
        raise PermissionDenied("L’administration technique est réservée à l’équipe qui exploite le service.")
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))
