"""Languages in which the House has to speak and this draft does not yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hemicycle.checks.contract import Text
from hemicycle.checks.passages import Note, Reading
from hemicycle.checks.vocabulary import words_of

# Names, numbers and a link may be the same in every language; a sentence is not.
_SENTENCE = 6


def missing_languages(reading: Reading) -> Iterator[Note]:
    draft = reading.draft
    for lang in draft.languages:
        text = draft.texts.get(lang, Text())
        if not text.body.strip():
            yield Note("body", lang, 0, 0, _("The text in this language is missing."), _("Have it translated."))
        elif not text.title.strip() and any(other.title.strip() for other in draft.texts.values()):
            yield Note("title", lang, 0, 0, _("The title in this language is missing."), _("Have it translated."))
        yield from _untranslated(reading, lang, text)
    yield from _variants(reading)


def _untranslated(reading: Reading, lang: str, text: Text) -> Iterator[Note]:
    """The later of two languages with the same words."""
    for other, said in reading.draft.texts.items():
        if other == lang:
            return
        if text.body.strip() == said.body.strip() and len(words_of(text.body)) >= _SENTENCE:
            yield Note(
                "body",
                lang,
                0,
                len(text.body),
                _("This is the text of another language."),
                _("Put the translation in its place."),
            )
            return


def _variants(reading: Reading) -> Iterator[Note]:
    """A channel that carries one of the languages carries all of them."""
    there = {(one.channel, one.lang) for one in reading.draft.variants if one.text.strip()}
    for channel in sorted({channel for channel, _lang in there}):
        for lang in reading.draft.languages:
            if (channel, lang) not in there:
                yield Note(
                    f"variant:{channel}",
                    lang,
                    0,
                    0,
                    _("On this channel the text in this language is missing."),
                    _("Write it, or leave the channel out for every language."),
                )
