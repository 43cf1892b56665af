"""The public addresses of what people said about a bill; `site` serves them."""

from __future__ import annotations

from hemicycle.record.models import Document


def heard(bill: Document) -> str:
    """What we heard, and what the committee did with it."""
    return f"{bill.get_absolute_url()}heard/"


def asked(bill: Document) -> str:
    """What people asked, as a small page that other sites show in theirs."""
    return f"{bill.get_absolute_url()}asked/"
