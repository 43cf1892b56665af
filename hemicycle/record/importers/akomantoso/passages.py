"""Text of an element as lines a person would read: one a paragraph, list item or table row, white space folded.

Footnotes, remarks, pictures and formulas are not part of the words that were voted on, so they are skipped.
"""

from __future__ import annotations

from lxml import etree

from hemicycle.record.importers.safe_xml import local

SKIPPED = frozenset({"authorialNote", "remark", "img", "foreign", "meta", "toc", "noteRef"})
_BLOCKS_WORDS = """
p block item blockList listIntroduction listWrapUp intro wrapUp heading subheading crossHeading content
quotedStructure tblock container blockContainer tr table caption ul ol li formula article section clause
chapter part title book tome paragraph subsection subparagraph point list alinea indent subclause level
hcontainer proviso rule
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_CELLS = frozenset({"td", "th"})


class _Lines:
    def __init__(self) -> None:
        self.done: list[str] = []
        self.now: list[str] = []
        self.holds_only_a_number = False
        self.open_cells = 0

    def add(self, words: str | None) -> None:
        if words and words.strip():
            self.holds_only_a_number = False
        self.now.append(words or "")

    def end(self) -> None:
        if self.holds_only_a_number or self.open_cells:
            self.now.append(" ")
            return
        line = " ".join("".join(self.now).split()).removesuffix(" |")
        self.now.clear()
        if line:
            self.done.append(line)

    def after_number(self) -> None:
        """Let the next paragraph go on in this line: `(a)` and its words are one line to a reader."""
        self.now.append(" ")
        self.holds_only_a_number = True


def lines(element: etree._Element, *, without: frozenset[str] = frozenset()) -> list[str]:
    """The element's text, but for its own children of the names in `without` and for the text that follows it."""
    out = _Lines()
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, part in walk:
        name = local(part)
        if event == "start":
            if part is not element and (name in SKIPPED or (name in without and part.getparent() is element)):
                walk.skip_subtree()
                continue
            _begin(out, name)
            out.add(part.text)
            continue
        _finish(out, name)
        if part is not element:
            out.add(part.tail)
    out.holds_only_a_number = False
    out.end()
    return out.done


def _begin(out: _Lines, name: str | None) -> None:
    if name in _BLOCKS:
        out.end()
    elif name in _CELLS:
        out.open_cells += 1


def _finish(out: _Lines, name: str | None) -> None:
    if name in _BLOCKS:
        out.end()
    elif name in _CELLS:
        out.open_cells -= 1
        out.add(" | ")
    elif name in ("eol", "br"):
        out.add(" ")
    elif name == "num":
        out.after_number()


def line(element: etree._Element | None) -> str:
    """The element's text on one line; empty when there is no element."""
    return "" if element is None else " ".join(lines(element))
