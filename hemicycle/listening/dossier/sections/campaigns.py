"""Campaigns: the letter that is shared, how many sent it, and what senders put into it themselves."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...text.letters import OPTIONAL, said
from ...text.words import KINDS, grouped, language_name, word
from ..blocks import Block, Notes, heading, items, letter, paragraph, section, sentence, table
from .wording import cell, day_in_words, quoted

# Of a mad-lib, in which every place changes, those that change most tell enough on paper; staff can open the rest.
MOST_PLACES = 8


def campaigns(content: dict[str, Any], notes: Notes) -> Block:
    found = content["facts"]["campaigns"]
    blocks: list[Block] = []
    if found:
        blocks += [_explained(found), _table(found)]
        for campaign in found:
            if campaign["template"]:
                blocks += _campaign(campaign, notes)
    return section("campaigns", _("Campaigns"), blocks)


def _explained(found: list[dict[str, Any]]) -> Block:
    text = _(
        "A campaign is a legitimate way to be heard. It is counted as what it is: one text, and the people who sent "
        "it. What changes from message to message is underlined."
    )
    if not any(part.get("kind") for campaign in found for part in campaign["template"]):
        return paragraph(sentence(text))
    shown = _(
        "Each is shown as one real letter, without what only its sender wrote. The small numbers say how many "
        "wordings a place has, or how many letters have the words."
    )
    return paragraph(sentence(text), sentence(shown))


def _title(campaign: dict[str, Any]) -> str:
    return f"{campaign['number']}  {campaign['name'] or campaign['opening']}"


def _table(found: list[dict[str, Any]]) -> Block:
    rows = [
        [
            sentence(_title(c), lang="" if c["name"] else c["lang"]),
            sentence(language_name(c["lang"])),
            *(cell(c[key]) for key in ("messages", "senders", "own_words")),
        ]
        for c in found
    ]
    columns = [_("Campaign"), _("Language"), _("Messages"), _("Senders"), _("With own words")]
    return table(_("Campaigns, the largest first"), columns, rows)


def _campaign(campaign: dict[str, Any], notes: Notes) -> Iterator[Block]:
    yield heading(_title(campaign), lang="" if campaign["name"] else campaign["lang"])
    yield paragraph(*_facts(campaign))
    yield letter(campaign["lang"], [_piece(part, campaign) for part in campaign["template"]])
    yield from _changes(campaign)
    if campaign["quotes"]:
        own = campaign["own_words"]
        text = ngettext(
            "%(n)s message has words of its own. Some of them:",
            "%(n)s messages have words of their own. Some of them:",
            own["n"],
        ) % {"n": grouped(own["n"])}
        yield paragraph(sentence(text, own["note"]))
        yield from quoted(campaign["quotes"], notes)


def _piece(part: dict[str, Any], campaign: dict[str, Any]) -> dict[str, Any]:
    """A part of the letter; what stands for words that are not shown is in the language of the dossier."""
    if not part.get("kind"):
        return {"text": part["text"], "slot": part["slot"], "count": "", "gap": False}
    counts = {"n": grouped(part["letters"]), "letters": grouped(campaign["letters"])}
    if part["text"]:
        how_many = _("%(n)s of %(letters)s") % counts if part["kind"] == OPTIONAL else grouped(part["wordings"])
        return {"text": part["text"], "slot": True, "count": how_many, "gap": False}
    return {"text": f"[{said(part['kind'], part['wordings'], **counts)}]", "slot": False, "count": "", "gap": True}


def _changes(campaign: dict[str, Any]) -> Iterator[Block]:
    """The places where most letters have other words than the one that is shown."""
    parts = [part for part in campaign["template"] if part.get("kind") and len(part["examples"]) > bool(part["text"])]
    parts.sort(key=lambda part: -sum(one["letters"] for one in part["examples"][bool(part["text"]) :]))
    if parts:
        yield paragraph(sentence(_("What changes most, with the number of letters that have each wording:")))
        yield items(sentence(_wordings(part), lang=campaign["lang"]) for part in parts[:MOST_PLACES])
    if campaign["letters"] and campaign["compared"] < campaign["letters"]:
        counts = {"compared": grouped(campaign["compared"]), "letters": grouped(campaign["letters"])}
        estimate = _("%(compared)s of %(letters)s letters were compared; the numbers are estimates for all.")
        yield paragraph(sentence(estimate % counts))


def _wordings(part: dict[str, Any]) -> str:
    """The wordings of one place, each with the letters that have it."""
    return " · ".join(f"{one['text']} ({grouped(one['letters'])})" for one in part["examples"])


def _facts(campaign: dict[str, Any]) -> Iterator[Any]:
    facts = {"n": grouped(campaign["messages"]["n"]), "senders": grouped(campaign["senders"]["n"])}
    yield sentence(_("%(n)s messages from %(senders)s senders.") % facts, campaign["messages"]["note"])
    yield sentence(f"{word(KINDS, campaign['kind'])}.")
    if campaign["first_day"]:
        period = {"first": day_in_words(campaign["first_day"]), "last": day_in_words(campaign["last_day"])}
        yield sentence(_("Sent between %(first)s and %(last)s.") % period, campaign["messages"]["note"])
    if campaign["says_the_same"]:
        yield sentence(_says_the_same(campaign["says_the_same"]))
    if campaign["confirmed"]:
        yield sentence(_("Staff looked at it and confirmed it."))


def _says_the_same(numbers: list[int]) -> str:
    *first, last = map(str, numbers)
    if not first:
        return _("Says the same as campaign %(number)s.") % {"number": last}
    return _("Says the same as campaigns %(first)s and %(last)s.") % {"first": ", ".join(first), "last": last}
