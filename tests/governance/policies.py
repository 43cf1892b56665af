"""A policy of the House as tests need one."""

from __future__ import annotations

from typing import Any

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, drafting
from hemicycle.governance.models import Article, Version

WHY = "What is sent cannot be taken back."
TEXT = "A sensitive announcement is approved by {approvals_sensitive}."


def draft(by: Any, *, languages: tuple[str, ...] = ("en",), is_enforced: bool = True) -> Version:
    return drafting.start(
        title={"en": "Policy on communication"}, body={"en": "The Bureau"}, languages=languages,
        is_enforced=is_enforced, by=by,
    )  # fmt: skip


def approvals_article(version: Version, needed: int = 3, *, by: Any) -> Article:
    return drafting.add_article(
        version, language="en", heading="Approval", text=TEXT, why=WHY, key="approvals",
        parameters={"approvals_sensitive": needed}, by=by,
    )  # fmt: skip


def adopted(version: Version, *, by: User) -> Version:
    """Sent and adopted by the Bureau, by consensus."""
    sent = adopting.send(version, by=by)
    adopting.record_adoption(
        sent, digest=sent.digest, body="The Bureau", on=sent.created_at.date(), way="consensus", by=by
    )
    return Version.objects.get(pk=version.pk)


def in_force(version: Version, *, by: User, second: User) -> Version:
    ready = adopted(version, by=by)
    adopting.activate(ready, digest=ready.digest, by=second)
    return Version.objects.get(pk=version.pk)
