"""The phrases of one language, as they lie in `phrases/<language>/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Phrases:
    """`words` fill slots; `voices`, `shorts`, `housing`, `casework` are frames; `stock` is what many write alike."""

    lang: str
    words: dict[str, list[str]]
    people: dict[str, Any]
    voices: dict[str, Any]
    shorts: dict[str, Any]
    housing: dict[str, Any]
    casework: dict[str, list[str]]
    idiolect: dict[str, Any]
    stock: dict[str, Any]
    campaigns: list[dict[str, Any]]


@cache
def phrases(lang: str) -> Phrases:
    folder = files(__package__) / "phrases" / lang
    tables = {
        name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("words", "people", "voices", "shorts", "housing", "casework", "idiolect", "stock", "campaigns")
    }
    campaigns = tables.pop("campaigns")["campaigns"]
    return Phrases(lang=lang, campaigns=campaigns, **tables)


def frames_in(table: Any) -> list[str]:
    """Every string of a table of frames, however deep."""
    if isinstance(table, str):
        return [table]
    rows = table.values() if isinstance(table, dict) else table
    return [frame for row in rows for frame in frames_in(row)]
