"""The real settings, and what differs in tests: state in a folder of its own, quick passwords, no static manifest,
and the workbench, an app that exists for tests only."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Whatever this machine sets is not for tests, but for what is theirs. A process that a test starts is given the
# folder of that test.
OF_TESTS = {
    "HEMICYCLE_TEST_HOME", "HEMICYCLE_TEST_RUN", "HEMICYCLE_DATA", "HEMICYCLE_DEMO_SEED", "HEMICYCLE_SEARCH",
    "HEMICYCLE_EXPLORE", "HEMICYCLE_QUICK", "HEMICYCLE_SECONDS", "HEMICYCLE_FILM", "HEMICYCLE_WALK", "HEMICYCLE_SERVED",
    "HEMICYCLE_SERVED_PASSWORD", "HEMICYCLE_PICTURES", "HEMICYCLE_STUCK",
}  # fmt: skip
for _name in [name for name in os.environ if name.startswith("HEMICYCLE_") and name not in OF_TESTS]:
    del os.environ[_name]
if not os.environ.get("HEMICYCLE_TEST_HOME"):
    _home = tempfile.mkdtemp(prefix="hemicycle-tests-")
    atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["HEMICYCLE_HOME"] = os.environ.get("HEMICYCLE_TEST_HOME") or _home
os.environ["HEMICYCLE_SECRET_KEY"] = "a key for tests only"
os.environ["HEMICYCLE_ADDRESS"] = "http://127.0.0.1:8000"
os.environ["HEMICYCLE_HOUSE_NAME"] = "Assembly of Tests"
# What stands for the world in tests listens on this machine; what tests the refusal lists nothing.
os.environ["HEMICYCLE_PRIVATE_NETWORKS"] = "127.0.0.0/8,::1"
# Reading what letters mean takes minutes; what needs it says so itself.
os.environ["HEMICYCLE_EMBEDDINGS_MODEL"] = "none"

from hemicycle.conf.settings import *  # noqa: E402, F403
from hemicycle.conf.settings import DATABASES, HOME, INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workbench"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# One memory for both: to clear the cache forgets how often somebody asked.
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "limits")}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# A file, not memory: threads and processes of one test then meet as they do in an installation.
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
Path(HOME / "static").mkdir(parents=True, exist_ok=True)
