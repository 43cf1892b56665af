"""The life of what was posted on a network: where it stands, of how many posts it is, and whether it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hemicycle.channels.abilities import Shows
from hemicycle.channels.contract import Access
from hemicycle.channels.models import Account, Outbound, OutboundQuerySet, State
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.words import reason

_ARRIVED = (State.SENT, State.DELIVERED)


@dataclass(frozen=True, slots=True)
class There:
    """`remark`: what is not as it was asked for, in words. `changed`: a correction took its place, or answers it."""

    url: str
    posts: int
    changed: bool
    gone: bool
    remark: str


def there(account: Account, rows: OutboundQuerySet) -> There | None:
    """None where nothing arrived, or where its network shows nothing to anybody."""
    adapter = adapter_of(account.kind)
    row = rows.in_state(*_ARRIVED).filter(contact=None).select_related("content").first()
    if row is None or not isinstance(adapter, Shows):
        return None
    later, names = list(_later(row)), row.names
    gone = not names or any(not one.names for one in later)
    # No secret is needed to say where something stands.
    access = Access(account.kind, account.address, account.settings)
    url = "" if gone else adapter.page_of(access, names[0])
    return There(url, len(names), changed=bool(later) and not gone, gone=gone, remark=reason(row.code))


def _later(row: Outbound) -> Iterator[Outbound]:
    """What changed it there, and what changed that."""
    last: Outbound | None = row
    while last is not None:
        last = Outbound.objects.in_state(*_ARRIVED).filter(content__changes=last.content_id).order_by("-pk").first()
        if last is not None:
            yield last
