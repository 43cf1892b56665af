"""What was said to each question, and by whom, as far as the file says who; it appears where there are such."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ...text.words import grouped, share
from ..blocks import Block, Cell, Notes, heading, number, paragraph, section, sentence, table
from .wording import cell


def by_question(content: dict[str, Any], notes: Notes) -> Block:
    blocks: list[Block] = []
    for one in content["facts"]["questions"]:
        blocks += _question(one)
    return section("by-question", _("By question"), blocks)


def _question(one: dict[str, Any]) -> Iterator[Block]:
    yield heading(one["text"])
    counts = one["counts"]
    if counts is None:
        yield paragraph(sentence(_("Fewer than five people answered it.")))
        return
    sentences = [
        sentence(_("Answers: %(n)s.") % {"n": grouped(counts["messages"]["n"])}, counts["messages"]["note"]),
        sentence(_("Senders: %(n)s.") % {"n": grouped(counts["senders"]["n"])}, counts["senders"]["note"]),
    ]
    if one["clause"]:
        sentences.append(sentence(_("It asks about: %(clause)s.") % {"clause": one["clause"]}))
    yield paragraph(*sentences)
    if one["themes"]:
        rows = [
            [sentence(t["label"], lang=t["label_language"]), cell(t["messages"]), cell(t["senders"])]
            for t in one["themes"]
        ]
        columns = [_("Theme"), _("Messages"), _("Senders")]
        yield table(_("What most answers speak of"), columns, rows)


def by_facts(content: dict[str, Any], notes: Notes) -> list[Block]:
    """A section for each fact."""
    return [
        section(f"by-fact-{number}", _("By %(fact)s") % {"fact": fact["name"]}, _fact(fact))
        for number, fact in enumerate(content["facts"]["by_fact"], 1)
    ]


def _fact(fact: dict[str, Any]) -> Iterator[Block]:
    yield paragraph(sentence(_explained()))
    rows = [
        [sentence(one["label"]), number(grouped(one["messages"])), number(grouped(one["senders"]))]
        for one in fact["values"]
    ]
    yield table(_("How many wrote"), [fact["name"], _("Messages"), _("Senders")], rows)
    if fact["themes"]:
        columns = [_("Theme"), *(one["label"] for one in fact["values"])]
        rows = [
            [sentence(theme["label"], lang=theme["label_language"]), *(_cell(n, theme) for n in theme["cells"])]
            for theme in fact["themes"]
        ]
        yield table(_("The largest themes: messages, and their share of the theme"), columns, rows)


def _cell(n: int | None, theme: dict[str, Any]) -> Cell:
    if n is None:
        return number(_("hidden"))
    words = _("%(n)s (%(share)s)") % {"n": grouped(n), "share": share(n, theme["messages"])}
    return number(words)


def _explained() -> str:
    return _(
        "As the file states it; nobody checked it. A value that fewer than five senders have is counted with others. "
        "A cell is hidden where fewer than five senders are behind it, or where such a cell could be worked out from "
        "it. These numbers open to no messages, so that nobody is recognised."
    )
