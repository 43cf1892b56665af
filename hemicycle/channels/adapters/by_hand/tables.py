"""A table of replies: which column is what, in the spellings that networks and tools use."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import Any

from hemicycle.channels.adapters.by_hand.found import BadExport, Found
from hemicycle.channels.http.exchange import parse_time

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("commenttext", "text", "comment", "message", "reply", "content", "body", "tweet", "texte", "texto",
             "commentaire", "comentario"),
    "sender": ("author", "username", "user", "handle", "from", "sender", "authorname", "name", "channelid", "auteur",
               "autor"),
    "name": ("commentid", "id", "messageid", "replyid", "tweetid"),
    "at": ("commentcreatetimestamp", "date", "time", "timestamp", "created", "createdat", "publishedat", "sentat",
           "fecha"),
    "answers": ("videoid", "postid", "post", "posturl", "videourl", "url", "permalink", "link", "inreplyto",
                "inreplytostatusid"),
}  # fmt: skip
MOST_ROWS = 1_000_000
_DELIMITERS = ",;\t"


def read_table(name: str, text: str, found: Found) -> bool:
    """Whether it is a table at all; raises BadExport where it is one without a column for the words."""
    heading = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    if not name.lower().endswith((".csv", ".tsv")) and not heading.count(delimiter):
        return False
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [_plain(one) for one in next(rows, [])]
    places = {what: _place(columns, spellings) for what, spellings in COLUMNS.items()}
    if places["text"] is None:
        raise BadExport("no-text-column", name, 1, tuple(one.strip()[:40] for one in heading.split(delimiter))[:12])
    before = len(found.messages)
    _read_rows(name, rows, places, found)
    if "commentcreatetimestamp" in columns and len({one.sender for one in found.messages[before:]}) == 1:
        # Takeout holds what the account wrote itself.
        found.own_alone = True
        found.ours += len(found.messages) - before
        del found.messages[before:]
    return True


def _read_rows(name: str, rows: Any, places: dict[str, int | None], found: Found) -> None:
    for _number in range(MOST_ROWS):
        try:
            row = next(rows, None)
        except csv.Error:
            found.set_aside("broken-row", name, rows.line_num)
            continue
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        given = {what: row[place] if place is not None and place < len(row) else "" for what, place in places.items()}
        found.add(
            _takeout(given["text"]), sender=given["sender"].lstrip("@"), name=given["name"],
            at=parse_time(given["at"]), answers=given["answers"], file=name, line=rows.line_num,
        )  # fmt: skip


def _place(columns: list[str], spellings: tuple[str, ...]) -> int | None:
    return next((columns.index(one) for one in spellings if one in columns), None)


def _plain(heading: str) -> str:
    bare = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", bare.lower())


def _takeout(text: str) -> str:
    """Takeout writes the words as segments of JSON, {"text":"…"} one behind the other."""
    if not text.startswith('{"'):
        return text
    try:
        segments = json.loads(f"[{text}]")
    except ValueError:
        return text
    flat = [inner for one in segments if isinstance(one, dict) for inner in one.get("takeoutSegments", [one])]
    return "".join(str(one.get("text", "")) for one in flat if isinstance(one, dict)) or text
