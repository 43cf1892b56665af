"""What the checks say of an announcement, and which of it keeps it from going out."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from hemicycle import checks
from hemicycle.checks import house as houses
from hemicycle.checks.contract import About, Draft, House, Medium, Remark, Severity, Text, Variant
from hemicycle.desk.models import Announcement
from hemicycle.desk.pieces import shown
from hemicycle.rules.parameters import in_force

# Members and bills change by the day; what was released meanwhile may count a minute later.
HOUSE_KEPT_SECONDS = 60
_KINDS = {"document": "bill", "sitting": "sitting", "vote": "vote", "committee": "committee", "member": "member"}


def remarks_on(announcement: Announcement, *, house: House | None = None) -> tuple[Remark, ...]:
    """Everything the checks say, in the reader's language; the same announcement gives the same remarks."""
    return checks.look(draft_of(announcement), house or house_now())


def blocking(announcement: Announcement) -> list[Remark]:
    """What keeps it from being submitted: blocking remarks that nobody has overruled."""
    overruled = set(announcement.overrides.values_list("remark", flat=True))
    found = remarks_on(announcement)
    return [one for one in found if one.severity == Severity.BLOCKING and key_of(one) not in overruled]


def key_of(remark: Remark) -> str:
    """What an overruled remark is known by as long as its words stand there: not by its place, which shifts."""
    said = "\x1f".join((remark.check, remark.lang, remark.field, remark.words))
    return hashlib.sha256(said.encode()).hexdigest()


def draft_of(announcement: Announcement) -> Draft:
    """The announcement as the checks read it."""
    variants = tuple(
        Variant(one.target.account.kind, one.lang, one.target.texts[one.lang])
        for one in shown(announcement)
        if one.own
    )
    return Draft(
        texts={lang: Text(one.title, one.body) for lang, one in announcement.by_language.items()},
        variants=variants,
        media=tuple(
            Medium(str(m.pk), m.kind, m.alternatives, frozenset(m.captions), Path(m.file.path))
            for m in announcement.media.all()
        ),
        about=about_of(announcement),
        purpose=announcement.purpose,
        release_at=announcement.release_at,
        channels=frozenset(target.account.kind for target in announcement.targets.all()),
        languages=tuple(code for code, _ in settings.LANGUAGES),
        links=cache.get(links_key(announcement)) or {},
    )


def about_of(announcement: Announcement) -> About | None:
    row = announcement.about_what
    if row is None:
        return None
    kind = next(_KINDS[name] for name in _KINDS if getattr(announcement, f"{name}_id") is not None)
    names = getattr(row, "titles", None) or getattr(row, "names", None) or {}
    said = tuple(dict.fromkeys(filter(None, (*dict(names).values(), str(row)))))
    stated = {lang: (words,) for lang, words in dict(getattr(row, "long_titles", None) or {}).items()}
    return About(kind, said, stated)


def links_key(announcement: Announcement) -> str:
    return f"desk.links.{announcement.pk}"


def named_in(announcement: Announcement) -> dict[str, int]:
    """Whom it names, counted as the check of balance counts."""
    return checks.mentions(draft_of(announcement), house_now())


def house_now() -> House:
    """The House as the checks know it, read again every minute."""
    kept: House | None = cache.get("desk.house")
    if kept is None:
        since = timezone.now() - timedelta(days=in_force("balance_window_days"))
        kept = houses.current(timezone.localdate(), mentions=Announcement.objects.named_since(since))
        cache.set("desk.house", kept, HOUSE_KEPT_SECONDS)
    return kept
