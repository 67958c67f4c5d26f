from functools import partial
from importlib import import_module

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "expect.programme"
    verbose_name = "Programme"

    def ready(self):
        import_module("expect.programme.specimen")  # declares the head of the letters
        figures = import_module("expect.accounts.figures")
        value = import_module("expect.programme.parameters").value
        figures.declare(figures.INVITATION_DAYS, partial(value, figures.INVITATION_DAYS))
