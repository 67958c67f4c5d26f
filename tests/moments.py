"""The instant at which tests take place; nothing in the suite reads the wall clock."""

from datetime import UTC, date, datetime

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
