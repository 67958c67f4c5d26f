"""E-mail leaves by the outbox alone (spec X3); here, the server that beat hands it to.

Without EXPECT_SMTP_HOST (demo), mails stay readable in the outbox at /demo/courrier/ and go nowhere.
"""

from expect.settings.environment import PRODUCTION, env

EMAIL_HOST = env("SMTP_HOST") if PRODUCTION else env("SMTP_HOST", "")
EMAIL_PORT = int(env("SMTP_PORT", "587" if PRODUCTION else "25"))
EMAIL_HOST_USER = env("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env("SMTP_TLS", "yes" if PRODUCTION else "no") == "yes"
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.dummy.EmailBackend"
)
_DEMO_SENDER = "EXPE-CT <ne-pas-repondre@expe-ct.test>"
DEFAULT_FROM_EMAIL = env("MAIL_FROM") if PRODUCTION else env("MAIL_FROM", _DEMO_SENDER)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
BASE_URL = env("BASE_URL") if PRODUCTION else env("BASE_URL", "http://localhost:8000")
"""Start of the links written in e-mails and QR codes, without a final slash."""
OUTBOX_STRICT = False
"""Whether other words under a key already told raise, for who looks for the fault; otherwise told, and logged."""
