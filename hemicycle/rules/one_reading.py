"""What is read once for as long as a request is answered: one page follows one set of rules."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponseBase

_held: ContextVar[dict[str, Any] | None] = ContextVar("held", default=None)


@contextmanager
def held_still() -> Iterator[None]:
    """Within it `read_once` reads once."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def is_held_still() -> bool:
    return _held.get() is not None


def read_once(name: str, read: Callable[[], Any]) -> Any:
    """What `read` gives; once where things are held still, else each time."""
    held = _held.get()
    if held is None:
        return read()
    if name not in held:
        held[name] = read()
    return held[name]


def hold_still(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: for as long as a request is answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with held_still():
            return get_response(request)

    return answer
