"""Whether what an account published is kept, so that the account may be closed (practice REC-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk.snapshot import SOURCE

from ..models import ArchiveConfirmation, Capture
from .subjects import Key, Kind, accounts, published_through


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of what is wanted: what has a capture of its version, and what has none."""

    kept: Mapping[Key, Capture]
    missing: Sequence[Key]

    @property
    def wanted(self) -> int:
        return len(self.kept) + len(self.missing)


def coverage(wanted: Mapping[Key, str]) -> Coverage:
    kept: dict[Key, Capture] = {}
    kinds = {kind for kind, _key in wanted}
    for one in Capture.objects.kept().filter(kind__in=kinds).defer("worker", "error").order_by("pk"):
        if wanted.get((one.kind, one.key)) == one.version:
            kept[one.kind, one.key] = one
    return Coverage(kept, [one for one in wanted if one not in kept])


@dataclass(frozen=True, slots=True)
class Readiness:
    """`is_page_missing`: the page of the account itself was not captured since it last published something."""

    kept: Mapping[Key, Capture]
    missing: Sequence[Key]
    is_page_missing: bool
    page: Capture | None
    confirmation: ArchiveConfirmation | None

    @property
    def is_archived(self) -> bool:
        return not self.missing and not self.is_page_missing

    @property
    def has_published(self) -> bool:
        return bool(self.kept or self.missing)


def readiness(account: Account) -> Readiness:
    """Of an account of the House; a member's office decides on its own."""
    published = published_through(account) if account.office.kind == Office.Kind.INSTITUTION else {}
    result, since = coverage(published), _last_sent(account)
    key = (Kind.ACCOUNT.value, str(account.pk))
    pages = Capture.objects.kept().of(*key).order_by("-pk")
    page = pages.first() if since is None else pages.filter(finished_at__gte=since).first()
    confirmed = ArchiveConfirmation.objects.filter(account=account).select_related("by")
    return Readiness(
        kept=result.kept, missing=result.missing, page=page,
        is_page_missing=bool(published) and page is None and key in accounts(),
        confirmation=(confirmed.filter(at__gte=since) if since else confirmed).first(),
    )  # fmt: skip


def _last_sent(account: Account) -> datetime | None:
    sent = Outbound.objects.left().filter(account=account, content__source__startswith=SOURCE)
    last: datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return last
