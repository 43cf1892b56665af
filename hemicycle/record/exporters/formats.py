"""The formats that can be written, by the name a person types.

A new format is a module with `chunks(Scope)` or `fill(Scope, Path)`, and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from hemicycle.record.exporters import dataset, parlamint, popolo, tables
from hemicycle.record.exporters.akomantoso import bill, debate
from hemicycle.record.exporters.scope import Scope


@dataclass(frozen=True, slots=True)
class Format:
    """`chunks` gives one file bit by bit; `fill` puts several into a folder. A format has one of the two.

    `needs` and `takes` name options: a sitting, a bill, a text of it, a language. What is `offered` anybody may fetch
    from the pages of what it needs, so it is written in moments (`record/views/downloads.py`).
    """

    title: str
    media_type: str = ""
    suffix: str = ""
    chunks: Callable[[Scope], Iterator[bytes]] | None = None
    fill: Callable[[Scope, Path], None] | None = None
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    offered: bool = False


JSON = "application/json"
AKN = "application/akn+xml"

FORMATS: dict[str, Format] = {
    "akn-bill": Format(
        gettext_noop("Akoma Ntoso bill or act"),
        AKN,
        ".akn.xml",
        bill.chunks,
        needs=("bill",),
        takes=("text", "language"),
        offered=True,
    ),
    "akn-debate": Format(
        gettext_noop("Akoma Ntoso debate"),
        AKN,
        ".akn.xml",
        debate.chunks,
        needs=("sitting",),
        takes=("language",),
        offered=True,
    ),
    "popolo": Format("Popolo", JSON, ".json", popolo.whole, takes=("sitting",)),
    "csv": Format("Tables as CSV", fill=tables.fill_csv),
    "parquet": Format("Tables as Parquet", fill=tables.fill_parquet),
    "dataset": Format("Dataset", "application/zip", ".zip", dataset.chunks),
    "parlamint": Format(
        "ParlaMint TEI",
        "application/tei+xml",
        ".xml",
        parlamint.chunks,
        needs=("sitting",),
        takes=("language",),
        offered=True,
    ),
    "parlamint-corpus": Format("ParlaMint TEI: the whole corpus", fill=parlamint.fill),
    "popolo-people": Format(gettext_noop("Popolo: people and bodies"), JSON, ".json", popolo.people, offered=True),
}
