"""Mail: what a reader sees of it, whatever its encodings, parts and headers."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hearhear import UnreadableFile
from hearhear.sources import read
from hearhear.structure import split


def mail(text="Keep the ferry.", **headers):
    message = EmailMessage()
    message["From"] = "Ann Lee <Ann.Lee@example.org>"
    message["Date"] = "Sun, 01 Mar 2026 10:00:00 +0100"
    message["Message-ID"] = "<1@example.org>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def eml(path, message):
    path.write_bytes(bytes(message) if isinstance(message, EmailMessage) else message)
    return path


def test_headers_become_id_sender_and_time_and_the_subject_the_first_line(tmp_path):
    reading = read(eml(tmp_path / "a.eml", mail("Non à la loi, s'il vous plaît.", Subject="Péage sur l'île")))
    assert reading.table.to_pylist() == [
        {"id": "1@example.org", "text": "Péage sur l'île\n\nNon à la loi, s'il vous plaît.", "lang": None,
         "channel": "email", "sender": "ann.lee@example.org", "sent_at": datetime(2026, 3, 1, 9, tzinfo=UTC),
         "question": None, "facts": None}
    ]  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "cp1252", "iso-8859-15"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_bodies_are_decoded(tmp_path, charset, encoding):
    message = EmailMessage()
    message.set_content("Señora: ¿por qué?", charset=charset, cte=encoding)
    assert (
        "Señora: ¿por qué?"
        in read(eml(tmp_path / "a.eml", b"From: a@b.org\nSubject: x\n" + bytes(message))).table["text"][0].as_py()
    )


def test_plain_text_is_preferred_and_attachments_are_counted(tmp_path):
    message = mail("The plain one.")
    message.add_alternative("<p>The rich one.</p>", subtype="html")
    message.add_attachment(b"\x00", maintype="application", subtype="pdf", filename="a.pdf")
    reading = read(eml(tmp_path / "a.eml", message))
    assert reading.table["text"][0].as_py().strip() == "The plain one."
    assert reading.warnings == ("1 attachments were not read",)


def test_mail_that_is_only_html_is_read_as_it_is_shown(tmp_path):
    message = mail()
    message.set_content(
        "<style>p {}</style><p>Dear all,</p><p>Keep&nbsp;the <b>ferry</b>.</p><blockquote>Old words<br>of theirs</blockquote>",
        subtype="html",
    )
    text = read(eml(tmp_path / "a.eml", message)).table["text"][0].as_py()
    assert text == "Dear all,\n\nKeep the ferry.\n\n>\n> Old words\n> of theirs"
    assert split(text).body.text == "Keep the ferry."


def test_mail_declared_automatic_says_so_in_its_subject(tmp_path):
    message = mail("I am away until Monday.", Subject="Ferry", Auto_Submitted="auto-replied")
    text = read(eml(tmp_path / "a.eml", message)).table["text"][0].as_py()
    assert text.startswith("Automatic reply: Ferry\n\n")
    assert split(text).automatic


def test_a_mailbox_is_read_mail_by_mail_with_lines(tmp_path):
    first, second = (bytes(mail(f"Letter {n}.", Message_ID=f"<{n}@example.org>")) for n in (1, 2))
    path = tmp_path / "in.mbox"
    path.write_bytes(
        b"From a@b Sun Mar 1\n"
        + first
        + b"\n>From here on.\n\nFrom a@b Sun Mar 1\n"
        + second
        + b"\nFrom a@b Sun Mar 1\n"
        + first
    )
    reading = read(path)
    assert reading.table["id"].to_pylist() == ["1@example.org", "2@example.org"]
    assert "From here on." in reading.table["text"][0].as_py()
    assert [(row.line, row.reason) for row in reading.rejected] == [(23, "duplicate_id")]


def test_unknown_charsets_dates_and_headers_are_survived(tmp_path):
    raw = b"From: =?no-such?Q?a?=\nDate: the day after\nSubject: =?utf-8?B?!!!?=\nContent-Type: text/plain; charset=no-such\n\ncaf\xe9"
    row = read(eml(tmp_path / "a.eml", raw)).table.to_pylist()[0]
    assert row["text"].endswith("café")
    assert row["sent_at"] is None


def test_parts_inside_parts_without_end_are_no_mail(tmp_path):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a@b.org\nSubject: x\n" + nested + b"\n\nend")
    with pytest.raises(UnreadableFile, match="parts inside parts"):
        read(path)
