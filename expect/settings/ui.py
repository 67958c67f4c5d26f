"""Forms and components in the State's design system."""

from expect.settings.environment import env

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "crispy_dsfr"
CRISPY_TEMPLATE_PACK = "crispy_dsfr"
CRISPY_FAIL_SILENTLY = False
DSFR_CONTENT_IS_SAFE = False
DSFR_USE_INTEGRITY_CHECKSUMS = False
FILTERS_EMPTY_CHOICE_LABEL = "Tous"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
HOSTING = env("HOSTING", "")
"""Name and address of the host, for the legal notice."""
