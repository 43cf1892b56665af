"""Who did it: the label that the audit log takes, and the name that a page shows when the account is gone."""

from typing import Any


def label_of(by: Any) -> str:
    return getattr(by, "audit_label", None) or str(by)


def name_of(by: Any) -> str:
    return str(getattr(by, "name", "") or by)[:120]
