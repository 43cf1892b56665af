"""The first page, for whoever reads no other: the question, the numbers, majority and minority, three quotes; then
what was asked, about what, and by whom.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...text.words import grouped, share
from ..blocks import Block, Notes, notice, paragraph, section, sentence, table
from .wording import cell, day_in_words, is_majority, of, position, quoted

THEMES, QUOTES = 5, 3
# A page holds so much of a quote beside everything else on it.
LONGEST = 180


def summary(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    blocks = [paragraph(sentence(content["question"], lang=content["title_language"]))] if content["question"] else []
    blocks += [_numbers(facts["counts"]), *_weight(facts)]
    blocks += _themes(facts)
    blocks += quoted(list(_three(facts)), notes)
    blocks.append(notice(_("Not an opinion poll"), _caveat()))
    return section("summary", _("Summary"), blocks)


def _caveat() -> str:
    return _(
        "People who write choose themselves. These numbers say who wrote and what about; they do not say what the "
        "population thinks, and a theme does not say who is for and who is against."
    )


def _numbers(counts: dict[str, Any]) -> Block:
    rows = [
        (_("Messages"), "messages"),
        (_("Senders"), "senders"),
        (_("Campaigns"), "campaigns"),
        (_("Messages in campaigns"), "in_campaigns"),
        (_("Individual voices"), "voices"),
        # Else what is above does not add up.
        (_("Repeats"), "repeats"),
        (_("Messages set aside"), "set_aside"),
    ]
    return table(
        _("How many wrote"), [_("What"), _("How many")], [[sentence(label), cell(counts[key])] for label, key in rows]
    )


def _weight(facts: dict[str, Any]) -> Iterator[Block]:
    counts = facts["counts"]
    whole, campaign = counts["counted"], counts["in_campaigns"]
    if not whole["n"]:
        return
    words = {"n": grouped(campaign["n"]), "total": grouped(whole["n"]), "share": share(campaign["n"], whole["n"])}
    if is_majority(campaign, whole):
        text = _("A majority of the messages, %(n)s of %(total)s (%(share)s), is campaign mail.") % words
    else:
        text = _("A minority of the messages, %(n)s of %(total)s (%(share)s), is campaign mail.") % words
    yield paragraph(sentence(text, campaign["note"]))


def _themes(facts: dict[str, Any]) -> Iterator[Block]:
    found, counts = facts["themes"], facts["counts"]
    if not found:
        return
    whole, voices = counts["counted"], counts["voices"]
    majority = [theme for theme in found if is_majority(theme["messages"], whole)]
    if majority:
        text = ngettext(
            "%(n)s theme is spoken of in a majority of the messages.",
            "%(n)s themes are spoken of in a majority of the messages.",
            len(majority),
        ) % {"n": grouped(len(majority))}
    else:
        text = _("No theme is spoken of in a majority of the messages; every one is a minority's.")
    yield paragraph(sentence(text))
    rows = [
        [
            sentence(t["label"], lang=t["label_language"]),
            of(t["messages"], whole),
            of(t["voices"], voices),
            sentence(position(t["messages"], whole)),
        ]
        for t in _largest_and_smallest(found)
    ]
    columns = [_("Theme"), _("Of all messages"), _("Of individual voices"), _("Majority or minority")]
    title = _("The largest themes, and the smallest") if len(found) > THEMES else _("The themes")
    yield table(title, columns, rows)


def _largest_and_smallest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A minority is not left out for being small: the last one is shown beside the first."""
    return found if len(found) <= THEMES else [*found[: THEMES - 1], found[-1]]


def _three(facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One quote each of three themes, or of three campaigns where there are no themes; never a message twice."""
    groups = [*facts["themes"], *facts["campaigns"]]
    seen: set[int] = set()
    for group in groups:
        for quote in group["quotes"][:1]:
            if len(seen) < QUOTES and quote["message"] not in seen:
                seen.add(quote["message"])
                yield _shorter(quote)


def _shorter(quote: dict[str, Any]) -> dict[str, Any]:
    text = quote["text"]
    if len(text) <= LONGEST:
        return quote
    return quote | {"text": text[: max(text.rfind(" ", 0, LONGEST), LONGEST // 2)].rstrip(), "cut": True}


def asked(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    sentences = [
        sentence(_("Asked by: %(office)s, %(house)s.") % {"office": content["office"], "house": content["house"]})
    ]
    if content["question"]:
        sentences.append(sentence(_("The question:")))
        sentences.append(sentence(content["question"], lang=content["title_language"]))
    if content["bill"]:
        sentences.append(sentence(_("About: %(name)s, “%(title)s”.") % content["bill"]))
    days = facts["days"]
    if days:
        period = {"first": day_in_words(days[0][0]), "last": day_in_words(days[-1][0])}
        if days[0] == days[-1]:
            text = _("The messages that have a date were sent on %(first)s.") % period
        else:
            text = _("The messages that have a date were sent between %(first)s and %(last)s.") % period
        sentences.append(sentence(text, facts["counts"]["counted"]["note"]))
    return section("asked", _("What was asked"), [paragraph(*sentences)])
