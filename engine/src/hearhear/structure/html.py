"""HTML to the text that a reader sees, with the source offset of every character.

A scanner, not a parser: letters come with broken, unclosed and deeply nested mark-up, and one pass over the tokens
handles all of it in time proportional to its length.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# The contents of these are never shown.
HIDDEN = r"<(?P<hider>script|style|head|title|template|noscript|svg)\b[^<>]*>.*?(?:</(?P=hider)\s*>|\Z)"
TOKEN = re.compile(
    rf"(?P<hidden>{HIDDEN})|(?P<comment><!--.*?(?:-->|\Z)|<[!?][^<>]*>)|(?P<tag></?[a-zA-Z][^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)",
    re.DOTALL | re.IGNORECASE,
)
# A single space is what it is shown as.
COLLAPSING = re.compile(TOKEN.pattern + r"|(?P<space>\s{2,}|[\t\r\n])", TOKEN.flags)
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
LINE = frozenset(
    ("br", "div", "tr", "li", "dt", "dd", "ul", "ol", "dl", "table", "tbody", "thead", "section", "article", "header",
     "footer", "address", "pre", "hr")
)  # fmt: skip
PARAGRAPH = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
# Only names of elements count: people write <3, <- and <sigh>.
ELEMENTS = (
    r"</?(?:a|abbr|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|meta|ol|p|pre|s|"
    r"small|span|strong|style|sub|sup|table|tbody|td|th|title|tr|u|ul)(?:[ \t\n/][^<>]*)?>"
)
ENTITY = r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}[0-9]{0,2});"
# In RE2's words too, as every pattern that marks rows of a table.
MARKUP = f"(?i:{ELEMENTS})|{ENTITY}"
# Where a page is laid out by these, line ends in its source mean no more than spaces.
LAID_OUT = re.compile(r"(?i)<(?:p|div|html|body|table|ul|ol)\b[^<>]*>")
HAS_MARKUP = re.compile(MARKUP)


class Fragment(NamedTuple):
    """Text as shown, where it comes from, and whether it is inside a block quotation."""

    text: str
    start: int
    end: int
    quoted: bool


def fragments(text: str) -> Iterator[Fragment]:
    """The displayed text in fragments. One whose length differs from its source represents all of it."""
    tokens = COLLAPSING if LAID_OUT.search(text) else TOKEN
    at, depth = 0, 0
    for token in tokens.finditer(text):
        if token.start() > at:
            yield Fragment(text[at : token.start()], at, token.start(), depth > 0)
        name = _element(token)
        if name == "blockquote":
            depth = max(0, depth + (-1 if token[0].startswith("</") else 1))
        shown = _shown(token, name)
        if shown:
            yield Fragment(shown, token.start(), token.end(), depth > 0)
        at = token.end()
    if at < len(text):
        yield Fragment(text[at:], at, len(text), depth > 0)


def _element(token: "re.Match[str]") -> str:
    found = NAME.match(token["tag"]) if token["tag"] else None
    return found[1].lower() if found else ""


def _shown(token: "re.Match[str]", name: str) -> str:
    if token["entity"]:
        return html.unescape(token["entity"]).replace("\x00", " ")
    if name in PARAGRAPH:
        return "\n\n"
    if name in LINE:
        return "\n"
    return " " if token[0].isspace() else ""


def to_text(text: str) -> str:
    """The text a reader sees, blank lines and spaces run together, block quotations marked as mail marks them.

    The blank line above a quotation is marked as well, which tells it from a list.
    """
    shown = "".join(
        fragment.text.replace("\n", "\n> ") if fragment.quoted else fragment.text for fragment in fragments(text)
    )
    lines = [" ".join(line.split()) for line in shown.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)(?:^>\n)+", ">\n", "\n".join(lines))).strip()
