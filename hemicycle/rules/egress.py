"""The egress points through which a thing can leave, and who proved that each can stay shut.

An app opens an egress point for itself at start and names the test in which it refuses:

    egress.register("listening", EgressPoint.PAGE, refusal_test="tests/listening/test_pages.py::test_an_outsider_…")

The gate releases nothing through an egress point that is not open, and tests/test_egress.py fails the build when one
is used without a refusal test that exists.
"""

from enum import StrEnum

from .errors import EgressNotRegistered


class EgressPoint(StrEnum):
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
UNATTENDED = frozenset({EgressPoint.FEED, EgressPoint.EMBED, EgressPoint.CACHE, EgressPoint.ERROR_PAGE})

EGRESS: dict[tuple[str, EgressPoint], str] = {}


def register(app: str, point: EgressPoint, *, refusal_test: str) -> None:
    """Open `point` for `app`; `refusal_test` is a pytest address, "tests/…/test_x.py::test_y"."""
    EGRESS[app, EgressPoint(point)] = refusal_test


def refuse_unless_open(point: EgressPoint) -> None:
    if not any(opened is point for _, opened in EGRESS):
        raise EgressNotRegistered(f"no app has opened the egress point {point.value}")
