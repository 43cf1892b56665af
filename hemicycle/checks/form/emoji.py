"""Emoji that a screen reader spells out one by one.

Each is read aloud by its name. Guides for accessible posts (RNIB, GOV.UK) ask for few, at the end, never as bullets or
in the place of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading

_ONE = (
    r"(?:[\U0001F1E6-\U0001F1FF]{2}|[0-9#*]\uFE0F?\u20E3"
    r"|[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u231A-\u23FF\u2934\u2935\u3030\u303D\u3297\u3299]"
    r"[\uFE0F\U0001F3FB-\U0001F3FF]*(?:\u200D[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?[\U0001F3FB-\U0001F3FF]?)*)"
)
EMOJI = re.compile(_ONE)
_RUN = re.compile(rf"{_ONE}(?:[ \t]?{_ONE})+")
# Emoji as words: “⏰ + 🗳️”, and behind a word that asks for a noun, with nothing to read behind it: “its 🚪:”.
_SIGN = re.compile(r"\s?[+=&]\s?")
_BEFORE = re.compile(
    r"\b(?:the|an?|our|your|my|his|her|its|their|this|les?|la|une?|nos|vos|notre|votre|ses|son|sa|mes|mon|ma|leurs?|ce|cette|des|du"
    r"|el|los|las|una?|al|del|sus?|tus?|mis?|nuestr[oa]s?|este|esta)\s$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s?(?:[.,;:!?]|$)|\s(?:and|to|of|is|with|et|de|à|avec|est|y|con|en|es)\b")
MOST = 3
"""In one text. Two side by side pass; three in a row are a noise by ear."""


_MANY = Message(
    en="A screen reader reads out the name of each of the %(count)d emoji in this text.",
    fr="Un lecteur d’écran énonce le nom de chacun des %(count)d émojis de ce texte.",
    es="Un lector de pantalla dice el nombre de cada uno de los %(count)d emojis de este texto.",
)
_KEEP_ONE = Message(
    en="Keep the one that helps most and use words for the rest.",
    fr="Gardez celui qui aide le plus et remplacez les autres par des mots.",
    es="Deje el que más ayude y sustituya los demás por palabras.",
)
_A_WORD = Message(
    en="This emoji replaces a word: people who listen hear its name instead.",
    fr="Cet émoji tient lieu de mot : qui écoute entend son nom à la place.",
    es="Este emoji ocupa el lugar de una palabra: quien escucha oye su nombre en vez de ella.",
)
_WRITE_IT = Message(
    en="Write the word; an emoji may follow the sentence.",
    fr="Écrivez le mot ; un émoji peut suivre la phrase.",
    es="Escriba la palabra; un emoji puede ir tras la frase.",
)


@check(
    "emoji",
    can_block=True,
    reason=Message(
        en="A screen reader reads out the name of each of these %(count)d emoji.",
        fr="Un lecteur d’écran énonce le nom de chacun de ces %(count)d émojis.",
        es="Un lector de pantalla dice el nombre de cada uno de estos %(count)d emojis.",
    ),
    suggestion=Message(
        en="Keep one, at the end, or none.",
        fr="Gardez-en un, à la fin, ou aucun.",
        es="Deje uno, al final, o ninguno.",
    ),
)
def emoji(reading: Reading) -> Iterator[Found]:
    for passage in reading.passages:
        yield from _in(passage)


def _in(passage: Passage) -> Iterator[Found]:
    every = list(EMOJI.finditer(passage.text))
    runs = [found for found in _RUN.finditer(passage.text) if len(EMOJI.findall(found[0])) >= MOST]
    for run in runs:
        yield passage.found(*run.span(), count=len(EMOJI.findall(run[0])))
    if runs:
        return
    if len(every) > MOST:
        start, end = every[MOST].start(), every[-1].end()
        yield passage.found(start, end, reason=_MANY, suggestion=_KEEP_ONE, count=len(every))
        return
    spelled = {passage.sentence_at(one.start()) for one in every if _is_a_word(passage.text, one)}
    for one in every:
        if passage.sentence_at(one.start()) in spelled:
            yield passage.found(*one.span(), reason=_A_WORD, suggestion=_WRITE_IT)


def _is_a_word(text: str, one: re.Match[str]) -> bool:
    """Whether an emoji stands where a word should, so that without it the sentence says nothing."""
    if _SIGN.match(text, one.end()) and EMOJI.search(text, one.end()):
        return True
    return _BEFORE.search(text, max(0, one.start() - 12), one.start()) is not None and (
        _BEHIND.match(text, one.end()) is not None
    )
