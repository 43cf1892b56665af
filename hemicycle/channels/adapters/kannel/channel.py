"""Kannel: text messages handed to its smsbox by HTTP; reports and messages of people come to our hook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from hemicycle.channels.adapters.kannel.fields import FIELDS
from hemicycle.channels.adapters.kannel.words import meaning, status_of
from hemicycle.channels.contract import (
    Access,
    Answer,
    CannotConnect,
    DeliveryStatus,
    InboundMessage,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Part,
    Receipt,
    Rendered,
    Report,
    Request,
)
from hemicycle.channels.http.exchange import SECONDS, BadAddress, ask
from hemicycle.channels.sms import gsm, phones

# Delivered 1, not delivered 2, queued 4, taken 8, refused 16 by the SMSC: all of them.
_ALL_REPORTS = "31"
_CODINGS = {gsm.GSM_7: "0", gsm.UCS_2: "2"}
_CHARSETS = {"utf-8": "utf-8", "utf-16be": "utf-16-be", "iso-8859-1": "latin-1", "us-ascii": "ascii"}
# An id, kind, time, sender, receiver, SMSC, box, flags, header, text; each in brackets, the text percent-encoded.
_STORED = re.compile(r"^\[([^\]]*)\]" + r" \[([^\]]*)\]" * 9 + r"\s*$", re.MULTILINE)


class Kannel:
    """Hands a message over in one request; Kannel cuts it into segments as we count them."""

    kind = "kannel"
    inbound = "sms"
    addressed = True
    fields = FIELDS
    # Reports come within seconds; where our site was not there, Kannel asks again (docs/channels.md says how often).
    in_doubt_seconds = 120.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return gsm.render(outgoing, settings)

    def connect(self, access: Access) -> Sender:
        if not access.settings.get("url"):
            raise NotAuthorised("bad-settings", "no url")
        return Sender(access)

    def look(self, access: Access, message: Message) -> Receipt | None:
        """Kannel has a message in its store until an SMSC took or refused it, and reports either to us. A message
        without a report that is not in the store of a Kannel in good health has never come there."""
        stored, status = _page(access, "store-status.txt"), _page(access, "status.txt")
        if any(_is_it(row, message, access) for row in _STORED.findall(stored)):
            return Receipt(Outcome.ACCEPTED)
        has_store, reports = "[SMS ID]" in stored, re.search(r"smsbox:.*on-line", status)
        well = access.hook and has_store and reports and "(online" in status
        return Receipt(Outcome.REFUSED, code="not-there") if well else None

    def answer(self, access: Access, request: Request) -> Answer:
        """A report (`row`, `type`) or what somebody wrote (`from`, `text` …), by the addresses of docs/channels.md.
        Whoever has the address of the hook has the key of the account."""
        said = _said(request.query)
        if "row" in said:
            report = _report(said)
            return Answer((report,)) if report else Answer(status=400, body="No report\n")
        if said.get("from") and said.get("id"):
            return Answer((_arrived(said, access.settings),))
        return Answer(status=400, body="Neither a report nor a message\n")


class Sender:
    """One request a message; nothing stays open between them."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        try:
            headers, body = _request(message, self.access)
            seconds = float(self.access.settings.get("answer_seconds", SECONDS))
            url = str(self.access.settings["url"])
            reply = ask("POST", url, headers=headers, body=body, seconds=seconds, before=mark_in_flight)
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error
        except ValueError as error:
            return Receipt(Outcome.REFUSED, code="cannot-be-written", said=str(error), permanent=True)
        if reply is None:
            return Receipt(Outcome.UNKNOWN, code="no-answer")
        meant = meaning(reply.status, reply.body)
        said = reply.body[:80].decode("ascii", "replace").strip() if meant.code else ""
        wait = reply.retry_after if reply.retry_after is not None else meant.wait
        return Receipt(meant.outcome, (), meant.code, said, meant.permanent, wait)

    def close(self) -> None:
        pass


def _request(message: Message, access: Access) -> tuple[dict[str, str], bytes]:
    """In headers and body, so that numbers and texts stand in nobody's log of addresses. Raises ValueError."""
    settings = access.settings
    text = gsm.written(message)
    cut = gsm.cut(text)
    if len(cut.parts) > int(settings.get("most_segments", gsm.MOST_SEGMENTS)):
        raise ValueError(f"{len(cut.parts)} segments")
    free = "free_" if message.content.get("free") else ""
    said = {
        "Username": str(settings.get("username", "")),
        "Password": access.secret.get("password", ""),
        "From": str(settings.get(f"{free}source", "") or access.address),
        "To": phones.recipient(message.to, phones.country_of(settings)),
        "Coding": _CODINGS[cut.encoding],
        "SMSC": str(settings.get("smsc", "")),
        "BInfo": str(settings.get(f"{free}binfo", "") or settings.get("binfo", "")),
        "Validity": str(int(settings.get("valid_hours", 0)) * 60 or ""),
    }
    if access.hook:
        said |= {"DLR-Mask": _ALL_REPORTS, "DLR-Url": f"{access.hook}?{urlencode({'row': message.key})}&type=%d"}
    headers = {f"X-Kannel-{name}": value for name, value in said.items() if value}
    if any(not value.isprintable() or not value.isascii() for value in headers.values()):
        raise ValueError("a sender or a password that no header can hold")
    return {**headers, "Content-Type": "text/plain; charset=UTF-8"}, text.encode("utf-8", "replace")


def _page(access: Access, name: str) -> str:
    """A page of bearerbox; "" where it does not answer as it should."""
    url = f"{str(access.settings.get('admin_url', '')).rstrip('/')}/{name}"
    query = urlencode({"password": access.secret.get("admin_password", "")})
    try:
        reply = ask("GET", f"{url}?{query}", seconds=float(access.settings.get("answer_seconds", SECONDS)))
    except (CannotConnect, BadAddress):
        return ""
    return reply.body.decode("utf-8", "replace") if reply and reply.status == 200 else ""


def _is_it(row: tuple[str, ...], message: Message, access: Access) -> bool:
    *_, receiver, _smsc, _box, flags, _header, text = row
    ours = phones.recipient(message.to, phones.country_of(access.settings))
    if receiver.lstrip("+") != ours.lstrip("+"):
        return False
    coding = flags.split(":")[1:2]
    octets = unquote_to_bytes(text.replace("+", " "))
    return octets.decode("utf-16-be" if coding == ["2"] else "utf-8", "replace") == gsm.written(message)


def _said(query: str) -> dict[str, str]:
    """What stands in the address, octet for octet: texts come in the charset they name."""
    return dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))


def _report(said: Mapping[str, str]) -> Report | None:
    found = status_of(said.get("type", ""))
    if found is None or not said["row"]:
        return None
    return Report(found[0], key=said["row"], code=found[1], permanent=found[0] == DeliveryStatus.FAILED)


def _arrived(said: Mapping[str, str], settings: Mapping[str, Any]) -> InboundMessage:
    octets = said.get("text", "").encode("latin-1")
    charset = _CHARSETS.get(said.get("charset", "").lower(), "utf-8")
    sender = phones.sender(said["from"], phones.country_of(settings))
    return InboundMessage(
        external_id=said["id"],
        text=octets.decode(charset, "replace"),
        sender=sender,
        sent_at=_time(said.get("at", "")),
        part=_part(said.get("udh", "")),
        # Short codes and names belong to machines.
        automatic=not sender.startswith("+"),
        raw=octets,
    )


def _time(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds[:10]), UTC) if seconds.isascii() and seconds.isdigit() else None


def _part(header: str) -> Part | None:
    return gsm.split_header(header.encode("latin-1"))[1] if header else None
