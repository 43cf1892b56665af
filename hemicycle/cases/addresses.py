"""The public addresses of writing, served by `site`. What is private is named by a key, never by who wrote it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import get_script_prefix


def write(kind: str = "", address: str = "") -> str:
    """`write("bill", "zzm242tq")` is /write/?bill=zzm242tq: where one writes about it."""
    page = f"{get_script_prefix()}write/"
    return f"{page}?{urlencode({kind: address})}" if kind else page


def letter(key: str) -> str:
    """The page of one letter, for whoever wrote it."""
    return f"{write()}{key}/"


def confirmation(key: str) -> str:
    """Where the owner of an address says that they wrote a letter."""
    return f"{write()}confirm/{key}/"


def dispute(key: str) -> str:
    """Where they say that they did not."""
    return f"{confirmation(key)}not-mine/"


def status() -> str:
    """Where somebody finds out by the reference how their letter stands."""
    return f"{get_script_prefix()}status/"


def passing_on(key: str) -> str:
    """Where whoever wrote a letter says whether it may go to another office."""
    return f"{write()}pass-on/{key}/"
