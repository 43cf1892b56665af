"""Reads the hand-written words of `data/`: sections of lines."""

from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "es")
COUNTRIES = {"en": ("gb", "us", "ie", "ca"), "fr": ("fr", "be", "ch", "qc"), "es": ("es", "mx", "ar", "cl")}

Sections = dict[str, tuple[str, ...]]


@cache
def sections(name: str) -> Sections:
    """The sections of a file; a missing one raises FileNotFoundError."""
    found: dict[str, list[str]] = {}
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and "|" not in line:
            current = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("# "):
            current.append(line.replace("\\n", "\n"))
    return {section: tuple(lines) for section, lines in found.items()}
