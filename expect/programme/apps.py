from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "expect.programme"
    verbose_name = "Programme"
