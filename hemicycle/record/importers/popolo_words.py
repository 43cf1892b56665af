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
_FIELDS = """
area_id attribution_text biography birth_date classification colour contact_details counts creator_id date description
dissolution_date email end_date event_id founding_date gender id identifier identifiers image label lang
legislative_session_id links memberships motion_id name note number on_behalf_of_id organization_id other_names
parent_id person_id position result role seats sort_name sources start_date status text title translations type votes
"""
FIELDS = frozenset(_FIELDS.split())
"""What the exporter writes of anything; `sources` says where it is on the web."""
