from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "expect.programme"
    verbose_name = "Programme"

    def ready(self):
        import_module("expect.programme.specimen")  # declares the head of the letters
