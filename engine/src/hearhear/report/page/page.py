"""The report as one HTML page without script, network or fonts, made from the data alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from hearhear.report.catalogue import Catalogue
from hearhear.report.page import campaigns, links, overview, themes
from hearhear.report.page.drawing import Html, Renderer, el

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing on the page may load anything, whatever a message contains."""


def page(report: Mapping[str, Any], lang: str) -> str:
    """The whole page in a language of `report/words`, from the data of `report.document`."""
    words = Catalogue(lang)
    got = report["received"]
    draw = Renderer(words, senders=got["unknown_senders"] < got["all"]["messages"])
    title = _title(draw, report)
    parts = [
        overview.glance(draw, report),
        overview.asked(draw, report),
        themes.section(draw, report),
        links.section(draw, report),
        campaigns.section(draw, report),
        overview.wrote(draw, report),
        overview.redacted(draw, report),
        overview.unheard(draw, report),
        overview.method(draw, report),
    ]
    body = el(
        "body",
        el("a", words("page.skip"), href="#glance", cls="skip"),
        _masthead(draw, report, title),
        el("div", _contents(draw, report), el("main", _caveat(draw), *parts), cls="sheet"),
        el("footer", el("p", words("page.footer", version=report["engine"]["version"])), cls="end"),
    )
    return f"<!doctype html>\n{el('html', _head(title), body, lang=lang)}\n"


def _title(draw: Renderer, report: Mapping[str, Any]) -> str:
    roots = [one for one in report["asked"] if one["parent"] is None]
    if report["title"] or len(roots) != 1:
        return str(report["title"] or draw.words("page.title_plain"))
    return draw.words("page.title_about", about=draw.words.quoted(draw.target(roots[0])))


def _head(title: str) -> Html:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("title", title),
        Html(f"<style>{_style()}</style>"),
    )


@cache
def _style() -> str:
    return resources.files("hearhear.report.page").joinpath("style.css").read_text("utf-8")


def _masthead(draw: Renderer, report: Mapping[str, Any], title: str) -> Html:
    words, got = draw.words, report["received"]
    messages = words.count("messages", got["all"]["messages"])
    when = words("page.subtitle_plain", messages=messages)
    if got["first"]:
        first, last = words.date(got["first"]), words.date(got["last"])
        when = words("page.subtitle_dates", messages=messages, first=first, last=last)
    kicker = el("p", words("page.kicker"), cls="kicker") if report["title"] else None
    return el("header", kicker, el("h1", title), el("p", when, cls="when"), cls="masthead")


def _contents(draw: Renderer, report: Mapping[str, Any]) -> Html:
    words = draw.words
    parts = {
        "glance": "glance.heading", "asked": "asked.heading", "themes": "themes.heading",
        "links": overview.links_heading(report), "campaigns": "campaigns.heading", "wrote": "wrote.heading",
        "redaction": "redaction.heading", "unheard": "unheard.heading", "method": "method.heading",
    }  # fmt: skip
    if report["links"] is None:
        del parts["links"]
    items = [el("li", el("a", words(heading), href=f"#{name}")) for name, heading in parts.items()]
    return el("nav", el("ol", *items), aria_label=words("page.contents"))


def _caveat(draw: Renderer) -> Html:
    words = draw.words
    return el("aside", el("h2", words("page.caveat_title"), id="caveat"), el("p", words("page.caveat")),
              cls="caveat", aria_labelledby="caveat")  # fmt: skip
