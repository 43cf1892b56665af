"""The section on themes: labels, how many voices, whether that is a majority, and quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hearhear.report.page import charts
from hearhear.report.page.drawing import Child, Html, Renderer, el, join

Theme = Mapping[str, Any]
MAPPED = 3
"""Fewer themes need no map."""


def section(draw: Renderer, report: Mapping[str, Any]) -> Html:
    """All themes, or why there are none."""
    words, found = draw.words, report["themes"]
    heading = words("themes.heading")
    if found is None:
        return draw.section("themes", heading, el("p", words("themes.absent")))
    individual = words.count("individual", found["individual"])
    intro = words(
        "themes.intro" if found["campaigns"] else "themes.intro_alone",
        individual=individual,
        campaigns=words.count("campaigns", found["campaigns"]),
    )
    main = [one for one in found["list"] if one["parent"] is None]
    if not main:
        return draw.section("themes", heading, el("p", words("themes.empty")), _none(draw, found))
    return draw.section(
        "themes",
        heading,
        el("p", intro),
        el("h3", _finding(draw, main[0], found["individual"])) if main[0]["individual"]["messages"] else None,
        _overview(draw, main, found["individual"]),
        _none(draw, found),
        _sample(draw, found["sample"]),
        _map(draw, main),
        *(_theme(draw, number, one, found) for number, one in enumerate(main, 1)),
    )


def _finding(draw: Renderer, largest: Theme, base: int) -> str:
    """What the table shows, in a sentence."""
    share = draw.words.percent(largest["individual"]["messages"], base)
    return draw.words("themes.finding", theme=draw.words.quoted(draw.label(largest)), share=share)


def _none(draw: Renderer, found: Mapping[str, Any]) -> Html | None:
    number = found["none"]["messages"]
    individual = draw.words.count("individual", number)
    said = draw.words.of(number, "themes.none", individual=individual)
    return el("p", draw.expandable(found["none"], said)) if number else None


def _sample(draw: Renderer, sample: Mapping[str, Any] | None) -> Html | None:
    if sample is None:
        return None
    words = draw.words
    error = words.percent(round(10_000 * sample["error"]), 10_000)
    return el(
        "p", words("themes.sample", size=words.number(sample["size"]), of=words.number(sample["of"]), error=error)
    )


def _overview(draw: Renderer, main: Sequence[Theme], base: int) -> Html:
    """The table of themes, each with its bar."""
    words = draw.words
    most = max(one["individual"]["messages"] for one in main) or 1
    rows: list[list[Child]] = [
        [
            join(
                el("a", draw.name(one, f"{number}. "), href=f"#theme-{number}"),
                charts.bar(one["individual"]["messages"] / most),
            ),
            words.number(one["individual"]["messages"]),
            words.percent(one["individual"]["messages"], base),
            words.number(one["individual"]["senders"]),
            words.number(one["all"]["messages"]),
        ]
        for number, one in enumerate(main, 1)
    ]
    names = ["theme", "individual", "share", "senders", "with_campaigns"]
    # Without campaigns the last column would say the same as the second, without senders the one before it nothing.
    present = {"senders": draw.senders, "with_campaigns": any(one["campaigns"] for one in main)}
    shown = [at for at, name in enumerate(names) if present.get(name, True)]
    heads = [words(f"themes.{names[at]}") for at in shown]
    return draw.table(words("themes.table_title"), heads, [[row[at] for at in shown] for row in rows])


def _map(draw: Renderer, main: Sequence[Theme]) -> Html | None:
    # Themes of different questions lie on different maps.
    if len(main) < MAPPED or any(one["question"] for one in main):
        return None
    places = [
        charts.Place(one["place"][0], one["place"][1], one["individual"]["messages"], draw.label(one), number)
        for number, one in enumerate(main, 1)
    ]
    title = draw.words("themes.map_title")
    return el("figure", el("figcaption", title), charts.theme_map(places, title))


def _theme(draw: Renderer, number: int, theme: Theme, found: Mapping[str, Any]) -> Html:
    words = draw.words
    parts = [one for one in found["list"] if one["parent"] == theme["theme"]]
    name = f"theme-{number}"
    inside = [el("h4", words("themes.sub")), *(_part(draw, one, found) for one in parts)] if parts else []
    return el(
        "article", el("h3", draw.name(theme, f"{number}. "), id=f"{name}-label"), *_facts(draw, theme, found), *inside,
        id=name, aria_labelledby=f"{name}-label", cls="theme",
    )  # fmt: skip


def _part(draw: Renderer, theme: Theme, found: Mapping[str, Any]) -> Html:
    number = draw.words.number(theme["individual"]["messages"])
    summary = el("summary", el("strong", draw.name(theme)), f" ({number})")
    return el("details", summary, *_facts(draw, theme, found), cls="part")


def _facts(draw: Renderer, theme: Theme, found: Mapping[str, Any]) -> list[Html]:
    """Its size in words, its expandable numbers, its words and quotations."""
    words = draw.words
    individual = theme["individual"]["messages"]
    sentence = words(
        "themes.sentence" if draw.senders else "themes.sentence_unknown",
        quantity=words(f"quantity.{theme['majority']}"), n=words.number(individual),
        of=words.number(found["individual"]), senders=words.count("senders", theme["individual"]["senders"]),
    )  # fmt: skip
    messages = words.count("messages", theme["all"]["messages"])
    also = words.of(
        len(theme["campaigns"]), "themes.sentence_campaigns", messages=messages,
        campaigns=words.count("campaigns", len(theme["campaigns"])),
    )  # fmt: skip
    how_sure = words(
        "themes.sure", clearly=words.count("messages", theme["clearly"]), perhaps=words.number(theme["perhaps"])
    )
    several = [f"{words.language(one['lang'])} {words.number(one['messages'])}" for one in theme["languages"]]
    facts = [
        ("question", theme["question"]),
        ("words", ", ".join(theme["words"])),
        ("languages", ", ".join(several) if len(several) > 1 else ""),
    ]
    listed = el(
        "dl", *(join(el("dt", words(f"themes.{name}")), el("dd", said)) for name, said in facts if said), cls="facts"
    )
    return [
        el("p", el("strong", f"{sentence}."), f" {also}" if theme["campaigns"] else None),
        charts.bar(individual / (found["individual"] or 1)),
        el(
            "div",
            draw.expandable(
                theme["individual"], words("themes.ids_individual", individual=words.count("individual", individual))
            ),
            draw.expandable(theme["all"], words("themes.ids_all", messages=messages)) if theme["campaigns"] else None,
            cls="counts",
        ),
        listed,
        el("p", how_sure),
        draw.quotations(theme["quotes"]),
        *([draw.expandable(theme["doubts"], words("themes.doubts"))] if theme["doubts"]["messages"] else []),
    ]
