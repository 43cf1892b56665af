"""A picture in the shape that a network takes: made smaller, put into another form, set on a ground; never cropped,
since its alternative text says what the whole of it shows.

What a network takes as it is stays as it is, byte for byte. Else the same picture gives the same bytes: upright, in
the colours of sRGB, and nothing but the picture.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageStat, JpegImagePlugin

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
ENDINGS = {PNG: ".png", JPEG: ".jpg", WEBP: ".webp"}
# MPO: a JPEG behind which further pictures hang, as telephones write it; the first is what one sees.
_KINDS = {"PNG": PNG, "JPEG": JPEG, "MPO": JPEG, "WEBP": WEBP}
_FORMATS = ("PNG", "JPEG", "WEBP")

PAPER, _INK = (253, 252, 249), (29, 27, 23)
"""The ground of our pages and their letters (static/css/tokens.css)."""

MOST_PIXELS = 40_000_000
"""Four bytes each while it is drawn: what a small machine can spare. Cameras of telephones write 12 million."""

# JPEG and WebP, best first: below the first, edges of letters begin to blur (libjpeg's scale); what is larger still
# is made smaller by a quarter.
_QUALITIES, _AGAIN = (90, 80, 70), 0.75
# An edge of one colour: its channels stray by no more (of 255), as JPEG makes them do.
_EVEN = 6.0
# The lightness of what is drawn on nothing (of 255), above which it was made for a dark ground.
_LIGHT = 160.0
# Of WebP's six ways to write, the last that takes no longer than the first: half as long as the usual one, for three
# in a hundred more bytes (a noisy picture of ten million pixels, 2.4 s and 1.4 s).
_QUICK = 2
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""How what is not upright becomes so (Exif 2.3, Orientation)."""
_OTHER = ("exif", "xmp", "comment", "photoshop", "mp", "Raw profile type exif", "XML:com.adobe.xmp")
_UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError, struct.error,
    zlib.error,
)  # fmt: skip
"""What Pillow raises for files that are none, or broken ones."""

Size = tuple[int, int]
Colour = tuple[int, int, int]


class Unreadable(ValueError):
    """`why`: pixels, too many to be drawn; moving; broken, which is whatever else is no picture of the three kinds."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Takes:
    """What a network takes of a picture. `kinds`, the first of which is made of any other and of what has too many
    bytes; `largest` are boxes, in one of which it has to lie; `narrowest` and `widest` are width by height."""

    kinds: tuple[str, ...] = (JPEG, PNG, WEBP)
    most_bytes: int | None = None
    largest: tuple[Size, ...] = ()
    narrowest: Fraction | None = None
    widest: Fraction | None = None
    most_pixels: int | None = None

    def canvas(self, size: Size) -> Size:
        """The least that holds it and has a shape that is allowed."""
        width, height = size
        if self.narrowest and Fraction(width, height) < self.narrowest:
            return math.ceil(height * self.narrowest), height
        if self.widest and Fraction(width, height) > self.widest:
            return width, math.ceil(width / self.widest)
        return size

    def holds(self, octets: int) -> bool:
        return self.most_bytes is None or octets <= self.most_bytes

    def scale(self, size: Size) -> float:
        """By how much it has to be made smaller, 1 for not at all."""
        width, height = self.canvas(size)
        boxed = max((min(wide / width, high / height) for wide, high in self.largest), default=1.0)
        by_pixels = math.sqrt(self.most_pixels / (width * height)) if self.most_pixels else 1.0
        return min(1.0, boxed, by_pixels)


@dataclass(frozen=True, slots=True)
class Shaped:
    """`done`: smaller, ground, kind, upright, colours; nothing where it is as it was."""

    content: bytes = field(repr=False)
    kind: str
    width: int = 0
    height: int = 0
    done: tuple[str, ...] = ()


def of_file(path: str | Path, kind: str, takes: Takes) -> Shaped:
    """Raises OSError where it is not there. What cannot be read as a picture is left as it is, and whoever gets it
    says what they think of it."""
    found = Path(path).stat()
    return _of_file(str(path), kind, takes, found.st_mtime_ns, found.st_size)


# A page shows a pack, then each of its pictures, then they are saved: a handful, of some hundred kilobytes each.
@lru_cache(maxsize=16)
def _of_file(path: str, kind: str, takes: Takes, _changed: int, _size: int) -> Shaped:
    content = Path(path).read_bytes()
    try:
        return shape(content, takes)
    except Unreadable:
        return Shaped(content, kind)


def size_of_file(path: str | Path) -> Size | None:
    """Width and height, for which its first bytes are read; None of what is no picture, or is not there."""
    try:
        with Image.open(path, formats=_FORMATS) as image:
            return image.size
    except (*_UNREADABLE, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def shape(content: bytes, takes: Takes) -> Shaped:
    """Raises Unreadable."""
    with _opened(content) as image:
        return _shaped(image, content, takes)


def anew(content: bytes) -> Shaped:
    """The same picture, upright and in the colours of sRGB, as a file of which nobody but us wrote a byte. Lossless
    pictures lose nothing, a JPEG hardly anything: it keeps its own tables. Raises Unreadable."""
    with _opened(content) as image:
        kind, tables = _KINDS[str(image.format)], getattr(image, "quantization", {})
        sampling = JpegImagePlugin.get_sampling(image) if kind == JPEG else -1
        drawn, buffer = _turned(image), BytesIO()
        if kind != PNG or _is_foreign(image):
            drawn = _in_srgb(drawn)
        if kind == PNG:
            # Grey, or of a few colours, as it is: as RGB it would be thrice as large.
            drawn.info = {name: value for name, value in drawn.info.items() if name == "transparency"}
            drawn.save(buffer, "PNG")
        elif kind == WEBP:
            drawn.save(buffer, "WEBP", quality=_QUALITIES[0], method=_QUICK, lossless=b"VP8L" in content)
        elif image.mode == "RGB" and tables:
            drawn.save(buffer, "JPEG", qtables=tables, subsampling=sampling)
        else:
            drawn.save(buffer, "JPEG", quality=_QUALITIES[0], subsampling="4:4:4")
        return Shaped(buffer.getvalue(), kind, *drawn.size)


def on_white(content: bytes, *, width: int) -> Image.Image:
    """Upright, so wide, as RGB. Raises Unreadable."""
    with _opened(content) as image:
        whole = _upright(image)
        ground = Image.new("RGBA", whole.size, "white")
        flat = Image.alpha_composite(ground, whole).convert("RGB") if whole.mode == "RGBA" else whole
        height = max(1, round(whole.height * width / whole.width))
        return flat.resize((width, height), Image.Resampling.LANCZOS)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """What is found broken only when it is drawn is Unreadable too."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable("pixels")
            if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
                raise Unreadable("moving")
            yield image
    except Unreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("pixels") from error
    except _UNREADABLE as error:
        raise Unreadable("broken") from error


def _side_of(image: Image.Image) -> int:
    """Which is up: 1 as it is, 2 to 8 as Exif numbers them; what makes no sense is 1."""
    try:
        side = image.getexif().get(_ORIENTATION, 1)
    except _UNREADABLE:
        return 1
    return side if side in _TURNS else 1


def _turned(image: Image.Image) -> Image.Image:
    image.load()
    turn = _TURNS.get(_side_of(image))
    return image if turn is None else image.transpose(turn)


def _upright(image: Image.Image) -> Image.Image:
    return _in_srgb(_turned(image))


def _shaped(image: Image.Image, content: bytes, takes: Takes) -> Shaped:
    kind, side = _KINDS[str(image.format)], _side_of(image)
    size = (image.height, image.width) if side >= 5 else image.size
    scale, foreign, light = takes.scale(size), _is_foreign(image), takes.holds(len(content))
    if (
        light and scale == 1 and takes.canvas(size) == size and kind in takes.kinds and side == 1
        and not foreign and _is_bare(image)
    ):  # fmt: skip
        # Whether it is whole.
        image.load()
        return Shaped(content, kind, *size)
    # A JPEG can be read at half its size, or a quarter, for a fraction of the time and memory.
    wanted = _times(image.size, scale)
    image.draft(None, wanted)
    drawn = _upright(image)
    kinds = [kind] if kind in takes.kinds and (light or scale < 1 or kind != PNG) else []
    made = _made(drawn, size, scale, kinds, takes)
    done = {
        "smaller": made.drawn != size,
        "ground": made.canvas != made.drawn,
        "kind": made.kind != kind,
        "upright": side != 1,
        "colours": foreign,
    }
    return Shaped(made.content, made.kind, *made.canvas, done=tuple(name for name, was in done.items() if was))


@dataclass(frozen=True, slots=True)
class _Made:
    content: bytes = field(repr=False)
    kind: str
    drawn: Size
    canvas: Size


def _made(image: Image.Image, size: Size, scale: float, kinds: Sequence[str], takes: Takes) -> _Made:
    """The largest and best that has no more bytes than are taken."""
    while True:
        wanted = _times(size, scale)
        drawn = image
        if wanted != image.size:
            drawn = image.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
        whole = _on_canvas(drawn, takes.canvas(drawn.size))
        ways = [*((kind, _QUALITIES[0]) for kind in kinds), *((takes.kinds[0], quality) for quality in _QUALITIES)]
        for kind, quality in dict.fromkeys(ways):
            content = _encoded(whole, kind, quality)
            if takes.holds(len(content)) or max(drawn.size) == 1:
                return _Made(content, kind, drawn.size, whole.size)
        scale *= _AGAIN


def _times(size: Size, scale: float) -> Size:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _encoded(image: Image.Image, kind: str, quality: int) -> bytes:
    buffer = BytesIO()
    if kind == PNG:
        image.save(buffer, "PNG")
    elif kind == WEBP:
        image.save(buffer, "WEBP", quality=quality, method=_QUICK)
    else:
        # Of the best, colours are as sharp as light and dark: red letters on a ground.
        sampling = "4:4:4" if quality == _QUALITIES[0] else "4:2:0"
        _flat(image).save(buffer, "JPEG", quality=quality, subsampling=sampling)
    return buffer.getvalue()


def _is_bare(image: Image.Image) -> bool:
    texts = getattr(image, "text", None) if image.format == "PNG" else None
    return image.format != "MPO" and not texts and not any(name in image.info for name in _OTHER)


def _is_foreign(image: Image.Image) -> bool:
    """Its colours are others than those that every screen and network takes it for."""
    if profile := image.info.get("icc_profile"):
        try:
            return not ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).startswith("sRGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return False
    return image.mode == "CMYK"


def _in_srgb(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA where something shows through."""
    profile, foreign = image.info.get("icc_profile"), _is_foreign(image)
    if image.mode.startswith("I"):
        # 16 bits of grey, which would be cut off, not scaled.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    through = image.has_transparency_data
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        image = image.convert("RGBA" if through else "L" if image.mode == "1" else "RGB")
    if profile and foreign:
        try:
            found = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )  # fmt: skip
            image = found or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile for other colours than it has: as browsers do, it is taken for what it looks like.
            pass
    image = image.convert("RGBA" if through else "RGB")
    image.info.clear()
    return image


def _on_canvas(image: Image.Image, canvas: Size) -> Image.Image:
    """In the middle of a quiet ground."""
    if canvas == image.size:
        return image
    flat = _flat(image)
    ground = Image.new("RGB", canvas, _edge_of(flat, beside=canvas[0] > flat.width))
    ground.paste(flat, ((canvas[0] - flat.width) // 2, (canvas[1] - flat.height) // 2))
    return ground


def _edge_of(image: Image.Image, *, beside: bool) -> Colour:
    """The colour of the edges at which the ground lies, where it is one; else that of our paper."""
    width, height = image.size
    edges = Image.new("L", image.size)
    for box in (
        ((0, 0, 1, height), (width - 1, 0, width, height))
        if beside
        else ((0, 0, width, 1), (0, height - 1, width, height))
    ):
        edges.paste(255, box)
    statistics = ImageStat.Stat(image, edges)
    if max(statistics.stddev) > _EVEN:
        return PAPER
    red, green, blue = statistics.median
    return red, green, blue


def _flat(image: Image.Image) -> Image.Image:
    """Where something shows through: on our paper, or on dark ink where what is drawn is light."""
    if image.mode == "RGB":
        return image
    drawn = ImageStat.Stat(image.convert("L"), image.getchannel("A"))
    ground = Image.new("RGBA", image.size, _INK if drawn.mean[0] > _LIGHT else PAPER)
    return Image.alpha_composite(ground, image).convert("RGB")
