"""From ranked phrases to the heading of a theme, or an honest sentence where none stands for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hearhear.themes.phrases import same_word

MIXED = {
    "ca": "Diversos assumptes, entre ells {items}",
    "de": "Mehrere Themen, darunter {items}",
    "en": "Several subjects, among them {items}",
    "es": "Varios asuntos, entre ellos {items}",
    "fr": "Plusieurs sujets, dont {items}",
    "it": "Vari argomenti, tra cui {items}",
    "pt": "Vários assuntos, entre eles {items}",
}
"""What a theme is called that no phrase stands for; in another language its words are listed."""
AND = {"ca": "i", "de": "und", "en": "and", "es": "y", "fr": "et", "it": "e", "pt": "e"}
_SOUNDS_LIKE_Y = re.compile(r"h?i(?![aeou])", re.IGNORECASE)
"""A Spanish word before which "y" becomes "e": "padres e hijos", but "nieve y hielo"."""
ITEMS = 3


def capital(said: str) -> str:
    """With a capital at the beginning, unless the word has its own inside ("iPads")."""
    return said if said[1:2].isupper() else said[:1].upper() + said[1:]


def mixed(items: Sequence[str], lang: str) -> str:
    """The sentence that lists what a theme is of."""
    return MIXED[lang].format(items=listed(items, lang)) if lang in MIXED else capital(", ".join(items))


def listed(items: Sequence[str], lang: str) -> str:
    """ "ferries, schools and taxes"."""
    if len(items) < 2 or lang not in AND:
        return ", ".join(items)
    join = "e" if lang == "es" and _SOUNDS_LIKE_Y.match(items[-1]) else AND[lang]
    return f"{', '.join(items[:-1])} {join} {items[-1]}"


def alike(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two phrases have a word in common, whatever its endings."""
    return any(same_word(word, that) for word in one for that in other)


def names(words: Sequence[str], lang: str) -> list[str]:
    """Those that may be nouns, of a language whose grammar is not listed; in German a noun has a capital."""
    return [one for one in words if lang != "de" or one[:1].isupper()]
