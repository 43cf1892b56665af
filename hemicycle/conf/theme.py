"""A House's accent: checked for contrast when it is set, and made into the small stylesheet behind /theme.css.

Formulas: relative luminance and contrast ratio of WCAG 2.2, 1.4.3 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import colorsys
import re
from dataclasses import dataclass
from typing import Final

LIGHT_PAPER: Final = "#fdfcf9"
LIGHT_SIDE: Final = "#f5f2eb"
DARK_PAPER: Final = "#191815"
DARK_RAISED: Final = "#262420"
INK_ON_DARK_ACCENT: Final = "#14130f"
# WCAG 2.2, success criterion 1.4.3, level AA: links in running text are drawn in the accent.
LEAST_CONTRAST: Final = 4.5
# Level AAA of 1.4.6: thin light strokes on dark look weaker than the same ratio the other way round.
LEAST_ON_DARK: Final = 7.0

Colour = tuple[float, float, float]


class UnreadableAccent(ValueError):
    """The accent of the settings is no colour, or too pale to read on paper. Trying again does not help."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The accent on light paper, on dark paper, and a tint of each to lie under text."""

    light: str
    dark: str
    light_tint: str
    dark_tint: str

    @property
    def stylesheet(self) -> str:
        light = f"--accent:{self.light};--accent-ink:#ffffff;--accent-tint:{self.light_tint}"
        dark = f"--accent:{self.dark};--accent-ink:{INK_ON_DARK_ACCENT};--accent-tint:{self.dark_tint}"
        return (
            f":root{{{light}}}\n"
            f'@media (prefers-color-scheme:dark){{:root:not([data-bs-theme="light"]){{{dark}}}}}\n'
            f':root[data-bs-theme="dark"]{{{dark}}}\n'
        )


def house_theme(accent: str) -> Theme:
    """Check the accent and derive the rest. Raises UnreadableAccent with one clear sentence."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        raise UnreadableAccent(f"{accent!r} is no colour: write it as #rrggbb.")
    ratio = contrast(accent, LIGHT_SIDE)
    if ratio < LEAST_CONTRAST:
        raise UnreadableAccent(
            f"{accent} has a contrast of {ratio:.1f} : 1 against paper;"
            f" {LEAST_CONTRAST} : 1 is needed to be read. Choose a darker colour."
        )
    dark = _readable_on_dark(accent)
    return Theme(
        light=accent.lower(),
        dark=dark,
        light_tint=_mix(accent, LIGHT_PAPER, 0.1),
        dark_tint=_mix(dark, DARK_PAPER, 0.14),
    )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _readable_on_dark(accent: str) -> str:
    """The accent's hue made lighter, in fortieths, until it reads on the lightest dark surface and under dark ink."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(accent))
    for step in range(41):
        lighter = lightness + (1 - lightness) * step / 40
        candidate = _written(colorsys.hls_to_rgb(hue, lighter, saturation))
        if min(contrast(candidate, DARK_RAISED), contrast(candidate, INK_ON_DARK_ACCENT)) >= LEAST_ON_DARK:
            return candidate
    raise UnreadableAccent(f"{accent} cannot be made readable on dark paper.")


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> Colour:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)


def _mix(over: str, under: str, share: float) -> str:
    pairs = zip(_channels(over), _channels(under), strict=True)
    return _written(tuple(a * share + b * (1 - share) for a, b in pairs))


def _written(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)
