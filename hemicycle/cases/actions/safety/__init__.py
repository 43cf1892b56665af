"""Threats and abuse against members and staff: each report, what is done about it, and its evidence."""

from hemicycle.cases.actions.safety.evidence import make_pack, show_evidence
from hemicycle.cases.actions.safety.handling import (
    assess,
    assign_report,
    close_report,
    note_step,
    pass_on,
    reopen_report,
    share_threats,
    stop_sharing_threats,
)
from hemicycle.cases.actions.safety.reporting import report_threat

__all__ = [
    "assess",
    "assign_report",
    "close_report",
    "make_pack",
    "note_step",
    "pass_on",
    "reopen_report",
    "report_threat",
    "share_threats",
    "show_evidence",
    "stop_sharing_threats",
]
