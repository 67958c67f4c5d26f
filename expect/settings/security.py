"""Strict by default: no inline script or style, secure cookies, HTTPS in production."""

import socket

from csp.constants import NONE, SELF

from expect.settings.environment import PRODUCTION, env

_HERE = ("localhost", "127.0.0.1", "[::1]", socket.gethostname().lower())
ALLOWED_HOSTS = env("ALLOWED_HOSTS", None if PRODUCTION else ",".join(_HERE)).split(",")
"""In demo, the names of this machine; EXPECT_ALLOWED_HOSTS gives others, for instance its address on a network."""
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
CSRF_FAILURE_VIEW = "expect.web.sessions.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env("BEHIND_PROXY", "no") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
