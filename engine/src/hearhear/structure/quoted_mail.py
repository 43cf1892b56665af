"""Quoted replies and forwarded mail, as mail programs mark them in EN, FR and ES.

One line alone never decides where a person could have written it: `From: the mayor to the last farmer, we say no` is
no header, and lines that begin with `>` may be a list.
"""

import re

from hearhear.structure.parts import Kind, Span

# Lines that a program writes above the mail that it quotes or forwards.
MARKERS: tuple[tuple[str, Kind], ...] = (
    (r"-{2,} ?(?:original message|message d['’]origine|message original|mensaje original) ?-{2,}", "quote"),
    (r"-{2,} ?(?:forwarded message|message transféré|mensaje reenviado|forwarded by [^\n]{1,80}) ?-{2,}", "forwarded"),
    (
        r"begin forwarded message ?:|début du message (?:réexpédié|transféré) ?:|inicio del mensaje reenviado ?:",
        "forwarded",
    ),
)
MARKER = "|".join(pattern for pattern, _ in MARKERS)
HEADERS = (
    "from|sent|to|cc|bcc|date|subject|reply-to|de|envoyé|envoyée|à|date d['’]envoi|objet|cci|copie à|répondre à|"
    "enviado|enviado el|para|fecha|asunto|cco"
)
# Who wrote, which no reply or forward leaves out.
AUTHORS = frozenset(("from", "de"))
HEADER = rf"[ \t>*_]*(?:{HEADERS})[ \t]?\*?[ \t]?:[^\n]*"
BLOCK = re.compile(rf"(?im)^(?:{HEADER}(?:\n(?=[ \t>*_]*\S)|\Z|$)){{2,}}")
KEY = re.compile(rf"(?im)^[ \t>*_]*({HEADERS})[ \t]?\*?[ \t]?:")
MARKED = re.compile(rf"(?im)^[ \t>]*(?:{MARKER})[ \t]*$")
ATTRIBUTION_END = r"(?:wrote|a écrit|écrivait|escribió|ha escrito)[ \t\xa0]?:"
ATTRIBUTION = re.compile(
    rf"(?im)^[ \t>]*(?:On|Le|El)[ \t](?=[^\n]{{0,120}}\d)[^\n]{{4,200}}?(?:\n[^\n]{{1,120}}?)?{ATTRIBUTION_END}[ \t]*$"
)
# A mail program gives the hour or the address; a person who quotes a minister gives neither.
CLOCK_OR_ADDRESS = re.compile(r"\d{1,2} ?[:h] ?\d{2}|@|<mailto:")
ARROWED = re.compile(r"(?m)^[ \t]*>[^\n]*(?:\n|\Z)")
RUN = re.compile(r"(?m)(?:^[ \t]*>[^\n]*(?:\n|\Z))+")
# One line under a colon, where what follows the arrow is no figure: that would be "more than".
INTRODUCING = re.compile(r":[ \t\xa0]*\n\s*\Z")
WORDS = re.compile(r"[ \t]*>[ \t]*[^\W\d_]")
# People use arrows for lists. Mail programs break lines in the middle of a sentence, and mark blank and marked lines.
WRAPPED = re.compile(r"(?m)^[ \t]*>[^\n]{50,}[^.!?;:\s][ \t]*\n[ \t]*>[ \t]*[a-zß-öø-ÿœ]|^[ \t]*>[ \t]*(?:>|$)")
# A paragraph on one line, as it is when it was copied: an item of a list is shorter, or ends without a point.
PARAGRAPH = re.compile(r"[ \t]*>[ \t]*[^\n]{80,}[.!?…»”\"][ \t]*(?:\n|\Z)")
ARROWS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
RULE = re.compile(r"(?:^|\n)[ \t]*_{8,}[ \t]*\n\s*\Z")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
LETTER = re.compile(r"[^\W\d_]")

# For RE2: marks the rows that may hold any of this.
SIGNS = (
    rf"(?i)(?:\A|\n)[ \t]*>|(?:\A|\n)[ \t>*_]*(?:{MARKER})|{ATTRIBUTION_END}[ \t]*(?:\r?\n|\z)|"
    rf"(?:\A|\n)[ \t>*_]*(?:from|de)[ \t]?\*?[ \t]?:"
)


def find(text: str) -> list[Span]:
    """Stretches that are quoted or forwarded; of a message that is marked as quoted throughout, only the marks."""
    lines = ARROWED.findall(text)
    if len(lines) >= 2 and sum(map(len, lines)) >= len(text.strip()):
        return [(mark.start(), mark.end(), "markup") for mark in ARROWS.finditer(text)]
    spans = _blocks(text)
    remainder = text if not spans else text[: spans[-1][0]] if spans[-1][1] == len(text) else text
    return spans + _replies(remainder)


def _blocks(text: str) -> list[Span]:
    """Header blocks and markers; with words of the author before them, everything from there on as well."""
    spans: list[Span] = []
    for start, end, kind in _headers(text):
        if spans and start < spans[-1][1]:
            continue
        own = "".join(text[a:b] for a, b in _before(start, spans))
        if LETTER.search(own):
            rule = RULE.search(text, 0, start)
            return [*spans, (rule.start() if rule else start, len(text), kind)]
        spans.append((start, end, "forwarded"))
    return spans


def _before(start: int, spans: list[Span]) -> list[tuple[int, int]]:
    edges = [0, *(edge for span in spans for edge in span[:2]), start]
    return list(zip(edges[0::2], edges[1::2], strict=True))


def _headers(text: str) -> list[Span]:
    found: list[Span] = []
    for marker in MARKED.finditer(text):
        kind: Kind = next((k for pattern, k in MARKERS if re.search(f"(?i){pattern}", marker[0])), "quote")
        block = BLOCK.match(text, _skip_blank(text, marker.end()))
        found.append((marker.start(), block.end() if block else marker.end(), kind))
    for block in BLOCK.finditer(text):
        keys = {key.lower() for key in KEY.findall(block[0])}
        if keys & AUTHORS and (len(keys) >= 3 or ADDRESS.search(block[0])):
            found.append((block.start(), block.end(), "quote"))
    return sorted(found)


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _replies(text: str) -> list[Span]:
    """Attributions with what they introduce, and lines marked by `>`."""
    spans: list[Span] = []
    attributed: set[int] = set()
    runs = [(run.start(), run.end()) for run in RUN.finditer(text)]
    starts = {start for start, _ in runs}
    for attribution in ATTRIBUTION.finditer(text):
        line_start = text.rfind("\n", 0, _skip_blank(text, attribution.end())) + 1
        if line_start in starts:
            spans.append((attribution.start(), line_start, "quote"))
            attributed.add(line_start)
        elif CLOCK_OR_ADDRESS.search(attribution[0]):
            own_before = LETTER.search(text[: attribution.start()]) is not None
            spans.append((attribution.start(), len(text) if own_before else attribution.end(), "quote"))
    # Answers written between the lines that they answer.
    between = len(runs) > 1 and (bool(attributed) or not text[: runs[0][0]].strip())
    # Whoever marks one paragraph by an arrow in order to quote it lists nothing by others.
    quotes = between or any(run[0] in attributed or _is_quotation(text, *run) for run in runs)
    return spans + [(start, end, "quote") for start, end in runs if quotes]


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Whether lines marked by `>`, which nothing attributes to anybody, are quoted and not listed."""
    run = text[start:end]
    if "\n" not in run.strip():
        if PARAGRAPH.match(run) and _stands_apart(text, start, end):
            return True
        return INTRODUCING.search(text, max(0, start - 200), start) is not None and WORDS.match(run) is not None
    return WRAPPED.search(run) is not None


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether blank lines, or the ends of the text, are around it."""
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    return (not before or before.endswith("\n\n")) and (not after or after.startswith(("\n", "\r")))
