"""Words of praise, and words that take a side, in the House's own voice.

This is the file to copy for a check that is a list of words.
"""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Reading


@check(
    "loaded",
    reason=Message(
        en="In the voice of the House, this takes a side.",
        fr="Dit par l’institution, cela prend parti.",
        es="Dicho por la institución, esto toma partido.",
    ),
    suggestion=Message(
        en="Say what happened in plain words, or say whose word it is.",
        fr="Dites ce qui s’est passé avec des mots simples, ou dites de qui est ce mot.",
        es="Diga qué pasó con palabras llanas o diga de quién es la palabra.",
    ),
)
def loaded(reading: Reading) -> Iterator[Found]:
    yield from _in_own_voice(reading, "tone.loaded", _WRITE_OR_ATTRIBUTE)


@check(
    "promotional",
    reason=Message(
        en="The House informs; this praises.",
        fr="L’institution informe ; ceci fait l’éloge.",
        es="La institución informa; esto elogia.",
    ),
    suggestion=Message(
        en="Remove it, or say what happened: who, what, how many, when.",
        fr="Retirez-le, ou dites ce qui s’est passé : qui, quoi, combien, quand.",
        es="Quítelo o diga qué pasó: quién, qué, cuántos, cuándo.",
    ),
)
def promotional(reading: Reading) -> Iterator[Found]:
    yield from _in_own_voice(reading, "tone.promotional", _WRITE)


_WRITE = Message(en="Write “%(plain)s”.", fr="Écrivez « %(plain)s ».", es="Escriba «%(plain)s».")
_WRITE_OR_ATTRIBUTE = Message(
    en="Write “%(plain)s”, or say whose word it is.",
    fr="Écrivez « %(plain)s », ou dites de qui est ce mot.",
    es="Escriba «%(plain)s» o diga de quién es la palabra.",
)


def _in_own_voice(reading: Reading, name: str, with_plain_word: Message) -> Iterator[Found]:
    """Phrases of a list that the House says itself, with the plain word that the list gives for each."""
    for passage in reading.in_known_languages:
        for found in passage.find(name):
            if not passage.is_part_of_name(found) and passage.is_own_voice(found.start, found.end):
                suggestion = with_plain_word if found.value else None
                yield passage.found(found.start, found.end, suggestion=suggestion, plain=found.value)
