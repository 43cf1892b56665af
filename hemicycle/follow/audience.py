"""How many an announcement would reach, before it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count

from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of
from hemicycle.follow.models import Follower, Frequency
from hemicycle.follow.things import words_about
from hemicycle.record.phrases import Phrase


def reach(about: Iterable[Any], account: Account, offered: Iterable[str]) -> tuple[Mapping[str, int], int]:
    """By language in which they will read it, how many are written to at once; and how many find it in a digest.

    The same followers as `actions.tell` writes to, had nobody been told yet.
    """
    words, tags = words_about(*about), Phrase({tag: tag for tag in offered})
    if not words or not tags:
        return {}, 0
    channel = adapter_of(account.kind).medium
    rows = Follower.objects.of_office(account.office, channel).following(words).reachable().order_by()
    at_once: Counter[str] = Counter()
    later = 0
    for frequency, lang, count in rows.values_list("frequency", "contact__lang").annotate(n=Count("pk")):
        if frequency == Frequency.AT_ONCE:
            at_once[tags.in_language(lang).lang] += count
        else:
            later += count
    return dict(at_once), later
