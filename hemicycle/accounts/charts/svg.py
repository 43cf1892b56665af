"""What every chart is drawn with: words, bars, lines, and the sheet they stand on. Units are pixels."""

import re
from collections.abc import Callable, Iterable, Sequence

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hemicycle.accounts import patterns

# Okabe and Ito's set, which colour-blind readers can tell apart; look.md names it.
BLUE, ORANGE = "#0072b2", "#d55e00"
INK = "currentColor"

WIDE, MIDDLE, HALF, NARROW = 1080, 660, 520, 320
SMALL, LARGE = 12, 13
# Where there is room a drawing grows a little, and stops before its letters look shouted.
LARGER = 1.2

# What XML 1.0 cannot hold, though a letter may: a drawing with it could not be read.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The size on a page; on paper whoever places a drawing says how wide it is.
SIZE = re.compile(r' width="[0-9.]+"')

# Widths of Source Sans 3 in thousandths of the size, by kinds of letters: near enough to keep words apart.
NARROW_LETTERS, BROAD_LETTERS = frozenset("fijlrtI.,;:'’|!() "), frozenset("mwMW%@—…")
FEW, SOME, CAPITAL, MANY = 300, 520, 610, 860
# From here on, scripts whose letters fill a square (Hangul, kana, Chinese).
SQUARE = "\u1100"


def for_page(draw: Callable[[int], str], *, language: str, width: int) -> SafeString:
    """The same drawing in the widths a page may give it; numbers and days as `language` writes them."""
    widths = [width, MIDDLE, NARROW] if width > MIDDLE else [width, NARROW]
    with translation.override(language):
        drawn = "".join(f'<div class="chart-{wide}">{draw(wide)}</div>' for wide in widths)
    # Drawn from numbers and from words, which `words` escapes.
    return mark_safe(drawn)  # noqa: S308


def for_print(drawn: str, *, font: str) -> str:
    """The widest drawing of a chart as a document of its own: black ink, the font named, as large as its box."""
    wide = drawn[drawn.index("<svg") : drawn.index("</svg>") + len("</svg>")]
    own_size = SIZE.sub("", wide, count=1)
    return own_size.replace("<svg ", f'<svg font-family="{escape(font)}" ', 1).replace(INK, "#000000")


def sheet(parts: Iterable[str], *, width: float, height: float) -> str:
    """The whole drawing. Left to right also on a page that runs from right to left, as numbers and time do."""
    box = f'viewBox="0 0 {near(width)} {near(height)}" width="{near(width * LARGER)}"'
    more = f'direction="ltr" font-size="{SMALL}" fill="{INK}" aria-hidden="true" focusable="false"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" {box} {more}>{"".join(parts)}</svg>'


def words(x: float, y: float, text: str, *, anchor: str = "start", size: int = SMALL, bold: bool = False) -> str:
    """Words whose middle lies at the height y."""
    more = ' font-weight="600"' if bold else ""
    more += f' font-size="{size}"' if size != SMALL else ""
    # A third of the size below the middle is where letters stand; `dominant-baseline` is not drawn everywhere.
    at = f'x="{near(x)}" y="{near(y + 0.35 * size)}" text-anchor="{anchor}"'
    return f"<text {at}{more}>{escape(NO_XML.sub('�', text))}</text>"


def bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    if width <= 0 or height <= 0:
        return ""
    return f'<rect x="{near(x)}" y="{near(y)}" width="{near(width)}" height="{near(height)}" fill="{colour}"/>'


def line(x: float, y: float, to_x: float, to_y: float, *, faint: bool = False) -> str:
    ends = f'x1="{near(x)}" y1="{near(y)}" x2="{near(to_x)}" y2="{near(to_y)}"'
    return f'<line {ends} stroke="{INK}"{" stroke-opacity=" + chr(34) + "0.35" + chr(34) if faint else ""}/>'


def circle(x: float, y: float, radius: float, colour: str) -> str:
    at = f'cx="{near(x)}" cy="{near(y)}" r="{near(radius)}"'
    return f'<circle {at} fill="{colour}" fill-opacity="0.3" stroke="{colour}" stroke-width="1.5"/>'


def lettering(text: str, size: int = SMALL, *, bold: bool = False) -> float:
    """How wide words are when drawn."""
    return sum(map(_letter, text)) * size / 1000 * (1.06 if bold else 1)


def lines_of(text: str, *, width: float, most: int, size: int = SMALL) -> list[str]:
    """Words broken into at most so many lines; what does not fit ends in three dots."""
    found, rest = [""], text.split()
    while rest:
        longer = f"{found[-1]} {rest[0]}".strip()
        if lettering(longer, size) <= width or not found[-1]:
            found[-1] = longer
            rest.pop(0)
        elif len(found) < most:
            found.append("")
        else:
            found[-1] += " …"
            break
    return [cut(one, width=width, size=size) for one in found]


def cut(text: str, *, width: float, size: int = SMALL) -> str:
    """The beginning of a text, so much of it as fits."""
    if lettering(text, size) <= width:
        return text
    while text and lettering(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def near(number: float) -> str:
    """A tenth of a pixel is more than a screen shows."""
    return f"{number:.1f}".removesuffix(".0")


def grouped(number: int) -> str:
    return patterns.grouped(number)


def widest(texts: Sequence[str], size: int = SMALL) -> float:
    return max((lettering(text, size) for text in texts), default=0)


def _letter(letter: str) -> int:
    if letter in NARROW_LETTERS:
        return FEW
    if letter in BROAD_LETTERS:
        return MANY
    if letter >= SQUARE and not "\u2000" <= letter <= "\u20ff":
        return 1000
    return CAPITAL if letter.isupper() else SOME
