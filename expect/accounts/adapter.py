"""How signing in (allauth) speaks: its e-mails leave by the outbox, its sentences are ours."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from expect.kernel.clock import now
from expect.notifications import outbox


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter, for this service."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé. Écrivez à la délégation si c’est une erreur.",
        "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou demandez un code.",
        "email_taken": "Un compte utilise déjà cette adresse.",
        "duplicate_email": "C’est déjà votre adresse.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Vérifiez-le dans le dernier courriel reçu.",
        "same_as_current": "C’est déjà cette adresse : indiquez-en une autre.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "rate_limited": "Trop de demandes. Attendez quelques minutes, puis recommencez.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a code or a warning in the outbox; the body is blanked once sent."""
        event = template_prefix.removeprefix("account/email/")
        words = {"email": email, "base_url": settings.BASE_URL, **context}
        outbox.write(
            key=f"signin/{event}:{secrets.token_hex(8)}",
            event=f"signin/{event}",
            to=email,
            title=" ".join(render_to_string(f"{template_prefix}_subject.txt", words).split()),
            body=render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n",
            at=now(),
            secret=True,
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")
