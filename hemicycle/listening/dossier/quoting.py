"""Words of a message as a dossier quotes them: sentences of the sender's own, letter by letter as staff read them.

Never quoted, whatever else speaks for it: words that the sender did not write (a campaign's, the bill's, what they
quote), a letter that asks for help with a matter of its own, a paragraph with a sentence of illness, debts, children
or danger, and a sentence that speaks of the writer's own child or in which a name or a number is redacted.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hearhear.sentences import sentences
from hearhear.themes.words import contents, matters

from ..models import Analysis, Finding, Inquiry, QuoteReview
from ..models.quote import digest_of
from ..text.children import speaks_of_own_child
from ..text.own import ENDS_A_SENTENCE
from ..text.redaction import Redacted, redacted

# What fits a page beside its neighbours; a longer passage is cut between two words and says so.
LONGEST = 400
# A passage of a word or two says nothing by itself; it is quoted with the sentence beside it.
SHORTEST = 40
# Ten words or so: who reads one quote learns something from it. Shorter ones are taken where there are no others.
SAYS_SOMETHING = 60
# A name under a letter, a greeting, a place: a line of so few words that ends no sentence speaks of its writer.
FEW_WORDS = 6
# The number of a file, a patient, a contract: it names a person to whoever holds the file, and no list of kinds covers
# them all. Two groups of digits after letters, or five digits in a row.
REFERENCE = re.compile(r"[A-Za-z]{1,4}[-–/. ]?\d{2,}[-–/.]\d{2,}|\d{5,}")
# Mail programs wrap at 60 to 78 signs (RFC 5322, 2.1.1); a shorter line is one of a list or an address.
WRAPPED = 45
EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
WORD = re.compile(r"[^\W_]+")
ARROWED = re.compile(r"(?m)^[ \t]*>[^\n]*")

Run = tuple[str, str, str]


@dataclass(frozen=True)
class Passage:
    """Where in a message: characters of the original text, `end` excluded. With `beside`, the words there are the
    clause's name or its own words, and what stands beside them is wanted.
    """

    message: int
    start: int
    end: int
    beside: bool = False


@dataclass
class Reviews:
    """What people said of quotes: of each (message, digest of its words) whether it may stand.

    With `only_accepted`, a quote that nobody looked at is not taken either. `language`: the one of the dossier, in
    which a quote may have a translation by the office. Of messages that are `guarded` nothing is quoted.
    """

    language: str = ""
    verdicts: Mapping[tuple[int, str], QuoteReview] = field(default_factory=dict)
    only_accepted: bool = False
    guarded: Collection[int] = ()

    @classmethod
    def of(cls, inquiry: Inquiry, language: str, *, only_accepted: bool = False) -> "Reviews":
        found = inquiry.quote_reviews.all()
        verdicts = {(one.inbound_id, one.digest): one for one in found}
        return cls(language, verdicts, only_accepted, inquiry.guarded)

    def of_quote(self, message: int, text: str) -> QuoteReview | None:
        return self.verdicts.get((message, digest_of(text)))

    def allow(self, message: int, text: str) -> bool:
        if message in self.guarded:
            return False
        review = self.of_quote(message, text)
        if review is None:
            return not self.only_accepted
        return review.verdict == QuoteReview.Verdict.ACCEPTED

    def translation(self, message: int, text: str) -> str:
        review = self.of_quote(message, text)
        return str(review.translations.get(self.language, "")) if review else ""


def passages(quotes: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """What a theme keeps of its quotes."""
    return [Passage(int(one["id"]), int(one["start"]), int(one["end"])) for one in quotes]


def quotes_of(
    analysis: Analysis,
    wanted: Iterable[Passage],
    reviews: Reviews,
    *,
    most: int,
    quoted_before: Collection[int] = (),
) -> list[dict[str, Any]]:
    """The first `most` passages that can be quoted, each message once: {"text", "cut", "lang", "message", …}.

    Those that say something come before those of a few words; of those in nearly the same words the first stands.
    """
    listed = [one for one in wanted if one.message not in quoted_before]
    keys = {one.message for one in listed}
    found = analysis.findings.filter(inbound__in=keys).select_related("inbound")
    findings = {finding.inbound_id: finding for finding in found}
    quoted: dict[int, dict[str, Any]] = {}
    brief: dict[int, dict[str, Any]] = {}
    said: set[Run] = set()
    for one in listed:
        if len(quoted) == most or one.message not in findings or one.message in quoted:
            continue
        quote = _quote(findings[one.message], one, reviews)
        if quote and not is_of(quote["text"], said):
            said.update(runs(quote["text"]))
            (quoted if len(quote["text"]) >= SAYS_SOMETHING else brief).setdefault(one.message, quote)
    further = [quote for message, quote in brief.items() if message not in quoted]
    return [*quoted.values(), *further][:most]


def runs(text: str) -> list[Run]:
    """Every three words in a row."""
    words = WORD.findall(text.lower())
    return list(zip(words, words[1:], words[2:], strict=False))


def is_of(text: str, known: Collection[Run]) -> bool:
    """Whether half of its words or more stand in one of the runs."""
    covered = {at + step for at, run in enumerate(runs(text)) if run in known for step in range(3)}
    return bool(covered) and 2 * len(covered) >= len(WORD.findall(text))


def own_words_of(finding: Finding, reviews: Reviews) -> dict[str, Any] | None:
    """The longest stretch of the sender's own words in campaign mail that says something and may be quoted."""
    spans = finding.evidence.get("own") or ()
    found = [_quote(finding, Passage(finding.inbound_id, start, end), reviews) for start, end in spans]
    return max(filter(None, found), key=lambda quote: len(quote["text"]), default=None)


def _quote(finding: Finding, passage: Passage, reviews: Reviews) -> dict[str, Any] | None:
    if finding.casework:
        return None
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    # Staff counted the whole message, and marked no words.
    start, end = (0, len(read.text)) if passage.end <= passage.start else read.between(passage.start, passage.end)
    letter = _Letter(read.text, _never_quoted(finding, read))
    runs = letter.beside(start, end) if passage.beside else letter.within(start, end)
    for words in runs:
        if _can_be_quoted(words) and words in finding.shown_text and matters(contents(words)):
            quote = _as_quote(finding, words)
            if reviews.allow(finding.inbound_id, quote["text"]):
                return quote | {"translation": reviews.translation(finding.inbound_id, quote["text"])}
    return None


def _never_quoted(finding: Finding, read: Redacted) -> list[tuple[int, int]]:
    """What is not the sender's own, what is redacted, and paragraphs with something private, in the text that is read.

    The sentence after “I owe four months' rent” goes on about it, in words that no reader of sentences knows.
    """
    spans = [read.between(start, end) for start, end, _why in finding.not_own]
    spans += [_paragraph(read.text, *read.between(start, end)) for start, end, _why in finding.private]
    spans += [(start, start + length) for _, _, start, length in read.segments]
    # Whatever the engine makes of them: what stands behind an arrow was seldom written by whoever sends it.
    spans += [found.span() for found in ARROWED.finditer(read.text)]
    if finding.engine_campaign_id is not None:
        own = [read.between(start, end) for start, end in finding.evidence.get("own") or ()]
        bounds = [0, *(place for span in sorted(own) for place in span), len(read.text)]
        spans += [(bounds[at], bounds[at + 1]) for at in range(0, len(bounds), 2)]
    return sorted(span for span in spans if span[0] < span[1])


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch, widened to the empty lines around it."""
    breaks = [found.span() for found in EMPTY_LINE.finditer(text)]
    first = max((after for _, after in breaks if after <= start), default=0)
    return first, min((before for before, _ in breaks if before >= end), default=len(text))


class _Letter:
    """The sentences of a letter, and which of them are their sender's own throughout."""

    def __init__(self, text: str, never: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.sentences = _as_people_read(text)
        self.own = [
            not (_overlaps(pair, never, text) or self._announces(at) or self._is_heading(at))
            and not speaks_of_own_child(text[slice(*pair)])
            for at, pair in enumerate(self.sentences)
        ]

    def within(self, start: int, end: int) -> list[str]:
        """The runs of own sentences that touch the passage, within a paragraph, longest first."""
        touched = [at for at in self._touched(start, end) if self.own[at]]
        return sorted((self._words(run) for run in self._runs(touched)), key=len, reverse=True)

    def beside(self, start: int, end: int) -> list[str]:
        """What the writer says of it: its own sentence, else the next one of the paragraph, else the one before."""
        touched = self._touched(start, end)
        if not touched:
            return []
        first, last = touched[0], touched[-1]
        after = [last + 1] if not self._ends_a_paragraph(last) else []
        before = [first - 1] if first and not self._ends_a_paragraph(first - 1) else []
        around = [at for at in (*touched, *after, *before) if at < len(self.sentences) and self.own[at]]
        return [words for at in around if (words := self._words([at]))]

    def _announces(self, at: int) -> bool:
        """“This came on my telephone:” says nothing without what follows."""
        return self.text[self.sentences[at][1] - 1] == ":"

    def _is_heading(self, at: int) -> bool:
        """Whether it is a paragraph of one line that ends no sentence, in a letter of several: whom it is for."""
        start, end = self.sentences[at]
        alone = self._ends_a_paragraph(at) and (not at or self._ends_a_paragraph(at - 1))
        return (
            alone and len(self.sentences) > 1 and "\n" not in self.text[start:end] and _is_open(self.text[start:end])
        )

    def _touched(self, start: int, end: int) -> list[int]:
        return [at for at, (a, b) in enumerate(self.sentences) if a < end and b > start]

    def _runs(self, places: Sequence[int]) -> list[list[int]]:
        runs: list[list[int]] = []
        for at in places:
            if runs and runs[-1][-1] == at - 1 and not self._ends_a_paragraph(at - 1):
                runs[-1].append(at)
            else:
                runs.append([at])
        return runs

    def _ends_a_paragraph(self, at: int) -> bool:
        after = self.sentences[at + 1][0] if at + 1 < len(self.sentences) else len(self.text)
        return self.text.count("\n", self.sentences[at][1], after) > 1

    def _words(self, run: Sequence[int]) -> str:
        """The run; one of a few words with the own sentence before it: “(clause 7).” is a sentence to a program."""
        first, last = run[0], run[-1]
        while self._length(first, last) < SHORTEST and first > 0 and self.own[first - 1]:
            first -= 1
        return _whole_lines(self.text[self.sentences[first][0] : self.sentences[last][1]])

    def _length(self, first: int, last: int) -> int:
        return self.sentences[last][1] - self.sentences[first][0]


def _as_people_read(text: str) -> list[tuple[int, int]]:
    """Sentences, of which a semicolon or the end of a short line ends none: to the engine they do."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        continued = found and _is_open_between(text, found[-1][1], start)
        found.append((found.pop()[0] if continued else start, end))
    return found


def _is_open_between(text: str, end: int, start: int) -> bool:
    """Whether what ends there goes on here: after a semicolon, in small letters, or behind a whole line."""
    long = end - 1 - text.rfind("\n", 0, end) >= WRAPPED
    wrapped = text[end - 1] not in ENDS_A_SENTENCE and (long or text[start].islower())
    return text.count("\n", end, start) < 2 and (wrapped or text[end - 1] == ";")


def _overlaps(pair: tuple[int, int], spans: Iterable[tuple[int, int]], text: str) -> bool:
    """Whether words of the sentence are in a span; a mark or white space alone are nobody's."""
    return any(
        any(sign.isalnum() for sign in text[max(pair[0], start) : min(pair[1], end)])
        for start, end in spans
        if start < pair[1] and end > pair[0]
    )


def _can_be_quoted(words: str) -> bool:
    return bool(words) and not REFERENCE.search(words)


def _whole_lines(words: str) -> str:
    """Without the lines before and after that are no sentences: greetings, names, places."""
    lines = words.strip().split("\n")
    while lines and _is_no_sentence(lines[0]) and not (lines[1:] and _goes_on(lines[1])):
        lines.pop(0)
    while lines and _is_no_sentence(lines[-1]) and not (lines[:-1] and _is_open(lines[-2]) and _goes_on(lines[-1])):
        lines.pop()
    return "\n".join(lines).strip()


def _is_no_sentence(line: str) -> bool:
    return len(line.split()) <= FEW_WORDS and _is_open(line)


def _is_open(line: str) -> bool:
    return not line.rstrip().endswith(ENDS_A_SENTENCE)


def _goes_on(line: str) -> bool:
    """Whether the line is the continuation of a wrapped one."""
    return line.lstrip()[:1].islower()


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
