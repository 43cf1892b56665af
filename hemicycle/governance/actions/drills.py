"""Leak drills: words are planted in a paper that is not public, and searched for in everything that is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.rules import audit, work

from ..errors import AlreadyThere, NoReason
from ..models import LeakDrill, LeakSearch


@transaction.atomic
def plant_drill(*, place: str, by: User) -> LeakDrill:
    """The words to put there by hand, which stand nowhere else. Raises NoReason for no place, AlreadyThere."""
    if not place.strip():
        raise NoReason("a drill says where its words are put")
    User.objects.select_for_update().get(pk=by.pk)
    # Nobody has searched for it yet: the same drill, asked for twice.
    if before := LeakDrill.objects.filter(place=place.strip(), planted_by=by, searches__isnull=True).first():
        raise AlreadyThere(before)
    # 64 bits: no text has them by chance. In one piece, so that no line break parts them.
    drill = LeakDrill.objects.create(canary=f"drill{secrets.token_hex(8)}", place=place.strip(), planted_by=by)
    audit.record("governance.plant_drill", by=by, about=drill)
    return drill


@transaction.atomic
def ask_for_search(drill: LeakDrill, *, by: User) -> LeakSearch:
    """A worker searches; one that waits or runs already is the answer to a second click."""
    LeakDrill.objects.select_for_update().get(pk=drill.pk)
    running = LeakSearch.objects.unfinished().filter(drill=drill).first()
    if running is not None:
        return running
    search = LeakSearch.objects.create(drill=drill, asked_by=by)
    audit.record("governance.search_drill", by=by, about=drill)
    work.wake()
    return search


@transaction.atomic
def keep_search(search: LeakSearch, *, places: int, found: Sequence[str]) -> None:
    search.places, search.found = places, list(found)
    LeakSearch.objects.filter(pk=search.pk).update(places=places, found=search.found)
    audit.record("governance.drill_searched", by="worker", about=search.drill, places=places, found=len(found))
