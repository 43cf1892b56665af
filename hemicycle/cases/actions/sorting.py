"""Tags on cases, and views of the inbox that somebody keeps for themselves or for their office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Max

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import Case, CaseQuerySet, CaseTag, SavedView, Tag
from hemicycle.rules import audit

# Words that somebody looked for may be a name; the rest is where they were in a list.
NOT_KEPT = ("q", "page", "until", "done")
_LONGEST_NAME = 40


@transaction.atomic
def tag(rows: CaseQuerySet, *, name: str, by: Any) -> list[int]:
    """Put the office's tag of that name on these cases; the keys of those that had not got it. ValueError without a
    name. A tag is there from its first use on."""
    word = " ".join(name.split())[:_LONGEST_NAME]
    if not word:
        raise ValueError("no name")
    changed: list[int] = []
    for case in rows.select_related("office").order_by("pk"):
        known = Tag.objects.filter(office=case.office, name__iexact=word).first()
        found = known or Tag.objects.create(office=case.office, name=word)
        _row, is_new = CaseTag.objects.get_or_create(case=case, tag=found)
        if is_new:
            changed.append(case.pk)
            audit.record("cases.tag", by=by, about=case, office=case.office)
    return changed


@transaction.atomic
def untag(rows: CaseQuerySet, *, name: str, by: Any) -> list[int]:
    """Take it off these cases; the keys of those that had it. A tag that no case bears is gone."""
    held = CaseTag.objects.filter(case__in=rows, tag__name__iexact=" ".join(name.split()))
    cases = list(Case.objects.filter(pk__in=held.values("case")).select_related("office").order_by("pk"))
    tags = set(held.values_list("tag", flat=True))
    held.delete()
    Tag.objects.filter(pk__in=tags).exclude(pk__in=CaseTag.objects.filter(tag__in=tags).values("tag")).delete()
    for case in cases:
        audit.record("cases.untag", by=by, about=case, office=case.office)
    return [case.pk for case in cases]


def kept_query(query: str) -> str:
    """What of an address a view keeps."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name not in NOT_KEPT])


@transaction.atomic
def save_view(*, office: Office, name: str, query: str, is_shared: bool, by: User) -> SavedView:
    """Under a name that is there already the new narrowing takes the place of the old. ValueError without a name."""
    word = " ".join(name.split())[:_LONGEST_NAME]
    if not word:
        raise ValueError("no name")
    owner = None if is_shared else by
    last = SavedView.objects.filter(office=office).aggregate(last=Max("position"))["last"] or 0
    row, is_new = SavedView.objects.get_or_create(
        office=office, owner=owner, name=word, defaults={"query": kept_query(query)[:500], "position": last + 1}
    )
    if not is_new:
        row.query = kept_query(query)[:500]
        row.save(update_fields=["query"])
    audit.record("cases.save_view", by=by, about=row, office=office, shared=is_shared)
    return row


@transaction.atomic
def rename_view(row: SavedView, *, name: str, by: User) -> SavedView:
    """ValueError without a name, or with one that another view has."""
    word = " ".join(name.split())[:_LONGEST_NAME]
    others = SavedView.objects.filter(office=row.office, owner=row.owner, name=word).exclude(pk=row.pk)
    if not word or others.exists():
        raise ValueError(word)
    row.name = word
    row.save(update_fields=["name"])
    audit.record("cases.save_view", by=by, about=row, office=row.office, shared=row.owner_id is None)
    return row


@transaction.atomic
def move_view(row: SavedView, *, among: Iterable[SavedView], earlier: bool) -> None:
    """One place earlier or later among those that its reader sees; not audited."""
    order = list(among)
    at = order.index(row)
    to = at - 1 if earlier else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, start=1):
        SavedView.objects.filter(pk=one.pk).update(position=position)


@transaction.atomic
def delete_view(row: SavedView, *, by: Any) -> None:
    audit.record("cases.delete_view", by=by, about=row, office=row.office, shared=row.owner_id is None)
    row.delete()
