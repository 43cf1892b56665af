"""What a sender wrote themselves into campaign mail, as sentences a person can read alone."""

from hearhear.sentences import sentences

from ..models import Finding
from .redaction import Redacted, own_words, redacted

# A greeting, a name, a place or a date under a letter has fewer words than this; a sentence about something has more.
FEWEST_WORDS = 4


def own_spans(finding: Finding, read: Redacted) -> list[tuple[int, int]]:
    """Where the sender's own words are in the text as staff read it."""
    known = finding.evidence.get("own")
    return [read.between(*span) for span in known] if known else own_words(read.text, finding.personal_text)


def own_sentences(finding: Finding) -> str:
    """The sentences with words of the sender's own, whole, one below the other; "" where there is none.

    Words that were changed inside a sentence say nothing without it. Left out is what is redacted but for a few words,
    and what the engine knows to be courtesy or a signature.
    """
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    own = own_spans(finding, read)
    others = [read.between(start, end) for start, end, _why in finding.not_own]
    others += [(start, start + length) for _, _, start, length in read.segments]
    found = [
        " ".join(read.text[start:end].split())
        for start, end in sentences(read.text)
        if any(first < end and last > start for first, last in own) and _says_something(read.text, start, end, others)
    ]
    return "\n".join(dict.fromkeys(found))


def _says_something(text: str, start: int, end: int, others: list[tuple[int, int]]) -> bool:
    signs = list(text[start:end])
    for first, last in others:
        for at in range(max(first, start), min(last, end)):
            signs[at - start] = " "
    return sum(any(map(str.isalpha, word)) for word in "".join(signs).split()) >= FEWEST_WORDS
