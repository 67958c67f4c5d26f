"""A form sent after its session has ended: nothing that was typed is lost (spec L7).

The answer is a page that holds every field that was sent, a way to sign in beside it, and a button that sends the
same thing again to the same address. It is offered only for a form that our own pages sent: a page of another site
must never get the person to press a button that replays its fields with a good token.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

SECRETS = {"oldpassword", "password", "password1", "password2", "code"}
PERSON = "page_person"
"""The field by which every form says who opened its page (`templatetags/signed_forms.py`)."""
SOMEONE_ELSE = 412
EXPIRED = "Votre session a expiré. Reconnectez-vous dans un autre onglet, puis renvoyez le formulaire."


class LoginRequired(LoginRequiredMiddleware):
    """Signing in is required unless the view says otherwise; a POST keeps what it brought."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None  # a public page must not cost a query to know who reads it
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is None and typed_by_someone_else(request):
            return keep_for_its_author(request)
        return refused

    def handle_no_permission(self, request, view_func):
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        return keep_what_was_typed(request, status=401)


def typed_by_someone_else(request: HttpRequest) -> bool:
    """Whether the page was opened by another person than the one signed in now: every form says by whom."""
    person = request.POST.get(PERSON) if request.method == "POST" else None
    return person is not None and request.user.is_authenticated and person != request.user.public_id


def keep_for_its_author(request: HttpRequest) -> HttpResponse:
    """Nothing is done under the name of who is signed in: the two people are named, and what was typed is kept."""
    author = get_user_model().objects.filter(public_id=request.POST[PERSON].replace("\x00", "")).first()
    who = f"par {author}" if author else "par une autre personne"
    sentence = (
        f"Cette page a été ouverte {who}, et le compte connecté maintenant dans ce navigateur est celui de "
        f"{request.user}\N{NO-BREAK SPACE}: rien n’a été enregistré."
    )
    return keep_what_was_typed(request, status=SOMEONE_ELSE, sentence=sentence, author=author)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is no longer good: signed in again meanwhile, cookie gone, or another site."""
    if from_our_pages(request) and typed_by_someone_else(request):
        return keep_for_its_author(request)
    if from_our_pages(request):
        return keep_what_was_typed(request, status=403)
    return render(request, "web/session_expired.html", {"title": "Envoi refusé"}, status=403)


def keep_what_was_typed(
    request: HttpRequest, status: int, sentence: str = EXPIRED, author: AbstractBaseUser | None = None
) -> HttpResponse:
    """The page that sends it again; JSON for a module that saves in the background.

    `sentence` says why; `author` is who opened the page, where somebody else is signed in (412).
    """
    if wants_json(request):
        return JsonResponse({"message": sentence}, status=status)
    fields = list(typed_fields(request))
    context = {
        "title": "Une autre personne est connectée" if status == SOMEONE_ELSE else "Votre session a expiré",
        "someone_else": sentence if status == SOMEONE_ELSE else "",
        "author": author,
        "can_resend": SECRETS.isdisjoint(request.POST),
        "fields": fields,
        "texts": typed_texts(request),
        "files_lost": bool(request.FILES),
    }
    return render(request, "web/session_expired.html", context, status=status)


def typed_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every (name, value) posted, in order, without the token; files can't be sent again by a page."""
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            yield from ((name, value) for value in values)


def typed_texts(request: HttpRequest) -> list[str]:
    """What was typed at some length, which nobody would want to type again; no secret is among it."""
    if not SECRETS.isdisjoint(request.POST):
        return []
    return [value for _, value in typed_fields(request) if len(value) > 20 and " " in value]


def wants_json(request: HttpRequest) -> bool:
    """Whether a module of the page asks, rather than the page."""
    return "application/json" in request.headers.get("Accept", "")


def from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    sent_from = urlsplit(origin)
    return (sent_from.scheme, sent_from.netloc) == (request.scheme, request.get_host())
