"""HTML from outside as plain text: what it says, and where its links lead; what it quotes stands behind ">"."""

from __future__ import annotations

import re
from html import unescape

import nh3

# nh3 0.3.8 needs time by the square of how deep elements are nested: 0.8 s for 10,000, which no letter has, and 330 s
# for 200,000. A letter of a million characters is a book.
MOST_TAGS, LONGEST = 10_000, 1_000_000

_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "blockquote"}
_TAGS = _BLOCKS | {"br", "a"}
_TAG = re.compile(r"<(/?)(\w+)(?: href=\"([^\"]*)\")?>")
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    clean = nh3.clean(
        _bounded(html), tags=_TAGS, attributes={"a": {"href"}}, link_rel=None, url_schemes={"http", "https", "mailto"},
        clean_content_tags={"script", "style", "title", "head"},
    )  # fmt: skip
    return _EMPTY_LINES.sub("\n\n", _Reader().read(clean.replace("\n", " "))).strip()


def _bounded(html: str) -> str:
    """Its beginning, where it is longer than anything a person writes."""
    html = html[:LONGEST]
    if html.count("<") <= MOST_TAGS:
        return html
    return "<".join(html.split("<", MOST_TAGS)[:MOST_TAGS])


class _Reader:
    """Walks over what nh3 left: tags of a known few, each closed, with no attribute but href."""

    def __init__(self) -> None:
        self.lines = [""]
        self.quoted = 0
        self.links: list[tuple[str, int, int]] = []

    def read(self, clean: str) -> str:
        at = 0
        for tag in _TAG.finditer(clean):
            self._say(clean[at : tag.start()])
            self._tag(tag[2], tag[3], closing=bool(tag[1]))
            at = tag.end()
        self._say(clean[at:])
        return "\n".join(line.rstrip() for line in self.lines)

    def _say(self, words: str) -> None:
        text = _BLANKS.sub(" ", unescape(words))
        if not self._begun:
            text = text.lstrip(" ")
        self.lines[-1] += text

    @property
    def _begun(self) -> str:
        return self.lines[-1].lstrip("> ")

    def _tag(self, name: str, href: str | None, *, closing: bool) -> None:
        if name == "a":
            self._link(href, closing=closing)
            return
        if name == "blockquote":
            self.quoted = max(0, self.quoted - 1) if closing else self.quoted
        if name == "br":
            self._new_line()
        elif name in _BLOCKS:
            self._paragraph(spaced=name in ("p", "blockquote", "table") or name.startswith("h"))
        if name == "blockquote":
            self.quoted += 0 if closing else 1
            self.lines[-1] = self._indent
        if name == "li" and not closing:
            self.lines[-1] += "- "

    def _link(self, href: str | None, *, closing: bool) -> None:
        """Where it leads stands behind its words, unless they say it."""
        if not closing:
            self.links.append((unescape(href or ""), len(self.lines), len(self.lines[-1])))
            return
        if self.links:
            leads, line, begins = self.links.pop()
            words = self.lines[-1][begins:] if line == len(self.lines) else "\n".join(self.lines[line:])
            bare = leads.removeprefix("mailto:")
            if bare and bare.rstrip("/") not in words:
                self.lines[-1] += f" ({bare})"

    @property
    def _indent(self) -> str:
        return "> " * min(self.quoted, 5)

    def _new_line(self) -> None:
        self.lines.append(self._indent)

    def _paragraph(self, *, spaced: bool) -> None:
        if self._begun:
            self._new_line()
        if spaced and len(self.lines) > 1 and self.lines[-2].strip("> "):
            self._new_line()
