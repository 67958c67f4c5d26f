from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "expect.web"
    verbose_name = "Pages"
