"""What a reader takes for one character: extended grapheme clusters (Unicode Standard Annex 29, 3.1.1).

Plain Python, shared by the adapters of networks that count so. The break properties are told from the general
categories of `unicodedata`; where these say less than the annex (conjuncts of Indic scripts, rule GB9c) a cluster is
counted as two, so that no text is longer than it was thought to be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Up to here, line ends aside, each character stands alone: the combining ones begin with U+0300, and U+00A9 and U+00AE
# are pictures only where something follows that is beyond.
_PLAIN = 0x300

_ZWJ = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)
_LEADING, _VOWEL, _TRAILING, _SYLLABLE = (
    range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200), range(0xAC00, 0xD7A4),
)  # fmt: skip
# Behind a number sign or a letter these mark what follows (Prepend); the rest of that property is rarer than a slip.
_PREPEND = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e")
# Marks that stand alone (Grapheme_Cluster_Break is not SpacingMark, annex 29, table 2).
_ALONE = frozenset(
    "\u102b\u102c\u1038\u1062\u1063\u1064\u1067\u1068\u1069\u106a\u106b\u106c\u106d\u1083\u1087\u1088\u1089\u108a"
    "\u108b\u108c\u108f\u109a\u109b\u109c\u1a61\u1a63\u1a64\uaa7b\uaa7d\U00011720\U00011721"
)
_SPACING_TOO = frozenset("\u0e33\u0eb3")
_RUNS = """
A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB 25B6 25C0
25FB-25FE 2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626 262A 262E-262F 2638-263A 2640 2642
2648-2653 265F-2660 2663 2665-2666 2668 267B 267E-267F 2692-2697 2699 269B-269C 26A0-26A1 26A7 26AA-26AB
26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CE-26CF 26D1 26D3-26D4 26E9-26EA 26F0-26F5 26F7-26FA 26FD 2702 2705
2708-270D 270F 2712 2714 2716 271D 2721 2728 2733-2734 2744 2747 274C 274E 2753-2755 2757 2763-2764 2795-2797
27A1 27B0 27BF 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299 1F004 1F02C-1F02F 1F094-1F09F
1F0AF-1F0B0 1F0C0 1F0CF-1F0D0 1F0F6-1F0FF 1F170-1F171 1F17E-1F17F 1F18E 1F191-1F19A 1F1AE-1F1E5 1F201-1F20F
1F21A 1F22F 1F232-1F23A 1F23C-1F23F 1F249-1F25F 1F266-1F321 1F324-1F393 1F396-1F397 1F399-1F39B 1F39E-1F3F0
1F3F3-1F3F5 1F3F7-1F3FA 1F400-1F4FD 1F4FF-1F53D 1F549-1F54E 1F550-1F567 1F56F-1F570 1F573-1F57A 1F587
1F58A-1F58D 1F590 1F595-1F596 1F5A4-1F5A5 1F5A8 1F5B1-1F5B2 1F5BC 1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1
1F5E3 1F5E8 1F5EF 1F5F3 1F5FA-1F64F 1F680-1F6C5 1F6CB-1F6D2 1F6D5-1F6E5 1F6E9 1F6EB-1F6F0 1F6F3-1F6FF
1F7DA-1F7FF 1F80C-1F80F 1F848-1F84F 1F85A-1F85F 1F888-1F88F 1F8AE-1F8AF 1F8BC-1F8BF 1F8C2-1F8CF 1F8D9-1F8FF
1F90C-1F93A 1F93C-1F945 1F947-1F9FF 1FA58-1FA5F 1FA6E-1FAFF 1FC00-1FFFD
"""
# Extended_Pictographic of emoji-data.txt (Unicode 17); above are the first and last of each run.
_PICTURES = frozenset(
    code
    for first, _, last in (run.partition("-") for run in _RUNS.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
)


def count(text: str) -> int:
    if not text or (max(text) < chr(_PLAIN) and "\r" not in text):
        return len(text)
    return sum(1 for _ in clusters(text))


def clusters(text: str) -> Iterator[str]:
    begins, flags, picture, joiner = 0, 0, False, False
    for at, character in enumerate(text):
        if at and not _joined(text[at - 1], character, odd_flag=flags % 2 == 1, joiner=joiner):
            yield text[begins:at]
            begins = at
        regional = ord(character) in _REGIONAL
        flags = flags + 1 if regional and at > begins else int(regional)
        joiner = picture and character == _ZWJ
        picture = _is_picture(character) or (picture and _extends(character))
    if text:
        yield text[begins:]


def _joined(before: str, after: str, *, odd_flag: bool, joiner: bool) -> bool:
    """Whether no boundary is between the two. `odd_flag`: an odd number of regional indicators stands in a row up to
    here; `joiner`: what is before joins a picture to the next."""
    if before == "\r" and after == "\n":
        return True
    if _controls(before) or _controls(after):
        return False
    if _extends(after) or after == _ZWJ or _is_spacing(after) or before in _PREPEND or _hangul(before, after):
        return True
    return (joiner and _is_picture(after)) or (odd_flag and ord(after) in _REGIONAL)


def _controls(character: str) -> bool:
    if character in "\u200c\u200d" or character in _PREPEND or 0xE0020 <= ord(character) < 0xE0080:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")


def _extends(character: str) -> bool:
    code = ord(character)
    if code < _PLAIN:
        return False
    if character == "\u200c" or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code < 0xE0080 or 0xFF9E <= code <= 0xFF9F:
        return True
    return unicodedata.category(character) in ("Mn", "Me") or character in _OTHER_EXTEND


_OTHER_EXTEND = frozenset(
    "\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u1b35\u302e\u302f"
)


def _is_spacing(character: str) -> bool:
    return character in _SPACING_TOO or (unicodedata.category(character) == "Mc" and character not in _ALONE)


def _is_picture(character: str) -> bool:
    return ord(character) in _PICTURES


def _hangul(before: str, after: str) -> bool:
    """GB6 to GB8: a syllable of its parts."""
    one, two = ord(before), ord(after)
    if one in _LEADING:
        return two in _LEADING or two in _VOWEL or two in _SYLLABLE
    open_ = one in _SYLLABLE and (one - _SYLLABLE.start) % 28 == 0
    if open_ or one in _VOWEL:
        return two in _VOWEL or two in _TRAILING
    return (one in _SYLLABLE or one in _TRAILING) and two in _TRAILING
