"""Where the product runs, and how it reads its configuration."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("EXPECT_VAR") or BASE_DIR / "var").resolve()
"""Everything that running writes: database, secret, broker, files, static files."""


def _defaults() -> dict[str, str]:
    """KEY=VALUE lines of var/environment, for what the environment does not say."""
    path = VAR / "environment"
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


_DEFAULTS = _defaults()


def env(name: str, default: str | None = None) -> str:
    """The value of EXPECT_<name>; without default, its absence stops the start with a sentence."""
    value = os.environ.get(f"EXPECT_{name}") or _DEFAULTS.get(f"EXPECT_{name}") or default
    if value is None:
        raise ImproperlyConfigured(
            f"EXPECT_{name} is not set; production needs it (see README, Configuration)."
        )
    return value


EXPECT_ENV = env("ENV", "production")
if EXPECT_ENV not in ("demo", "test", "production"):
    raise ImproperlyConfigured(f"EXPECT_ENV is « {EXPECT_ENV} »; it must be demo, test or production.")
PRODUCTION = EXPECT_ENV == "production"
DEBUG = False


def _secret_key() -> str:
    """The configured key; outside production, one made at first start and kept in var/."""
    if PRODUCTION:
        return env("SECRET_KEY")
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process was first: its key serves
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()
