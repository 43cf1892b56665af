"""Which reader a file is for: decided by its content, never by its name.

A new format is a module with `recognises(Head)` and `read(Path)`, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hemicycle.record.importers import (
    canada,
    dataset,
    europarl,
    members_csv,
    nosdeputes,
    popolo,
    publicwhip,
    safe_json,
    safe_xml,
    wikidata,
)
from hemicycle.record.importers.akomantoso import bill, debate
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.parlamint import corpus
from hemicycle.record.importers.parlamint.vocabulary import NAMESPACE
from hemicycle.record.papers import LeftAside, Paper


@dataclass(frozen=True)
class Head:
    """What is seen of a file before it is read."""

    path: Path

    @cached_property
    def root(self) -> tuple[str, str]:
        """(namespace, name) of its root element."""
        return safe_xml.root_name(self.path)

    @property
    def holds_debate(self) -> bool:
        """An Akoma Ntoso document says what it is in the first element under its root."""
        return safe_xml.first_child(self.path) in ("debate", "debateReport")

    @cached_property
    def line(self) -> str:
        """Its first line that holds something."""
        return safe_json.first_line(safe_json.head(self.path))

    @cached_property
    def json(self) -> dict[str, Any]:
        """The object that the file, or its first line, is; empty for anything else."""
        value = safe_json.first_value(self.path)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Format:
    """`read` gives papers in the order in which they can be entered, and what it leaves aside where it stands.

    `rank` says which of several files goes in first, `licence` what the file, or its publisher always, says of reuse.
    """

    name: str
    recognises: Callable[[Head], bool]
    read: Callable[..., Iterator[Paper | LeftAside]]
    takes_number: bool = False
    rank: Callable[[Head], int] = lambda _head: LAST
    licence: Callable[[Path], str] = lambda _file: ""


LAST = 2
"""Where most files stand among those imported together: after the lists of bodies (0) and of people (1)."""


def _is_parlamint(head: Head) -> bool:
    return head.root[0] == NAMESPACE and head.root[1] in corpus.ROOTS


FORMATS = (
    Format("Dataset of a record", lambda head: dataset.is_archive(head.path), dataset.read),
    Format("Akoma Ntoso debate", lambda head: head.root[1] == "akomaNtoso" and head.holds_debate, debate.read),
    Format("Akoma Ntoso bill or act", lambda head: head.root[1] == "akomaNtoso", bill.papers, takes_number=True),
    Format("House of Commons of Canada", lambda head: head.root[1] == "Hansard", canada.read),
    Format("publicwhip", lambda head: head.root[1] == "publicwhip", publicwhip.read),
    Format(
        "ParlaMint",
        _is_parlamint,
        corpus.read,
        rank=lambda head: corpus.RANKS.get(head.root[1], LAST),
        licence=corpus.licence,
    ),
    Format("Popolo", lambda head: {"persons", "organizations"} <= head.json.keys(), popolo.read, rank=lambda _: 1),
    Format(
        "Wikidata",
        lambda head: {"head", "results"} <= head.json.keys(),
        wikidata.read,
        rank=lambda _: 1,
        licence=lambda _: wikidata.LICENCE,
    ),
    Format("European Parliament", lambda head: europarl.is_answer(head.json), europarl.read),
    Format("Members as CSV", lambda head: bool(members_csv.columns(head.line)), members_csv.read, rank=lambda _: 1),
    Format("NosDéputés bill", lambda head: head.json.get("type") == "loi", nosdeputes.read),
)


def recognise(path: Path) -> Format:
    """The format of a file; raises UnreadableFile when it is none of those known, or cannot be opened."""
    return _recognise(Head(path))


def rank(path: Path) -> int:
    """Where a file stands among those imported together. Raises UnreadableFile."""
    head = Head(path)
    return _recognise(head).rank(head)


def in_order(paths: Iterable[Path], *, unreadable: list[UnreadableFile] | None = None) -> list[tuple[Path, Format]]:
    """Files with their formats, those that others refer to first; else as they were given.

    What cannot be read is added to `unreadable`; without such a list, the first of them is raised.
    """
    ranked: list[tuple[int, Path, Format]] = []
    for path in paths:
        head = Head(path)
        try:
            form = _recognise(head)
            ranked.append((form.rank(head), path, form))
        except UnreadableFile as trouble:
            if unreadable is None:
                raise
            unreadable.append(trouble)
    return [(path, form) for _rank, path, form in sorted(ranked, key=lambda each: each[0])]


def _recognise(head: Head) -> Format:
    for form in FORMATS:
        if form.recognises(head):
            return form
    raise UnreadableFile(head.path, Fault.UNKNOWN_FORMAT)
