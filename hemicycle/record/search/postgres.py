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

from hemicycle.record.search.engine import Criteria, Matches, Slice, Spelling, one_for_all
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.record.search.question import Run, wanted
from hemicycle.record.search.vocabulary import Vocabulary, Words
from hemicycle.record.search.words import FIELDS, WORD, analyzer, field_of, plain, plain_words, whole

# Goes up whenever columns or analysis change: tables of another layout are not read.
LAYOUT = "2"
ENTRIES, WORDS = f"record_search_{LAYOUT}", f"record_search_{LAYOUT}_word"
VOCABULARY = f"record_search_{LAYOUT}_vocabulary"
# Of tsvector: a position is at most this, and a lexeme has at most 256 of them.
LAST_POSITION, MOST_POSITIONS = 16_383, 256
SECONDS_BETWEEN_LOOKS = 0.2
AT_ONCE = 500
# Of advisory locks, which are named by numbers: “hemi” in ASCII.
LOCK = 0x68656D69
_TABLES = f"""
CREATE TABLE IF NOT EXISTS {ENTRIES} (
    key text PRIMARY KEY, kind text NOT NULL, owners text[] NOT NULL, languages text[] NOT NULL,
    people text[] NOT NULL, parties text[] NOT NULL, day date, words tsvector NOT NULL, titles tsvector NOT NULL,
    text bigint NOT NULL);
CREATE INDEX IF NOT EXISTS {ENTRIES}_words ON {ENTRIES} USING gin (words);
CREATE INDEX IF NOT EXISTS {ENTRIES}_titles ON {ENTRIES} USING gin (titles);
CREATE INDEX IF NOT EXISTS {ENTRIES}_owners ON {ENTRIES} USING gin (owners);
CREATE INDEX IF NOT EXISTS {ENTRIES}_people ON {ENTRIES} USING gin (people);
CREATE INDEX IF NOT EXISTS {ENTRIES}_day ON {ENTRIES} (day DESC NULLS LAST, key);
CREATE TABLE IF NOT EXISTS {WORDS} (
    key text NOT NULL REFERENCES {ENTRIES} ON DELETE CASCADE, plain text NOT NULL, word text NOT NULL);
CREATE INDEX IF NOT EXISTS {WORDS}_plain ON {WORDS} (plain text_pattern_ops);
CREATE INDEX IF NOT EXISTS {WORDS}_key ON {WORDS} (key);
CREATE TABLE IF NOT EXISTS {VOCABULARY} (owner text NOT NULL, plain text NOT NULL, word text NOT NULL);
CREATE INDEX IF NOT EXISTS {VOCABULARY}_owner ON {VOCABULARY} (owner);
CREATE INDEX IF NOT EXISTS {VOCABULARY}_plain ON {VOCABULARY} (plain);
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

        def read(begin: int, most: int) -> Slice:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"WITH found AS {once} (SELECT key, text, {by} AS place FROM {ENTRIES} WHERE {where}), "
                    "best AS (SELECT key, text, row_number() OVER (ORDER BY place DESC NULLS LAST, key) AS nth "
                    "FROM found ORDER BY place DESC NULLS LAST, key LIMIT %s OFFSET %s) "
                    "SELECT (SELECT count(*) FROM found), ARRAY(SELECT key FROM best ORDER BY nth), "
                    "ARRAY(SELECT text FROM best ORDER BY nth)",
                    [*among, *values, most, begin],
                )
                total, keys, texts = cursor.fetchone()
            return total, list(zip(keys, texts, strict=True))

        if criteria.once:
            return one_for_all(read, offset=offset, limit=limit)
        total, found = read(offset, limit)
        return Matches(total, tuple(key for key, _ in found))

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

    def known(self, words: Iterable[str]) -> dict[str, Spelling]:
        if not (asked := list(words)) or not self.is_there():
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT plain, min(word), count(DISTINCT owner) FROM {VOCABULARY} "
                "WHERE plain = ANY(%s) GROUP BY plain",
                [asked],
            )
            return {plain: Spelling(written, places) for plain, written, places in cursor.fetchall()}

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
            cursor.execute(f"DELETE FROM {VOCABULARY} WHERE owner = ANY(%s)", [list(owners)])
            return _add(cursor, entries, Vocabulary(owners))

    @transaction.atomic
    def replace_all(self, entries: Iterable[Entry]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {ENTRIES}")
            cursor.execute(f"DELETE FROM {VOCABULARY}")
            return _add(cursor, entries, Vocabulary())


def _add(cursor: Any, entries: Iterable[Entry], vocabulary: Vocabulary) -> int:
    added = 0
    rows: list[list[Any]] = []
    spelled: list[tuple[str, str, str]] = []
    for entry in entries:
        titles = sorted({word for title in entry.titles for word in WORD.findall(whole(title).lower())})
        rows.append(_row(entry, titles))
        spelled += [(entry.key, plain(word), word) for word in titles]
        _insert_words(cursor, VOCABULARY, _by_owner(vocabulary.take(entry)))
        if len(rows) == AT_ONCE:
            added += _insert(cursor, rows, spelled)
    _insert_words(cursor, VOCABULARY, _by_owner(vocabulary.rest()))
    return added + _insert(cursor, rows, spelled)


def _by_owner(taken: Iterable[tuple[str, Words]]) -> list[tuple[str, str, str]]:
    return [(owner, plain(word), word) for owner, words in taken for word in sorted(words)]


def _insert(cursor: Any, rows: list[list[Any]], spelled: list[tuple[str, str, str]]) -> int:
    """Write what is there and empty the lists."""
    one = "(%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector, %s)"
    if rows:
        values = [value for row in rows for value in row]
        cursor.execute(f"INSERT INTO {ENTRIES} VALUES {', '.join([one] * len(rows))}", values)
    _insert_words(cursor, WORDS, spelled)
    written = len(rows)
    rows.clear()
    spelled.clear()
    return written


def _insert_words(cursor: Any, table: str, rows: Sequence[tuple[str, str, str]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        several = rows[start : start + AT_ONCE]
        values = [value for row in several for value in row]
        cursor.execute(f"INSERT INTO {table} VALUES {', '.join(['(%s, %s, %s)'] * len(several))}", values)


def _row(entry: Entry, titles: Iterable[str]) -> list[Any]:
    several = [list(values) for values in (entry.owners, entry.languages, entry.people, entry.parties)]
    named = " ".join(sorted({_lexeme(plain(word)) for word in titles}))
    return [entry.key, str(entry.kind), *several, entry.day, _vector(entry), named, entry.text_mark]


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
        asked = _in_any(criteria, fields)
        nearly = _in_any(criteria, fields, nearly=True) if any(part.near for part in criteria.parts) else asked
        conditions.append("words @@ %s::tsquery" if nearly else "FALSE")
        values += [nearly] if nearly else []
        # 1: divided by the logarithm of the length, the nearest to what Tantivy does; always less than 1.
        rank, ranked = ("ts_rank(words, %s::tsquery, 1)", [nearly]) if nearly else ("", [])
        if asked and nearly != asked:
            rank, ranked = f"(words @@ %s::tsquery)::int + {rank}", [asked, nearly]
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


def _in_any(criteria: Criteria, fields: Iterable[str], *, nearly: bool = False) -> str:
    asked = (_all_of(wanted(criteria.parts, field).must, field, nearly=nearly) for field in fields)
    return " | ".join(filter(None, asked))


def _all_of(runs: Sequence[Run], field: str, *, nearly: bool) -> str:
    return f"({' & '.join(_run(run, field, nearly=nearly) for run in runs)})" if runs else ""


def _run(run: Run, field: str, *, nearly: bool = False) -> str:
    """Its spellings; words of one that follow one another."""
    written = [*run.spellings, *(run.near_spellings if nearly else ())]
    ways = (" <-> ".join(_lexeme(f"{field}:{stem}") for stem in way) for way in written)
    return f"({' | '.join(ways)})"


def _one(cursor: Any, sql: str, values: list[Any]) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchone()[0]
