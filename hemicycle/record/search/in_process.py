"""Tantivy in process: files in the home folder, `search/<layout>/`.

A commit is one rename, so that whoever is killed in the middle leaves the index as it was before. One process writes,
others read; a reader looks at the index anew when its description on disk is another one.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from time import sleep
from typing import Any

from django.conf import settings
from tantivy import Document, FieldType, Index, IndexWriter, Occur, Order, Query, Schema, SchemaBuilder, Searcher

from hemicycle.record.search.engine import Criteria, Matches, Slice, Spelling, one_for_all
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.record.search.question import Wanted, wanted
from hemicycle.record.search.vocabulary import Vocabulary
from hemicycle.record.search.words import FIELDS, WORD, analyzer, field_of, plain, plain_words, whole

# Goes up whenever fields or analysis change: an index of another layout is not read, and is made anew.
LAYOUT = "2"
# Tantivy's default is 128 MB for each thread; with half of it a machine of 2 GB writes beside its web server.
HEAP = 64_000_000
SECONDS_BETWEEN_LOOKS = 0.2
_MANY = ("owner", "language", "person", "party", "title", "spelling")
_VOCABULARY = ("word", "written")
# More than a rank by words ever is: what has the words as they were typed stands before what has them nearly so.
AS_TYPED = 1_000.0


def schema() -> Schema:
    fields = SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", *_MANY, *_VOCABULARY):
        fields = fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    fields = fields.add_integer_field("day", indexed=True, fast=True)
    fields = fields.add_unsigned_field("text", fast=True)
    for name in FIELDS:
        fields = fields.add_text_field(name, tokenizer_name=name, index_option="position")
    return fields.build()


SCHEMA = schema()
_ANY_KIND = Query.const_score_query(Query.term_set_query(SCHEMA, "kind", list(Kind.values)), 1.0)


@dataclass(slots=True)
class _Open:
    """The index as this process has it open, and what its description on disk was then."""

    index: Index
    seen: tuple[int, int, int]
    searcher: Searcher


class InProcess:
    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._opening = threading.Lock()

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / "search" / LAYOUT

    def is_there(self) -> bool:
        return self._searcher() is not None

    # ── Writing ──

    @contextmanager
    def writer(self, *, waiting: Callable[[], None]) -> Iterator[InProcessWriter]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _pen(self.folder.parent / "lock", waiting):
            index = _opened(self.folder)
            pen = index.writer(HEAP, 1)
            try:
                yield InProcessWriter(pen)
            finally:
                pen.wait_merging_threads()

    # ── Asking ──

    def find(self, criteria: Criteria, *, offset: int, limit: int) -> Matches:
        searcher = self._searcher()
        query = _query(searcher, criteria) if searcher is not None else None
        if searcher is None or query is None:
            return Matches(0, ())
        order = {"order_by_field": "day", "order": Order.Desc} if criteria.newest else {}

        def read(begin: int, most: int) -> Slice:
            found = searcher.search(query, limit=most, offset=begin, **order)  # type: ignore[arg-type]
            places = [address for _, address in found.hits]
            texts = searcher.fast_field_values("text", places) if criteria.once else [0] * len(places)
            keys = (str(searcher.doc(address).get_first("key")) for address in places)
            total: int = found.count  # type: ignore[attr-defined]
            return total, list(zip(keys, (int(text or 0) for text in texts), strict=True))

        if criteria.once:
            return one_for_all(read, offset=offset, limit=limit)
        total, found = read(offset, limit)
        return Matches(total, tuple(key for key, _ in found))

    def named(self, words: Sequence[str], kinds: Sequence[Kind], *, limit: int, beginning: bool = True) -> list[str]:
        searcher = self._searcher()
        if searcher is None or not words:
            return []
        must = [Query.term_query(SCHEMA, "title", word) for word in words]
        if beginning:
            must[-1] = Query.fuzzy_term_query(SCHEMA, "title", words[-1], distance=0, prefix=True)
        must.append(Query.term_set_query(SCHEMA, "kind", [str(kind) for kind in kinds]))
        found = searcher.search(_all(must), limit=limit, count=False)
        return [str(searcher.doc(address).get_first("key")) for _, address in found.hits]

    def known(self, words: Iterable[str]) -> dict[str, Spelling]:
        searcher = self._searcher()
        if searcher is None:
            return {}
        # What was deleted is counted in a dictionary until files are merged: it is looked up as well.
        found = ((word, _places(searcher, word)) for word in words if searcher.doc_freq("word", word))
        return {word: Spelling(_written(searcher, word), places) for word, places in found if places}

    def spellings(self, beginning: str, *, limit: int) -> list[str]:
        searcher = self._searcher()
        if searcher is None:
            return []
        found = searcher.terms_with_prefix("spelling", beginning)
        ordered = sorted(found, key=lambda term: (-term[1], term[0]))
        return [term.partition("/")[2] for term, _ in ordered[:limit]]

    def _searcher(self) -> Searcher | None:
        """The searcher over the last commit; None where there is no index that can be read."""
        # At every question: one Path is made, not four.
        folder = f"{settings.HOME}/search/{LAYOUT}"
        try:
            described = Path(f"{folder}/meta.json").stat()
        except FileNotFoundError:
            return None
        seen = described.st_ino, described.st_mtime_ns, described.st_size
        with self._opening:
            here = self._open.get(folder)
            if here is None or here.seen != seen:
                here = _read(folder, seen)
                self._open = {folder: here} if here else {}
        return here.searcher if here else None


class InProcessWriter:
    def __init__(self, pen: IndexWriter) -> None:
        self._pen = pen

    def replace(self, owners: Sequence[str], entries: Iterable[Entry]) -> int:
        for owner in owners:
            self._pen.delete_documents_by_term("owner", owner)
        return self._add(entries, Vocabulary(owners))

    def replace_all(self, entries: Iterable[Entry]) -> int:
        self._pen.delete_all_documents()
        return self._add(entries, Vocabulary())

    def _add(self, entries: Iterable[Entry], vocabulary: Vocabulary) -> int:
        """All of them and what was deleted before, in one commit; what breaks on the way takes everything back."""
        added, whole_way = 0, False
        try:
            for entry in entries:
                self._pen.add_document(_document(entry))
                added += 1
                for owner, words in vocabulary.take(entry):
                    self._pen.add_document(_words(owner, words))
            for owner, words in vocabulary.rest():
                self._pen.add_document(_words(owner, words))
            whole_way = True
        finally:
            if not whole_way:
                self._pen.rollback()
        self._pen.commit()
        return added


@contextmanager
def _pen(lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    while True:
        try:
            with locked(lock):
                yield
            return
        except LockHeld:
            waiting()
            sleep(SECONDS_BETWEEN_LOOKS)


def _opened(folder: Path) -> Index:
    """The index to write to; one that cannot be read any more, or is of other fields, begins anew."""
    try:
        index = Index(SCHEMA, path=str(folder))
    except (ValueError, OSError):
        rmtree(folder)
        folder.mkdir(mode=0o700)
        index = Index(SCHEMA, path=str(folder))
    for name in FIELDS:
        index.register_tokenizer(name, analyzer(name))
    return index


def _read(folder: str, seen: tuple[int, int, int]) -> _Open | None:
    with suppress(ValueError, OSError):
        index = Index.open(folder)
        index.config_reader("manual")
        for name in FIELDS:
            index.register_tokenizer(name, analyzer(name))
        return _Open(index, seen, index.searcher())
    return None


def _document(entry: Entry) -> Document:
    document = Document()
    document.add_text("key", entry.key)
    document.add_text("kind", str(entry.kind))
    titles = sorted({word for title in entry.titles for word in WORD.findall(whole(title).lower())})
    values = (
        entry.owners,
        entry.languages,
        entry.people,
        entry.parties,
        sorted({plain(word) for word in titles}),
        [f"{plain(word)}/{word}" for word in titles],
    )
    for name, several in zip(_MANY, values, strict=True):
        for value in several:
            document.add_text(name, value)
    if entry.day:
        document.add_integer("day", _number(entry.day))
    document.add_unsigned("text", entry.text_mark)
    for language, texts in entry.texts.items():
        _add_words(document, field_of(language), texts)
    return document


def _words(owner: str, words: Iterable[str]) -> Document:
    """The vocabulary of an owner; without a kind, so that no question finds it."""
    document = Document()
    document.add_text("owner", owner)
    for word in words:
        document.add_text("written", f"{plain(word)}/{word}")
    for word in {plain(word) for word in words}:
        document.add_text("word", word)
    return document


def _places(searcher: Searcher, word: str) -> int:
    found: int = searcher.search(Query.term_query(SCHEMA, "word", word), limit=1).count  # type: ignore[attr-defined]
    return found


def _written(searcher: Searcher, word: str) -> str:
    ((written, _places), *_others) = searcher.terms_with_prefix("written", f"{word}/", Query.all_query(), 1)
    return str(written).partition("/")[2]


def _add_words(document: Document, field: str, texts: Iterable[str]) -> None:
    for text in texts:
        words = whole(text)
        document.add_text(field, words)
        if spelled := plain_words(words, field):
            document.add_text(field, " ".join(spelled))


def _number(day: Any) -> int:
    return int(f"{day:%Y%m%d}")


def _query(searcher: Searcher, criteria: Criteria) -> Query | None:
    """None where nothing can match."""
    filters = list(_filters(criteria))
    fields = (field_of(criteria.language),) if criteria.language else FIELDS
    asked = [(field, wanted(criteria.parts, field)) for field in fields]
    unwanted = [_run(way, field) for field, one in asked for run in one.must_not for way in run.spellings]
    if all(part.without for part in criteria.parts):
        return _all([_ANY_KIND, *filters], unwanted)
    ways = [way for field, one in asked if (way := _way(searcher, one, field))]
    if any(part.near for part in criteria.parts):
        nearly = [way for field, one in asked if (way := _way(searcher, one, field, nearly=True))]
        ways = [_as_typed_first(ways, nearly)] if ways else nearly
    return _all([_any(ways), *filters], unwanted) if ways else None


def _as_typed_first(ways: Sequence[Query], nearly: Sequence[Query]) -> Query:
    first = Query.const_score_query(_any(ways), AS_TYPED)
    return Query.boolean_query([(Occur.Must, _any(nearly)), (Occur.Should, first)])


def _way(searcher: Searcher, asked: Wanted, field: str, *, nearly: bool = False) -> Query | None:
    """The runs that must be there, in one field; None where that field lacks one of their words altogether."""
    must = []
    for run in asked.must:
        written = [*run.spellings, *(run.near_spellings if nearly else ())]
        ways = [way for way in written if all(searcher.doc_freq(field, stem) for stem in way)]
        if not ways:
            return None
        must.append(_any([_run(way, field) for way in ways]))
    return _all(must) if must else None


def _run(stems: Sequence[str], field: str) -> Query:
    if len(stems) == 1:
        return Query.term_query(SCHEMA, field, stems[0])
    return Query.phrase_query(SCHEMA, field, list(stems))


def _filters(criteria: Criteria) -> Iterator[Query]:
    if criteria.kind:
        yield Query.const_score_query(Query.term_query(SCHEMA, "kind", criteria.kind), 0.0)
    if criteria.people is not None:
        yield Query.const_score_query(Query.term_set_query(SCHEMA, "person", list(criteria.people)), 0.0)
    if criteria.parties is not None:
        yield Query.const_score_query(Query.term_set_query(SCHEMA, "party", list(criteria.parties)), 0.0)
    if criteria.language:
        yield Query.const_score_query(Query.term_query(SCHEMA, "language", criteria.language), 0.0)
    if criteria.since or criteria.until:
        bounds = [_number(day) if day else None for day in (criteria.since, criteria.until)]
        between = Query.range_query(SCHEMA, "day", FieldType.Integer, bounds[0], bounds[1])
        yield Query.const_score_query(between, 0.0)


def _any(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Sequence[Query], unwanted: Sequence[Query] = ()) -> Query:
    if len(queries) == 1 and not unwanted:
        return queries[0]
    return Query.boolean_query([(Occur.Must, q) for q in queries] + [(Occur.MustNot, q) for q in unwanted])


class LockHeld(Exception):
    """Somebody else holds it; trying again later can help."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock, or raise LockHeld at once."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeld(str(path)) from error
        yield
