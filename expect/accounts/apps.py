from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, bodies, memberships."""

    name = "expect.accounts"
    label = "accounts"
    verbose_name = "Comptes"
