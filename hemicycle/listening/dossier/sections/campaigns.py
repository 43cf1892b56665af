"""Campaigns: the letter that is shared, how many sent it, and what senders put into it themselves."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...text.words import KINDS, grouped, language_name, word
from ..blocks import Block, Notes, heading, letter, paragraph, section, sentence, table
from .wording import cell, day_in_words, quoted


def campaigns(content: dict[str, Any], notes: Notes) -> Block:
    found = content["facts"]["campaigns"]
    blocks: list[Block] = []
    if found:
        blocks += [_explained(), _table(found)]
        for campaign in found:
            if campaign["template"]:
                blocks += _campaign(campaign, notes)
    return section("campaigns", _("Campaigns"), blocks)


def _explained() -> Block:
    text = _(
        "A campaign is a legitimate way to be heard. It is counted as what it is: one text, and the people who sent "
        "it. What changes from message to message is underlined."
    )
    return paragraph(sentence(text))


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
    yield letter(campaign["lang"], campaign["template"])
    if campaign["quotes"]:
        own = campaign["own_words"]
        text = ngettext(
            "%(n)s message has words of its own. The longest:",
            "%(n)s messages have words of their own. The longest:",
            own["n"],
        ) % {"n": grouped(own["n"])}
        yield paragraph(sentence(text, own["note"]))
        yield from quoted(campaign["quotes"], notes)


def _facts(campaign: dict[str, Any]) -> Iterator[Any]:
    facts = {"n": grouped(campaign["messages"]["n"]), "senders": grouped(campaign["senders"]["n"])}
    yield sentence(_("%(n)s messages from %(senders)s senders.") % facts, campaign["messages"]["note"])
    yield sentence(f"{word(KINDS, campaign['kind'])}.")
    if campaign["first_day"]:
        period = {"first": day_in_words(campaign["first_day"]), "last": day_in_words(campaign["last_day"])}
        yield sentence(_("Sent between %(first)s and %(last)s.") % period, campaign["messages"]["note"])
    if campaign["says_the_same"]:
        others = ", ".join(str(number) for number in campaign["says_the_same"])
        yield sentence(_("Says the same as campaign %(others)s.") % {"others": others})
    if campaign["confirmed"]:
        yield sentence(_("Staff looked at it and confirmed it."))
