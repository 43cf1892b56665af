"""What every section of the page is made of: escaped HTML, expandable numbers, quotations, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from hearhear.report.catalogue import Catalogue

# Elements without content.
_VOID = frozenset(("br", "col", "hr", "link", "meta"))


class Html(str):
    """Escaped markup, safe to insert into a page."""

    __slots__ = ()


Child = str | Html | None


def el(name: str, /, *inside: Child, **attributes: object) -> Html:
    """An element; `cls` is its class, underscores in names become hyphens; None and False are left out."""
    written = "".join(
        f' {_attribute(key)}="{escape(str(value))}"' if value is not True else f" {_attribute(key)}"
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{join(*inside)}</{name}>")


def join(*children: Child) -> Html:
    """One after the other."""
    return Html(
        "".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children if child)
    )


def _attribute(key: str) -> str:
    return {"cls": "class", "for_": "for"}.get(key, key.replace("_", "-"))


IDS = 300
"""Ids written out under a number; report.json has all of them."""


class Renderer:
    """One page in one language."""

    def __init__(self, words: Catalogue, *, senders: bool = True) -> None:
        """`senders`: whether the source names any; without, numbers of senders mean nothing."""
        self.words = words
        self.senders = senders

    def people(self, number: int) -> str:
        """A number of senders, where the source names them."""
        return self.words.number(number) if self.senders else self.words("campaigns.senders_unknown")

    def section(self, name: str, heading: str, *inside: Child) -> Html:
        """A part of the page with its heading."""
        return el(
            "section", el("h2", heading, id=f"{name}-heading"), *inside, id=name, aria_labelledby=f"{name}-heading"
        )

    def expandable(self, count: Mapping[str, Any], words: str) -> Html:
        """A number in words that opens to the messages it counts; one without any does not open."""
        if not count["ids"]:
            return el("span", words, cls="ids")
        shown = " · ".join(count["ids"][:IDS])
        left = len(count["ids"]) - IDS
        more = el("em", " ", self.words.of(left, "page.ids_more", n=self.words.number(left))) if left > 0 else None
        return el("details", el("summary", words, title=self.words("page.show_ids")), el("p", shown, more), cls="ids")

    def lang_of(self, target: Mapping[str, Any]) -> str | None:
        """The language of a target's title, where it is not that of the page."""
        lang = next(iter(target["titles"]), None)
        return lang if lang and lang not in (self.words.lang, "und", "mul") else None

    def quotation(self, quote: Mapping[str, Any], *notes: str) -> Html:
        """A quotation in its language, with its source."""
        lang = quote["lang"]
        said = [self.words("page.quote_from", id=quote["message"])]
        if lang not in (self.words.lang, "und"):
            said.append(self.words.language(lang))
        source = el("footer", " · ".join([*said, *notes]))
        words = f"{'… ' if quote['cut_before'] else ''}{quote['text']}{' …' if quote['cut_after'] else ''}"
        text = el("p", words, lang=lang if lang not in ("und", "mul") else None)
        return el("blockquote", text, source, dir="auto")

    def quotations(self, quotes: Sequence[Mapping[str, Any]]) -> Html:
        """Several."""
        return join(*(self.quotation(quote) for quote in quotes))

    def table(self, caption: str, heads: Sequence[str], rows: Sequence[Sequence[Child]], *, said: int = 0) -> Html:
        """A table with its caption; the first column names the row, the last `said` are words, the others numbers."""
        kinds = ["", *("number" for _ in heads[1 : len(heads) - said]), *("" for _ in range(said))]
        head = [el("th", one, scope="col", cls=kind or None) for one, kind in zip(heads, kinds, strict=True)]
        body = [
            el(
                "tr",
                el("th", row[0], scope="row"),
                *(el("td", cell, cls=kind or None) for cell, kind in zip(row[1:], kinds[1:], strict=True)),
            )
            for row in rows
        ]
        written = el("table", el("caption", caption), el("thead", el("tr", *head)), el("tbody", *body))
        return el("div", written, cls="scroll", tabindex="0", role="region", aria_label=caption)

    def label(self, theme: Mapping[str, Any]) -> str:
        """What a theme is called: in the language of the page, or in the one that most of its messages have."""
        lang = self._labelled(theme)
        found = theme["labels"][lang] if lang else theme["theme"]
        return f"{found[:1].upper()}{found[1:]}"

    def name(self, theme: Mapping[str, Any], before: str = "") -> Html:
        """The same marked with its language, where that is not the page's; `before`: its number."""
        lang = self._labelled(theme)
        foreign = lang if lang not in (self.words.lang, "und", "mul", None) else None
        return join(before, el("span", self.label(theme), lang=foreign) if foreign else self.label(theme))

    def _labelled(self, theme: Mapping[str, Any]) -> str | None:
        labels = theme["labels"]
        langs = [one["lang"] for one in theme["languages"]]
        return next((lang for lang in (self.words.lang, *langs, *labels) if lang in labels), None)

    def target(self, asked: Mapping[str, Any]) -> str:
        """What a text is called: its kind and number, and its title."""
        titles = asked["titles"]
        title = titles.get(self.words.lang) or next(iter(titles.values()), "")
        kind = self.words.known("kind", asked["kind"])
        if asked["kind"] in ("clause", "bill", "sitting") and asked["number"]:
            return f"{kind} {asked['number']}" + (f" · {title}" if title else "")
        return title or f"{kind} {asked['number'] or asked['target']}"
