"""PostgreSQL full text: two tables beside the record's, written with the same words as the index in process.

The words are taken apart and stemmed here, not by a configuration of the server, so that both engines find the same;
a lexeme bears its field before it, “fr:rivi”. The tables are made when they are first written: they hold nothing that
is not made from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import sleep
from typing import Any

from django.db import connection, transaction

from hemicycle.record.search.engine import Criteria, Matches
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.record.search.question import Run, wanted
from hemicycle.record.search.words import FIELDS, WORD, analyzer, field_of, plain, plain_words, whole

# Goes up whenever columns or analysis change: tables of another layout are not read.
LAYOUT = "1"
ENTRIES, WORDS = f"record_search_{LAYOUT}", f"record_search_{LAYOUT}_word"
# Of tsvector: a position is at most this, and a lexeme has at most 256 of them.
LAST_POSITION, MOST_POSITIONS = 16_383, 256
SECONDS_BETWEEN_LOOKS = 0.2
AT_ONCE = 500
# Of advisory locks, which are named by numbers: “hemi” in ASCII.
LOCK = 0x68656D69
_TABLES = f"""
CREATE TABLE IF NOT EXISTS {ENTRIES} (
    key text PRIMARY KEY, kind text NOT NULL, owners text[] NOT NULL, languages text[] NOT NULL,
    people text[] NOT NULL, parties text[] NOT NULL, day date, words tsvector NOT NULL, titles tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS {ENTRIES}_words ON {ENTRIES} USING gin (words);
CREATE INDEX IF NOT EXISTS {ENTRIES}_titles ON {ENTRIES} USING gin (titles);
CREATE INDEX IF NOT EXISTS {ENTRIES}_owners ON {ENTRIES} USING gin (owners);
CREATE INDEX IF NOT EXISTS {ENTRIES}_people ON {ENTRIES} USING gin (people);
CREATE INDEX IF NOT EXISTS {ENTRIES}_day ON {ENTRIES} (day DESC NULLS LAST, key);
CREATE TABLE IF NOT EXISTS {WORDS} (
    key text NOT NULL REFERENCES {ENTRIES} ON DELETE CASCADE, plain text NOT NULL, word text NOT NULL);
CREATE INDEX IF NOT EXISTS {WORDS}_plain ON {WORDS} (plain text_pattern_ops);
CREATE INDEX IF NOT EXISTS {WORDS}_key ON {WORDS} (key);
"""


class InPostgres:
    def is_there(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [ENTRIES])
            return bool(cursor.fetchone()[0])

    # ── Writing ──

    @contextmanager
    def writer(self, *, waiting: Callable[[], None]) -> Iterator[InPostgresWriter]:
        with connection.cursor() as cursor:
            while not _one(cursor, "SELECT pg_try_advisory_lock(%s)", [LOCK]):
                waiting()
                sleep(SECONDS_BETWEEN_LOOKS)
            try:
                cursor.execute(_TABLES)
                yield InPostgresWriter()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    # ── Asking ──

    def find(self, criteria: Criteria, *, offset: int, limit: int) -> Matches:
        if not self.is_there():
            return Matches(0, ())
        where, values, rank, ranked = _where(criteria)
        by, among = (rank, ranked) if rank and not criteria.newest else ("day", [])
        # What has words is looked up once, and counted and ordered there; all of a kind is counted, and read by day.
        once = "MATERIALIZED" if rank else "NOT MATERIALIZED"
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH found AS {once} (SELECT key, {by} AS place FROM {ENTRIES} WHERE {where}) "
                "SELECT (SELECT count(*) FROM found), "
                "ARRAY(SELECT key FROM found ORDER BY place DESC NULLS LAST, key LIMIT %s OFFSET %s)",
                [*among, *values, limit, offset],
            )
            total, keys = cursor.fetchone()
            return Matches(total, tuple(keys))

    def named(self, words: Sequence[str], kinds: Sequence[Kind], *, limit: int, beginning: bool = True) -> list[str]:
        if not words or not self.is_there():
            return []
        asked = " & ".join([*map(_lexeme, words[:-1]), _lexeme(words[-1]) + (":*" if beginning else "")])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT key FROM {ENTRIES} WHERE titles @@ %s::tsquery AND kind = ANY(%s) "
                "ORDER BY length(titles), key LIMIT %s",
                [asked, [str(kind) for kind in kinds], limit],
            )
            return [key for (key,) in cursor.fetchall()]

    def spellings(self, beginning: str, *, limit: int) -> list[str]:
        if not self.is_there():
            return []
        literal = beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT word FROM {WORDS} WHERE plain LIKE %s GROUP BY plain, word "
                "ORDER BY count(*) DESC, plain, word LIMIT %s",
                [f"{literal}%", limit],
            )
            return [word for (word,) in cursor.fetchall()]


class InPostgresWriter:
    @transaction.atomic
    def replace(self, owners: Sequence[str], entries: Iterable[Entry]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {ENTRIES} WHERE owners && %s", [list(owners)])
            return _add(cursor, entries)

    @transaction.atomic
    def replace_all(self, entries: Iterable[Entry]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {ENTRIES}")
            return _add(cursor, entries)


def _add(cursor: Any, entries: Iterable[Entry]) -> int:
    added = 0
    rows: list[list[Any]] = []
    spelled: list[tuple[str, str, str]] = []
    for entry in entries:
        titles = sorted({word for title in entry.titles for word in WORD.findall(whole(title).lower())})
        rows.append(_row(entry, titles))
        spelled += [(entry.key, plain(word), word) for word in titles]
        if len(rows) == AT_ONCE:
            added += _insert(cursor, rows, spelled)
    return added + _insert(cursor, rows, spelled)


def _insert(cursor: Any, rows: list[list[Any]], spelled: list[tuple[str, str, str]]) -> int:
    """Write what is there and empty the lists."""
    one = "(%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector)"
    if rows:
        values = [value for row in rows for value in row]
        cursor.execute(f"INSERT INTO {ENTRIES} VALUES {', '.join([one] * len(rows))}", values)
    for start in range(0, len(spelled), AT_ONCE):
        several = spelled[start : start + AT_ONCE]
        values = [value for row in several for value in row]
        cursor.execute(f"INSERT INTO {WORDS} VALUES {', '.join(['(%s, %s, %s)'] * len(several))}", values)
    written = len(rows)
    rows.clear()
    spelled.clear()
    return written


def _row(entry: Entry, titles: Iterable[str]) -> list[Any]:
    several = [list(values) for values in (entry.owners, entry.languages, entry.people, entry.parties)]
    named = " ".join(sorted({_lexeme(plain(word)) for word in titles}))
    return [entry.key, str(entry.kind), *several, entry.day, _vector(entry), named]


def _vector(entry: Entry) -> str:
    """The words with their places, as a literal of tsvector."""
    places: dict[str, list[int]] = {}
    for language, texts in entry.texts.items():
        field, begins = field_of(language), 1
        for text in texts:
            stems = analyzer(field).analyze(whole(text))
            for at, stem in enumerate(stems, start=begins):
                places.setdefault(f"{field}:{stem}", []).append(min(at, LAST_POSITION))
            # No phrase runs from one text into the next.
            begins += len(stems) + 1
            for stem in analyzer(field).analyze(" ".join(plain_words(whole(text), field))):
                places.setdefault(f"{field}:{stem}", []).append(LAST_POSITION)
    return " ".join(
        f"{_lexeme(word)}:{','.join(map(str, sorted(set(several))[:MOST_POSITIONS]))}"
        for word, several in places.items()
    )


def _lexeme(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _where(criteria: Criteria) -> tuple[str, list[Any], str, list[Any]]:
    """The condition with its values, and what entries are ranked by with its values."""
    fields = (field_of(criteria.language),) if criteria.language else FIELDS
    conditions, values, rank, ranked = ["TRUE"], list[Any](), "", list[Any]()
    if any(not part.without for part in criteria.parts):
        asked = " | ".join(filter(None, (_all_of(wanted(criteria.parts, field).must, field) for field in fields)))
        conditions.append("words @@ %s::tsquery" if asked else "FALSE")
        values += [asked] if asked else []
        # 1: divided by the logarithm of the length, the nearest to what Tantivy does.
        rank, ranked = ("ts_rank(words, %s::tsquery, 1)", [asked]) if asked else ("", [])
    for field in fields:
        for run in wanted(criteria.parts, field).must_not:
            conditions.append("NOT words @@ %s::tsquery")
            values.append(_run(run, field))
    for condition, value in _filters(criteria):
        conditions.append(condition)
        values.append(value)
    return " AND ".join(conditions), values, rank, ranked


def _filters(criteria: Criteria) -> Iterator[tuple[str, Any]]:
    if criteria.kind:
        yield "kind = %s", criteria.kind
    if criteria.people is not None:
        yield "people && %s", list(criteria.people)
    if criteria.parties is not None:
        yield "parties && %s", list(criteria.parties)
    if criteria.language:
        yield "%s = ANY(languages)", criteria.language
    if criteria.since:
        yield "day >= %s", criteria.since
    if criteria.until:
        yield "day <= %s", criteria.until


def _all_of(runs: Sequence[Run], field: str) -> str:
    return f"({' & '.join(_run(run, field) for run in runs)})" if runs else ""


def _run(run: Run, field: str) -> str:
    """Its spellings; words of one that follow one another."""
    ways = (" <-> ".join(_lexeme(f"{field}:{stem}") for stem in way) for way in run.spellings)
    return f"({' | '.join(ways)})"


def _one(cursor: Any, sql: str, values: list[Any]) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchone()[0]
