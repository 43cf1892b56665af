"""What an SMSC brings: receipts, and messages of people with the parts they come in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.smpp import pdu
from hemicycle.channels.adapters.smpp.pdu import Address, Delivered
from hemicycle.channels.adapters.smpp.statuses import CODES, STAT_WORDS, STATES
from hemicycle.channels.contract import DeliveryStatus, InboundMessage, Report, Segment
from hemicycle.channels.sms import gsm, phones

# esm_class, 5.2.12: bits 5 to 2 say what a message is.
_KIND, _MESSAGE, _RECEIPT = 0x3C, 0x00, 0x04
_INTERNATIONAL, _ALPHANUMERIC = 1, 5

# Appendix B: "id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…"; case, blanks and order differ.
_FIELD = re.compile(r"\b(id|stat|err)\s*:\s*([\w.:+-]+)", re.IGNORECASE)


def read(delivered: Delivered, settings: Mapping[str, Any]) -> InboundMessage | Report | None:
    """What it is to us; None for what is neither a message nor a final receipt."""
    kind = delivered.esm_class & _KIND
    if kind == _RECEIPT or (kind == _MESSAGE and pdu.RECEIPTED_MESSAGE_ID in delivered.tlvs):
        return _report(delivered, settings)
    # The rest are acknowledgements of phones and notices on the way.
    return _message(delivered, settings) if kind == _MESSAGE else None


def _report(delivered: Delivered, settings: Mapping[str, Any]) -> Report | None:
    head = delivered.octets.decode("latin-1").partition("text:")[0]
    fields = {name.lower(): value for name, value in _FIELD.findall(head)}
    named = delivered.tlvs.get(pdu.RECEIPTED_MESSAGE_ID, b"").rstrip(b"\0").decode("latin-1") or fields.get("id", "")
    given = delivered.tlvs.get(pdu.MESSAGE_STATE)
    state = given[0] if given else STAT_WORDS.get(fields.get("stat", "").upper(), 0)
    status = STATES.get(state)
    if not named or status is None:
        return None
    error = fields.get("err", "").strip("0")
    code = "" if status == DeliveryStatus.DELIVERED else "-".join(filter(None, (CODES[state], error[:20])))
    return Report(status, _our_spelling(named, settings), code=code, permanent=status == DeliveryStatus.FAILED)


def _our_spelling(named: str, settings: Mapping[str, Any]) -> str:
    """`receipt_ids`: "dec" where receipts say in decimal what answers said in hexadecimal, "hex" the other way."""
    spelling = settings.get("receipt_ids")
    try:
        if spelling == "dec":
            return f"{int(named):x}"
        if spelling == "hex":
            return str(int(named, 16))
    except ValueError:
        pass
    return named


def _message(delivered: Delivered, settings: Mapping[str, Any]) -> InboundMessage:
    octets, segment = _segment(delivered)
    sender = number_of(delivered.source, phones.country_of(settings))
    return InboundMessage(
        external_id="",
        text=gsm.decode_as(octets, delivered.coding),
        sender=sender,
        segment=segment,
        # Short codes and names belong to machines.
        automatic=not sender.startswith("+"),
        authenticated=sender.startswith("+"),
        raw=delivered.octets,
    )


def number_of(address: Address, country: str) -> str:
    """The sender as `phones.sender` writes it; as it came where it is no number."""
    return phones.sender(address.text, country, international=address.ton == _INTERNATIONAL)


def _segment(delivered: Delivered) -> tuple[bytes, Segment | None]:
    """The octets without their user data header, and which part they are: by that header, or by the SAR parameters
    (SMPP 3.4, 5.3.2.22 to 24)."""
    if delivered.esm_class & pdu.UDHI:
        return gsm.split_header(delivered.octets)
    sar = [
        delivered.tlvs.get(tag, b"") for tag in (pdu.SAR_MSG_REF_NUM, pdu.SAR_TOTAL_SEGMENTS, pdu.SAR_SEGMENT_SEQNUM)
    ]
    reference, parts, number = (int.from_bytes(value, "big") for value in sar)
    if parts > 1 and 1 <= number <= parts:
        return delivered.octets, Segment(f"sar-{reference}", number, parts)
    return delivered.octets, None
