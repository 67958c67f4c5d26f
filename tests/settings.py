"""The product's settings, in the test environment."""

# ruff: noqa: F403
import os
import tempfile

os.environ.setdefault("EXPECT_ENV", "test")
os.environ.setdefault("EXPECT_VAR", tempfile.mkdtemp(prefix="expect-test-"))

from expect.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Every test makes people: a slow hash would cost minutes."""
WHITENOISE_USE_FINDERS = False
"""Else each test client reads all the folders of static files; live_server serves them itself."""
