"""In which language a letter is written, as its page says it: what was chosen is not believed against its script.

Whoever writes in the form gets the language of the page, be it that they write in one that the site does not have.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from django.conf import settings
from django.utils.translation import get_language_info

# As much as the language detector reads of the beginning of a text (hearhear.language, HALF).
_LOOKED_AT = 300
# What languages of parliaments are written in, where it is not Latin (Unicode Standard, Scripts.txt).
_SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "he": "HEBREW", "el": "GREEK", "ru": "CYRILLIC", "uk": "CYRILLIC",
    "bg": "CYRILLIC", "sr": "CYRILLIC", "mk": "CYRILLIC", "hi": "DEVANAGARI", "ne": "DEVANAGARI", "bn": "BENGALI",
    "ta": "TAMIL", "th": "THAI", "am": "ETHIOPIC", "hy": "ARMENIAN", "ka": "GEORGIAN", "ko": "HANGUL", "zh": "CJK",
}  # fmt: skip


def language_shown(lang: str, text: str) -> str:
    """`lang`, "" where the text is written in a script that this language is not; a text without letters tells
    nothing. Serbian and Japanese have several scripts: of them nothing is said."""
    code = lang.partition("-")[0]
    if code in ("sr", "ja") or not lang:
        return lang
    script = _script_of(text)
    return lang if not script or script == _SCRIPTS.get(code, "LATIN") else ""


def name_of_foreign(lang: str) -> str:
    """What a language is called that is none of the site's; "" for one of them, and where none is known."""
    if not lang or lang.partition("-")[0] in dict(settings.LANGUAGES):
        return ""
    try:
        return str(get_language_info(lang)["name_translated"])
    except KeyError:
        return lang.upper()


def _script_of(text: str) -> str:
    """That of most letters of its beginning, by their names."""
    letters = (sign for sign in text[:_LOOKED_AT] if sign.isalpha())
    found = Counter(unicodedata.name(sign, "").partition(" ")[0] for sign in letters)
    return found.most_common(1)[0][0] if found else ""
