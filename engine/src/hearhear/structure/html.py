"""HTML to the text a reader sees, with the way back from every character of it.

A scanner, not a parser: letters arrive with broken, unclosed and absurdly nested mark-up, and one pass over the
tokens survives all of it in time proportional to its length.
"""

import html
import re
from collections.abc import Iterator

# The contents of these are never shown.
HIDDEN = r"<(?P<hider>script|style|head|title|template|noscript|svg)\b[^<>]*>.*?(?:</(?P=hider)\s*>|\Z)"
TOKEN = re.compile(
    rf"(?P<hidden>{HIDDEN})|(?P<comment><!--.*?(?:-->|\Z)|<![^<>]*>|<\?[^<>]*>)|(?P<tag></?[a-zA-Z][^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)|(?P<space>\s+)",
    re.DOTALL | re.IGNORECASE,
)
NAME = re.compile(r"</?([a-zA-Z0-9]+)")
LINE = frozenset(
    [
        "br",
        "div",
        "tr",
        "li",
        "dt",
        "dd",
        "ul",
        "ol",
        "dl",
        "table",
        "tbody",
        "thead",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "pre",
        "hr",
    ]
)
PARAGRAPH = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])

# A piece of text and where it comes from: (start, end) in the source. A replaced piece stands for the whole of it.
Piece = tuple[str, int, int]


def pieces(text: str) -> Iterator[Piece]:
    """The shown text in pieces, each with its place in the source."""
    at = 0
    for token in TOKEN.finditer(text):
        if token.start() > at:
            yield text[at : token.start()], at, token.start()
        shown = _shown(token)
        if shown:
            yield shown, token.start(), token.end()
        at = token.end()
    if at < len(text):
        yield text[at:], at, len(text)


def _shown(token: "re.Match[str]") -> str:
    if token["entity"]:
        return html.unescape(token["entity"]).replace("\x00", " ")
    if token["space"]:
        return " "
    if not token["tag"]:
        return ""
    found = NAME.match(token["tag"])
    name = found[1].lower() if found else ""
    if name in PARAGRAPH:
        return "\n\n"
    return "\n" if name in LINE else ""


def to_text(text: str) -> str:
    """The text a reader sees, blank lines and spaces run together."""
    shown = "".join(piece for piece, _, _ in pieces(text)).replace("\xa0", " ")
    lines = [" ".join(line.split()) for line in shown.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
