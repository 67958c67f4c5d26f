from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration: invented people on real bodies, only in demo and tests."""

    name = "expect.demo"
    label = "demo"
    verbose_name = "Démonstration"
