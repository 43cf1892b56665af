"""The general sections of the page: totals, languages, channels and time; redaction, what is missing, and method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hearhear.report.page import charts
from hearhear.report.page.drawing import Child, Html, Renderer, el, join

Document = Mapping[str, Any]


def glance(draw: Renderer, report: Document) -> Html:
    """The totals, which are always shown together."""
    words, received = draw.words, report["received"]
    everyone, unknown = received["all"], received["unknown_senders"]
    values = {
        "messages": words.count("messages", everyone["messages"]),
        "senders": words.count("senders", everyone["senders"]),
        "individual": words.count("individual", received["individual"]["messages"]),
        "in_campaigns": words.count("messages", received["in_campaigns"]["messages"]),
        "campaigns": words.count("campaigns", len(report["campaigns"])),
    }
    lead = "glance.lead" if report["campaigns"] else "glance.lead_alone"
    lead += "_unknown" if unknown == everyone["messages"] else ""
    return draw.section(
        "glance",
        words("glance.heading"),
        el("p", words(lead, **values), cls="lead"),
        _divided(draw, received),
        el("dl", *_tiles(draw, report), cls="tiles"),
        *_most(draw, report),
    )


def _divided(draw: Renderer, received: Document) -> Html:
    aside = sum(one["messages"] for one in received["set_aside"])
    parts = [
        (name, draw.words(f"glance.{name}"), received[name]["messages"])
        for name in ("individual", "in_campaigns", "repeats")
    ]
    return charts.divided([*parts, ("aside", draw.words("glance.aside"), aside)])


def _tiles(draw: Renderer, report: Document) -> list[Html]:
    words, received = draw.words, report["received"]
    unknown = received["unknown_senders"]
    senders = (
        words("glance.about_senders_unknown", n=words.number(unknown)) if unknown else words("glance.about_senders")
    )
    aside = {"ids": [one for kind in received["set_aside"] for one in kind["ids"]]}
    rejected = sum(one["rows"] for one in received["rejected"])
    rows: list[tuple[str, int | str, Document, str]] = [
        ("messages", received["all"]["messages"], received["all"], words("glance.about_messages")),
        ("senders", draw.people(received["all"]["senders"]), {"ids": []}, senders),
        ("individual", received["individual"]["messages"], received["individual"], words("glance.about_individual")),
        ("campaigns", len(report["campaigns"]), {"ids": []}, words("glance.about_campaigns")),
        (
            "in_campaigns",
            received["in_campaigns"]["messages"],
            received["in_campaigns"],
            words("glance.about_in_campaigns"),
        ),
        ("repeats", received["repeats"]["messages"], received["repeats"], words("glance.about_repeats")),
        ("aside", len(aside["ids"]), aside, words("glance.about_aside")),
        ("rejected", rejected, {"ids": []}, words("glance.about_rejected")),
    ]
    return [
        el(
            "div",
            el("dt", words(f"glance.{name}")),
            el(
                "dd",
                draw.expandable(count, number if isinstance(number, str) else words.number(number)),
                el("small", about),
            ),
            cls=name,
        )
        for name, number, count, about in rows
    ]


def _most(draw: Renderer, report: Document) -> list[Html]:
    """The largest themes and texts, in a sentence each."""
    found = []
    themes = [one for one in (report["themes"] or {"list": []})["list"] if one["parent"] is None][:3]
    if themes:
        names = [
            f"{draw.words.quoted(draw.label(one))} ({draw.words.number(one['individual']['messages'])})"
            for one in themes
        ]
        found.append(el("p", draw.words("glance.top_themes", themes=draw.words.listed(names))))
    asked = {one["target"]: one for one in report["asked"]}
    targets = sorted(
        (report["links"] or {"targets": []})["targets"], key=lambda one: (-one["all"]["messages"], one["target"])
    )
    mentioned = [one for one in targets if one["all"]["messages"]][:3]
    if mentioned and len(asked) > 1:
        names = [
            f"{draw.target(asked[one['target']])} ({draw.words.number(one['all']['messages'])})" for one in mentioned
        ]
        found.append(el("p", draw.words("glance.top_links", targets=draw.words.apart(names))))
    return found


def asked(draw: Renderer, report: Document) -> Html:
    """The bill, or how many texts there were; without any, that there was none."""
    words, given = draw.words, report["asked"]
    roots = [one for one in given if one["parent"] is None]
    heading = words("asked.heading")
    if not given:
        return draw.section("asked", heading, el("p", words("asked.nothing")))
    where = words(links_heading(report))
    several = el("p", words("asked.several", n=words.number(len(given)), links=where)) if len(given) > 1 else None
    listed = (
        el("ul", *(el("li", draw.target(one), lang=draw.lang_of(one)) for one in roots)) if len(roots) <= 5 else None
    )
    return draw.section("asked", heading, listed, several)


def links_heading(report: Document) -> str:
    """Clauses have an order; proposals have not."""
    return "links.heading" if any(one["kind"] == "clause" for one in report["asked"]) else "links.heading_proposals"


def wrote(draw: Renderer, report: Document) -> Html:
    """Languages, channels, and the course of time."""
    words = draw.words
    languages = [(words.language(one["lang"]), one) for one in report["languages"]]
    channels = [(one["channel"] or words("wrote.channel_unknown"), one) for one in report["channels"]]
    everyone = report["received"]["all"]["messages"]
    known = [one for one in report["channels"] if one["channel"]]
    return draw.section(
        "wrote",
        words("wrote.heading"),
        *([el("h3", _finding(draw, report))] if languages else []),
        _shares(draw, words("wrote.by_language"), words("wrote.language"), languages, everyone),
        *([_shares(draw, words("wrote.by_channel"), words("wrote.channel"), channels, everyone)] if known else []),
        *_time(draw, report),
    )


def _finding(draw: Renderer, report: Document) -> str:
    first = report["languages"][0]
    language = draw.words.language(first["lang"])
    if len(report["languages"]) == 1:
        return draw.words("wrote.finding_language_one", language=language)
    share = draw.words.percent(first["messages"], report["received"]["all"]["messages"])
    return draw.words("wrote.finding_language", language=language[:1].upper() + language[1:], share=share)


def _shares(draw: Renderer, caption: str, head: str, rows: Sequence[tuple[str, Document]], everyone: int) -> Html:
    words = draw.words
    most = max((one["messages"] for _, one in rows), default=1)
    cells: list[list[Child]] = [
        [
            join(name, charts.bar(one["messages"] / most)),
            draw.expandable(one, words.number(one["messages"])),
            words.percent(one["messages"], everyone),
            draw.people(one["senders"]),
        ]
        for name, one in rows
    ]
    heads = [head, words("wrote.messages"), words("wrote.share"), words("wrote.senders")]
    return draw.table(caption, heads, cells)


def _time(draw: Renderer, report: Document) -> list[Html]:
    words, undated = draw.words, report["received"]["undated"]
    found = report["over_time"]
    if found is None:
        return [el("p", words("wrote.undated_all"))]
    unit, periods = found["unit"], found["periods"]
    peak = max(periods, key=lambda one: one["messages"])
    when = words.period(unit, peak["from"])
    title = words("wrote.finding_time", period=when, messages=words.count("messages", peak["messages"]))
    shown = [
        charts.Column(
            words.period(unit, one["from"]),
            one["individual"],
            one["in_campaigns"],
            one["messages"] - one["individual"] - one["in_campaigns"],
        )
        for one in periods
    ]
    key = [el("li", words(f"wrote.{name}"), cls=name) for name in ("individual", "in_campaigns", "other")]
    undated_note = (
        el(
            "p",
            draw.expandable(undated, words("wrote.undated", messages=words.count("messages", undated["messages"]))),
        )
        if undated["ids"]
        else None
    )
    figure = el(
        "figure",
        charts.columns(shown, words("wrote.over_time"), words.number(peak["messages"])),
        el("ul", *key, cls="key"),
    )
    return [el("h3", title), figure, _periods(draw, unit, periods), join(undated_note)]


def _periods(draw: Renderer, unit: str, periods: Sequence[Document]) -> Html:
    words = draw.words
    heads = [words(f"wrote.{name}") for name in ("period", "messages", "individual", "in_campaigns")]
    rows: list[list[Child]] = [
        [
            words.period(unit, one["from"]),
            draw.expandable(one, words.number(one["messages"])),
            words.number(one["individual"]),
            words.number(one["in_campaigns"]),
        ]
        for one in periods
        if one["messages"]
    ]
    table = draw.table(words("wrote.over_time"), heads, rows)
    return el("details", el("summary", words("wrote.over_time")), table)


READ_WELL = ("en", "fr", "es")
"""Languages for which the engine has words of its own."""


def redacted(draw: Renderer, report: Mapping[str, Any]) -> Html:
    """Personal data by kind; never any of it."""
    words, found = draw.words, report["redactions"]
    heading, intro = words("redaction.heading"), el("p", words("redaction.intro"))
    if not found:
        return draw.section("redaction", heading, intro, el("p", words("redaction.none")))
    rows: list[list[Child]] = [
        [
            words.known("pii", one["kind"]),
            words.number(one["places"]),
            draw.expandable(one, words.number(one["messages"])),
        ]
        for one in found
    ]
    heads = [words(f"redaction.{name}") for name in ("kind", "places", "messages")]
    table = draw.table(words("redaction.table_title"), heads, rows)
    return draw.section("redaction", heading, intro, table, el("p", words("redaction.limits")))


def unheard(draw: Renderer, report: Mapping[str, Any]) -> Html:
    """Who is missing from the numbers, as far as known."""
    words = draw.words
    items: list[Child] = [words("unheard.silent"), _channels(draw, report), *_languages(draw, report)]
    rejected = sum(one["rows"] for one in report["received"]["rejected"])
    if rejected:
        items.append(words.of(rejected, "unheard.rejected", rows=words.count("rows", rejected)))
    aside = report["received"]["set_aside"]
    if aside:
        count = {"ids": [name for one in aside for name in one["ids"]]}
        reasons = words.listed([words.known("aside", one["reason"]) for one in aside])
        messages = words.count("messages", len(count["ids"]))
        sentence = words.of(len(count["ids"]), "unheard.aside", messages=messages, reasons=reasons)
        items.append(draw.expandable(count, sentence))
    themes, links = report["themes"], report["links"]
    if themes and themes["none"]["messages"]:
        individual = words.count("individual", themes["none"]["messages"])
        items.append(draw.expandable(themes["none"], words("unheard.no_theme", individual=individual)))
    if links and (lost := links["unclear"]["ids"] + links["none"]["ids"]):
        messages = words.count("messages", len(lost))
        items.append(draw.expandable({"ids": lost}, words("unheard.no_link", messages=messages)))
    intro = el("p", words("unheard.intro"))
    return draw.section("unheard", words("unheard.heading"), intro, el("ul", *(el("li", one) for one in items)))


def _channels(draw: Renderer, report: Mapping[str, Any]) -> str:
    known = [one["channel"] for one in report["channels"] if one["channel"]]
    if not known:
        return draw.words("unheard.channels_unknown")
    return draw.words("unheard.channels", channels=draw.words.listed(known))


def _languages(draw: Renderer, report: Mapping[str, Any]) -> list[Child]:
    found: list[Child] = []
    groups = {"undetermined": ("und", "mul"), "other_languages": None}
    for name, langs in groups.items():
        rows = [
            one for one in report["languages"]
            if (one["lang"] in langs if langs else one["lang"] not in (*READ_WELL, "und", "mul"))
        ]  # fmt: skip
        ids = [message for one in rows for message in one["ids"]]
        if ids:
            sentence = draw.words(f"unheard.{name}", messages=draw.words.count("messages", len(ids)))
            found.append(draw.expandable({"ids": ids}, sentence))
    return found


def method(draw: Renderer, report: Mapping[str, Any]) -> Html:
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
