"""Pictures drawn by the library that reads them."""

from io import BytesIO
from random import Random

from PIL import Image

RED, BLUE = (200, 20, 20), (20, 20, 200)


def plain(width: int, height: int, colour=RED, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), colour)


def noise(width: int, height: int) -> Image.Image:
    """What no format makes small."""
    return Image.frombytes("RGB", (width, height), Random(7).randbytes(3 * width * height))


def file_of(image: Image.Image, kind: str = "PNG", **more) -> bytes:
    held = BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()
