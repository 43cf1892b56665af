"""The section on links: a bill clause by clause, or the targets most written about, with quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hearhear.report.page import charts
from hearhear.report.page.drawing import Child, Html, Renderer, el, join
from hearhear.report.page.overview import links_heading

SHOWN = 40
"""Texts shown with quotations; of a bill, all clauses that anyone mentions, up to this number."""
LISTED = 200


def section(draw: Renderer, report: Mapping[str, Any]) -> Html | None:
    """Nothing where nothing was asked about."""
    if report["links"] is None:
        return None
    words, found = draw.words, report["links"]
    asked = {one["target"]: one for one in report["asked"]}
    heading = links_heading(report)
    targets = found["targets"]
    if heading == "links.heading_proposals":
        targets = sorted(targets, key=lambda one: (-one["all"]["messages"], one["target"]))
    mentioned = [one for one in targets if one["all"]["messages"]]
    return draw.section(
        "links",
        words(heading),
        el("p", words("links.intro")),
        _finding(draw, mentioned, asked),
        _overview(draw, mentioned[:LISTED], asked),
        *(_remainder(draw, found[name], name) for name in ("unclear", "none") if found[name]["messages"]),
        _silent(draw, [asked[one["target"]] for one in targets if not one["all"]["messages"]]),
        *(_target(draw, one, asked[one["target"]]) for one in mentioned[:SHOWN]),
        el("p", words.of(len(mentioned) - SHOWN, "links.more", n=words.number(len(mentioned) - SHOWN)))
        if len(mentioned) > SHOWN
        else None,
    )


def _finding(draw: Renderer, mentioned: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> Html | None:
    """What the table shows, in a sentence."""
    if len(mentioned) < 2:
        return None
    first = max(mentioned, key=lambda one: one["all"]["messages"])
    messages = draw.words.count("messages", first["all"]["messages"])
    return el("h3", draw.words("links.finding", target=draw.target(asked[first["target"]]), messages=messages))


def _remainder(draw: Renderer, count: Mapping[str, Any], name: str) -> Html:
    messages = draw.words.count("messages", count["messages"])
    return el("p", draw.expandable(count, draw.words.of(count["messages"], f"links.{name}", messages=messages)))


def _overview(draw: Renderer, mentioned: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> Html:
    words = draw.words
    most = max((one["all"]["messages"] for one in mentioned), default=1)
    rows: list[list[Child]] = [
        [
            join(
                el("span", draw.target(asked[one["target"]]), lang=draw.lang_of(asked[one["target"]])),
                charts.bar(one["all"]["messages"] / most),
            ),
            words.number(one["all"]["messages"]),
            words.number(one["individual"]["messages"]),
            words.number(one["naming"]["messages"]),
            words.number(one["meaning"]["messages"]),
        ]
        for one in mentioned
    ]
    heads = [words(f"links.{name}") for name in ("target", "all", "individual", "naming", "meaning")]
    return draw.table(words("links.table_title"), heads, rows)


def _silent(draw: Renderer, silent: Sequence[Mapping[str, Any]]) -> Html | None:
    if not silent:
        return None
    named = draw.words.apart([draw.target(one) for one in silent[:LISTED]])
    return el("p", draw.words("links.silent", targets=named))


def _target(draw: Renderer, found: Mapping[str, Any], asked: Mapping[str, Any]) -> Html:
    words = draw.words
    counts = [
        draw.expandable(
            found[name],
            words.of(
                found[name]["messages"],
                f"links.ids_{name}",
                messages=words.count("messages", found[name]["messages"]),
            ),
        )
        for name in ("naming", "meaning", "further")
        if found[name]["messages"]
    ]
    quotes = [draw.quotation(quote, *_why(draw, quote)) for quote in found["quotes"]]
    return el(
        "article", el("h3", draw.target(asked), lang=draw.lang_of(asked)), el("div", *counts, cls="counts"), *quotes,
        cls="target",
    )  # fmt: skip


def _why(draw: Renderer, quote: Mapping[str, Any]) -> tuple[str, ...]:
    reasons = draw.words.listed([draw.words.known("reason", kind) for kind in quote["reasons"]])
    return reasons, draw.words("links.certainty", value=draw.words.decimal(quote["certainty"]))
