"""The second set: whole messages written by hand, in other words and forms than the frames, each typed in five styles."""

import re
from collections.abc import Iterator

from personal.draft import STYLES, Segment, typed
from personal.labelled import Labelled
from personal.material import DATA, LANGUAGES

_PARTED = re.compile(r"^={3,}\n", re.MULTILINE)
_MARKED = re.compile(r"\{(?P<kind>[a-z_]+):(?P<text>[^{}]+)\}")
STAYS = "public"


def written() -> list[Labelled]:
    """Every message of `data/written` in every style."""
    return [message for lang in LANGUAGES for message in _of(lang)]


def _of(lang: str) -> Iterator[Labelled]:
    lines = (DATA / "written" / f"{lang}.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    whole = "".join(line for line in lines if not line.startswith("# "))
    for at, message in enumerate(_PARTED.split(whole)):
        segments = list(_segments(message.strip("\n")))
        public = tuple(segment.text for segment in segments if segment.kind == STAYS)
        for style in STYLES:
            text, items, near = typed(segments, style)
            yield Labelled(
                id=f"w{at:03}/{style}",
                lang=lang,
                channel="written",
                text=text,
                items=items,
                public=public,
                near=near,
                style=style,
            )


def _segments(message: str) -> Iterator[Segment]:
    at = 0
    for mark in _MARKED.finditer(message):
        yield Segment(message[at : mark.start()])
        yield Segment(mark["text"], mark["kind"])
        at = mark.end()
    yield Segment(message[at:])
