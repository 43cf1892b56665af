"""What a sender wrote themselves into campaign mail, as sentences a person can read alone."""

from collections.abc import Sequence

from hearhear.sentences import sentences

from ..models import Finding
from .readable import UNMARKED_END
from .redaction import Redacted, own_words, redacted

# A greeting, a name, a place or a date under a letter has fewer words than this; a sentence about something has more,
# but for one that ends with its mark: "Nobody says why."
FEWEST_WORDS, FEWEST_OF_A_SENTENCE = 4, 3
ENDS_A_SENTENCE = (".", "!", "?", "…", "»", "”", '"')
# A subject or a heading: it ends without a mark, an empty line follows, and it is shorter than most sentences.
HEADING_WORDS = 6

Span = tuple[int, int]


def own_spans(finding: Finding, read: Redacted) -> list[Span]:
    """Where the sender's own words are in the text as staff read it."""
    known = finding.evidence.get("own")
    return [read.between(*span) for span in known] if known else own_words(read.text, finding.personal_text)


def own_sentences(finding: Finding) -> str:
    """The sentences with words of the sender's own, whole, paragraph by paragraph; "" where there is none.

    Words that were changed inside a sentence say nothing without it. Left out is what is redacted but for a few words,
    and signatures; courtesy stays, for a short sentence may be taken for it and staff are to overlook nothing.
    """
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    own = own_spans(finding, read)
    others = [read.between(start, end) for start, end, why in finding.not_own if why == "signature"]
    others += [(start, start + length) for _, _, start, length in read.segments]
    found = [
        pair
        for pair in sentences(read.text)
        if any(first < pair[1] and last > pair[0] for first, last in own) and _says_something(read.text, pair, others)
    ]
    return _in_paragraphs(read.text, found)


def _says_something(text: str, sentence: Span, others: Sequence[Span]) -> bool:
    start, end = sentence
    signs = list(text[start:end])
    for first, last in others:
        for at in range(max(first, start), min(last, end)):
            signs[at - start] = " "
    words = sum(any(map(str.isalpha, word)) for word in "".join(signs).split())
    if text[start:end].endswith(ENDS_A_SENTENCE):
        return words >= FEWEST_OF_A_SENTENCE
    return words >= (HEADING_WORDS if UNMARKED_END.match(text, end) else FEWEST_WORDS)


def _in_paragraphs(text: str, found: Sequence[Span]) -> str:
    """Sentences that follow each other on one line, the others below each other."""
    parts: list[str] = []
    at = 0
    for start, end in found:
        words = " ".join(text[start:end].split())
        if parts and not text[at:start].strip() and text.count("\n", at, start) < 2:
            parts[-1] += f" {words}"
        else:
            parts.append(words)
        at = end
    return "\n".join(parts)
