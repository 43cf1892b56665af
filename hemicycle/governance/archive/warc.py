"""Records in WARC 1.1 (ISO 28500:2017), each a gzip member of its own; written with warcio, and verified on reading.

What a record says of itself is enough to verify it: the checksum of its gzip member (RFC 1952), and the SHA-1 of its
block and payload in the form that web archives use (annex C of the standard).
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

RESPONSE, RESOURCE, METADATA, REVISIT, WARCINFO = "response", "resource", "metadata", "revisit", "warcinfo"
_READ_BYTES = 64 * 1024
# Of transfer alone: the body is kept whole and as it is.
_OF_TRANSFER = frozenset({"transfer-encoding", "connection", "content-length", "set-cookie", "keep-alive"})


class NotAnArchive(Exception):
    """No WARC file, or none in gzip members; `str` says what is wrong."""


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Record:
    """What is to be kept: the answer of a server (`status` such as "200 OK"), a file, or what we say about it."""

    kind: str
    uri: str
    at: datetime
    content_type: str
    body: bytes = field(repr=False)
    status: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        return f"sha1:{base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()}"

    @property
    def moment(self) -> str:
        return moment(self.at)

    @property
    def identifier(self) -> str:
        """The same for the same content at the same moment."""
        return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join((self.kind, self.uri, self.moment, self.digest)))}>"


@dataclass(frozen=True, slots=True)
class Written:
    """Where a record stands in its file."""

    record: Record
    kind: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Same:
    """A record that holds the same body under the same address already."""

    at: str


class Writer:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._warc = stream, WARCWriter(stream, gzip=True, warc_version="WARC/1.1")

    def write(self, record: Record, *, same: Same | None = None) -> Written:
        """With `same`, that it was still the same is all that is written."""
        start, kind = self._stream.tell(), REVISIT if same else record.kind
        said = {"WARC-Record-ID": record.identifier, "WARC-Date": record.moment}
        http = _http(record) if record.kind == RESPONSE else None
        if same:
            made = self._warc.create_revisit_record(
                record.uri, record.digest, record.uri, same.at, http_headers=http, warc_headers_dict=said
            )
        else:
            made = self._warc.create_warc_record(
                record.uri, record.kind, payload=BytesIO(record.body), length=len(record.body), http_headers=http,
                warc_content_type="" if http else record.content_type, warc_headers_dict=said,
            )  # fmt: skip
        self._warc.write_record(made)
        return Written(record, kind, start, self._stream.tell() - start)


def _http(record: Record) -> StatusAndHeaders:
    kept = [(name, value) for name, value in record.headers if name.lower() not in _OF_TRANSFER]
    return StatusAndHeaders(
        record.status, [*kept, ("Content-Length", str(len(record.body)))], protocol="HTTP/1.1", is_http_request=False
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a file is not what was written, and how, in English."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Verified:
    records: int
    size: int
    sha256: str
    faults: tuple[Fault, ...]


def verify(stream: BinaryIO) -> Verified:
    """The whole file: every gzip member, then every record in it. Raises NotAnArchive for what is no such file."""
    faults, total, size = [], 0, 0
    try:
        for offset, length in members(stream):
            total, size = total + 1, offset + length
    except NotAnArchive as refusal:
        if not total:
            raise
        faults.append(Fault(size, str(refusal)))
    records, wrong = _read_all(stream)
    faults += wrong
    if not faults and records != total:
        faults.append(Fault(0, f"{total} gzip members hold {records} records: one is expected in each"))
    stream.seek(0)
    whole = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return Verified(records, stream.tell(), whole, tuple(faults))


def members(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Offset and length of each gzip member, its checksum verified. Raises NotAnArchive."""
    stream.seek(0)
    start, rest = 0, stream.read(_READ_BYTES)
    while rest:
        reading, length = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), 0
        while True:
            if not rest:
                raise NotAnArchive("it ends in the middle of a record")
            try:
                reading.decompress(rest)
            except zlib.error as error:
                raise NotAnArchive("a record is damaged, or it is not compressed record by record") from error
            length += len(rest) - len(reading.unused_data)
            if reading.eof:
                break
            rest = stream.read(_READ_BYTES)
        yield start, length
        start += length
        rest = reading.unused_data or stream.read(_READ_BYTES)


def _read_all(stream: BinaryIO) -> tuple[int, list[Fault]]:
    stream.seek(0)
    read, count, faults = ArchiveIterator(stream, check_digests=True), 0, []
    try:
        for record in read:
            count += 1
            while record.content_stream().read(_READ_BYTES):
                pass
            if record.digest_checker.passed is False:
                faults.append(Fault(read.get_record_offset(), "its content is not that of its digest"))
    except ArchiveLoadFailed as error:
        if not count:
            raise NotAnArchive("it holds no WARC record") from error
        faults.append(Fault(read.offset, "no record can be read from here on"))
    if not count:
        raise NotAnArchive("it holds no WARC record")
    return count, faults


def read_at(stream: BinaryIO, offset: int) -> tuple[Any, bytes]:
    """The record that begins there: its own headers, and its body as it was."""
    stream.seek(offset)
    record = next(ArchiveIterator(stream, check_digests=True))
    return record, record.content_stream().read()
