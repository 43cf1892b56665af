"""Tables and the line that says how a page was made."""

import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers between 0 and 1 show three digits."""
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def made_by(command: str, packages: Iterable[str]) -> str:
    """The command and the versions behind a page."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Made by `{command}` with Python {platform.python_version()}, {versions}."


def _cell(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def put(path: Path, part: str, text: str) -> None:
    """Replaces one part of a page between its marks, or adds it at the end; what people wrote around it stays."""
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    block = f"{begin}\n{text.strip()}\n{end}\n"
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    if begin in page:
        before, rest = page.split(begin, 1)
        page = before + block + rest.split(end, 1)[1].removeprefix("\n")
    else:
        page += block
    path.write_text(page, encoding="utf-8")
