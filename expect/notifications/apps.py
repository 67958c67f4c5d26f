from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox and the notices."""

    name = "expect.notifications"
    label = "notifications"
    verbose_name = "Avis et courriels"
