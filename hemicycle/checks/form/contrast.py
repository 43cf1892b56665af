"""The contrast of words in a picture with what is behind them (WCAG 2.2, 1.4.3).

What can be measured: letters of one colour on a ground of one colour, as in cards, charts and slides. Words on a
photograph are not, and no remark says that they are legible. Whether a picture holds words is for its
author to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hemicycle.channels.files.pictures import Unreadable, on_white
from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Reading

LEAST = 4.5
"""WCAG 1.4.3, for letters of ordinary size."""

_WIDTH = 480
"""Pixels to which a picture is drawn: about the width at which a telephone shows it."""
_TILE = 20
"""Pixels of a square within which letters and ground are told apart: about a line of text."""
_FEWEST_TILES = 4
"""Squares that agree, before a contrast is believed: a word has about as many."""
_FLAT = 0.02
"""Standard deviation of luminance within which a colour is one colour."""
_STROKES = 1.5
"""Edges a row and a column of a square has on average at least, where it holds letters."""
_EVEN = 0.7
"""Share of the ground that has its colour; the rest are the soft edges of letters."""
_FULL, _SOFT, _NEARLY = 0.8, 0.1, 0.9
"""Of the way from ground to letter: from where on a pixel is letter and no edge; how much such pixels may differ; and
which of them is taken for the colour. With these, cards of nine pairs of colours are measured right to a tenth."""


@check(
    "contrast",
    can_block=True,
    reason=Message(
        en="Text in this picture has a contrast of %(ratio)s to 1; it needs 4.5, or 3 if the text is large.",
        fr="Dans cette image, les mots ont un contraste de %(ratio)s pour 1 ; il en faut 4,5, ou 3 pour de "
        "grandes lettres.",
        es="En esta imagen las palabras tienen un contraste de %(ratio)s a 1; hace falta 4,5, o 3 si las "
        "letras son grandes.",
    ),
    suggestion=Message(
        en="Make the letters darker or the background lighter, or put the words in the text instead.",
        fr="Foncez les lettres ou éclaircissez le fond, ou dites-le plutôt dans le texte.",
        es="Oscurezca las letras o aclare el fondo, o dígalo mejor en el texto.",
    ),
)
def low_contrast(reading: Reading) -> Iterator[Found]:
    for medium in reading.draft.media:
        if medium.kind != "image" or medium.image is None or not any(medium.words.values()):
            continue
        ratio = measured(medium.image)
        if ratio is not None and ratio < LEAST:
            for lang in medium.alternatives or reading.draft.texts:
                yield Found(f"media:{medium.key}", lang, values={"ratio": f"{ratio:.1f}"})


def measured(image: Path) -> float | None:
    """The lowest contrast of letters on an even ground; None where there are none, or the file is no picture."""
    try:
        stat = image.stat()
    except OSError:
        return None
    return _measured(image, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _measured(image: Path, _changed: int, _size: int) -> float | None:
    found = _drawn(image)
    if found is None:
        return None
    ratios = sorted(_ratios(_luminance(found)))
    # The lowest that enough squares share: one odd square is a logo, or the edge of a box.
    return ratios[_FEWEST_TILES - 1] if len(ratios) >= _FEWEST_TILES else None


def _drawn(image: Path) -> npt.NDArray[np.uint8] | None:
    """Height × width × 3, on white; None where it is no picture."""
    try:
        return np.asarray(on_white(image.read_bytes(), width=_WIDTH))
    except Unreadable:
        return None


def _luminance(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Relative luminance as WCAG defines it."""
    channels = pixels.astype(np.float64) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    weighted: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return weighted


def _ratios(luminance: npt.NDArray[np.float64]) -> Iterator[float]:
    """The contrast of each square that holds letters of one colour on a ground of one colour."""
    height, width = (side - side % _TILE for side in luminance.shape)
    tiles = luminance[:height, :width].reshape(height // _TILE, _TILE, width // _TILE, _TILE).swapaxes(1, 2)
    for tile in tiles.reshape(-1, _TILE, _TILE):
        if (ratio := _ratio(tile)) is not None:
            yield ratio


def _ratio(tile: npt.NDArray[np.float64]) -> float | None:
    """Of the ground, the most frequent colour, and the colour farthest from it, where both are even."""
    ground = float(np.median(tile))
    apart = np.abs(tile - ground)
    farthest = float(tile.flat[int(np.argmax(apart))])
    if abs(farthest - ground) < 2 * _FLAT:
        return None
    full = tile[apart > _FULL * abs(farthest - ground)]
    # Drawing a picture smaller darkens the edge of dark letters a little: not the farthest, but nearly.
    nearly = np.quantile(np.abs(full - ground), _NEARLY)
    letter = ground + float(np.copysign(nearly, farthest - ground))
    on = apart > abs(letter - ground) / 2
    edges = np.diff(on.astype(np.int8))
    rows, columns = np.abs(edges).sum() / _TILE, np.abs(np.diff(on.astype(np.int8), axis=0)).sum() / _TILE
    even = np.mean(apart[~on] < _FLAT) > _EVEN and float(full.std()) < _FLAT + _SOFT * abs(letter - ground)
    if not even or min(rows, columns) < _STROKES:
        return None
    light, dark = max(ground, letter), min(ground, letter)
    return float((light + 0.05) / (dark + 0.05))
