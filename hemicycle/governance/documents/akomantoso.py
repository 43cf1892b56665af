"""A paper as Akoma Ntoso 3.0: the policy as an act of articles, the record of amendments as a document of its own.

Words that come or go are `ins` and `del`, as the standard marks up proposed changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree

from hemicycle.record.exporters.akomantoso import elements
from hemicycle.record.exporters.akomantoso.elements import Identified, References, put, writable

from .blocks import ADDED, REMOVED, Block, Paper, Run, Section, Table

_TAGS = {ADDED: "ins", REMOVED: "del"}


def akomantoso(paper: Paper, *, address: str, version: int, day: date, is_act: bool) -> bytes:
    """`address` names the policy; `day` is that of its adoption, or of the draft. `is_act`: articles, not a record."""
    root, references = elements.root(), References(paper.language)
    document = put(root, "act" if is_act else "doc", name="policy" if is_act else "amendments")
    meta = put(document, "meta")
    Identified(
        work=f"/akn/{elements.country()}/{'act' if is_act else 'doc'}/policy/{day.year}/{elements.slug(address)}",
        author=references.named_body(paper.house),
        day=day,
        day_is="adoption",
        language=paper.language,
        version=day,
        number=str(version),
        label=str(version),
    ).write(meta)
    references.write(meta)
    preface = put(document, "preface")
    put(put(put(preface, "longTitle"), "p"), "docTitle", paper.title)
    for line in paper.lines:
        put(preface, "p", line)
    body = put(document, "body" if is_act else "mainBody")
    for number, section in enumerate(paper.sections, start=1):
        _section(body, section, number)
    if not paper.sections:
        put(put(put(body, "hcontainer", name="empty", eId="hcontainer_1"), "content"), "p")
    return elements.written(root)


def _section(body: etree._Element, section: Section, number: int) -> None:
    eid = f"art_{number}" if section.is_article else f"hcontainer_{number}"
    name = None if section.is_article else section.key.split("-")[0]
    element = put(
        body,
        "article" if section.is_article else "hcontainer",
        eId=eid,
        wId=elements.without_space(section.key),
        name=name,
    )
    if section.number:
        put(element, "num", section.number)
    _runs(put(element, "heading"), section.heading)
    for place, block in enumerate(section.blocks, start=1):
        _block(element, block, f"{eid}__", place)
    if not section.blocks:
        put(put(element, "content"), "p")


def _block(parent: etree._Element, block: Block, prefix: str, place: int) -> None:
    if isinstance(block, Table):
        element = put(parent, "hcontainer", name="values", eId=f"{prefix}hcontainer_{place}")
        _table(put(element, "content"), block)
        return
    if block.name:
        element = put(parent, "hcontainer", name=block.name, eId=f"{prefix}hcontainer_{place}")
        if block.label:
            put(element, "heading", block.label)
    else:
        element = put(parent, "paragraph", eId=f"{prefix}para_{place}")
        if block.number:
            put(element, "num", block.number)
    _runs(put(put(element, "content"), "p"), block.runs)


def _table(content: etree._Element, table: Table) -> None:
    element = put(content, "table")
    put(element, "caption", table.caption)
    head = put(element, "tr")
    for column in table.columns:
        put(put(head, "th"), "p", column)
    for row in table.rows:
        line = put(element, "tr")
        for cell in row:
            _runs(put(put(line, "td"), "p"), cell)


def _runs(parent: etree._Element, runs: Sequence[Run]) -> None:
    last: etree._Element | None = None
    for run in runs:
        if tag := _TAGS.get(run.kind):
            last = put(parent, tag, run.text)
        elif last is None:
            parent.text = (parent.text or "") + writable(run.text)
        else:
            last.tail = (last.tail or "") + writable(run.text)
