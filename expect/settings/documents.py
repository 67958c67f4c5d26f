"""Static files, and where uploaded and issued files are kept (outside the web root)."""

from expect.settings.environment import BASE_DIR, PRODUCTION, VAR, env

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise wants the folder, even empty
WHITENOISE_AUTOREFRESH = False

FILES_ROOT = VAR / "files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {
        "BACKEND": "expect.web.staticfiles.Storage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = int(env("UPLOAD_MAX_MEGABYTES", "10")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
ANTIVIRUS = env("ANTIVIRUS", "")
"""host:port of ClamAV's daemon; empty where there is none."""
