"""Settings, by subject.

`EXPECT_ENV` says where we are: demo, test or production (the default, which wants its secrets).
"""

# ruff: noqa: F403
from expect.settings.environment import *  # isort: skip
from expect.settings.apps import *
from expect.settings.database import *
from expect.settings.documents import *
from expect.settings.language import *
from expect.settings.logs import *
from expect.settings.mail import *
from expect.settings.programme import *
from expect.settings.security import *
from expect.settings.signin import *
from expect.settings.tasks import *
from expect.settings.ui import *
