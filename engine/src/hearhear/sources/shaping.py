"""From the columns of a file to messages: joined, cast, cleaned and checked a column at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.message import MESSAGE_SCHEMA, own_sender
from hearhear.sources import answers, dates
from hearhear.sources.columns import language_code
from hearhear.sources.records import MAX_TEXT, Layout, Raw, Rejected, shortened

# Every control character but tab and line ends. One space for each, so that offsets stay those of the source.
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
# An id that stands for several texts in more than one row of a hundred is the id of something else.
MOST_IDS_SHARED = 0.01

NOBODY = pa.array(
    ("anonymous", "anonyme", "anonym", "anónimo", "anonimo", "deleted", "hidden", "unknown", "inconnu", "desconocido",
     "n/a", "none", "null", "-"),
    pa.string(),
)  # fmt: skip

Mask = npt.NDArray[np.bool_]


@dataclass
class Shaped:
    """Messages in MESSAGE_SCHEMA, and what was set aside on the way."""

    table: pa.Table
    rejected: list[Rejected]
    columns: dict[str, str]
    warnings: list[str] = field(default_factory=list)
    unread_dates: int = 0


def parts(table_names: list[str], wanted: str) -> list[list[str]]:
    """`a+b|c` as [[a], [b, c]]: `+` joins, `|` takes the first that is filled; a column so named goes before that."""
    if wanted in table_names:
        return [[wanted]]
    return [alternatives.split("|") for alternatives in wanted.split("+")]


def missing(table_names: list[str], columns: Mapping[str, str]) -> list[str]:
    """The named columns that are not there."""
    named = [
        name for wanted in columns.values() for alternatives in parts(table_names, wanted) for name in alternatives
    ]
    return [name for name in named if name not in table_names]


def shape(raw: Raw, layout: Layout, *, declared: bool, prefix: str = "") -> Shaped:
    """Messages of a raw table; `declared` says that the caller named the id, so that it is not doubted.

    Where the layout has questions, a row is a message for each that it answers; all are of the row's sender.
    """
    columns = layout.columns
    texts = [
        _blank_to_null(_clean(_joined(raw.table, wanted, "\n\n"))) for wanted in layout.questions or (columns["text"],)
    ]
    ids, chosen, warnings = _ids(raw, columns, texts, declared, prefix)
    sent_at, unread = _sent_at(raw.table, columns)
    if unread:
        warnings.append(f"{unread:,} dates could not be read and are left out")
    facts, faults = answers.facts(raw.table, layout.facts)
    table = pa.table(
        {
            "id": ids,
            "lang": _mapped(_optional(raw.table, columns, "lang"), language_code),
            "channel": pc.fill_null(_optional(raw.table, columns, "channel"), pa.scalar(raw.channel, pa.string()))
            if raw.channel
            else _optional(raw.table, columns, "channel"),
            "sender": own_sender(_named(_clean(_optional(raw.table, columns, "sender"))), ids),
            "sent_at": sent_at,
            "question": pc.utf8_slice_codeunits(
                _clean(_optional(raw.table, columns, "question")), 0, answers.LONGEST_QUESTION
            ),
            "facts": facts,
        }
    )
    rows = None
    if layout.questions:
        rows, table = _asked(table, texts, layout.questions)
    else:
        table = table.append_column("text", texts[0])
    keep, rejected = _judge(raw, table, rows)
    kept = table if keep.all() else table.filter(pa.array(keep))
    messages = kept.select(MESSAGE_SCHEMA.names).cast(MESSAGE_SCHEMA) if len(kept) else MESSAGE_SCHEMA.empty_table()
    return Shaped(messages, rejected, chosen, [*warnings, *faults], unread)


def _asked(
    table: pa.Table, texts: Sequence[pa.ChunkedArray], questions: Sequence[str]
) -> tuple[answers.Rows, pa.Table]:
    """A row for each answer, its id that of the row with the number of the question; and the rows they come from."""
    row, which = answers.answered(texts)
    answer = table.take(pa.array(row))
    ids, titles = answer["id"], [title[: answers.LONGEST_QUESTION] for title in questions]
    if len(questions) > 1:
        ids = pc.binary_join_element_wise(ids, pa.array(which + 1).cast(pa.string()), ":")
    asked = {"id": ids, "question": pa.array(titles, pa.string()).take(pa.array(which))}
    for name, values in asked.items():
        answer = answer.set_column(answer.schema.get_field_index(name), name, values)
    return row, answer.append_column("text", answers.taken(texts, row, which))


def _strings(table: pa.Table, name: str) -> pa.ChunkedArray:
    column = table[name]
    if pa.types.is_floating(column.type) and pc.all(pc.equal(column, pc.floor(column))).as_py():
        # Whole numbers that a spreadsheet or a null turned into floating ones.
        column = column.cast(pa.int64(), safe=False)
    return column.cast(pa.string())


def _joined(table: pa.Table, wanted: str, between: str) -> pa.ChunkedArray:
    """The columns of a field as one: pieces that are filled, in order, with `between` between them."""
    values = []
    for alternatives in parts(table.column_names, wanted):
        filled = [_blank_to_null(_strings(table, name)) for name in alternatives]
        values.append(reduce(pc.coalesce, filled))
    if len(values) == 1:
        return values[0]
    # Arrow leaves out a row in which every value is null.
    empty = reduce(pc.and_, map(pc.is_null, values))
    values[0] = pc.if_else(empty, "", values[0])
    joined = pc.binary_join_element_wise(*values, between, null_handling="skip")
    return _blank_to_null(joined)


def _blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    blank = pc.match_substring_regex(column, r"\A\s*\z")
    if not pc.any(blank).as_py():
        return column
    return pc.if_else(blank, pa.scalar(None, column.type), column)


def _clean(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pc.any(pc.match_substring_regex(column, CONTROL)).as_py():
        return column
    return pc.replace_substring_regex(column, CONTROL, " ")


def _optional(table: pa.Table, columns: Mapping[str, str], name: str) -> pa.ChunkedArray:
    if name not in columns:
        return pa.chunked_array([pa.nulls(len(table), pa.string())])
    return pc.utf8_trim_whitespace(_joined(table, columns[name], " "))


def _named(senders: pa.ChunkedArray) -> pa.ChunkedArray:
    """The senders without what platforms write for nobody in particular, who are not all one person."""
    nobody = pc.is_in(pc.utf8_lower(senders), value_set=NOBODY)
    return pc.if_else(nobody, pa.scalar(None, senders.type), senders) if pc.any(nobody).as_py() else senders


def _mapped(column: pa.ChunkedArray, function: Callable[[str], str]) -> pa.ChunkedArray:
    """The column with a function applied to each distinct value once."""
    encoded = column.dictionary_encode().unify_dictionaries()
    if not encoded.num_chunks:
        return column
    values = pa.array([function(value) for value in encoded.chunk(0).dictionary.to_pylist()], pa.string())
    return pa.chunked_array([values.take(chunk.indices) for chunk in encoded.chunks], pa.string())


def _sent_at(table: pa.Table, columns: Mapping[str, str]) -> tuple[pa.ChunkedArray, int]:
    if "sent_at" not in columns:
        return pa.chunked_array([pa.nulls(len(table), dates.TIMESTAMP)]), 0
    values = parts(table.column_names, columns["sent_at"])
    if len(values) == 1 and len(values[0]) == 1 and pa.types.is_temporal(table[values[0][0]].type):
        given = table[values[0][0]]
    else:
        given = _joined(table, columns["sent_at"], " ")
    parsed = dates.parse(given)
    return parsed, parsed.null_count - given.null_count


def _ids(
    raw: Raw, columns: Mapping[str, str], texts: Sequence[pa.ChunkedArray], declared: bool, prefix: str
) -> tuple[pa.ChunkedArray, dict[str, str], list[str]]:
    """Ids as the file has them, numbered where it has none, and what was decided about them."""
    numbered = pa.array(np.arange(1, len(raw.table) + 1)).cast(pa.string())
    numbered = pa.chunked_array([pc.binary_join_element_wise(prefix, numbered, "")])
    if "id" not in columns:
        return numbered, dict(columns), []
    ids = pc.utf8_trim_whitespace(_clean(_joined(raw.table, columns["id"], ":")))
    if not declared and _is_shared(ids, texts):
        kept_columns = {name: column for name, column in columns.items() if name != "id"}
        return (
            numbered,
            kept_columns,
            [f"column {columns['id']} names several messages at once; rows are numbered instead"],
        )
    return pc.coalesce(ids, pc.binary_join_element_wise("row ", numbered, "")), dict(columns), []


def _is_shared(ids: pa.ChunkedArray, texts: Sequence[pa.ChunkedArray]) -> bool:
    different = pc.count_distinct(ids).as_py()
    if different == len(ids):
        return False
    blank = "replace" if len(texts) > 1 else "emit_null"
    pairs = pc.count_distinct(pc.binary_join_element_wise(ids, *texts, "\x00", null_handling=blank)).as_py()
    return bool(pairs - different > MOST_IDS_SHARED * len(ids))


def _judge(raw: Raw, table: pa.Table, rows: answers.Rows | None) -> tuple[Mask, list[Rejected]]:
    """Which rows are messages, and the others with their reason."""
    no_text = np.asarray(pc.is_null(table["text"]))
    too_long = np.asarray(pc.fill_null(pc.greater(pc.utf8_length(table["text"]), MAX_TEXT), False))
    twice = _repeated(table["id"]) & ~no_text & ~too_long
    keep = ~(no_text | too_long | twice)
    if keep.all():
        return keep, []
    lines = raw.lines()
    found: list[tuple[int, Rejected]] = []
    for mask, reason, detail in (
        (no_text, "no_text", "there is no text"),
        (too_long, "text_too_long", f"the text is longer than {MAX_TEXT:,} characters"),
        (twice, "duplicate_id", "an earlier row has the same id"),
    ):
        for at in np.flatnonzero(mask):
            row = int(at if rows is None else rows[at])
            line = None if lines is None else int(lines[row])
            found.append((int(at), Rejected(line, reason, detail, _raw(raw.table, row, table, int(at)))))
    return keep, [rejected for _, rejected in sorted(found, key=lambda pair: pair[0])]


def _raw(source: pa.Table, row: int, table: pa.Table, at: int) -> str:
    text = table["text"][at].as_py() or ""
    return shortened(f"{table['id'][at].as_py()}: {text}" if text else str(source.slice(row, 1).to_pylist()[0]))


def _repeated(ids: pa.ChunkedArray) -> Mask:
    """Rows whose id an earlier row has."""
    encoded = ids.combine_chunks().dictionary_encode() if ids.num_chunks else None
    if encoded is None or len(encoded) == 0:
        return np.zeros(len(ids), bool)
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    indices = np.asarray(encoded.indices)
    first = np.full(len(encoded.dictionary), len(indices), np.int64)
    np.minimum.at(first, indices, np.arange(len(indices)))
    return np.asarray(first[indices] != np.arange(len(indices)))


def without_repeated(table: pa.Table) -> tuple[pa.Table, list[Rejected]]:
    """Messages of several files without those whose id an earlier file has."""
    twice = _repeated(table["id"])
    if not twice.any():
        return table, []
    detail = "a message of an earlier file has the same id"
    rejected = [
        Rejected(None, "duplicate_id", detail, _raw(table, int(at), table, int(at))) for at in np.flatnonzero(twice)
    ]
    return table.filter(pa.array(~twice)), rejected
