"""Numbers, shares and days as the sections write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import Place
from ...text.words import channel_name, grouped, share
from ..blocks import Block, Cell, number, quotes, sentence

Counted = Mapping[str, Any]


def cell(counted: Counted) -> Cell:
    """A number of the facts as a cell that opens to its messages."""
    return number(grouped(counted["n"]), counted["note"])


def of(counted: Counted, whole: Counted) -> Cell:
    """“120 of 480 (25%)”."""
    words = _("%(n)s of %(total)s (%(share)s)") % {
        "n": grouped(counted["n"]),
        "total": grouped(whole["n"]),
        "share": share(counted["n"], whole["n"]),
    }
    return number(words, counted["note"])


def is_majority(counted: Counted, whole: Counted) -> bool:
    return bool(2 * counted["n"] > whole["n"])


def position(counted: Counted, whole: Counted) -> str:
    """Majority and minority, by name."""
    return str(_("Majority") if is_majority(counted, whole) else _("Minority"))


def messages_in_words(counted: Counted) -> str:
    return ngettext("%(n)s message", "%(n)s messages", counted["n"]) % {"n": grouped(counted["n"])}


def day_in_words(day: str | None) -> str:
    return str(date_words(date.fromisoformat(day), "DATE_FORMAT")) if day else ""


def quoted(found: list[dict[str, Any]], notes: Any, *, about: str = "") -> list[Block]:
    """Quotes with where each comes from, `about` before it; no block where there is none."""
    cells = [
        {
            "text": q["text"],
            "cut": q["cut"],
            "lang": q["lang"],
            "translation": q.get("translation", ""),
            "about": f"{about} {_about(q)}".strip(),
            "note": notes.of([q["message"]]),
        }
        for q in found
    ]
    return [quotes(cells)] if cells else []


def _about(quote: Mapping[str, Any]) -> str:
    place = _("Campaign mail") if quote["place"] == Place.CAMPAIGN else _("Individual voice")
    about = [str(place), channel_name(quote["channel"]) if quote["channel"] else "", day_in_words(quote["day"])]
    return ", ".join(filter(None, about))


def named(name: str, words: str, counted: Counted) -> Cell:
    """“Minority: 8 of 24 (33%).”"""
    return sentence(_("%(name)s: %(words)s.") % {"name": name, "words": words}, counted["note"])
