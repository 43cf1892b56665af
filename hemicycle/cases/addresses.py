"""The public addresses of letters, served by `site`. What is private is named by a key, never by who wrote it."""

from __future__ import annotations

from django.urls import get_script_prefix


def passing_on(key: str) -> str:
    """Where whoever wrote a letter says whether it may go to another office."""
    return f"{get_script_prefix()}write/pass-on/{key}/"
