"""Deals the messages of a seed: every other one has personal data, every other one has none."""

import random
from collections.abc import Iterator

from personal.draft import Segment, Segments, typed
from personal.labelled import Labelled
from personal.material import LANGUAGES
from personal.writer import Writer

CHANNEL_SHARES = (("letter", "email", "sms", "social"), (35, 35, 18, 12))
STYLES = {
    "long": (("plain", "names in small letters", "no accents", "small letters", "capitals"), (72, 7, 10, 7, 4)),
    "short": (("plain", "names in small letters", "no accents", "small letters", "capitals"), (45, 6, 12, 31, 6)),
}
HEADER, QUOTED, PUBLIC, SALUTATION, NUMBERS = 0.3, 0.2, 0.35, 0.75, 0.35
PARAGRAPH = 0.3


def deal(seed: int | str, n: int) -> list[Labelled]:
    """`n` messages, half of them without personal data, in about equal parts of English, French and Spanish."""
    return [_dealt(seed, at) for at in range(n)]


def _dealt(seed: int | str, at: int) -> Labelled:
    rng = random.Random(f"{seed}/{at}")
    lang = LANGUAGES[at // 2 % len(LANGUAGES)]
    channel = rng.choices(*CHANNEL_SHARES)[0]
    writer = Writer(lang, rng)
    short = channel in ("sms", "social")
    make = (_short, _short_clean) if short else (_long, _long_clean)
    segments = make[at % 2](writer, channel)
    style = rng.choices(*STYLES["short" if short else "long"])[0]
    text, items, near = typed(segments, style)
    return Labelled(
        id=f"p{at:05}",
        lang=lang,
        channel=channel,
        text=text,
        items=items,
        public=writer.public,
        near=near,
        style=style,
    )


def _long(writer: Writer, channel: str) -> Segments:
    rng = writer.rng
    sections = ["introductions"] * (rng.random() < 0.7) + ["middle"] * rng.randint(1, 3)
    sections += ["numbers"] * (rng.random() < NUMBERS and writer.has("numbers"))
    sections += ["public"] * (rng.random() < PUBLIC) + ["clean"] * rng.randint(0, 3)
    rng.shuffle(sections)
    segments = writer.line("headers") if channel == "email" and rng.random() < HEADER else []
    segments += _framed(writer, _sentences(writer, sections), writer.line("signatures"))
    return segments + (writer.line("quoted") if channel == "email" and rng.random() < QUOTED else [])


def _long_clean(writer: Writer, channel: str) -> Segments:
    rng = writer.rng
    sections = ["clean"] * rng.randint(2, 6) + ["public"] * (rng.random() < PUBLIC)
    rng.shuffle(sections)
    closing = [*writer.line("closings"), Segment("\n"), *writer.line("anonymous")]
    return _framed(writer, _sentences(writer, sections), closing)


def _short(writer: Writer, channel: str) -> Segments:
    segments = writer.line("short")
    return [*segments, Segment(" "), *writer.line("clean")] if writer.rng.random() < 0.3 else segments


def _short_clean(writer: Writer, channel: str) -> Segments:
    segments = writer.line("clean")
    return [*segments, Segment(" "), *writer.line("clean")] if writer.rng.random() < 0.3 else segments


def _framed(writer: Writer, body: Segments, end: Segments) -> Segments:
    opening = [*writer.line("salutations"), Segment("\n\n")] if writer.rng.random() < SALUTATION else []
    return [*opening, *body, Segment("\n\n"), *end]


def _sentences(writer: Writer, sections: list[str]) -> Segments:
    return list(_joined(writer.rng, [writer.line(section) for section in sections]))


def _joined(rng: random.Random, sentences: list[Segments]) -> Iterator[Segment]:
    for at, sentence in enumerate(sentences):
        if at:
            yield Segment("\n\n" if rng.random() < PARAGRAPH else " ")
        yield from sentence
