"""The real settings and the workbench: for worker processes that tests start."""

from hemicycle.conf.settings import *  # noqa: F403
from hemicycle.conf.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workbench"]
