"""The membership under which a person works now, and what becomes of a form sent after it ended."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from expect.accounts.models import Membership
from expect.accounts.selectors import just_ended, memberships_on
from expect.kernel.clock import now, paris_day
from expect.web import french
from expect.web.sessions import typed_texts, wants_json

SESSION_KEY = "membership"
CLOSED = (403, 404)
"""How a page answers that one no longer may open."""


class CurrentMembership:
    """Sets `request.memberships` and `request.membership`, the one chosen in the header or the first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.memberships = memberships_on(request.user, paris_day(now()))
        chosen = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
        request.membership = next(
            (m for m in request.memberships if m.public_id == chosen), next(iter(request.memberships), None)
        )
        response = self.get_response(request)
        if request.method != "POST" or response.status_code not in CLOSED:
            return response
        ended = just_ended(request.user, paris_day(now())) if request.user.is_authenticated else None
        return role_ended(request, ended) if ended else response


def role_ended(request: HttpRequest, ended: Membership) -> HttpResponse:
    """A form sent by somebody whose role ended meanwhile: nothing is done, what was typed is shown (spec X1, L7)."""
    sentence = (
        f"Votre rôle « {ended.label()} » a pris fin le {french.day(ended.ends_on)} : rien n’a été enregistré."
    )
    if wants_json(request):
        return JsonResponse({"message": sentence}, status=403)
    context = {"title": "Votre rôle a pris fin", "sentence": sentence, "texts": typed_texts(request)}
    return render(request, "accounts/role_ended.html", context, status=403)
