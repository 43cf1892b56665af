"""The files of a corpus in a folder: the root, its lists, the sittings by year; one sitting in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from hemicycle.record.exporters.parlamint import header, lists
from hemicycle.record.exporters.parlamint.elements import Element, element, include, written
from hemicycle.record.exporters.parlamint.names import Names
from hemicycle.record.exporters.parlamint.sitting import Spoken, file_of
from hemicycle.record.exporters.scope import Passing
from hemicycle.record.importers.parlamint.vocabulary import ID
from hemicycle.record.models import Sitting


def fill(folder: Path, names: Names, sittings: Sequence[Sitting], people: Any, bodies: Any, passing: Passing) -> None:
    files: list[str] = []
    counted: Counter[str] = Counter()
    for sitting in passing(sittings):
        spoken = Spoken.of(sitting)
        counted.update(spoken.languages)
        year = str(sitting.date.year)
        files += [_put(folder, year, file_of(spoken, names, language)) for language in spoken.files]
    language = counted.most_common(1)[0][0] if counted else settings.LANGUAGE_CODE
    listed = [
        _put(folder, "", lists.organizations(names, bodies, language)),
        _put(folder, "", lists.persons(names, people, language)),
    ]
    root = element("teiCorpus", {"id": f"ParlaMint-{names.corpus}", "lang": language})
    root.append(header.of_corpus(names, language, sittings, ()))
    described = root.find("{*}teiHeader/{*}profileDesc/{*}particDesc")
    assert described is not None
    for name in listed:
        include(described, name)
    for name in files:
        include(root, name)
    _put(folder, "", root)


def _put(folder: Path, below: str, root: Element) -> str:
    """Write a file called by the id of its root; returns where it is in the folder."""
    name = f"{root.get(ID)}.xml"
    (folder / below).mkdir(exist_ok=True)
    (folder / below / name).write_bytes(written(root))
    return f"{below}/{name}" if below else name
