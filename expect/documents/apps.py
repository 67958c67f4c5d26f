from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Stored files and issued documents."""

    name = "expect.documents"
    label = "documents"
    verbose_name = "Documents"
