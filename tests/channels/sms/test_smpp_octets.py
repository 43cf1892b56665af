"""SMPP octet by octet: what we write is read by a library that is not ours, and the other way round; an SMSC that
misbehaves costs no message and does not hold us up."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from types import SimpleNamespace

import pytest
import smpplib.consts
import smpplib.smpp
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.channels.adapters.smpp import Smpp, incoming, pdu
from hemicycle.channels.adapters.smpp.pdu import ANSWER, Address, Delivered, Malformed, Pdu
from hemicycle.channels.adapters.smpp.session import Session
from hemicycle.channels.adapters.smpp.statuses import STATUSES
from hemicycle.channels.contract import (
    Access,
    CannotConnect,
    DeliveryStatus,
    InboundMessage,
    Message,
    Outcome,
    Report,
    Segment,
)
from hemicycle.channels.sms import gsm

DIGITS = st.text("0123456789", min_size=1, max_size=20)
ONCE = SimpleNamespace(next_sequence=lambda: 7, sequence=7)


@given(DIGITS, DIGITS, st.binary(max_size=254), st.sampled_from([0, 8]), st.sampled_from([0, 0x40]))
def test_what_we_submit_is_read_by_smpplib(source, destination, octets, coding, esm_class):
    body = pdu.submit(Address(1, 1, source), Address(1, 1, destination), octets, coding=coding, esm_class=esm_class)
    read = smpplib.smpp.parse_pdu(Pdu(pdu.SUBMIT_SM, 0, 7, body).octets(), client=ONCE)

    assert (read.source_addr, read.destination_addr) == (source.encode(), destination.encode())
    assert (read.short_message or b"", read.data_coding, read.esm_class) == (octets, coding, esm_class)
    assert (read.registered_delivery, read.sequence) == (1, 7)


@given(DIGITS, st.binary(max_size=254), st.sampled_from([None, b"m12"]), st.sampled_from([None, 2, 5]))
def test_what_smpplib_delivers_is_read(source, octets, name, state):
    written = smpplib.smpp.make_pdu(
        "deliver_sm", client=ONCE, source_addr=source, destination_addr="12", source_addr_ton=1, short_message=octets,
        data_coding=8, esm_class=4, receipted_message_id=name and name.decode(), message_state=state,
    ).generate()  # fmt: skip
    found = pdu.take_first(came := bytearray(written + b"\0"))
    assert found is not None and bytes(came) == b"\0"
    read = pdu.read_delivered(found)

    assert (read.source, read.octets, read.coding, read.esm_class) == (Address(1, 0, source), octets, 8, 4)
    assert read.tlvs.get(pdu.RECEIPTED_MESSAGE_ID) == (name and name + b"\0")
    assert read.tlvs.get(pdu.MESSAGE_STATE) == (state and bytes([state]))


@given(st.binary(max_size=60))
def test_octets_from_outside_are_read_or_refused(body):
    with suppress(Malformed):
        pdu.read_delivered(Pdu(pdu.DELIVER_SM, 0, 1, body))


@pytest.mark.parametrize("length", [0, 15, 70_001, 0xFFFFFFFF])
def test_a_length_that_cannot_be_is_refused_before_anything_is_kept(length):
    with pytest.raises(Malformed, match="octets"):
        pdu.take_first(bytearray(struct.pack(">IIII", length, 5, 0, 1)))


def test_every_status_of_the_standard_has_a_meaning():
    named = {getattr(smpplib.consts, name) for name in dir(smpplib.consts) if name.startswith("SMPP_ESME_R")}

    assert named - {smpplib.consts.SMPP_ESME_ROK} - STATUSES.keys() == set()


def delivered(
    octets: bytes = b"", esm_class: int = 0, coding: int = 0, ton: int = 1, source: str = "447700900123", **tlvs
):
    named = {getattr(pdu, name): value for name, value in tlvs.items()}
    return Delivered(Address(ton, 1, source), Address(1, 1, "44"), esm_class, coding, octets, named)


@pytest.mark.parametrize(
    ("text", "report"),
    [
        (b"id:m1 sub:001 dlvrd:001 submit date:2611241900 done date:2611241900 stat:DELIVRD err:000 text:Hi", ("m1", "delivered", "")),
        (b"id:m1 sub:001 dlvrd:000 submit date:261124190012 done date:261124190015 stat:UNDELIV err:027 Text:Hi", ("m1", "failed", "undeliverable-27")),
        (b"ID: m1 Stat: EXPIRED Err: 4", ("m1", "expired", "expired-4")),
        (b"stat:REJECTD id:9e1f-77 err:69", ("9e1f-77", "failed", "rejected-69")),
        (b"id:0000012345 stat:DELETED", ("0000012345", "failed", "deleted")),
        (b"id:m1 stat:ACCEPTD err:000", ("m1", "delivered", "")),
        (b"id:m1 stat:FAILED err:000", ("m1", "failed", "undeliverable")),
    ],
)  # fmt: skip
def test_receipts_are_understood_as_smscs_write_them(text, report):
    found = incoming.read(delivered(text, esm_class=4), {})

    assert isinstance(found, Report)
    assert (found.external_id, found.status, found.code) == report


@pytest.mark.parametrize(
    "text", [b"id:m1 stat:ENROUTE", b"id:m1 stat:UNKNOWN", b"id:m1 stat:WHATEVER", b"stat:DELIVRD", b"", b"hello", b"text:id:m1 stat:DELIVRD"]
)  # fmt: skip
def test_what_is_not_final_or_names_nothing_is_left(text):
    assert incoming.read(delivered(text, esm_class=4), {}) is None


def test_parameters_say_more_than_the_text():
    fields = {"RECEIPTED_MESSAGE_ID": b"m2\0", "MESSAGE_STATE": b"\x05"}
    found = incoming.read(delivered(b"id:m1 stat:DELIVRD", esm_class=4, **fields), {})
    bare = incoming.read(delivered(b"", RECEIPTED_MESSAGE_ID=b"m2", MESSAGE_STATE=b"\x02"), {})

    assert (found.external_id, found.status) == ("m2", DeliveryStatus.FAILED)
    assert (bare.external_id, bare.status) == ("m2", DeliveryStatus.DELIVERED)


@pytest.mark.parametrize(("spelling", "named"), [("dec", "1a2b"), ("hex", "26155"), (None, "6699")])
def test_ids_that_receipts_spell_otherwise_are_brought_together(spelling, named):
    said = {"dec": "6699", "hex": "662b", None: "6699"}[spelling]
    found = incoming.read(delivered(f"id:{said} stat:DELIVRD".encode(), esm_class=4), {"receipt_ids": spelling})

    assert found.external_id == named


@pytest.mark.parametrize(
    ("octets", "coding", "text"),
    [
        (b"\x1be\x02", 0, "€$"),
        (b"caf\xe9", 3, "café"),
        ("głos".encode("utf-16-be"), 8, "głos"),
        ("głos".encode("utf-16-be"), 0x18, "głos"),
        ("голос".encode("iso8859-5"), 6, "голос"),
        (b"\x00", 0xF1, "@"),
        (b"\xe9", 0xF5, "é"),
        (b"A\xff", 8, "\u41ff"),
        (b"A", 8, "\ufffd"),
    ],
)
def test_a_text_is_read_by_its_coding(octets, coding, text):
    assert incoming.read(delivered(octets, coding=coding), {}).text == text


@pytest.mark.parametrize(
    ("ton", "written", "sender", "automatic"),
    [
        (1, "447700900123", "+447700900123", False),
        (0, "447700900123", "+447700900123", False),
        (2, "07700900123", "+447700900123", False),
        (1, "+447700900123", "+447700900123", False),
        (3, "38383", "38383", True),
        (5, "BANK", "BANK", True),
        (0, "", "", True),
    ],
)
def test_a_sender_is_written_in_one_form_and_machines_are_distinguished(ton, written, sender, automatic):
    found = incoming.read(delivered(b"A", ton=ton, source=written), {"country": "44"})

    assert (found.sender, found.automatic, found.authenticated) == (sender, automatic, not automatic)


@pytest.mark.parametrize(
    ("octets", "esm_class", "tlvs", "part"),
    [
        (b"\x05\x00\x03\x2a\x02\x01A", 0x40, {}, Segment("2a", 1, 2)),
        (b"\x06\x08\x04\x01\x2a\x03\x02A", 0x40, {}, Segment("012a", 2, 3)),
        (b"\x0b\x05\x04\x0b\x84\x23\xf0\x00\x03\x2a\x02\x02A", 0x40, {}, Segment("2a", 2, 2)),
        (b"\x05\x00\x03\x2a\x01\x01A", 0x40, {}, None),
        (b"\x05\x00\x03\x2a\x02\x03A", 0x40, {}, None),
        (b"\x06\x05\x04\x0b\x84\x23\xf0A", 0x40, {}, None),
        (b"A", 0, {"SAR_MSG_REF_NUM": b"\0\x2a", "SAR_TOTAL_SEGMENTS": b"\2", "SAR_SEGMENT_SEQNUM": b"\1"}, Segment("sar-42", 1, 2)),
        (b"A", 0, {}, None),
    ],
)  # fmt: skip
def test_parts_are_recognised_by_their_header_or_their_parameters(octets, esm_class, tlvs, part):
    found = incoming.read(delivered(octets, esm_class, **tlvs), {})

    assert (found.text, found.segment) == ("A", part)


@given(st.binary(max_size=30))
def test_no_header_from_outside_breaks_us(octets):
    assert isinstance(incoming.read(delivered(octets, 0x40), {}), InboundMessage)


def test_acknowledgements_of_phones_are_neither_message_nor_receipt():
    for kind in (0x08, 0x10, 0x20):
        assert incoming.read(delivered(b"id:m1 stat:DELIVRD", esm_class=kind), {}) is None


def test_an_account_that_pays_for_the_answer_to_stop_says_so():
    access = Access("smpp", "+447700900000", {"free_source": "38383", "free_service_type": "FREE"})
    with centre(accepting) as (settings, said):
        access = Access("smpp", access.address, {**settings, **access.settings})
        with closing(Smpp().connect(access)) as sender:
            message = Message("k" * 32, {"text": "Bye", "free": True}, "+447700900123")
            assert sender.send(message, lambda: None).outcome == Outcome.ACCEPTED
    body = next(one.body for one in said if one.command == pdu.SUBMIT_SM)
    assert body.startswith(b"FREE\0\x03\x0038383\0\x01\x01447700900123\0")


Answering = Callable[[Pdu, Callable[..., None]], bool]
"""answering(pdu, say): what an SMSC does; false hangs up."""


class centre:  # noqa: N801  # reads as a word in `with`
    """`with centre(answering) as (settings, said):` an SMSC as odd as wanted, for one connection after the other."""

    def __init__(self, answering: Answering) -> None:
        self.answering, self.said = answering, list[Pdu]()

    def __enter__(self) -> tuple[dict, list[Pdu]]:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.05)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        settings = {
            "host": "127.0.0.1",
            "port": self.listener.getsockname()[1],
            "system_id": "desk",
            "answer_seconds": 5,
        }
        return settings, self.said

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(10)
        self.listener.close()

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                line, _ = self.listener.accept()
            except TimeoutError:
                continue
            with line:
                line.settimeout(0.05)
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        def say(command: int, body: bytes = b"", *, status: int = 0, sequence: int = 0, octets: bytes = b"") -> None:
            line.sendall(octets or Pdu(command, status, sequence, body).octets())

        came = bytearray()
        while not self.over.is_set():
            try:
                came += (octets := line.recv(4096))
            except TimeoutError:
                continue
            except OSError:
                return
            if not octets:
                return
            while found := pdu.take_first(came):
                self.said.append(found)
                if found.command in (1, 2, 9, pdu.UNBIND):
                    say(
                        found.command | ANSWER,
                        b"SMSC\0" if found.command != pdu.UNBIND else b"",
                        sequence=found.sequence,
                    )
                if not self.answering(found, say):
                    return


def accepting(found: Pdu, say) -> bool:
    if found.command == pdu.SUBMIT_SM:
        say(found.command | ANSWER, b"m1\0", sequence=found.sequence)
    return True


def submitted(settings: dict, answer_seconds: float = 5, **known) -> tuple[Outcome, str]:
    access = Access("smpp", "38383", {**settings, "answer_seconds": answer_seconds, **known})
    with closing(Smpp().connect(access)) as sender:
        receipt = sender.send(Message("k" * 32, {"text": "Vote"}, "+447700900123"), lambda: None)
    return receipt.outcome, receipt.external_ids[0] if receipt.external_ids else receipt.code


def test_an_answer_with_parameters_that_nobody_expects_is_an_answer():
    tlvs = struct.pack(">HH", 0x001D, 3) + b"ok\0" + struct.pack(">HH", 0x1400, 1) + b"x"

    def chatty(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM:
            say(found.command | ANSWER, b"m1\0" + tlvs, sequence=found.sequence)
        return True

    with centre(chatty) as (settings, _):
        assert submitted(settings) == (Outcome.ACCEPTED, "m1")


def test_what_comes_between_is_answered_and_does_not_take_the_place_of_the_answer():
    def busy(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM:
            say(pdu.ENQUIRE_LINK, sequence=91)
            say(pdu.DELIVER_SM, b"\0" * 17, sequence=92)
            say(found.command | ANSWER, b"old\0", sequence=found.sequence + 40)
            say(found.command | ANSWER, b"m1\0", sequence=found.sequence)
        return True

    with centre(busy) as (settings, said):
        assert submitted(settings) == (Outcome.ACCEPTED, "m1")
    answers = {(one.command, one.status) for one in said if one.sequence in (91, 92)}
    assert answers == {(pdu.ENQUIRE_LINK | ANSWER, 0), (pdu.DELIVER_SM | ANSWER, pdu.RX_T_APPN)}


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (b"", "no-answer"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "not-smpp"),
        (Pdu(pdu.UNBIND, 0, 9).octets(), "hung-up"),
    ],
)
def test_no_answer_and_nonsense_are_unknown(octets, code):
    def odd(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM and octets:
            say(0, octets=octets)
        return True

    with centre(odd) as (settings, _):
        assert submitted(settings, answer_seconds=1) == (Outcome.UNKNOWN, code)


def test_a_nack_is_a_refusal():
    def nack(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM:
            say(pdu.GENERIC_NACK, status=0x03, sequence=found.sequence)
        return True

    with centre(nack) as (settings, _):
        assert submitted(settings) == (Outcome.REFUSED, "bad-command")


def test_an_id_that_is_not_given_is_not_invented():
    def nameless(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM:
            say(found.command | ANSWER, b"", sequence=found.sequence)
        return True

    with centre(nameless) as (settings, _):
        assert submitted(settings) == (Outcome.ACCEPTED, "")


def test_a_silent_line_is_asked_and_given_up_when_nobody_answers():
    with centre(lambda found, say: True) as (settings, said):
        access = Access("smpp", "", {**settings, "enquire_link_seconds": 0.05, "answer_seconds": 1})
        with closing(Session(access, pdu.BIND_TRANSMITTER)) as line:
            time.sleep(0.1)
            with pytest.raises(CannotConnect, match="no-sign-of-life"):
                line.check()
    assert pdu.ENQUIRE_LINK in [one.command for one in said]


def test_a_part_that_is_refused_for_good_ends_the_message_and_what_never_left_can_go_later():
    def stingy(found: Pdu, say) -> bool:
        if found.command == pdu.SUBMIT_SM:
            second = found.body.find(b"\x05\x00\x03") + 5
            status = 0x0B if found.body[second] == 2 else 0
            say(found.command | ANSWER, b"m\0", status=status, sequence=found.sequence)
        return True

    def hangs_up(found: Pdu, say) -> bool:
        return found.command != pdu.SUBMIT_SM

    text = "x" * 400
    for behaving, window, expected in (
        (stingy, 3, (Outcome.REFUSED, True)),
        (hangs_up, 1, (Outcome.REFUSED, False)),
        (hangs_up, 3, (Outcome.UNKNOWN, False)),
    ):
        with centre(behaving) as (settings, _):
            access = Access("smpp", "38383", {**settings, "window": window})
            with closing(Smpp().connect(access)) as sender:
                receipt = sender.send(Message("k" * 32, {"text": text}, "+447700900123"), lambda: None)
        assert (receipt.outcome, receipt.permanent) == expected


def test_the_validity_and_the_kind_of_sender_are_written_as_the_standard_wants():
    with centre(accepting) as (settings, said):
        assert submitted(settings, valid_hours=30)[0] == Outcome.ACCEPTED
    body = next(one.body for one in said if one.command == pdu.SUBMIT_SM)

    assert b"\x00000001060000000R\x00" in body
    assert body.startswith(b"\0\x03\x0038383\0")


def test_a_long_password_fits_and_one_that_does_not_is_said_before_anybody_is_called():
    assert b"\0" + b"p" * 64 + b"\0" in pdu.bind("desk", "p" * 64, "")
    with pytest.raises(Malformed):
        pdu.bind("d" * 16, "p", "")
    assert gsm.MOST_SEGMENTS == 10


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() <= before
