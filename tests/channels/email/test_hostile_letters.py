"""Letters that somebody made to hurt: read to an end in time and memory, never with an exception."""

import email.message
import tracemalloc
from email.message import EmailMessage
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import LONGEST_TEXT, MOST_ATTACHED, read
from hemicycle.channels.contract import InboundMessage, Report
from hemicycle.channels.text import html, mime
from hemicycle.channels.text.quoting import own_words

from .conftest import KEY

HOUSE = House("alerts@parliament.test")
TO = f"To: alerts+{KEY}@parliament.test\r\n".encode()
MEGABYTE = 1024 * 1024


def sound(found: InboundMessage | Report) -> bool:
    """Something that a database takes."""
    if isinstance(found, Report):
        return found.key == KEY
    words = [found.text, found.subject, found.sender, found.lang, found.external_id]
    words += [word for one in found.files for word in (one.name, one.kind)]
    return all(word.encode() is not None and "\x00" not in word for word in words) and len(found.text) <= LONGEST_TEXT


def nested(depth: int) -> bytes:
    head = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)]
    return TO + "".join(head).encode() + b"Content-Type: text/plain\r\n\r\nDeep within\r\n"


def within_letters(depth: int) -> bytes:
    return TO + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: Deep\r\n\r\nDeep within\r\n"


def many_parts(number: int) -> bytes:
    part = b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-\r\n"
    return TO + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * number + b"--b--\r\n"


HURTFUL = {
    "parts within parts": nested(5_000),
    "parts within parts, as deep as is read": nested(mime.DEEPEST - 1) + b"x\r\n" * 130_000,
    "letters within letters": within_letters(5_000),
    "ten thousand parts": many_parts(10_000),
    "ten thousand empty parts": TO + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 10_000,
    "a field of a megabyte": TO + b"Subject: " + b"a" * MEGABYTE + b"\r\n\r\nText",
    "a field of many encoded words": TO + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nText",
    "a hundred thousand fields": TO + b"X: y\r\n" * 100_000 + b"\r\nText",
    "parameters without an end": TO + b'Content-Type: text/plain; a="' + b';"' * 200_000 + b"\r\n\r\nText",
    "parameters over many lines": TO + b'Content-Type: text/plain; a="' + b"\r\n ;" * 100_000 + b"\r\n\r\nText",
    "addresses without an end": TO + b"From: " + b"(" * 500_000 + b"\r\n\r\nText",
    "many references": TO + b"References: " + b"<a@b>" * 200_000 + b"\r\n\r\nText",
    "nothing but line ends": TO + b"\r\n" + b"\n" * 8 * MEGABYTE,
    "one line": TO + b"\r\n" + b"a" * 20 * MEGABYTE,
    "quoted lines": TO + b"\r\n" + b"On wrote wrote wrote wrote\r\n> x\r\n" * 50_000,
    "html in html": TO + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000,
    "html of all kinds": TO + b"Content-Type: text/html\r\n\r\n" + b"<b><i><a href=x><p><table><td>" * 20_000,
    "html of quotes": TO + b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 9_000 + b"x<br>" * 900,
    "html without an end": TO + b"Content-Type: text/html\r\n\r\n" + b"<!--" * 200_000 + b"<a " + b"b=" * 200_000,
    "a bounce of many lines": TO + b"From: mailer-daemon@x.test\r\n\r\n" + b"<a@b.test>: failed 550\r\n" * 300_000,
    "a bounce as long as is looked through": TO
    + b"From: mailer-daemon@x.test\r\n\r\n"
    + b"<a@b.test> 550\r\n" * 11_000,
    "a report with many recipients": TO
    + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    + b"Action: delayed\r\n\r\n" * 20_000
    + b"--b--\r\n",
    "base64 that is none": TO + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"\xff=" * MEGABYTE,
    "uuencoded": TO + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\n" + b"\x99" * MEGABYTE,
}


@pytest.mark.parametrize("raw", HURTFUL.values(), ids=HURTFUL)
def test_a_letter_made_to_hurt_is_read_and_stays_within_its_size(raw):
    tracemalloc.start()
    try:
        found = read(raw, HOUSE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert sound(found)
    assert peak < 30 * len(raw) + 20 * MEGABYTE


def test_of_ten_thousand_parts_as_many_are_kept_as_a_person_sends():
    found = read(many_parts(10_000), HOUSE)
    assert len(found.files) == MOST_ATTACHED
    assert found.answers == (KEY,)


def test_what_is_not_taken_apart_is_read_as_text_and_still_known():
    found = read(nested(5_000), HOUSE)
    assert "Deep within" in found.text or found.text.startswith("--b0")
    assert found.answers == (KEY,)


def test_a_letter_of_a_person_is_never_too_much():
    message = EmailMessage()
    message["To"] = "alerts@parliament.test"
    message.set_content("See what they wrote.")
    for _ in range(6):
        outer = EmailMessage()
        outer["To"], outer["Subject"] = "alerts@parliament.test", "Fwd"
        outer.set_content("See what they wrote.")
        outer.add_attachment(message)
        message = outer
    message.add_attachment(b"%PDF-" + b"x" * 5 * MEGABYTE, maintype="application", subtype="pdf", filename="a.pdf")
    found = read(bytes(message), HOUSE)

    assert found.text == "See what they wrote."
    assert len(found.files[-1].content) == 5 * MEGABYTE + 5


FIELDS = ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "From", "To", "Subject", "Date",
          "References", "Return-Path", "Auto-Submitted", "Content-Language", "Delivered-To", "Message-ID")  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([
        "multipart/mixed; boundary=b", "multipart/alternative; boundary=", "multipart/report; boundary=b", "text/html",
        "message/rfc822", "message/delivery-status", "text/plain; charset=\x00", 'text/plain; charset*=x\'y\'%ff%00; name="',
        "attachment; filename*0*=utf-16''%d8%00; filename*1=b", "text/plain; charset=idna", "base64", "x-uuencode", "<>",
        "text/plain; charset=unicode_escape", "text/plain; charset=utf-7", "mailer-daemon@x.test", "multipart/report",
        f"alerts+{KEY}@parliament.test", "=?utf-7?b?2AA=?=", "=?unicode_escape?q?=5Cud800?=", "=?a?q??= =?utf-8?b?=?=",
        "Fri, 99 Foo 99999999999 99:99:99 +99999", "text/plain; charset=undefined", "text/plain; charset=rot13",
    ]),
)  # fmt: skip


@st.composite
def letters(draw) -> bytes:
    """Some fields, and a body that is text, octets, or letters within."""
    head = "".join(f"{draw(st.sampled_from(FIELDS))}: {draw(VALUES)}\r\n" for _ in range(draw(st.integers(0, 8))))
    bodies = st.one_of(st.binary(max_size=200), st.just(b"> a\r\n<a@b.test>: 550 5.1.1 failed\r\n"), st.just(b""))
    inner = draw(st.lists(bodies, max_size=3))
    body = reduce(lambda sofar, one: sofar + b"\r\n--b\r\n" + one, inner, draw(bodies))
    return head.encode("utf-8", "surrogatepass") + b"\r\n" + body


@st.composite
def letters_within(draw) -> bytes:
    outer, inner = draw(letters()), draw(st.lists(letters(), max_size=3))
    head = b"Content-Type: multipart/mixed; boundary=b\r\n" if draw(st.booleans()) else b""
    return TO + head + outer + b"".join(b"\r\n--b\r\n" + one for one in inner)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(letters_within())
def test_no_letter_makes_reading_fail(raw):
    assert sound(read(raw, HOUSE))


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_no_octets_make_reading_fail(raw):
    assert sound(read(raw, HOUSE))
    assert sound(read(TO + raw, HOUSE))


@given(st.text())
def test_no_html_makes_reading_fail_and_none_comes_out(markup):
    text = html.text_of(markup + "<b>x</b>")
    assert "<b>" not in text or "&lt;b" in markup


@given(st.lists(st.sampled_from(["> q", "own", "", "On 3 May, x wrote:", "Sent: b", "-- "]), max_size=12))
def test_of_what_is_not_quoted_no_word_is_lost(lines):
    assert own_words("\n".join(lines)).count("own") == lines.count("own")


def test_the_parser_of_the_library_gets_no_more_than_it_can_bear():
    assert isinstance(mime.parsed(nested(5_000)), email.message.Message)
    assert not mime.parsed(nested(5_000)).is_multipart()
    assert mime.parsed(nested(5)).is_multipart()
