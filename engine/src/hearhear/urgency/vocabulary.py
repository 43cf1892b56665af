"""The words of each language, out of `words/`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read_words() -> tuple[dict[str, Any], ...]:
    """A table for each language, in the order of their codes: `ideas` and `dates`."""
    files = sorted(resources.files(__package__).joinpath("words").iterdir(), key=lambda file: file.name)
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".toml"))
