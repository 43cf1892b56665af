"""How a wording looks from one person's fingers: grammar of articles first, then slips, shouting, small letters."""

from __future__ import annotations

import random
import re
import unicodedata

from hemicycle.demo.letters.people import Style

_VOWEL = "aeiouyàâéèêëîïôûœAEIOUÉÈÊÎÔÛŒ"

# A slot may bring a word that its neighbour must bend to.
_CONTRACTIONS = {
    "en": (
        (re.compile(r"\b([Aa]) (?=(?!one|uni|ewe|eu|use)[aeiouAEIOU])"), r"\1n "),
        (re.compile(r"\b([Aa]) (?=(8|11|18)\b)"), r"\1n "),
    ),
    "fr": (
        (re.compile(r"\b([Ll])[ea] (?=ancien|autre\b|horloge)"), r"\1'"),
        (re.compile(rf"\b([Jj])e (?=[{_VOWEL}])"), r"\1'"),
        (re.compile(rf"\b([Dd]|[Qq]u|[Ll]orsqu|[Pp]uisqu|[Jj]usqu)e (?=[{_VOWEL}])(?!onze|oui|yaourt)"), r"\1'"),
        (re.compile(r"\b([Dd])e (?=Hél|Hen|Hon|Hug|hiver|herb|huit\w*r|homme|heure|hôtel|hôpital)"), r"\1'"),
        (re.compile(r"\b([Dd])e le "), r"\1u "),
        (re.compile(r"\b([Dd])e les "), r"\1es "),
        (re.compile(r"\bà le "), "au "),
        (re.compile(r"\bÀ le "), "Au "),
        (re.compile(r"\bà les "), "aux "),
        (re.compile(r"\b([Ss])i il"), r"\1'il"),
    ),
    "es": (
        (re.compile(r"\b([Dd])e el (?=\w)"), r"\1el "),
        (re.compile(r"\b([Aa]) el (?=\w)"), r"\1l "),
        (re.compile(r"\by (?=i[^aeo]|hi[^aeo])"), "e "),
        (re.compile(r"\bo (?=o|ho)"), "u "),
    ),
}

_SENTENCE_START = re.compile(r"(^|[.?!…] +)([a-zà-öø-ÿ])")
_SPACES = re.compile(r" {2,}")
_SPACE_BEFORE = re.compile(r" +([,.])")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


def bend(text: str, lang: str) -> str:
    """Articles and spaces put right after the slots are filled."""
    for pattern, replacement in _CONTRACTIONS[lang]:
        text = pattern.sub(replacement, text)
    text = _SPACE_BEFORE.sub(r"\1", _SPACES.sub(" ", text))
    return _TWO_STOPS.sub(".", text).strip()


def capitalised(text: str) -> str:
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), text)


def by_hand(text: str, style: Style, rng: random.Random) -> str:
    """The text as this person types it."""
    if style.slips:
        text = " ".join(_slip(word, rng) if rng.random() < style.slips else word for word in text.split(" "))
    if style.bare:
        text = _without_accents(text)
    if style.small:
        text = text.lower()
    if style.shouts and rng.random() < 0.5:
        text = text.upper()
    return text.replace("'", "’") if style.curly else text


def _slip(word: str, rng: random.Random) -> str:
    """One slip of the fingers; numbers, names and short words are left alone."""
    if len(word) < 5 or not word.isalpha() or not word.islower():
        return word
    at = rng.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
    )
    return slips[rng.randrange(len(slips))]


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.replace("ñ", "\0").replace("Ñ", "\1"))
    bare = "".join(letter for letter in split if not unicodedata.combining(letter))
    return bare.replace("\0", "ñ").replace("\1", "Ñ")
