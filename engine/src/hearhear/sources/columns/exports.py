"""Exports that are recognised by their columns, and what these hold.

Decidim (`CommentSerializer`, `ProposalSerializer`), CONSUL, Consider.it (`data_exports.rb`), Your Priorities
(`export_utils`), Polis (`comments.csv`) and the petitions of the UK Parliament. Others name their columns so that
nothing has to be known of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.sources.columns.names import plain_name
from hearhear.sources.records import Layout, Raw

# The whole of this one: other files have these columns among others and one text a row.
LONG_PROPOSALS = frozenset(("proposal_id", "info", "text"))


@dataclass(frozen=True)
class Export:
    """The columns that no other export has together, and what its columns are read as, as far as a file has them.

    All by their plain names. `asked` are the columns between which an export has a column for each question where it
    has no text.
    """

    signs: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    asked: tuple[str, str] | None = None


EXPORTS: Mapping[str, Export] = {
    "decidim-comments": Export(
        ("body", "commentable_type", "root_commentable_url"),
        {"id": "id", "text": "body", "sender": "author_id", "lang": "locale", "sent_at": "created_at",
         "question": "root_commentable_url"},
        ("alignment",),
    ),
    "decidim-proposals": Export(("component_id", "url")),
    "consul-comments": Export(
        ("parent_id", "proposal_id", "text"),
        {"id": "id", "text": "text", "sent_at": "date+time", "question": "proposal_id"},
    ),
    "considerit-points": Export(
        ("proposal", "valence", "summary", "details"),
        {"text": "summary+details", "sender": "author", "sent_at": "created", "question": "proposal"},
        ("author_opinion", "valence"),
    ),
    "considerit-proposals": Export(
        ("slug", "name", "description", "avg_score"),
        {"id": "slug", "text": "name+description", "sender": "author", "sent_at": "created"},
        ("category",),
    ),
    "polis-comments": Export(
        ("comment_id", "author_id", "agrees", "disagrees", "comment_body"),
        {"id": "comment_id", "text": "comment_body", "sender": "author_id", "sent_at": "timestamp"},
    ),
    "your-priorities": Export(
        ("post_id", "post_name", "points_for", "points_against"),
        {"id": "post_id", "text": "post_name+description", "sender": "email"},
        ("category",),
        ("post_name", "url"),
    ),
    "uk-petitions": Export(
        ("action", "background", "additional_details"),
        {"id": "id", "text": "action+background+additional_details", "sent_at": "created_at"},
    ),
}  # fmt: skip


def recognise_export(names: Iterable[str]) -> str | None:
    """The export whose signs are all among the columns."""
    there = {plain_name(name) for name in names}
    if there == LONG_PROPOSALS:
        return "consul-proposals"
    return next((name for name, export in EXPORTS.items() if there.issuperset(export.signs)), None)


def export_layout(name: str, names: Sequence[str]) -> Layout:
    """What is known of the columns of an export, as far as the file has them."""
    if name == "consul-proposals":
        return Layout({"id": "proposal_id", "text": "text"})
    if name == "decidim-proposals":
        parts = [_localised(names, "title"), _localised(names, "body") or _localised(names, "description")]
        return Layout({"text": "+".join(part for part in parts if part)} if any(parts) else {})
    export = EXPORTS[name]
    actual = {plain_name(one): one for one in reversed(names)}
    columns = {
        of: "+".join(actual[part] for part in spec.split("+"))
        for of, spec in export.columns.items()
        if set(spec.split("+")) <= set(actual)
    }
    facts = tuple(actual[one] for one in export.facts if one in actual)
    questions = _between(names, *(actual.get(one, "") for one in export.asked)) if export.asked else ()
    return Layout(columns, () if "text" in columns else questions, facts)


def _between(names: Sequence[str], first: str, last: str) -> tuple[str, ...]:
    if first not in names or last not in names:
        return ()
    return tuple(names[names.index(first) + 1 : names.index(last)])


def _localised(names: Sequence[str], stem: str) -> str:
    return "|".join(
        name for name in names if name == stem or (name.startswith(f"{stem}/") and len(name) <= len(stem) + 6)
    )


def join_rows(raw: Raw, export: str | None) -> Raw:
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
