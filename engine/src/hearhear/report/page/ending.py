"""The end of the page: what was taken out, who could not be heard, and how all of it was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hearhear.report.page.drawing import Drawing
from hearhear.report.page.markup import Html, Piece, el

READ_WELL = ("en", "fr", "es")
"""Languages for which the engine has words of its own."""


def redacted(draw: Drawing, report: Mapping[str, Any]) -> Html:
    """Personal data by kind; never any of it."""
    words, found = draw.words, report["redactions"]
    heading, intro = words("redaction.heading"), el("p", words("redaction.intro"))
    if not found:
        return draw.section("redaction", heading, intro, el("p", words("redaction.none")))
    rows: list[list[Piece]] = [
        [words.known("pii", one["kind"]), words.number(one["places"]), draw.opens(one, words.number(one["messages"]))]
        for one in found
    ]
    heads = [words(f"redaction.{name}") for name in ("kind", "places", "messages")]
    table = draw.table(words("redaction.table_title"), heads, rows)
    return draw.section("redaction", heading, intro, table, el("p", words("redaction.limits")))


def unheard(draw: Drawing, report: Mapping[str, Any]) -> Html:
    """Who is not in the numbers, as far as that is known."""
    words = draw.words
    items: list[Piece] = [words("unheard.silent"), _channels(draw, report), *_languages(draw, report)]
    rejected = sum(one["rows"] for one in report["received"]["rejected"])
    if rejected:
        items.append(words.of(rejected, "unheard.rejected", rows=words.count("rows", rejected)))
    aside = report["received"]["set_aside"]
    if aside:
        count = {"ids": [name for one in aside for name in one["ids"]]}
        reasons = words.listed([words.known("aside", one["reason"]) for one in aside])
        messages = words.count("messages", len(count["ids"]))
        told = words.of(len(count["ids"]), "unheard.aside", messages=messages, reasons=reasons)
        items.append(draw.opens(count, told))
    themes, links = report["themes"], report["links"]
    if themes and themes["none"]["messages"]:
        individual = words.count("individual", themes["none"]["messages"])
        items.append(draw.opens(themes["none"], words("unheard.no_theme", individual=individual)))
    if links and (lost := links["unclear"]["ids"] + links["none"]["ids"]):
        messages = words.count("messages", len(lost))
        items.append(draw.opens({"ids": lost}, words("unheard.no_link", messages=messages)))
    intro = el("p", words("unheard.intro"))
    return draw.section("unheard", words("unheard.heading"), intro, el("ul", *(el("li", one) for one in items)))


def _channels(draw: Drawing, report: Mapping[str, Any]) -> str:
    known = [one["channel"] for one in report["channels"] if one["channel"]]
    if not known:
        return draw.words("unheard.channels_unknown")
    return draw.words("unheard.channels", channels=draw.words.listed(known))


def _languages(draw: Drawing, report: Mapping[str, Any]) -> list[Piece]:
    found: list[Piece] = []
    groups = {"undetermined": ("und", "mul"), "other_languages": None}
    for name, langs in groups.items():
        rows = [
            one for one in report["languages"]
            if (one["lang"] in langs if langs else one["lang"] not in (*READ_WELL, "und", "mul"))
        ]  # fmt: skip
        ids = [message for one in rows for message in one["ids"]]
        if ids:
            told = draw.words(f"unheard.{name}", messages=draw.words.count("messages", len(ids)))
            found.append(draw.opens({"ids": ids}, told))
    return found


def method(draw: Drawing, report: Mapping[str, Any]) -> Html:
    """How it was found, in plain words, and what it cannot tell."""
    words, model = draw.words, report["engine"]["model"]
    read = words(
        "method.sizes",
        messages=words.count("messages", report["received"]["all"]["messages"]),
        individual=words.count("individual", report["received"]["individual"]["messages"]),
        campaigns=words.count("campaigns", len(report["campaigns"])),
    )
    said = [words("method.counting"), words("method.quantities"), words("method.campaigns"), words("method.languages")]
    if report["themes"] is not None:
        said.append(words("method.themes"))
    if report["links"] is not None:
        said.append(words("method.links_meaning" if model else "method.links_words"))
    said += [words("method.stance"), words("method.model", model=model) if model else words("method.no_model"), read]
    said.append(words("method.engine", version=report["engine"]["version"]))
    return draw.section("method", words("method.heading"), *(el("p", one) for one in said))
