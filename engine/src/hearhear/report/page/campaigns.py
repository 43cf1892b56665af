"""The section on campaigns: the template with its slots, who sent it and when, and what senders added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hearhear.report.page.drawing import Child, Html, Renderer, el, join

Campaign = Mapping[str, Any]
SHOWN = 30
LISTED = 200
BEGINS = 70
"""Characters of a template that tell it from others in a heading."""


def section(draw: Renderer, report: Mapping[str, Any]) -> Html:
    """The largest with all that is known of them, the others in the table."""
    words, found = draw.words, report["campaigns"]
    heading = words("campaigns.heading")
    if not found:
        return draw.section("campaigns", heading, el("p", words("campaigns.none")))
    return draw.section(
        "campaigns",
        heading,
        el("p", words("campaigns.intro")),
        None if draw.senders else el("p", el("strong", words("campaigns.unknown"))),
        el("h3", _finding(draw, found[0], report["received"]["all"]["messages"])),
        _overview(draw, found[:LISTED]),
        *(_campaign(draw, number, one, report) for number, one in enumerate(found[:SHOWN], 1)),
        el("p", words.of(len(found) - SHOWN, "campaigns.more", n=words.number(len(found) - SHOWN)))
        if len(found) > SHOWN
        else None,
    )


def _finding(draw: Renderer, largest: Campaign, everyone: int) -> str:
    """What the table shows, in a sentence."""
    messages = largest["all"]["messages"]
    share = draw.words.percent(messages, everyone)
    return draw.words("campaigns.finding", messages=draw.words.count("messages", messages), share=share)


def _overview(draw: Renderer, found: Sequence[Campaign]) -> Html:
    words = draw.words
    rows: list[list[Child]] = [
        [
            join(words("campaigns.number", n=number), " ", el("small", begins(one))),
            words.number(one["all"]["messages"]),
            draw.people(one["all"]["senders"]),
            words.number(one["own_words"]["messages"]),
            words.known("wording", one["kind"]),
        ]
        for number, one in enumerate(found, 1)
    ]
    heads = [words(f"campaigns.{name}") for name in ("campaign", "messages", "senders", "with_own", "wording")]
    return draw.table(words("campaigns.table_title"), heads, rows, said=1)


def begins(campaign: Campaign) -> str:
    """The title, or how the template begins, whole words, its gaps with what most put there."""
    if campaign["title"]:
        return str(campaign["title"])
    said = (one["text"] or next((other["text"] for other in one["examples"]), "…") for one in campaign["template"])
    words = " ".join(" ".join(said).split())
    return words if len(words) <= BEGINS else f"{words[:BEGINS].rsplit(' ', 1)[0]} …"


def _campaign(draw: Renderer, number: int, one: Campaign, report: Mapping[str, Any]) -> Html:
    words = draw.words
    lang = one["lang"] if one["lang"] not in ("und", "mul") else None
    name = f"campaign-{number}"
    return el(
        "article",
        el("h3", words("campaigns.name", n=number, begins=begins(one)), id=name),
        draw.expandable(one["all"], _sent(draw, one)),
        el("h4", words("campaigns.template")),
        el("p", *_template(draw, one["template"]), cls="template", lang=lang, dir="auto"),
        *_beside(draw, one, report),
        el("h4", words("campaigns.own")),
        *_own(draw, one["own_words"]),
        cls="campaign", aria_labelledby=name,
    )  # fmt: skip


def _sent(draw: Renderer, one: Campaign) -> str:
    words = draw.words
    if not draw.senders:
        return words("campaigns.sent_unknown", messages=words.count("messages", one["all"]["messages"]))
    values = {
        "messages": words.count("messages", one["all"]["messages"]),
        "senders": words.count("senders", one["all"]["senders"]),
    }
    if one["first"] is None:
        return words("campaigns.sent", **values)
    return words("campaigns.sent_dates", first=words.date(one["first"]), last=words.date(one["last"]), **values)


def _template(draw: Renderer, segments: Sequence[Mapping[str, Any]]) -> list[Child]:
    children: list[Child] = []
    for segment in segments:
        if segment["kind"] == "fixed":
            children += [segment["text"], " "]
            continue
        children += [_gap(draw, segment["examples"]), " "]
    return children


def _gap(draw: Renderer, examples: Sequence[Mapping[str, Any]]) -> Html:
    """What most put there, and what else several did."""
    if not examples:
        return el("mark", f"[{draw.words('campaigns.gap')}]")
    shares = [
        draw.words("campaigns.gap_share", text=one["text"], share=draw.words.percent(round(1000 * one["share"]), 1000))
        for one in examples
    ]
    return el("mark", el("span", f"[{' | '.join(shares)}]", cls="fillings"))


def _beside(draw: Renderer, one: Campaign, report: Mapping[str, Any]) -> list[Html]:
    words = draw.words
    labels = {theme["theme"]: draw.label(theme) for theme in (report["themes"] or {"list": []})["list"]}
    kin = [
        number for number, other in enumerate(report["campaigns"], 1)
        if one["family"] and other["family"] == one["family"] and other is not one
    ]  # fmt: skip
    found = []
    if kin:
        numbers = words.listed([words("campaigns.number", n=number) for number in kin])
        found.append(el("p", words("campaigns.family", campaigns=numbers)))
    if one["themes"]:
        found.append(
            el(
                "p",
                words("campaigns.themes", themes=words.listed([words.quoted(labels[name]) for name in one["themes"]])),
            )
        )
    if one["links"]:
        found.append(el("p", f"{words('campaigns.links')}: {', '.join(one['links'])}", cls="address"))
    return found


def _own(draw: Renderer, own: Mapping[str, Any]) -> list[Html]:
    if not own["messages"]:
        return [el("p", draw.words("campaigns.own_none"))]
    messages = draw.words.count("messages", own["messages"])
    said = draw.words.of(own["messages"], "campaigns.own_some", messages=messages)
    return [draw.expandable(own, said), draw.quotations(own["quotes"])]
