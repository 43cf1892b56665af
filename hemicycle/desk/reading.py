"""Everything of an announcement that somebody approves, as one value, and its digest.

What an approver reads is what is sent: the texts as each channel renders them are part of it, so that a change of an
account's signature voids an approval as a change of a word does.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from hemicycle.desk.models import ABOUT, Announcement
from hemicycle.desk.outgoing import shown


def snapshot(announcement: Announcement) -> dict[str, Any]:
    """A JSON value; the same announcement gives the same one."""
    return {
        "purpose": announcement.purpose,
        "sensitivity": announcement.sensitivity,
        "about": {name: str(key) for name in ABOUT if (key := getattr(announcement, f"{name}_id")) is not None},
        "topics": sorted(topic.address for topic in announcement.topics.all()),
        "hashtags": announcement.hashtags,
        "times": {
            name: _written(getattr(announcement, name))
            for name in ("release_at", "embargo_until", "not_after", "expires_at")
        },
        "corrects": str(announcement.corrects_id or ""),
        "reasons": announcement.reasons,
        "wordings": {
            lang: {"title": one.title, "body": one.body} for lang, one in sorted(announcement.by_language.items())
        },
        "media": [
            {"digest": m.digest, "kind": m.kind, "alternatives": m.alternatives, "captions": m.captions,
             "words": m.words, "decorative": m.decorative}
            for m in announcement.media.all()
        ],
        "channels": [
            {"account": one.target.account_id, "name": one.target.account.name, "kind": one.target.account.kind,
             "lang": one.lang, "own": one.own, "parts": list(one.rendered.parts)}
            for one in shown(announcement)
        ],
        # Not where there is none: what was approved before there were warnings stays approved.
        **({"warnings": announcement.warnings} if announcement.warnings else {}),
    }  # fmt: skip


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the value written in one way: sorted keys, no spaces (as RFC 8785 does for such values)."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def read(announcement: Announcement) -> tuple[dict[str, Any], str]:
    content = snapshot(announcement)
    return content, digest_of(content)


def _written(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
