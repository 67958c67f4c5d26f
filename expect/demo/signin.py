"""Sign in to the demonstration in one click; the addresses of this module exist only there (`expect.demo.urls`)."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views import View

from expect.demo.accounts import DEMO_ACCOUNTS, account


class LoginPage(LoginView):
    """The sign-in page, with the accounts of the demonstration."""

    template_name = "demo/login.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"demo_accounts": DEMO_ACCOUNTS}


@method_decorator(login_not_required, name="dispatch")
class SignIn(View):
    """Become one of the listed people; nobody else can be reached this way."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = account(request.POST.get("account", ""))
        if chosen is None:
            raise PermissionDenied("Ce compte n’est pas de la démonstration.")
        if person := chosen.user():
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("dashboard:work_list")
        messages.error(request, "La démonstration n’est pas encore chargée : ce compte n’existe pas.")
        return redirect("account_login")
