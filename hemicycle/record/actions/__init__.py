"""Every write to the record: keyword-only, `by=`, one transaction, the audit row inside.

Each `put_…` takes a paper and makes the record say what it says: a row that is not there is added, one that
differs is changed in place, one that agrees is left alone. A second run changes nothing and writes no audit row.
"""

from hemicycle.record.actions.attributing import attribute, undo_attribution
from hemicycle.record.actions.bills import classify, put_bill
from hemicycle.record.actions.changes import Changes
from hemicycle.record.actions.importing import put_papers, record_poll
from hemicycle.record.actions.localities import load_localities, remove_localities
from hemicycle.record.actions.merging import keep_apart, merge, propose_matches, undo
from hemicycle.record.actions.people import put_area, put_body, put_period, put_person, seat_in_office
from hemicycle.record.actions.reference import keep, remove
from hemicycle.record.actions.sittings import put_sitting

__all__ = [
    "Changes",
    "attribute",
    "classify",
    "keep",
    "keep_apart",
    "load_localities",
    "merge",
    "propose_matches",
    "put_area",
    "put_bill",
    "put_body",
    "put_papers",
    "put_period",
    "put_person",
    "put_sitting",
    "record_poll",
    "remove",
    "remove_localities",
    "seat_in_office",
    "undo",
    "undo_attribution",
]
