"""The product's settings, in the test environment."""

# ruff: noqa: E402, F403
import os
import tempfile

os.environ.setdefault("EXPECT_ENV", "test")
os.environ.setdefault("EXPECT_VAR", tempfile.mkdtemp(prefix="expect-test-"))

from expect.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # every test makes people: a slow hash is minutes
WHITENOISE_USE_FINDERS = False  # else each test client reads the folders of static files; live_server serves them itself
