"""Loaded before Django reads its settings: the tests keep their state in a folder of their own."""

import os
import tempfile

os.environ["HEMICYCLE_HOME"] = tempfile.mkdtemp(prefix="hemicycle-tests-")
os.environ["HEMICYCLE_SECRET_KEY"] = "a key for tests only"
os.environ["HEMICYCLE_HOUSE_NAME"] = "Assembly of Tests"
