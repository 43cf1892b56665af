"""Kannel: text messages handed to its smsbox by HTTP; reports and messages of people come to our hook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.kannel.statuses import meaning, status_of
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Adapter,
    CannotConnect,
    Connection,
    DeliveryStatus,
    InboundMessage,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Report,
    Request,
    Segment,
    WebhookResponse,
)
from hemicycle.channels.http.exchange import SECONDS, BadAddress, ask
from hemicycle.channels.sms import NUMBER, TEXTING, as_agreed, gsm, phones

# Delivered 1, not delivered 2, queued 4, taken 8, refused 16 by the SMSC: all of them.
_ALL_REPORTS = "31"
_CODINGS = {gsm.GSM_7: "0", gsm.UCS_2: "2"}
_CHARSETS = {"utf-8": "utf-8", "utf-16be": "utf-16-be", "iso-8859-1": "latin-1", "us-ascii": "ascii"}
# An id, kind, time, sender, receiver, SMSC, box, flags, header, text; each in brackets, the text percent-encoded.
_STORED = re.compile(r"^\[([^\]]*)\]" + r" \[([^\]]*)\]" * 9 + r"\s*$", re.MULTILINE)


class Kannel(Adapter):
    """Sends a message in one request; Kannel cuts it into segments as we count them."""

    kind = "kannel"
    label = _("Text messages, by a gateway (Kannel)")
    medium = "sms"
    answers_directly = True
    addressed = True
    fields = (
        NUMBER,
        AccountField("url", _("Address of the gateway, where messages are handed over"), "server", required=True),
        AccountField("username", _("User name at the gateway")),
        AccountField("password", _("Password at the gateway"), secret=True),
        AccountField("admin_url", _("Address of the gateway, where it is asked what it has"), "server"),
        AccountField("admin_password", _("Password with which the gateway is asked"), secret=True),
        *map(as_agreed, ("smsc", "binfo", "source", "free_source", "free_binfo")),
        as_agreed("valid_hours", "number"),
        *TEXTING,
    )
    # Reports come within seconds; where our site was not there, Kannel asks again (docs/channels.md says how often).
    in_doubt_seconds = 120.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return gsm.render(outgoing, settings)

    def thread_of(self, external_id: str, raw: bytes) -> str:
        """A text message names none: it is answered by one to its sender."""
        return external_id

    def connect(self, access: Access) -> Connection:
        if not access.settings.get("url"):
            raise NotAuthorised("bad-settings", "no url")
        return _Sender(access)

    def look_up(self, access: Access, message: Message) -> Receipt | None:
        """Kannel has a message in its store until an SMSC took or refused it, and reports either to us. A message
        without a report that is not in the store of a Kannel in good health has never come there."""
        stored, status = _page(access, "store-status.txt"), _page(access, "status.txt")
        if any(_is_it(row, message, access) for row in _STORED.findall(stored)):
            return Receipt(Outcome.ACCEPTED)
        has_store, reports = "[SMS ID]" in stored, re.search(r"smsbox:.*on-line", status)
        well = access.webhook_url and has_store and reports and "(online" in status
        return Receipt(Outcome.REFUSED, code="not-there") if well else None

    def handle_webhook(self, access: Access, request: Request) -> WebhookResponse:
        """A report (`row`, `type`) or what somebody wrote (`from`, `text` …), by the addresses of docs/channels.md.
        Whoever has the address of the hook has the key of the account."""
        given = _parameters(request.query)
        if "row" in given:
            report = _report(given)
            return WebhookResponse((report,)) if report else WebhookResponse(status=400, body="No report\n")
        if given.get("from") and given.get("id"):
            return WebhookResponse((_message(given, access.settings),))
        return WebhookResponse(status=400, body="Neither a report nor a message\n")


class _Sender(Connection):
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
            return Receipt(Outcome.REFUSED, code="cannot-be-written", detail=str(error), permanent=True)
        if reply is None:
            return Receipt(Outcome.UNKNOWN, code="no-answer")
        meant = meaning(reply.status, reply.body)
        detail = reply.body[:80].decode("ascii", "replace").strip() if meant.code else ""
        wait = reply.retry_after if reply.retry_after is not None else meant.wait
        return Receipt(meant.outcome, (), meant.code, detail, meant.permanent, wait)


def _request(message: Message, access: Access) -> tuple[dict[str, str], bytes]:
    """In headers and body, so that numbers and texts stand in nobody's log of addresses. Raises ValueError."""
    settings = access.settings
    text = gsm.written(message)
    cut = gsm.cut(text)
    if len(cut.parts) > int(settings.get("most_segments", gsm.MOST_SEGMENTS)):
        raise ValueError(f"{len(cut.parts)} segments")
    free = "free_" if message.content.get("free") else ""
    fields = {
        "Username": str(settings.get("username", "")),
        "Password": access.secret.get("password", ""),
        "From": str(settings.get(f"{free}source", "") or access.address),
        "To": phones.recipient(message.to, phones.country_of(settings)),
        "Coding": _CODINGS[cut.encoding],
        "SMSC": str(settings.get("smsc", "")),
        "BInfo": str(settings.get(f"{free}binfo", "") or settings.get("binfo", "")),
        "Validity": str(int(settings.get("valid_hours", 0)) * 60 or ""),
    }
    if access.webhook_url:
        fields |= {
            "DLR-Mask": _ALL_REPORTS,
            "DLR-Url": f"{access.webhook_url}?{urlencode({'row': message.key})}&type=%d",
        }
    headers = {f"X-Kannel-{name}": value for name, value in fields.items() if value}
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
    *_id, receiver, _smsc, _box, flags, _header, text = row
    ours = phones.recipient(message.to, phones.country_of(access.settings))
    if receiver.lstrip("+") != ours.lstrip("+"):
        return False
    coding = flags.split(":")[1:2]
    octets = unquote_to_bytes(text.replace("+", " "))
    return octets.decode("utf-16-be" if coding == ["2"] else "utf-8", "replace") == gsm.written(message)


def _parameters(query: str) -> dict[str, str]:
    """The parameters, octet for octet: texts come in the charset they name."""
    return dict(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))


def _report(given: Mapping[str, str]) -> Report | None:
    found = status_of(given.get("type", ""))
    if found is None or not given["row"]:
        return None
    return Report(found[0], key=given["row"], code=found[1], permanent=found[0] == DeliveryStatus.FAILED)


def _message(given: Mapping[str, str], settings: Mapping[str, Any]) -> InboundMessage:
    octets = given.get("text", "").encode("latin-1")
    charset = _CHARSETS.get(given.get("charset", "").lower(), "utf-8")
    sender = phones.sender(given["from"], phones.country_of(settings))
    return InboundMessage(
        external_id=given["id"],
        text=octets.decode(charset, "replace"),
        sender=sender,
        sent_at=_time(given.get("at", "")),
        segment=_segment(given.get("udh", "")),
        # Short codes and names belong to machines.
        automatic=not sender.startswith("+"),
        authenticated=sender.startswith("+"),
        raw=octets,
    )


def _time(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds[:10]), UTC) if seconds.isascii() and seconds.isdigit() else None


def _segment(header: str) -> Segment | None:
    return gsm.split_header(header.encode("latin-1"))[1] if header else None
