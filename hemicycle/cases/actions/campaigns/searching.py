"""Searches."""


def start_searches() -> int:
    return 0
