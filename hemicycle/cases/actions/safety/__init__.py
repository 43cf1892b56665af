"""Threats and abuse against members and staff: each report, what is done about it, and its evidence."""

from hemicycle.cases.actions.safety.evidence import make_pack, show_evidence
from hemicycle.cases.actions.safety.handling import assess, close_report, hand_over, note_step, pass_on, reopen_report
from hemicycle.cases.actions.safety.reporting import report_threat
from hemicycle.cases.actions.safety.sharing import share_threats, stop_sharing_threats

__all__ = [
    "assess",
    "close_report",
    "hand_over",
    "make_pack",
    "note_step",
    "pass_on",
    "reopen_report",
    "report_threat",
    "share_threats",
    "show_evidence",
    "stop_sharing_threats",
]
