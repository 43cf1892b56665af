"""A picture as somebody uploads it, made fit to be shown: known by its content, small enough, and written anew.

Nothing is left of where and with what it was taken, who took it, thumbnails, texts, and what hangs behind its end.
"""

from __future__ import annotations

from hemicycle.channels.files.pictures import Shaped, Unreadable, anew

LARGEST = 10 * 1024 * 1024
"""Bytes: what channels take of a message (channels/attachments.py)."""

MOST_SIDES = 10
"""How many times as long as wide: a strip of one pixel would be drawn miles high."""

_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


class BadPicture(ValueError):
    """`why`: kind, size, pixels, shape, moving, broken."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def fit(content: bytes) -> Shaped:
    """The picture and nothing else. Raises BadPicture."""
    if len(content) > LARGEST:
        raise BadPicture("size")
    if not content.startswith(_BEGINNINGS):
        raise BadPicture("kind")
    try:
        picture = anew(content)
    except Unreadable as error:
        raise BadPicture(error.why) from error
    # What was saved very coarsely grows when it is written anew.
    if len(picture.content) > LARGEST:
        raise BadPicture("size")
    if max(picture.width, picture.height) > MOST_SIDES * min(picture.width, picture.height):
        raise BadPicture("shape")
    return picture
