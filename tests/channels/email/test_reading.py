"""A letter that came in: the writer's own words, what it answers, what it brings, what it reports."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import read
from hemicycle.channels.contract import DeliveryStatus, InboundMessage, Report
from hemicycle.channels.text import html
from hemicycle.channels.text.quoting import own_words

from .conftest import KEY

HOUSE = House("alerts@parliament.test")
OTHER = "f" * 32


def letter(text: str = "I agree.", **fields: str) -> EmailMessage:
    message = EmailMessage()
    message.set_content(text)
    given = {
        "From": "Ana <ana@citizens.test>", "To": f"alerts+{KEY}@parliament.test", "Subject": "Re: Vote",
        "Date": "Thu, 03 Dec 2026 19:00:00 +0100", "Message-ID": "<1@citizens.test>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }  # fmt: skip
    for name, value in given.items():
        message[name] = value
    return message


def arrived(message: EmailMessage) -> InboundMessage:
    found = read(bytes(message), HOUSE)
    assert isinstance(found, InboundMessage)
    return found


def test_an_answer_is_read_with_its_writer_its_moment_and_what_it_answers():
    message = letter("I agree.\n\n> The House votes\n", Content_Language="en-GB")
    found = arrived(message)

    assert (found.text, found.subject, found.sender, found.lang) == (
        "I agree.", "Re: Vote", "ana@citizens.test", "en-GB",
    )  # fmt: skip
    assert found.sent_at == datetime(2026, 12, 3, 18, tzinfo=UTC)
    assert found.answers == (KEY,)
    assert not found.automatic
    assert found.raw == bytes(message)


@pytest.mark.parametrize(
    ("field", "sender"),
    [
        ("Ana <ana@citizens.test>", "ana@citizens.test"), ("ana@citizens.test (Ana)", "ana@citizens.test"),
        ('"eve@x.test" <ana@citizens.test>', "ana@citizens.test"), ("Ana", ""), ("", ""), ("((((", ""),
    ],
)  # fmt: skip
def test_the_writer_is_whoever_the_field_names_last(field, sender):
    assert arrived(letter(From=field)).sender == sender


def test_what_it_answers_is_found_by_address_then_references_from_the_last_then_in_reply_to():
    ids = [f"<{n * 32}@parliament.test>" for n in "abc"]
    found = arrived(
        letter(
            References=f"<x@citizens.test> {ids[0]} {ids[1]}",
            In_Reply_To=ids[2],
            To=f"alerts+{KEY}@parliament.test",
        )
    )
    assert found.answers == (KEY, "b" * 32, "a" * 32, "c" * 32)


def test_a_letter_to_the_bare_address_answers_what_it_refers_to_or_nothing():
    bare = "alerts@parliament.test"
    assert arrived(letter(To=bare, In_Reply_To=f"<{OTHER}@parliament.test>")).answers == (OTHER,)
    assert arrived(letter(To=bare)).answers == ()


def test_the_address_of_the_envelope_counts_where_the_field_names_another():
    assert arrived(letter(To="press@parliament.test", Delivered_To=f"alerts+{KEY}@parliament.test")).answers == (KEY,)


def test_the_same_letter_delivered_twice_is_one_and_two_of_one_machine_are_two():
    first, again = letter(), letter(Received="by another road")
    other = letter("I do not agree.")
    assert arrived(first).external_id == arrived(again).external_id != arrived(other).external_id


def test_html_is_read_where_there_is_no_plain_text():
    message = letter()
    message.set_content(
        '<style>p {}</style><script>alert(1)</script><p>Yes &amp; <b>no</b>.<br>See <a href="https://x.test/a">this'
        "</a></p><img src=https://spy.test/1.gif><ul><li>one<li>two</ul><blockquote><p>You wrote</p></blockquote>",
        subtype="html",
    )
    assert arrived(message).text == "Yes & no.\nSee this (https://x.test/a)\n\n- one\n- two"
    message = letter("Plain")
    message.add_alternative("<p>Rich</p>", subtype="html")
    assert arrived(message).text == "Plain"


def test_what_a_letter_brings_comes_with_it_and_pictures_within_it_too():
    message = letter()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="état.pdf")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", disposition="inline")
    message.add_attachment("a,b", subtype="csv", filename="x.csv")
    found = arrived(message)

    assert found.text == "I agree."
    assert [(a.name, a.kind, a.content) for a in found.files] == [
        ("état.pdf", "application/pdf", b"%PDF-1.7"), ("file", "image/png", b"\x89PNG\r\n\x1a\n"),
        ("x.csv", "text/csv", b"a,b\n"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("charset", "octets", "text"),
    [
        ("iso-8859-1", "déjà".encode("latin-1"), "déjà"),
        ("us-ascii", "déjà".encode(), "déjà"),
        ("utf-8", "déjà".encode("cp1252"), "déjà"),
        ("x-unknown", "déjà".encode(), "déjà"),
        ("big5\x00", "déjà".encode(), "déjà"),
        ("utf-16", "été".encode("utf-16"), "été"),
    ],
)
def test_a_charset_that_lies_is_seen_through(charset, octets, text):
    head = f"From: ana@citizens.test\r\nContent-Type: text/plain; charset={charset}\r\n"
    raw = head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(octets)
    assert read(raw, HOUSE).text == text


def test_fields_in_bare_octets_or_in_broken_words_are_read_as_far_as_they_can_be():
    head = b"From: ana@citizens.test\r\nSubject: " + "Été".encode() + b" =?utf-8?q?=C3=A9?= =?x?b?!!?=\r\n\r\nText"
    assert read(head, HOUSE).subject.startswith("Été é")


def test_a_letter_without_words_says_what_its_subject_says():
    assert arrived(letter("", Subject="STOP")).text == "STOP"


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto-Submitted": "auto-replied"}, {"Auto-Submitted": "auto-generated; owner=x"}, {"Precedence": "bulk"},
        {"Return-Path": "<>"}, {"List-Id": "<x.test>"}, {"X-Autoreply": "yes"},
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_marked(fields):
    assert arrived(letter(**{name.replace("-", "_"): value for name, value in fields.items()})).automatic


@pytest.mark.parametrize("sender", ["noreply@shop.test", "No-Reply@shop.test", "MAILER-DAEMON@mail.test"])
def test_what_comes_from_an_address_that_nobody_reads_is_a_machines(sender):
    assert arrived(letter(From=f"Ana <{sender}>")).automatic
    assert arrived(letter(From=sender, Reply_To=sender)).automatic
    assert not arrived(letter(From=f"Ana <{sender}>", Reply_To="ana@citizens.test")).automatic
    assert not arrived(letter(From=f'"{sender}" <ana@citizens.test>', Reply_To=sender)).automatic


@pytest.mark.parametrize("name", ["Feedback_ID", "List_Unsubscribe"])
def test_what_a_person_sends_by_a_bulk_mail_service_is_no_machines(name):
    added = {name: "<https://tool.test/end>"}
    assert not arrived(letter(**added)).automatic
    assert arrived(letter(**added, List_Id="<news.tool.test>")).automatic
    assert arrived(letter(**added, Precedence="bulk")).automatic


def test_a_person_who_says_so_is_no_machine():
    assert not arrived(letter(Auto_Submitted="no", Return_Path="<ana@citizens.test>")).automatic


def test_the_mail_that_ends_a_subscription_says_stop_whoever_wrote_it():
    found = arrived(letter("", To=f"alerts+{KEY}-stop@parliament.test", Subject="unsubscribe", Precedence="bulk"))
    assert (found.text, found.automatic, found.answers) == ("STOP", False, (KEY,))


GMAIL = "I agree.\n\nOn Thu, 3 Dec 2026 at 19:00, Assemblée <alerts@parliament.test>\nwrote:\n\n> Vote\n> at seven\n"
FRENCH = "D'accord.\n\nLe jeu. 3 déc. 2026 à 19:00, Assemblée <a@parliament.test> a écrit :\n\n> Vote\n"
SPANISH = "De acuerdo.\n\nEl jue, 3 dic 2026 a las 19:00, Asamblea (<a@parliament.test>) escribió:\n\n> Voto\n"
OUTLOOK = (
    "I agree.\n\n________________________________\nFrom: Alerts <a@parliament.test>\nSent: Thursday\nTo: Ana\n\nVote"
)
OUTLOOK_FR = "D'accord.\n\nDe : Assemblée <a@parliament.test>\nEnvoyé : jeudi 3 décembre\nÀ : Ana\n\nVote"
OUTLOOK_ES = "De acuerdo.\n\nDe: Asamblea\nEnviado el: jueves\nPara: Ana\n\nVoto"
ORIGINAL = "I agree.\n\n-----Original Message-----\nVote at seven"
BETWEEN = "> Vote at seven?\nAt eight would be better.\n> In the hall?\nYes.\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (GMAIL, "I agree."), (FRENCH, "D'accord."), (SPANISH, "De acuerdo."), (OUTLOOK, "I agree."),
        (OUTLOOK_FR, "D'accord."), (OUTLOOK_ES, "De acuerdo."), (ORIGINAL, "I agree."),
        (BETWEEN, "At eight would be better.\nYes."),
        ("> Vote\n> at seven\n\nBelow: I agree.", "Below: I agree."),
        ("> only what you wrote", "> only what you wrote"),
        ("On Monday I wrote:\nplease close the road.", "On Monday I wrote:\nplease close the road."),
        ("From: the bottom of my heart\nthank you.", "From: the bottom of my heart\nthank you."),
        ("x > y, and > z", "x > y, and > z"),
    ],
)  # fmt: skip
def test_what_is_quoted_is_left_out_and_what_is_written_never(text, own):
    assert own_words(text) == own
    assert own_words(text.replace("\n", "\r\n")) == own


def report(status: str, action: str = "failed", returned: str = "", **fields: str) -> bytes:
    head = {"From": "MAILER-DAEMON@mail.test", "Return-Path": "<>", "To": f"alerts+{KEY}@parliament.test"} | fields
    lines = [f"{name}: {value}" for name, value in head.items()]
    return "\r\n".join([
        *lines, 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "", "--b",
        "Content-Type: text/plain", "", "Could not deliver.", "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mail.test", "", "Final-Recipient: rfc822; ana@citizens.test", f"Action: {action}",
        f"Status: {status}", "", "--b", "Content-Type: text/rfc822-headers", "", returned, "", "--b--", "",
    ]).encode()  # fmt: skip


@pytest.mark.parametrize(
    ("status", "code", "permanent", "suppress"),
    [
        ("5.1.1", "no-such-address", True, True), ("5.2.2", "mailbox-full", True, False),
        ("4.4.7", "delivery-expired", False, False), ("5.7.1", "refused-by-policy", True, False),
        ("5.99.99", "refused", True, False), ("nonsense", "refused", False, False),
    ],
)  # fmt: skip
def test_a_bounce_says_of_which_letter_and_whether_the_address_is_gone(status, code, permanent, suppress):
    assert read(report(status), HOUSE) == Report(
        DeliveryStatus.FAILED, key=KEY, code=code, permanent=permanent, suppress=suppress
    )


def test_a_bounce_to_the_bare_address_is_known_by_the_letter_it_returns():
    raw = report("5.1.1", To="alerts@parliament.test", returned=f"Message-ID: <{OTHER}@parliament.test>")
    assert read(raw, HOUSE).key == OTHER


def test_a_letter_that_is_delivered_or_delayed_is_not_lost():
    assert read(report("2.0.0", "delivered"), HOUSE) == Report(DeliveryStatus.DELIVERED, key=KEY)
    delayed = read(report("4.4.1", "delayed"), HOUSE)
    assert isinstance(delayed, InboundMessage)
    assert delayed.automatic


def test_a_bounce_of_somebody_elses_letter_is_a_letter_of_a_machine():
    found = read(report("5.1.1", To="alerts@parliament.test"), HOUSE)
    assert isinstance(found, InboundMessage)
    assert found.automatic


def test_an_old_server_is_understood_too():
    raw = (
        f"From: MAILER-DAEMON@old.test\r\nTo: alerts+{KEY}@parliament.test\r\nSubject: failure notice\r\n\r\n"
        "Hi. This is the qmail-send program at old.test.\r\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
        "<ana@citizens.test>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n"
    )
    assert read(raw.encode(), HOUSE) == Report(DeliveryStatus.FAILED, key=KEY, code="returned", permanent=True)


def test_who_calls_it_spam_gets_nothing_more():
    raw = (
        f"From: abuse@mail.test\r\nTo: alerts+{KEY}@parliament.test\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSpam.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: x/1\r\n\r\n--b--\r\n"
    )
    assert read(raw.encode(), HOUSE) == Report(DeliveryStatus.DELIVERED, key=KEY, code="complained", suppress=True)


def test_a_holiday_answer_to_a_letter_of_ours_is_a_letter_and_no_bounce():
    found = arrived(letter("I am away.", Auto_Submitted="auto-replied", Subject="Out of office"))
    assert (found.automatic, found.answers) == (True, (KEY,))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<h1>Title</h1><div>one</div><div>two</div>", "Title\n\none\ntwo"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="https://x.test/">https://x.test</a>', "https://x.test"),
        ("<blockquote>a<br>b<blockquote>c</blockquote></blockquote>d", "> a\n> b\n>\n> > c\n>\nd"),
        ("&lt;b&gt; 1 &lt; 2", "<b> 1 < 2"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "ab"),
        ("", ""),
        ("<title>no</title>yes", "yes"),
    ],
)
def test_html_becomes_lines_of_text(markup, text):
    assert html.text_of(markup) == text
