"""Keeps sources up to date: polls folders and addresses, and imports what changed.

One round polls every source once, one after the other. What was seen last is kept (`Watched`), so that a new start
asks no more than needed. A server that asks for patience gets it; one that does not answer is asked ever less often.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from hemicycle.record import actions
from hemicycle.record.errors import RecordError, UnknownReference
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import UnreadableFile
from hemicycle.record.models import Watched
from hemicycle.record.papers import FromWhere
from hemicycle.record.sources import fetching
from hemicycle.record.sources.receiving import Papers, Received, receive
from hemicycle.rules.work import attempt

# A second between two requests, as crawlers of libraries keep it; a publisher's server notices none of us.
PAUSE_SECONDS = 1.0
# After each failure twice as long, up to a day.
LONGEST_WAIT = timedelta(days=1)
Trouble = fetching.FetchError | UnreadableFile | RecordError


@dataclass(frozen=True, slots=True)
class PollResult:
    """Of one poll of one file or address: what was received, or what was wrong, or neither (unchanged)."""

    address: str
    received: Received | None = None
    trouble: Trouble | None = None
    waits_until: datetime | None = None


@dataclass
class Watch:
    """`every` is the time between rounds, and the first wait after a failure."""

    sources: tuple[str, ...]
    by: Any
    every: timedelta
    licence: str = ""
    user_agent: str = "Hemicycle"
    passing: Callable[[Papers], Papers] = iter
    now: Callable[[], datetime] = timezone.now
    sleep: Callable[[float], None] = time.sleep
    limit: int = fetching.LIMIT_BYTES
    _asked: int = field(default=0, init=False)

    def round(self) -> Iterator[PollResult]:
        for source in self.sources:
            if fetching.is_address(source):
                row = Watched.objects.at(source[:500])
                yield self._one(row, source, partial(self._poll_address, source))
            else:
                yield from self._poll_folder(Path(source))

    def for_ever(self) -> Iterator[PollResult]:
        while True:
            yield from self.round()
            self.sleep(self.every.total_seconds())

    def _poll_folder(self, folder: Path) -> Iterator[PollResult]:
        """The files of a folder that are new or were written anew, those that others refer to first."""
        files = [folder] if folder.is_file() else sorted(path for path in folder.rglob("*") if _is_ours(path))
        ranked: list[tuple[int, Path, formats.Format]] = []
        for file in files:
            row = Watched.objects.at(str(file.resolve())[:500])
            if row.last_modified == _written(file):
                yield PollResult(str(file))
                continue
            try:
                ranked.append((formats.rank(file), file, formats.recognise(file)))
            except UnreadableFile as trouble:
                yield self._failed(row, str(file), trouble, last_modified=_written(file))
        for _rank, file, form in sorted(ranked, key=lambda each: each[:2]):
            row, written = Watched.objects.at(str(file.resolve())[:500]), _written(file)
            yield self._one(row, str(file), partial(self._take_file, file, form), last_modified=written)

    def _one(self, row: Watched, address: str, poll: Callable[[], PollResult], **values: Any) -> PollResult:
        """An unforeseen failure of one source does not stop the others."""
        wrong: list[str] = []
        found = attempt(row, poll, failed=wrong.append)
        return found or self._failed(row, address, RecordError("".join(wrong)), **values)

    def _take_file(self, file: Path, form: formats.Format) -> PollResult:
        row, written = Watched.objects.at(str(file.resolve())[:500]), _written(file)
        try:
            received = receive(file, form, by=self.by, passing=self.passing)
        except UnknownReference as trouble:
            # What it refers to may be in the folder tomorrow: it is read again in the next round.
            return self._failed(row, str(file), trouble)
        except (UnreadableFile, RecordError) as trouble:
            return self._failed(row, str(file), trouble, last_modified=written)
        actions.record_poll(row, now=self.now(), changed=True, last_modified=written)
        return PollResult(str(file), received)

    def _poll_address(self, address: str) -> PollResult:
        row = Watched.objects.at(address[:500])
        if row.not_before and row.not_before > self.now():
            return PollResult(address, waits_until=row.not_before)
        if self._asked:
            self.sleep(PAUSE_SECONDS)
        self._asked += 1
        with tempfile.TemporaryDirectory(prefix="hemicycle-") as folder:
            try:
                return self._fetch(address, row, Path(folder) / "file")
            except fetching.FetchError as trouble:
                return self._failed(row, address, trouble, not_before=self._again(row, trouble))

    def _fetch(self, address: str, row: Watched, into: Path) -> PollResult:
        fetched = fetching.fetch(
            address,
            into,
            etag=row.etag,
            last_modified=row.last_modified,
            user_agent=self.user_agent,
            limit=self.limit,
        )
        values: dict[str, Any] = {"etag": fetched.etag, "last_modified": fetched.last_modified}
        if fetched.path is None or fetched.digest == row.digest:
            actions.record_poll(row, now=self.now(), changed=False, **values)
            return PollResult(address)
        where = FromWhere(address[:500], self.now().astimezone(UTC), self.licence)
        try:
            received = receive(into, formats.recognise(into), by=self.by, where=where, passing=self.passing)
        except UnknownReference as trouble:
            return self._failed(row, address, trouble)
        except (UnreadableFile, RecordError) as trouble:
            return self._failed(row, address, trouble, digest=fetched.digest, **values)
        actions.record_poll(row, now=self.now(), changed=True, digest=fetched.digest, **values)
        return PollResult(address, received)

    def _failed(self, row: Watched, address: str, trouble: Trouble, **values: Any) -> PollResult:
        actions.record_poll(row, now=self.now(), changed=False, reason=str(trouble)[:400], **values)
        return PollResult(address, trouble=trouble)

    def _again(self, row: Watched, trouble: fetching.FetchError) -> datetime:
        """When the server asked for, but never sooner than the next wait of ours, which doubles with each failure."""
        doubled: int = 2 ** min(row.failures, 16)
        wait = min(self.every * doubled, LONGEST_WAIT)
        if isinstance(trouble, fetching.Busy) and trouble.again_in is not None:
            wait = timedelta(seconds=trouble.again_in)
        return self.now() + wait


def _is_ours(path: Path) -> bool:
    """A file of the folder, but for those that a program is still writing or keeps for itself."""
    return path.is_file() and not path.name.startswith(".") and path.suffix not in (".part", ".tmp", ".crdownload")


def _written(file: Path) -> str:
    about = file.stat()
    return hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode()).hexdigest()
