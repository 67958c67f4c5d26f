from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal."""

    name = "expect.audit"
    label = "audit"
    verbose_name = "Journal"
