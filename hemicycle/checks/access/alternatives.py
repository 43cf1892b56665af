"""Text alternatives of pictures and captions of films: there, and worth having.

WCAG 2.2: 1.1.1 Non-text content, 1.2.1 and 1.2.2 for sound and films. A file name for an alternative is a failure of
1.1.1 (F30); “image of” is what a screen reader says already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.contract import Medium
from hemicycle.checks.passages import Note, Reading
from hemicycle.checks.vocabulary import language_of, listed, words_of

_FILE = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|heic|avif|pdf|mp4|mov|webm|mp3|wav)", re.IGNORECASE)
# What cameras, telephones and screens call their files: IMG_4471, DSC00012, Screenshot 2026-03-04, WhatsApp Image …
_NAMED_BY_MACHINE = re.compile(
    r"(?:img|image|dsc[nf]?|pict?|photo|foto|mvi|vid|wa|scan|screenshot|capture(?:\sd[’']écran)?"
    r"|captura(?:\sde\spantalla)?|untitled|sans[ _-]titre|sin[ _-]t[ií]tulo|whatsapp[ _-]image)"
    r"[ _-]?\d(?:[\d _.:\-]|wa\d|at\b|à\b|a\slas\b)*\w?|[\d _.\-]+|[0-9a-f]{8,}",
    re.IGNORECASE,
)
_KEPT_BY_SCREEN_READERS = 250
"""Longer alternatives are hard to follow by ear: they cannot be paused or read again word by word (WebAIM)."""


def missing_alternatives(reading: Reading) -> Iterator[Note]:
    for medium in reading.draft.media:
        if medium.decorative:
            continue
        for lang in _languages(reading):
            yield from _alternative(medium, lang)


def missing_captions(reading: Reading) -> Iterator[Note]:
    for medium in reading.draft.media:
        if medium.kind not in ("video", "audio"):
            continue
        for lang in _languages(reading):
            if lang not in medium.captions:
                yield Note(
                    f"media:{medium.key}",
                    lang,
                    0,
                    0,
                    _("Nobody who cannot hear it can follow: there are no captions in this language."),
                    _("Add captions, and have a person read those that a machine made."),
                )


def _languages(reading: Reading) -> list[str]:
    """Those in which people will meet the media."""
    return [lang for lang, text in reading.draft.texts.items() if text.body.strip() or text.title.strip()]


def _alternative(medium: Medium, lang: str) -> Iterator[Note]:
    field, said = f"media:{medium.key}", medium.alternatives.get(lang, "")
    bare = said.strip()
    if not bare:
        yield Note(
            field,
            lang,
            0,
            0,
            _("Whoever does not see it learns nothing of it: the text alternative is missing."),
            _("Say in a sentence what there is to see, or mark it as decoration."),
        )
    elif _FILE.fullmatch(bare) or _NAMED_BY_MACHINE.fullmatch(bare):
        yield Note(
            field,
            lang,
            0,
            len(said),
            _("This is the name of a file, not what the picture shows."),
            _("Say in a sentence what there is to see."),
        )
    else:
        yield from _poor(medium, field, lang, said)


def _poor(medium: Medium, field: str, lang: str, said: str) -> Iterator[Note]:
    """An alternative that is there and says little."""
    known = language_of(lang)
    words = [word.lower for word in words_of(said)]
    empty = frozenset(listed(known, "reading")["says_nothing"].split()) if known else frozenset()
    if words and all(word in empty for word in words):
        yield Note(
            field,
            lang,
            0,
            len(said),
            _("This says that there is a picture, not what it shows."),
            _("Say in a sentence what there is to see: who, where, doing what."),
        )
    elif known and (begun := re.match(listed(known, "reading")["image_of"], said, re.IGNORECASE)):
        yield Note(
            field,
            lang,
            0,
            begun.end(),
            _("Screen readers already say that it is a picture."),
            _("Begin with what it shows."),
        )
    elif len(said) > _KEPT_BY_SCREEN_READERS and medium.kind == "image":
        yield Note(
            field,
            lang,
            0,
            len(said),
            _("By ear, %(count)d characters are hard to follow.") % {"count": len(said)},
            _("Keep it to one or two sentences and tell the rest in the text."),
        )
