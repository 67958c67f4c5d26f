"""Signing in: allauth's views under French addresses, with the names by which allauth knows them.

Only those that have a page here are routed.
"""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("", views.login, name="account_login"),
    path("code/", views.request_login_code, name="account_request_login_code"),
    path("code/saisir/", views.confirm_login_code, name="account_confirm_login_code"),
    path("inscription/", views.signup, name="account_signup"),
    path("adresse/verifier/", views.email_verification_sent, name="account_email_verification_sent"),
    path("adresse/", views.email, name="account_email"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("mot-de-passe/nouveau/", views.complete_password_reset, name="account_complete_password_reset"),
    path("mot-de-passe/change/", views.password_reset_from_key_done, name="account_password_reset_completed"),
    path("mot-de-passe/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("quitter/", views.logout, name="account_logout"),
    path("compte-ferme/", views.account_inactive, name="account_inactive"),
]
