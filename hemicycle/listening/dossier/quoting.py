"""Words of a message as a dossier quotes them: a passage of the text that staff read, letter by letter."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hearhear.themes.words import contents, matters

from ..models import Analysis, Finding
from ..text.redaction import redacted

# What fits a page beside its neighbours; a longer passage is cut between two words and says so.
LONGEST = 400
# A passage of a word or two says nothing by itself; it is quoted with the rest of its sentence.
SHORTEST = 40
# A name under a letter, a greeting, a place: a line of so few words that ends no sentence speaks of its writer.
FEW_WORDS = 6
ENDS_A_SENTENCE = (".", "!", "?", "…", "»", "”", '"')
# The number of a file, a patient, a contract: it names a person to whoever holds the file, and no list of kinds covers
# them all. Two groups of digits after letters, or five digits in a row.
REFERENCE = re.compile(r"[A-Za-z]{1,4}[-–/. ]?\d{2,}[-–/.]\d{2,}|\d{5,}")
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n{2,}")


@dataclass(frozen=True)
class Passage:
    """Where in a message: characters of the original text, `end` excluded."""

    message: int
    start: int
    end: int


def passages(quotes: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """What a theme keeps of its quotes."""
    return [Passage(int(one["id"]), int(one["start"]), int(one["end"])) for one in quotes]


def quotes_of(
    analysis: Analysis, wanted: Iterable[Passage], *, most: int, quoted_before: Collection[int] = ()
) -> list[dict[str, Any]]:
    """The first `most` passages that can be quoted, each message once: {"text", "cut", "lang", "message", …}."""
    listed = [one for one in wanted if one.message not in quoted_before]
    keys = {one.message for one in listed}
    found = analysis.findings.filter(inbound__in=keys).select_related("inbound", "campaign")
    findings = {finding.inbound_id: finding for finding in found.defer("evidence")}
    quoted: dict[int, dict[str, Any]] = {}
    for one in listed:
        if len(quoted) == most or one.message not in findings or one.message in quoted:
            continue
        if quote := _quote(findings[one.message], one):
            quoted[one.message] = quote
    return list(quoted.values())


def own_words_of(finding: Finding) -> dict[str, Any] | None:
    """The longest stretch of the sender's own words that is in the message as it is read and is no courtesy."""
    # A paragraph, whose lines a mail program may have broken; a line where the paragraph is not all the sender's own.
    stretches = [_sentences(part) for end in ("\n\n", "\n") for part in finding.personal_text.split(end)]
    found = [
        words
        for words in stretches
        if _can_be_quoted(words) and words in finding.shown_text and matters(contents(words))
    ]
    return _as_quote(finding, max(found, key=len)) if found else None


def _quote(finding: Finding, passage: Passage) -> dict[str, Any] | None:
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    # Staff counted the whole message, and marked no words.
    start, end = (0, len(read.text)) if passage.end <= passage.start else read.between(passage.start, passage.end)
    words = _sentences(_with_its_sentence(read.text, start, end))
    return _as_quote(finding, words) if _can_be_quoted(words) and words in finding.shown_text else None


def _can_be_quoted(words: str) -> bool:
    return bool(words) and not REFERENCE.search(words)


def _sentences(words: str) -> str:
    """Without the lines before and after that are no sentences: greetings, names, places."""
    lines = words.strip().split("\n")
    while lines and _is_no_sentence(lines[0]):
        lines.pop(0)
    while lines and _is_no_sentence(lines[-1]):
        lines.pop()
    return "\n".join(lines).strip()


def _is_no_sentence(line: str) -> bool:
    return len(line.split()) <= FEW_WORDS and not line.rstrip().endswith(ENDS_A_SENTENCE)


def _with_its_sentence(text: str, start: int, end: int) -> str:
    if end - start >= SHORTEST:
        return text[start:end].strip()
    bounds = [0, *(found.end() for found in SENTENCE_ENDS.finditer(text)), len(text)]
    first = max((b for b in bounds if b <= start), default=0)
    last = min((b for b in bounds if b >= end), default=len(text))
    # “(clause 7).” is a sentence to a program; a person reads it with the one before.
    while last - first < SHORTEST and first > 0:
        first = max(b for b in bounds if b < first)
    return text[first:last].strip()


def _as_quote(finding: Finding, words: str) -> dict[str, Any]:
    text = words
    if len(words) > LONGEST:
        text = (
            words[: words.rfind(" ", LONGEST // 2, LONGEST)]
            if " " in words[LONGEST // 2 : LONGEST]
            else words[:LONGEST]
        )
    return {
        "text": text.rstrip(),
        "cut": len(text) < len(words),
        "lang": finding.lang,
        "message": finding.inbound_id,
        "place": finding.place,
        "channel": finding.channel,
        "day": finding.sent_at.date().isoformat() if finding.sent_at else None,
    }
