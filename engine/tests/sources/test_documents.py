"""Letters that are PDF, DOCX or ODT, alone, attached to a mail, or many in an archive."""

from email.message import EmailMessage

import pytest
from hearhear import UnreadableFile
from hearhear.sources import Options, guess, read, read_targets

from .papers import docx, locked, odt, packed, pdf

LETTER = "Keep the ferry, because nobody who works late can come home without it."
RUN = "<w:p><w:r><w:t xml:space='preserve'>{}</w:t></w:r></w:p>"


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def text(path):
    return read(path).table["text"].to_pylist()


def test_a_pdf_is_one_letter_page_by_page(tmp_path):
    path = write(tmp_path, "letter.pdf", pdf(LETTER, "Señora: ¿por qué?"))
    reading = read(path)
    assert reading.table.select(["id", "text"]).to_pylist() == [
        {"id": "letter.pdf", "text": f"{LETTER}\n\nSeñora: ¿por qué?"}
    ]
    assert (reading.format, guess(path).columns) == ("pdf", {"text": "text", "id": "id"})


@pytest.mark.parametrize("stamp", ["", "Received 3 March 2026"])
def test_scanned_pages_are_set_aside_and_said(tmp_path, stamp):
    with pytest.raises(UnreadableFile, match=r"a picture of paper \(2 pages\) without text") as error:
        read(write(tmp_path, "scan.pdf", pdf("a", "b", picture=True, stamp=stamp)))
    assert error.value.reason == "scanned"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (locked(pdf(LETTER)), "encrypted"),
        (pdf(LETTER)[:300], "not_what_it_says"),
        (b"%PDF-1.7\n" + b"junk " * 900, "not_what_it_says"),
        (pdf(""), "no_text"),
        (pdf(LETTER.ljust(1_000_001, "x")), "too_large"),
        (pdf(*["x"] * 2_001), "too_large"),
        (pdf(" " * (100 << 20)), "too_large"),
    ],
    ids=["locked", "cut", "junk", "blank", "long", "pages", "bomb"],
)
def test_a_pdf_that_cannot_be_read_says_why_in_one_line(tmp_path, content, reason):
    with pytest.raises(UnreadableFile) as error:
        read(write(tmp_path, "letter.pdf", content))
    assert (error.value.reason, "\n" in str(error.value)) == (reason, False)
    assert str(error.value).startswith(str(tmp_path / "letter.pdf"))


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path):
    assert text(write(tmp_path, "letter.pdf", locked(pdf(LETTER), ""))) == [LETTER]


def test_a_word_document_is_read_as_it_is_printed(tmp_path):
    table = f"<w:tbl><w:tr><w:tc>{RUN.format('North')}</w:tc><w:tc>{RUN.format('two')}</w:tc></w:tr></w:tbl>"
    body = (
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Keep </w:t></w:r><w:r><w:t>the ferry</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>It is</w:t><w:br/><w:t>ours.</w:t></w:r><w:del><w:r><w:delText>Not yours.</w:delText></w:r></w:del>"
        f"<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>{table}"
    )
    words = text(write(tmp_path, "letter.docx", docx(body)))[0]
    assert words.startswith("Keep the ferry\n\nIt is\nours.")
    assert "North" in words
    assert not {"yours", "PAGE", "Title"} & set(words.replace(".", " ").split())


def test_an_opendocument_is_read_as_it_is_printed(tmp_path):
    body = (
        "<text:tracked-changes><text:p>Struck out.</text:p></text:tracked-changes>\n  <text:h>Keep  the\n ferry</text:h>"
        "<text:p>It<text:s text:c='2'/>is<text:line-break/><text:span>ours</text:span>.</text:p>"
        "<office:annotation><text:p>Ask Bo.</text:p></office:annotation>"
    )
    assert text(write(tmp_path, "letter.odt", odt(body))) == ["Keep the ferry\n\nIt  is\nours."]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", docx(RUN.format("a"), "<!DOCTYPE a [<!ENTITY b 'c'>]>"), "unsupported"),
        ("a.docx", docx("<w:p>")[:-40], "truncated"),
        ("a.docx", docx("</w:p>"), "not_what_it_says"),
        ("a.docx", docx(""), "no_text"),
        ("a.docx", docx(RUN.format("x" * (65 << 20))), "too_large"),
        ("a.docx", b"\xd0\xcf\x11\xe0" * 9, "unsupported"),
        ("a.docx", odt("<text:p>a</text:p>"), "not_what_it_says"),
        ("a.odt", odt("<text:p>a</text:p>", "<m><encryption-data/></m>"), "encrypted"),
    ],
    ids=["doctype", "cut", "damaged", "blank", "bomb", "locked", "other", "locked odt"],
)
def test_a_document_that_cannot_be_read_says_why_in_one_line(tmp_path, name, content, reason):
    with pytest.raises(UnreadableFile) as error:
        read(write(tmp_path, name, content))
    assert (error.value.reason, "\n" in str(error.value)) == (reason, False)


def test_an_archive_is_a_message_for_each_letter_and_the_rest_is_set_aside(tmp_path):
    path = write(tmp_path, "evidence.zip", packed(
        a_dot_pdf=pdf(LETTER), b__b_dot_docx=docx(RUN.format("No toll.")), c_dot_odt=odt("<text:p>No.</text:p>"),
        d_dot_txt="Péage".encode("cp1252"), e_dot_html="<p>Keep&nbsp;it.</p>", f_dot_pdf=pdf("a", picture=True),
        g_dot_pdf=locked(pdf(LETTER)), h_dot_zip=packed(a="b"), i_dot_csv="id,text", j_dot_jpg="\xff\xd8",
        k_dot_txt="", _dot_DS_Store="x",
    ))  # fmt: skip
    reading = read(path)
    assert dict(zip(*(reading.table[name].to_pylist() for name in ("id", "text")), strict=True)) == {
        "evidence.zip/a.pdf": LETTER,
        "evidence.zip/b/b.docx": "No toll.",
        "evidence.zip/c.odt": "No.",
        "evidence.zip/d.txt": "Péage",
        "evidence.zip/e.html": "Keep\xa0it.".replace("\xa0", " "),
    }
    assert [(row.file, row.reason) for row in reading.rejected] == [
        ("f.pdf", "scanned"), ("g.pdf", "encrypted"), ("h.zip", "unsupported"), ("i.csv", "unsupported"),
        ("j.jpg", "unsupported"), ("k.txt", "empty"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (packed(a_dot_txt=b" " * (40 << 20)), "too_large"),
        (packed(), "empty"),
        (packed(a_dot_txt="a")[:40], "truncated"),
        (packed(a_dot_jpg="a"), "nothing_readable"),
    ],
    ids=["bomb", "empty", "cut", "pictures"],
)
def test_an_archive_that_cannot_be_read_says_why(tmp_path, content, reason):
    with pytest.raises(UnreadableFile) as error:
        read(write(tmp_path, "letters.zip", content))
    assert error.value.reason == reason


def mail(body, *attachments):
    message = EmailMessage()
    message["From"], message["Subject"] = "ann@example.org", "Harbour Bill"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body)
    for name, content in attachments:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Dear committee,\n\nPlease find attached my submission on the bill.\n\nKind regards,\nAnn Lee\n",
        "Madame, Monsieur,\n\nVeuillez trouver ci-joint ma contribution.\n\nCordialement,\nAnn Lee\n",
        "Les adjunto mis alegaciones al proyecto.\n\nUn saludo,\nAnn Lee\n",
    ],
)
def test_where_a_mail_only_points_to_its_attachment_that_is_the_letter(tmp_path, body):
    reading = read(write(tmp_path, "a.eml", mail(body, ("letter.pdf", pdf(LETTER)))))
    assert reading.table.select(["id", "text", "sender", "channel"]).to_pylist() == [
        {"id": "1@example.org/letter.pdf", "text": f"Harbour Bill\n\n{LETTER}", "sender": "ann@example.org",
         "channel": "email"}
    ]  # fmt: skip
    assert reading.warnings == ()


def test_the_name_of_an_attachment_is_read_however_it_is_written(tmp_path):
    raw = mail("", ("letter.pdf", pdf(LETTER))).replace(
        b'filename="letter.pdf"', b'filename="=?utf-8?q?p=C3=A9age.pdf?="'
    )
    assert read(write(tmp_path, "a.eml", raw)).table["id"].to_pylist() == ["1@example.org/péage.pdf"]


def test_an_article_that_somebody_sends_is_not_taken_for_their_letter(tmp_path):
    body = "The attached article says it all.\n"
    reading = read(write(tmp_path, "a.eml", mail(body, ("article.pdf", pdf("Something else.")))))
    assert reading.table["text"][0].as_py().strip() == "Harbour Bill\n\nThe attached article says it all."
    own = read(write(tmp_path, "b.eml", mail("Attached is my article.\n", ("article.pdf", pdf(LETTER)))))
    assert LETTER in own.table["text"][0].as_py()


def test_where_a_mail_argues_its_attachment_is_counted_and_not_read(tmp_path):
    body = "I am against the toll. The attached article says why others are, but I am because my shop would close." * 2
    reading = read(write(tmp_path, "a.eml", mail(f"{body}\n", ("article.pdf", pdf("Something else.")))))
    assert reading.table["id"].to_pylist() == ["1@example.org"]
    assert "Something else" not in reading.table["text"][0].as_py()
    assert reading.warnings == ("1 attachments were not read",)


def test_a_mail_whose_letter_is_a_scan_is_set_aside_with_the_reason(tmp_path):
    write(tmp_path, "a.eml", mail("Please find attached my letter.", ("scan.pdf", pdf("a", picture=True))))
    write(tmp_path, "b.eml", mail("No toll, please.").replace(b"<1@", b"<2@"))
    reading = read(tmp_path)
    assert reading.table["id"].to_pylist() == ["2@example.org"]
    assert [row.reason for row in reading.rejected] == ["unreadable_file:scanned"]
    assert reading.rejected[0].detail.startswith(
        "its letter is the attachment scan.pdf, but it is a picture of paper (1 page)"
    )


def test_mail_in_undeclared_windows_letters_is_read(tmp_path):
    body = "From: ann@example.org\nSubject: Péage – l’île\n\nC’est “non” au péage à 3 €…\n".encode("cp1252")
    assert text(write(tmp_path, "a.eml", body)) == ["Péage – l’île\n\nC’est “non” au péage à 3 €…"]


@pytest.mark.parametrize("charset", ["iso-8859-1", "us-ascii", "no-such"])
def test_mail_that_declares_another_charset_than_windows_is_still_read(tmp_path, charset):
    head = f"From: a@b.org\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n"
    assert text(write(tmp_path, "a.eml", head.encode() + "C’est “non”…".encode("cp1252"))) == ["x\n\nC’est “non”…"]


def test_a_bill_that_is_a_pdf_or_a_document_is_taken_apart(tmp_path):
    body = "".join(
        RUN.format(line) for line in ("Harbour Bill", "Article 1", "The ferry runs.", "Article 2", "It is free.")
    )
    targets = read_targets(write(tmp_path, "bill.docx", docx(body)))
    assert [(target.kind, target.number) for target in targets] == [("bill", ""), ("clause", "1"), ("clause", "2")]


def test_a_letter_of_unknown_ending_can_be_declared(tmp_path):
    assert read(write(tmp_path, "letter.bin", pdf(LETTER)), options=Options(format="pdf")).format == "pdf"
