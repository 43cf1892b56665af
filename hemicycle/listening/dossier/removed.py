"""What a dossier says once messages that it cites are there no more: how many, and why, in its own language."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import ngettext

from ..text.words import grouped


class Removed(Enum):
    """`ERASED`: from everywhere. `OBJECTED`, `REPORTED`: from every inquiry; the House still has the letters."""

    ERASED = "erased"
    OBJECTED = "objected"
    REPORTED = "reported"


def in_the_successor(why: Removed, n: int, *, version: int, day: str, before: int) -> str:
    facts = {"version": version, "day": day, "before": before, "n": grouped(n)}
    if why is Removed.OBJECTED:
        text = ngettext(
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s message was taken out, for its writer objected to being counted.",
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s messages were taken out, for their writers objected to being counted.",
            n,
        )
    elif why is Removed.REPORTED:
        text = ngettext(
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s message was taken out, for it was reported as a threat.",
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s messages were taken out, for they were reported as threats.",
            n,
        )
    else:
        text = ngettext(
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s message was erased at the writer's request.",
            "Version %(version)s of %(day)s replaces version %(before)s: "
            "%(n)s messages were erased at the writers' request.",
            n,
        )
    return text % facts


def in_an_older_version(why: Removed, n: int) -> str:
    if why is Removed.OBJECTED:
        text = ngettext(
            "%(n)s message that this version cites was taken out, for its writer objected to being counted; "
            "what the version said is no longer given out.",
            "%(n)s messages that this version cites were taken out, for their writers objected to being counted; "
            "what the version said is no longer given out.",
            n,
        )
    elif why is Removed.REPORTED:
        text = ngettext(
            "%(n)s message that this version cites was taken out, for it was reported as a threat; "
            "what the version said is no longer given out.",
            "%(n)s messages that this version cites were taken out, for they were reported as threats; "
            "what the version said is no longer given out.",
            n,
        )
    else:
        text = ngettext(
            "%(n)s message that this version cites was erased at the writer's request; "
            "what the version said is no longer given out.",
            "%(n)s messages that this version cites were erased at the writers' request; "
            "what the version said is no longer given out.",
            n,
        )
    return text % {"n": grouped(n)}
