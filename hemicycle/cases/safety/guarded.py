"""What the page of a case says of a threat in it: that its words are not shown in passing, and what to do."""

from __future__ import annotations

from typing import Any

from hemicycle.cases.models import Case, Urgency
from hemicycle.cases.safety.forms import ReportForm


def guarded_of(case: Case) -> dict[str, Any]:
    """For the template cases/safety/card.html, and for the words of the case, as models.with_reports found it."""
    looks_like_one = case.urgency == Urgency.THREAT
    return {
        "reported_at": getattr(case, "reported_at", None),
        "looks_like_a_threat": looks_like_one,
        "is_guarded": looks_like_one or getattr(case, "is_reported", False),
        "report_form": ReportForm(),
    }
