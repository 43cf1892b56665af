"""Leak drills: words are planted in a paper that is not public, and searched for in everything that is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.rules import audit, work

from ..errors import AlreadyThere, NoReason
from ..models import LeakDrill, LeakSearch

_ONSETS, _VOWELS, _CODAS = "bdfgklmnprstvz", "aeiou", ("", "l", "n", "r")


@transaction.atomic
def plant_drill(*, place: str, by: User) -> LeakDrill:
    """The word to put there by hand, which stands nowhere else. Raises NoReason for no place, AlreadyThere."""
    if not place.strip():
        raise NoReason("a drill says where its words are put")
    User.objects.select_for_update().get(pk=by.pk)
    # Nobody has searched for it yet: the same drill, asked for twice.
    if before := LeakDrill.objects.filter(place=place.strip(), planted_by=by, searches__isnull=True).first():
        raise AlreadyThere(before)
    drill = LeakDrill.objects.create(canary=_word(), place=place.strip(), planted_by=by)
    audit.record("governance.plant_drill", by=by, about=drill)
    return drill


def _word() -> str:
    """It reads like the name of a place, so that nobody who comes upon it takes it for a mark.

    In one piece, so that no line break parts it; one of six thousand million, so that no text has it by chance.
    """
    return "".join(
        secrets.choice(_ONSETS) + secrets.choice(_VOWELS) + secrets.choice(_CODAS) for _ in range(4)
    ).title()


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
