"""Applications, middleware, templates."""

from expect.settings.environment import BASE_DIR, EXPECT_ENV

DEMO = EXPECT_ENV in ("demo", "test")

INSTALLED_APPS = [
    "expect.demo",
    "expect.dashboard",
    "reports",
    "missions",
    "labels",
    "expect.accounts",
    "expect.programme",
    "expect.documents",
    "expect.notifications",
    "expect.territory",
    "expect.web",
    "expect.audit",
    "expect.database",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "widget_tweaks",
    "dsfr",
    "crispy_forms",
    "django_filters",
    "csp",
]
if not DEMO:
    INSTALLED_APPS.remove("expect.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "expect.web.middleware.RequestLog",
    "expect.web.middleware.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "expect.web.middleware.NoNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "expect.web.sessions.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "expect.accounts.middleware.CurrentMembership",
]

ROOT_URLCONF = "expect.urls"
WSGI_APPLICATION = "expect.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["expect.web.templatetags.signed_forms"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "expect.web.context_processors.web",
                "expect.programme.context_processors.service",
                "expect.dashboard.context_processors.navigation",
            ],
        },
    },
]
