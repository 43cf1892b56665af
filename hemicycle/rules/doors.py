"""The doors through which a thing can leave, and who proved that each can stay shut.

An app opens a door for itself at start and names the test in which that door refuses:

    doors.register("listening", Door.PAGE, refusal_test="tests/listening/test_pages.py::test_an_outsider_…")

The gate releases nothing through a door that is not open, and tests/test_doors.py fails the build when a
door is used without a refusal test that exists.
"""

from enum import StrEnum

from .errors import DoorNotOpen


class Door(StrEnum):
    PAGE = "page"
    FEED = "feed"
    API = "api"
    EMBED = "embed"
    EXPORT = "export"
    SEARCH = "search"
    CACHE = "cache"
    NOTICE = "notice"
    ERROR_PAGE = "error page"


# What passes here is kept or shown where no one asks who is looking.
UNATTENDED = frozenset({Door.FEED, Door.EMBED, Door.CACHE, Door.ERROR_PAGE})

OPENINGS: dict[tuple[str, Door], str] = {}


def register(app: str, door: Door, *, refusal_test: str) -> None:
    """Open `door` for `app`; `refusal_test` is a pytest address, "tests/…/test_x.py::test_y"."""
    OPENINGS[app, Door(door)] = refusal_test


def refuse_unless_open(door: Door) -> None:
    if not any(opened is door for _, opened in OPENINGS):
        raise DoorNotOpen(f"no app has opened the door {door.value}")
