"""Portraits of members: fetched once from where the source has them, made small, and shown from here.

A page of ours loads nothing from elsewhere: whoever reads it would be seen there. What is kept is a picture of the
size that pages show, without what a camera wrote into it.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from hemicycle.record.models import Person
from hemicycle.record.sources.fetching import FetchError, fetch, is_address
from hemicycle.rules.internet import Allowed, is_permitted

# Twice the largest size on a page, for screens of two dots a pixel.
SIDE = 160
LIMIT_BYTES = 10 * 1024 * 1024
# As in channels/files/pictures.py: four bytes each while it is drawn.
MOST_PIXELS = 40_000_000
_UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


def path_of(image: str) -> Path:
    """Where the portrait from this address is kept; it is there once it was fetched."""
    return Path(settings.MEDIA_ROOT) / "portraits" / f"{_digest(image)}.jpg"


def version_of(image: str) -> str:
    """Part of the address of a portrait: another picture has another one."""
    return _digest(image)[:8]


@dataclass(slots=True)
class Brought:
    """How many portraits are new, and which could not be fetched."""

    new: int = 0
    failed: list[str] = field(default_factory=list)


def bring_up_to_date(*, allowed: Allowed = is_permitted) -> Brought:
    """Fetch what is missing, and delete what nobody has any more."""
    rows = Person.objects.current().exclude(image="").order_by("pk").values_list("image", flat=True)
    wanted = {path_of(image): image for image in rows if is_address(image)}
    folder, brought = Path(settings.MEDIA_ROOT) / "portraits", Brought()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for kept in set(folder.glob("*.jpg")) - set(wanted):
        kept.unlink(missing_ok=True)
    for path, image in wanted.items():
        if path.exists():
            continue
        try:
            _bring(image, path, allowed)
            brought.new += 1
        except (FetchError, *_UNREADABLE):
            brought.failed.append(image)
    return brought


def _bring(image: str, path: Path, allowed: Allowed) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        fetched, small = Path(folder) / "picture", Path(folder) / "small"
        fetch(image, fetched, limit=LIMIT_BYTES, allowed=allowed)
        small.write_bytes(drawn(fetched.read_bytes()))
        # Another process that reads now sees the whole picture or none.
        small.replace(path)


def drawn(content: bytes) -> bytes:
    """The same picture as a small JPEG, upright and square; raises what Pillow does for no picture."""
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    # Faces stand in the upper part of a portrait.
    square = ImageOps.fit(upright, (SIDE, SIDE), centering=(0.5, 0.2))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=85)
    return out.getvalue()


def _digest(image: str) -> str:
    return hashlib.sha256(image.encode()).hexdigest()[:32]
