"""The words of Popolo that its importer and its exporter share, by those of the record."""

from __future__ import annotations

# Who made a file, in its `meta`.
GENERATOR = "Hemicycle"
# Popolo's own words where it has some.
CLASSIFICATIONS = {"group": "faction"}
ROLES = {"vice_chair": "vice-chair", "office_holder": "office holder"}
RESULTS = {"passed": "pass", "failed": "fail", "tied": "tied"}
# Ours where it leaves them free.
PERIODS = {"term": "legislative period", "session": "legislative session", "part": "part of a session"}
NOTES = {"web": "website"}
SHORT, SITTING, TELLER = "short name", "sitting", "teller"
# The scheme of what the source of a speech or a vote calls it.
SOURCE = "source"
