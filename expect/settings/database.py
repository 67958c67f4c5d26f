"""SQLite by default, PostgreSQL in production; sessions, cache and lock-outs in the database."""

import dj_database_url

from expect.settings.environment import PRODUCTION, VAR, env

DATABASE_URL = (
    env("DATABASE_URL") if PRODUCTION else env("DATABASE_URL", f"sqlite:///{VAR / 'expect.sqlite3'}")
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
            "PRAGMA recursive_triggers=ON"  # else REPLACE deletes what a guard keeps, without a word
        ),
    }
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond, live entries go too: sign-in limits, forms just sent
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
