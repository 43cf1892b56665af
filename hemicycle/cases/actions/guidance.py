"""What the House tells its own staff, written by whoever drafts its policy."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models import WRITTEN_BY_STAFF, GuidanceText
from hemicycle.rules import audit


@transaction.atomic
def save_guidance(topic: str, texts: Mapping[str, str], *, by: User) -> None:
    """`texts`: by language; an empty one is removed. Raises ValueError for what the policy says."""
    if topic not in WRITTEN_BY_STAFF:
        raise ValueError(topic)
    for lang, text in texts.items():
        rows = GuidanceText.objects.filter(topic=topic, lang=lang)
        if not (said := text.strip()[:1000]):
            rows.delete()
        elif not rows.filter(text=said).exists():
            changed = {"text": said, "changed_by": by, "changed_at": timezone.now()}
            GuidanceText.objects.update_or_create(topic=topic, lang=lang, defaults=changed)
    audit.record("cases.save_guidance", by=by, about=GuidanceText._meta.label_lower, topic=topic)
