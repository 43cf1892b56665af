"""Texts that are not written yet, of a language in which the House has to speak.

A channel that has a text of its own in one language carries the common text in the others: nothing is missing there.
"""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message, Text
from hemicycle.checks.passages import Found, Reading
from hemicycle.checks.phrases import words_of

# Names, numbers and a link may be the same in every language; a sentence is not.
_SENTENCE = 6
_TITLE = Message(
    en="The title in this language is missing.",
    fr="Le titre dans cette langue manque.",
    es="Falta el título en este idioma.",
)
_SAME = Message(
    en="This text is in another language.",
    fr="Ce texte est dans une autre langue.",
    es="Este texto está en otro idioma.",
)
_REPLACE = Message(
    en="Replace it with the translation.",
    fr="Remplacez-le par la traduction.",
    es="Sustitúyalo por la traducción.",
)
_BEGUN = Message(
    en="Only what was filled in for you stands in this language.",
    fr="Dans cette langue, il n’y a que ce qui a été rempli pour vous.",
    es="En este idioma solo está lo que se rellenó por usted.",
)
_GO_ON = Message(
    en="Write what is still missing, or remove the language.",
    fr="Rédigez ce qui manque encore, ou retirez la langue.",
    es="Escriba lo que falta o quite el idioma.",
)
_GO_ON_REQUIRED = Message(
    en="Write what is still missing.",
    fr="Rédigez ce qui manque encore.",
    es="Escriba lo que falta.",
)
# Where no language has a text there is nothing to translate.
_WRITE = Message(en="Write it.", fr="Rédigez-le.", es="Escríbalo.")


@check(
    "missing-language",
    can_block=True,
    reason=Message(
        en="The text in this language is missing.",
        fr="Le texte dans cette langue manque.",
        es="Falta el texto en este idioma.",
    ),
    suggestion=Message(en="Have it translated.", fr="Faites-le traduire.", es="Mándelo traducir."),
)
def missing_languages(reading: Reading) -> Iterator[Found]:
    texts = reading.draft.texts
    for lang, text in texts.items():
        if _is_only_begun(reading, lang, text):
            suggestion = _GO_ON_REQUIRED if lang in reading.draft.languages else _GO_ON
            yield Found("body", lang, 0, len(text.body), reason=_BEGUN, suggestion=suggestion)
    for lang in reading.draft.languages:
        text = texts.get(lang, Text())
        if not text.body.strip():
            is_first = not any(other.body.strip() for other in texts.values())
            yield Found("body", lang, suggestion=_WRITE if is_first else None)
        elif not text.title.strip() and any(other.title.strip() for other in texts.values()):
            yield Found("title", lang, reason=_TITLE)
        elif _is_copied(reading, lang, text):
            yield Found("body", lang, 0, len(text.body), reason=_SAME, suggestion=_REPLACE)


def _is_only_begun(reading: Reading, lang: str, text: Text) -> bool:
    """Whether nobody has written a word beside what was filled in."""
    return bool(text.body.strip()) and text.body.strip() == reading.draft.begun_with.get(lang, "").strip()


def _is_copied(reading: Reading, lang: str, text: Text) -> bool:
    """Whether a language before this one has the same words."""
    languages = list(reading.draft.texts)
    before = [reading.draft.texts[other].body.strip() for other in languages[: languages.index(lang)]]
    return text.body.strip() in before and len(words_of(text.body)) >= _SENTENCE
