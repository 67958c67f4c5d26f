from django.apps import AppConfig, apps

from expect.web.staticfiles import UNUSED


class WebConfig(AppConfig):
    name = "expect.web"
    verbose_name = "Pages"

    def ready(self):
        staticfiles = apps.get_app_config("staticfiles")
        staticfiles.ignore_patterns = [*staticfiles.ignore_patterns, *UNUSED]
