"""Exports of platforms that are recognised by their columns: Decidim, CONSUL, the petitions of the UK Parliament."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.sources.reading import Raw

# The whole of this one: other files have these columns among others and one text a row.
LONG_PROPOSALS = frozenset(("proposal_id", "info", "text"))
# The columns that no other export has together.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "decidim-comments": ("body", "commentable_type", "root_commentable_url"),
    "decidim-proposals": ("component/id", "url"),
    "consul-comments": ("parentId", "proposalId", "text"),
    "uk-petitions": ("action", "background", "additional_details"),
}


def recognise(names: Iterable[str]) -> str | None:
    """The export whose signs are all among the columns."""
    there = set(names)
    if there == LONG_PROPOSALS:
        return "consul-proposals"
    return next((export for export, signs in SIGNS.items() if there.issuperset(signs)), None)


def columns(export: str, names: Sequence[str]) -> dict[str, str]:
    """What is known of the columns of an export, as far as the file has them."""
    if export == "decidim-proposals":
        parts = [_localised(names, "title"), _localised(names, "body") or _localised(names, "description")]
        return {"text": "+".join(part for part in parts if part)} if any(parts) else {}
    known = {
        "decidim-comments": {
            "id": "id",
            "text": "body",
            "sender": "author/id",
            "lang": "locale",
            "sent_at": "created_at",
        },
        "consul-proposals": {"id": "proposal_id", "text": "text"},
        "consul-comments": {"id": "id", "text": "text", "sent_at": "date+time"},
        "uk-petitions": {"id": "id", "text": "action+background+additional_details", "sent_at": "created_at"},
    }[export]
    return {field: column for field, column in known.items() if set(column.split("+")) <= set(names)}


def _localised(names: Sequence[str], stem: str) -> str:
    return "|".join(
        name for name in names if name == stem or (name.startswith(f"{stem}/") and len(name) <= len(stem) + 6)
    )


def gather(raw: Raw, export: str | None) -> Raw:
    """The same rows, or, where an export writes one text over several rows (title, summary, text), those joined."""
    if export != "consul-proposals":
        return raw
    rows = raw.table.append_column("row", pa.array(np.arange(len(raw.table))))
    filled = rows.filter(pc.and_(pc.is_valid(rows["text"]), pc.is_valid(rows["proposal_id"])))
    grouped = filled.group_by("proposal_id", use_threads=False).aggregate([("text", "list"), ("row", "min")])
    grouped = grouped.sort_by("row_min")
    table = pa.table({"proposal_id": grouped["proposal_id"], "text": pc.binary_join(grouped["text_list"], "\n\n")})
    lines, first = raw.lines(), np.asarray(grouped["row_min"])
    gathered = None if lines is None else lines[first]
    return replace(raw, table=table, lines=lambda: gathered)
