"""Whether the server that took a letter has verified that it comes from the domain of its sender (RFC 8601).

It writes what it found into the header, in fields named Authentication-Results that begin with its own name. Whoever
wrote the letter can have written such fields too, but only below those of the server: every server puts what it adds
on top (RFC 5321, 4.4). So those count that stand above every Received field, or else the topmost one alone; and the
server has to write one into every letter and to remove what came in under its name (RFC 8601, 5; docs/channels.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

from hemicycle.channels.text import mime

RESULTS, RECEIVED = "authentication-results", "received"

# RFC 5322, 3.2: what is escaped, what begins or ends a comment or a quotation, all else.
_MARK = re.compile(r'\\.|[()"]|[^()"\\]+', re.DOTALL)
_RESULT = re.compile(r"([a-z][a-z0-9-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)(?![\w-])")
_PROPERTY = re.compile(r"(?<=\s)header\s*\.\s*(from|d|i)\s*=\s*([^\s;]+)")
_ADDRESS = re.compile(r"[^\s<>,;:@]+@[a-z0-9.-]+")


def is_authenticated(message: Message, sender: str, authserv_id: str) -> bool:
    """Whether the server named `authserv_id` says that a letter comes from the domain of `sender`: DMARC passed
    (RFC 7489), or, where nothing is said of DMARC or the domain publishes none, a signature of that domain or of one
    above it (DKIM). DMARC also aligns those below, for which one would have to know where domains are sold."""
    if not authserv_id or not _is_its_only_author(message, sender):
        return False
    domain = sender.rpartition("@")[2].lower()
    results = [one for field in _of_the_server(message, authserv_id) for one in _results(field)]
    said = [(result, found) for method, result, found in results if method == "dmarc" and result != "none"]
    if said:
        return all(result == "pass" and found.get("from", "").strip(".") == domain for result, found in said)
    signed = (_signing_domain(found) for method, result, found in results if (method, result) == ("dkim", "pass"))
    return any("." in one and (domain == one or domain.endswith(f".{one}")) for one in signed)


def _is_its_only_author(message: Message, sender: str) -> bool:
    """Servers and we may read the first of several, or the last."""
    written = [_bare(str(value)) for name, value in message.raw_items() if name.lower() == "from"]
    return len(written) == 1 and _ADDRESS.findall(written[0].lower()) == [sender.lower()]


def _of_the_server(message: Message, authserv_id: str) -> list[str]:
    """What its fields say behind its name, those that nobody else can have written."""
    above, is_above = list[str](), True
    for name, value in message.raw_items():
        if name.lower() == RECEIVED:
            if above:
                break
            is_above = False
        elif name.lower() == RESULTS and (said := _said_by(authserv_id, str(value))) is not None:
            above.append(said)
            if not is_above:
                break
    return above


def _said_by(authserv_id: str, value: str) -> str | None:
    """Of a field of this server, in small letters, without comments and what is quoted; else None."""
    name, _, said = _bare(value).lower().partition(";")
    named = name.split()
    # Behind it may stand the version of the format.
    return said if named and named[0] == authserv_id.lower() and named[1:] in ([], ["1"]) else None


def _bare(value: str) -> str:
    """Without comments, and without what is quoted, in which anybody may say anything; "" where one does not end, or
    it is longer than what we read of a field."""
    depth, is_quoted, kept = 0, False, list[str]()
    for one in _MARK.findall(value[: mime.LONGEST_FIELD + 1]):
        if is_quoted or (one == '"' and not depth):
            is_quoted ^= one == '"'
        elif one in ("(", ")"):
            depth += 1 if one == "(" else -1
            kept.append(" ")
        elif not depth:
            kept.append(one)
        if depth < 0:
            return ""
    return "".join(kept) if not (depth or is_quoted) and len(value) <= mime.LONGEST_FIELD else ""


def _results(said: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, result and the properties of the header of each, the first where one is named twice."""
    for one in said.split(";"):
        if found := _RESULT.match(one.strip()):
            properties = dict(reversed(_PROPERTY.findall(one)))
            yield found[1], found[2], properties


def _signing_domain(found: dict[str, str]) -> str:
    return (found.get("d") or found.get("i", "").rpartition("@")[2]).strip(".")
