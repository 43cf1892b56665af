"""What a network lets its account holders take away, read into messages: nothing is fetched, a person brings the file.

Known layouts, by what is inside, whatever the file is called:

    CSV             a table with a heading row; which column is what, in several spellings (tables.py). comments.csv of
                    YouTube's Takeout is one of them
    JSON            messages/inbox/…/message_1.json and comments_v2 of Facebook and Instagram ("download your
                    information"), what Messenger exports of encrypted talks, user_data_tiktok.json of TikTok, the
                    answer of YouTube's commentThreads.list (Data API v3)
    window.YTD.… =  direct-messages.js, direct-messages-group.js and account.js of X's archive
    .eml, .mbox     notification mails (notifications.py), one or many
    ZIP             of any of these; all else in it is passed over

Most of these archives hold what the account wrote itself: that is counted as ours, and left. What is broken in a file
is set aside and counted with the line it stands on; the rest is read.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterator

from hemicycle.channels.adapters.by_hand.archives import READERS
from hemicycle.channels.adapters.by_hand.found import BadExport, Found
from hemicycle.channels.adapters.by_hand.notifications import is_letters, read_letters
from hemicycle.channels.adapters.by_hand.tables import read_table

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is brought: the messages of years without their pictures."""
LARGEST_INSIDE = 100 * 1024 * 1024
"""Bytes of all that is unpacked of one ZIP; the headers of a bomb may say anything, so octets are counted."""
MOST_INSIDE = 20_000
_CHUNK = 1024 * 1024
_READ = (".json", ".js", ".csv", ".tsv", ".eml", ".mbox")


def read_export(name: str, content: bytes, own: Collection[str]) -> Found:
    """`own` are the names by which the files may call our account. Raises BadExport with what is wrong and where."""
    if len(content) > LARGEST:
        raise BadExport("too-large", name)
    found = Found(frozenset(one.casefold() for one in own if one))
    if content[:4] == b"PK\x03\x04":
        _read_all(name, content, found)
    elif not _read_one(name, content, found):
        raise BadExport("unknown-layout", name)
    if not found.messages and found.own_alone:
        raise BadExport("only-our-own", name)
    return found


def _read_all(name: str, content: bytes, found: Found) -> None:
    known = False
    for inside, octets in _unpacked(name, content):
        try:
            known = _read_one(inside, octets, found) or known
        except BadExport as error:
            if error.code == "own-unknown":
                raise
            known = True
            found.set_aside(error.code, inside, error.line)
    if not known:
        raise BadExport("nothing-known", name)


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """What may be one of ours, account.js first; refused as soon as it is more than anybody wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            inside = [one for one in file.infolist() if one.filename.lower().endswith(_READ)]
            if len(inside) > MOST_INSIDE:
                raise BadExport("too-many-files", name)
            left = LARGEST_INSIDE
            for one in sorted(inside, key=lambda one: (not one.filename.endswith("account.js"), one.filename)):
                if one.flag_bits & 1:
                    raise BadExport("encrypted", name)
                octets = _octets(file, one, left, name)
                left -= len(octets)
                yield one.filename, octets
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise BadExport("broken-zip", name) from error


def _octets(file: zipfile.ZipFile, one: zipfile.ZipInfo, most: int, name: str) -> bytes:
    octets = bytearray()
    with file.open(one) as opened:
        while part := opened.read(_CHUNK):
            octets += part
            if len(octets) > most:
                raise BadExport("bomb", name)
    return bytes(octets)


def _read_one(name: str, content: bytes, found: Found) -> bool:
    """Whether it is of a known layout."""
    if is_letters(name, content):
        read_letters(name, content, found)
        return True
    text = _text(name, content)
    start = text.lstrip()[:200]
    if start.startswith("window.YTD."):
        text = text[text.index("=") + 1 :].rstrip().removesuffix(";")
    elif not start.startswith(("{", "[")):
        return read_table(name, text, found)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadExport("not-json", name, getattr(error, "lineno", 0)) from error
    for fits, read in READERS:
        if fits(start, data):
            read(name, data, found)
            return True
    return False


def _text(name: str, content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadExport("not-utf-8", name, content.count(b"\n", 0, error.start) + 1) from error
