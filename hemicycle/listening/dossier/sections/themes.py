"""What people speak of: a map, a table, then each theme with its parts and with words of those who wrote."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ...text.words import grouped, language_name
from ..blocks import Block, Notes, chart, heading, paragraph, section, sentence, table
from .wording import cell, messages_in_words, named, of, position, quoted

# On a map of more, names are too small to read; the table has all.
MOST_ON_MAP = 30


def themes(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    found = facts["themes"]
    blocks: list[Block] = []
    if found:
        blocks += [_explained(), *_map(found, _table(facts))]
        for theme in found:
            blocks += _theme(theme, facts["counts"], notes)
    return section("themes", _("What they speak of"), blocks)


def _explained() -> Block:
    text = _(
        "A message may speak of several themes, so that shares add up to more than the whole. The words of a theme's "
        "name are those of the people who wrote, unless staff gave it another."
    )
    return paragraph(sentence(text))


def _table(facts: dict[str, Any]) -> Block:
    whole, voices = facts["counts"]["counted"], facts["counts"]["voices"]
    rows = [
        [
            sentence(f"{t['number']}  {t['label']}", lang=t["label_language"]),
            of(t["messages"], whole),
            of(t["voices"], voices),
            cell(t["senders"]),
            cell(t["campaigns"]),
            sentence(position(t["messages"], whole)),
        ]
        for t in facts["themes"]
    ]
    columns = [
        _("Theme"),
        _("Of all messages"),
        _("Of individual voices"),
        _("Senders"),
        _("Campaigns"),
        _("Majority or minority"),
    ]
    return table(_("Themes, the largest first"), columns, rows)


def _map(found: list[dict[str, Any]], rows: Block) -> Iterator[Block]:
    placed = [theme for theme in found if theme["x"] is not None][:MOST_ON_MAP]
    # Themes of different questions lie on different maps.
    if len(placed) < 2 or len({theme["question"] for theme in placed}) > 1:
        yield rows
        return
    circles = [
        {
            "label": t["label"],
            "n": t["messages"]["n"],
            "x": t["x"],
            "y": t["y"],
            "words": messages_in_words(t["messages"]),
        }
        for t in placed
    ]
    title = _("Themes that lie near are spoken of in like words; a circle's area shows its messages")
    yield chart("map", title, title, {"circles": circles}, rows)


def _theme(theme: dict[str, Any], counts: dict[str, Any], notes: Notes) -> Iterator[Block]:
    yield heading(f"{theme['number']}  {theme['label']}", lang=theme["label_language"])
    yield paragraph(*_counted(theme, counts))
    yield from quoted(theme["quotes"], notes)
    if theme["parts"]:
        yield _parts(theme["parts"], counts)
        for part in theme["parts"]:
            yield from quoted(part["quotes"], notes, about=part["number"])


def _parts(parts: list[dict[str, Any]], counts: dict[str, Any]) -> Block:
    rows = [
        [
            sentence(f"{part['number']}  {part['label']}", lang=part["label_language"]),
            of(part["messages"], counts["counted"]),
            of(part["voices"], counts["voices"]),
        ]
        for part in parts
    ]
    return table(_("Within it"), [_("Theme"), _("Of all messages"), _("Of individual voices")], rows)


def _counted(theme: dict[str, Any], counts: dict[str, Any]) -> Iterator[Any]:
    whole, voices = counts["counted"], counts["voices"]
    kind = position(theme["messages"], whole)
    yield named(kind, of(theme["messages"], whole)["text"], theme["messages"])
    clearly, perhaps = theme["clearly"], theme["messages"]["n"] - theme["clearly"]["n"]
    if perhaps:
        facts = {"n": grouped(clearly["n"]), "perhaps": grouped(perhaps)}
        yield sentence(_("Clearly about it: %(n)s; perhaps about it: %(perhaps)s.") % facts, clearly["note"])
    text = _("Individual voices: %(n)s.") % {"n": of(theme["voices"], voices)["text"]}
    yield sentence(text, theme["voices"]["note"])
    if theme["campaigns"]["n"]:
        text = _("Campaigns that speak of it: %(n)s.") % {"n": grouped(theme["campaigns"]["n"])}
        yield sentence(text, theme["campaigns"]["note"])
    for one in theme["languages"]:
        yield named(language_name(one["code"]), grouped(one["messages"]["n"]), one["messages"])
    if theme["question"]:
        yield sentence(_("Found among the answers to: %(question)s") % {"question": theme["question"]})
    if theme["named_by_staff"]:
        yield sentence(_("Staff gave it this name."))
