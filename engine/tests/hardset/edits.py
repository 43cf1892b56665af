"""What people do to a form letter before they send it, by level; and what they do to a text message."""

import random
import re
from dataclasses import dataclass

from hardset.writer import Writer

ABBREVIATED, DROPPED_WORD, LOWER, EXTRA = 0.35, 0.25, 0.5, 0.6
REPLACED_WORDS = 0.14


@dataclass(frozen=True)
class Edited:
    """A message made from a template and the words its sender added."""

    text: str
    personal: str


def form_letter(sentences: list[str], level: int, matter: str, writer: Writer) -> Edited:
    """A copy at an edit level.

    0: none; 1: salutation and name; 2: also a paragraph of one's own, and up to two sentences left out; 3: half of the
    sentences left, in another order, with words replaced.
    """
    own: list[str] = []
    if level >= 2:
        own = writer.own_words(writer.rng.randint(1, 3), matter)
        sentences = _shortened(sentences, level, writer)
    body = _with_paragraph(sentences, own, writer.rng)
    return Edited(_framed(body, writer) if level else " ".join(body), " ".join(own))


def _shortened(sentences: list[str], level: int, writer: Writer) -> list[str]:
    rng = writer.rng
    if level == 2:
        dropped = rng.sample(range(len(sentences)), rng.randint(0, 2) if len(sentences) > 4 else 0)
        return [sentence for at, sentence in enumerate(sentences) if at not in dropped]
    kept = rng.sample(sentences, max(3, len(sentences) // 2))
    return [replace_words(sentence, writer) for sentence in kept]


def replace_words(sentence: str, writer: Writer) -> str:
    """About one word in seven is replaced by one of the same kind, left out or mistyped."""
    kept = (_replaced(word, writer) if writer.rng.random() < REPLACED_WORDS else word for word in sentence.split(" "))
    text = " ".join(word for word in kept if word)
    return text[:1].upper() + text[1:]


def _replaced(word: str, writer: Writer) -> str:
    for choices in writer.material.synonyms.values():
        if word.lower() in choices:
            return writer.rng.choice(choices)
    if len(word) < 5:
        return word
    return writer.rng.choice((word + ",", word, "")) if word.isalpha() else word


def _with_paragraph(sentences: list[str], own: list[str], rng: random.Random) -> list[str]:
    if not own:
        return sentences
    at = rng.choice((0, len(sentences), rng.randint(0, len(sentences))))
    return [*sentences[:at], " ".join(own), *sentences[at:]]


def _framed(body: list[str], writer: Writer) -> str:
    grammar, rng = writer.grammar(), writer.rng
    middle = rng.choice(("\n", " ", "\n\n")).join(body)
    parts = [grammar.line("salutation")] if rng.random() < 0.8 else []
    parts.append(middle)
    if rng.random() < 0.15:
        parts.append(grammar.line("personal_short"))
    parts += [grammar.line("closing")] if rng.random() < 0.85 else []
    return "\n\n".join(parts)


def text_message(line: str, writer: Writer) -> Edited:
    """A text message: shortened, without capitals, a word dropped, a word added."""
    rng = writer.rng
    kept = line.split(" ")
    if rng.random() < DROPPED_WORD:
        del kept[rng.randrange(len(kept))]
    if rng.random() < ABBREVIATED:
        kept = [_abbreviated(word, writer) for word in kept]
    text = " ".join(kept)
    text = text if rng.random() < LOWER else text[:1].upper() + text[1:] + rng.choice(("", ".", "!"))
    extra = writer.grammar().expand(rng.choice(writer.material.traps["sms_extra"])) if rng.random() < EXTRA else ""
    parts = [text, extra] if rng.random() < 0.8 else [extra, text]
    return Edited(re.sub(r"\s+", " ", " ".join(parts)).strip(), extra)


def _abbreviated(word: str, writer: Writer) -> str:
    table = dict(line.split("=") for line in writer.material.traps["abbreviations"])
    return table.get(word, word) if writer.rng.random() < 0.6 else word
