"""A paper as CommonMark; words that come or go as <ins> and <del>, which CommonMark has no signs for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from .blocks import ADDED, REMOVED, Block, Paper, Run, Section, Table

# What CommonMark reads as more than a sign: escaped wherever it stands, which no reader sees.
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s)")


def markdown(paper: Paper) -> str:
    return "\n\n".join(_parts(paper)) + "\n"


def _parts(paper: Paper) -> Iterator[str]:
    yield f"# {_plain(paper.title)}"
    yield _plain(paper.house)
    for line in paper.lines:
        yield _plain(line)
    for section in paper.sections:
        yield f"## {_heading(section)}"
        for block in section.blocks:
            yield _block(block)


def _heading(section: Section) -> str:
    number = f"{_plain(section.number)}. " if section.number else ""
    return number + _runs(section.heading)


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    label = f"*{_plain(block.label)}.* " if block.label else f"({block.number}) " if block.number else ""
    return label + _runs(block.runs)


def _table(table: Table) -> str:
    lines = [table.columns, ["---"] * len(table.columns)]
    rows = [f"| {' | '.join(_plain(cell) if row is table.columns else cell for cell in row)} |" for row in lines]
    rows += [f"| {' | '.join(_runs(cell) for cell in row)} |" for row in table.rows]
    return f"*{_plain(table.caption)}*\n\n" + "\n".join(rows)


def _runs(found: Sequence[Run]) -> str:
    return _LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", "".join(_run(one) for one in found))


def _run(run: Run) -> str:
    words = _plain(run.text)
    tag = {ADDED: "ins", REMOVED: "del"}.get(run.kind)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", escape(" ".join(text.split(" ")), quote=False).replace("\n", " "))
