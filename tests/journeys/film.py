"""The film of a story: a picture of every step, and all of them on one strip, for whoever wants to look at the way."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = os.environ.get("HEMICYCLE_FILM", "")
# Pixels: a picture on the strip, the space between two, and what is shown of a long page.
FRAME, GAP, TALLEST = 480, 8, 1600
ROW = 6


class Film:
    """Of one story; where nobody asked for it, nothing is taken."""

    def __init__(self, name: str) -> None:
        self.name = re.sub(r"\W+", "-", name).strip("-")
        self.frames: list[Image.Image] = []

    def take(self, page: Page, step: str) -> None:
        if not FOLDER:
            return
        picture = page.screenshot(full_page=True, caret="initial")
        folder = Path(FOLDER) / self.name
        folder.mkdir(parents=True, exist_ok=True)
        title = re.sub(r"\W+", "-", step).strip("-")[:80]
        (folder / f"{len(self.frames):02d}-{title}.png").write_bytes(picture)
        self.frames.append(_framed(picture))

    def cut(self) -> None:
        """Write the strip."""
        if not self.frames:
            return
        rows = [self.frames[start : start + ROW] for start in range(0, len(self.frames), ROW)]
        heights = [max(frame.height for frame in row) + GAP for row in rows]
        strip = Image.new("RGB", (ROW * (FRAME + GAP), sum(heights)), "grey")
        top = 0
        for row, height in zip(rows, heights, strict=True):
            for place, frame in enumerate(row):
                strip.paste(frame, (place * (FRAME + GAP), top))
            top += height
        strip.save(Path(FOLDER) / f"{self.name}.png")


def _framed(picture: bytes) -> Image.Image:
    with Image.open(io.BytesIO(picture)) as image:
        shown = image.convert("RGB")
    height = min(shown.height, int(TALLEST * shown.width / FRAME))
    return shown.crop((0, 0, shown.width, height)).resize((FRAME, int(height * FRAME / shown.width)))
