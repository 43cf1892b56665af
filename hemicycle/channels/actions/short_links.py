"""Short links: minted when something is released, counted when somebody opens one. Nobody who opens one is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.channels.errors import CodeTaken
from hemicycle.channels.models import Account, ClickCount, ShortLink
from hemicycle.rules import audit


@transaction.atomic
def mint_short_links(account: Account, links: Mapping[str, str], *, source: str, lang: str) -> None:
    """A link for each code; minted twice, there is still one. The audit entry is that of whatever sends them. Raises
    CodeTaken where a code leads elsewhere already."""
    for code, target in links.items():
        row, _ = ShortLink.objects.get_or_create(
            code=code, defaults={"account": account, "source": source, "lang": lang, "target": target}
        )
        if (row.account_id, row.source, row.target) != (account.pk, source, target):
            raise CodeTaken(code)


@transaction.atomic
def lead_elsewhere(source: str, *, to: str, about: models.Model, office: Any, by: Any) -> int:
    """From now on every link of a source leads there: what was withdrawn (`about`) sends nobody on. How many do."""
    led = ShortLink.objects.filter(source=source).update(instead=to)
    if led:
        audit.record("channels.lead_elsewhere", by=by, about=about, office=office, source=source, links=led)
    return led


@transaction.atomic
def count_click(link: ShortLink) -> None:
    """One more on this day of the House. Nobody acts here, so nothing is audited."""
    row, _ = ClickCount.objects.get_or_create(
        source=link.source, account_id=link.account_id, day=timezone.localdate(), defaults={"clicks": 0}
    )
    ClickCount.objects.filter(pk=row.pk).update(clicks=F("clicks") + 1)
