from importlib import import_module

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """Stage 1: the label."""

    name = "labels"
    verbose_name = "Labels"

    def ready(self):
        # what leaves in texts that DAECT rewrites
        for declared in ("specimens", "session_specimens", "email_specimens"):
            import_module(f"labels.{declared}")
        step = import_module("labels.recusals").follow_employer
        import_module("expect.accounts.memberships").a_new_employer_entails(step)
