"""Addresses as whoever is outside reads them: in mail, in messages, in what a worker makes."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of one of our paths, "/record/…"."""
    return f"{settings.ADDRESS}{path}"
