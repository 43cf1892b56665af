"""A letter as it leaves: what it says, how it is made, and that its signature holds."""

import base64
import quopri
import re
from dataclasses import replace
from io import BytesIO

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.composing import quoted_printable
from hemicycle.channels.contract import CannotConnect, Message, NotAuthorised, Outcome, OutgoingText, Picture
from hemicycle.channels.registry import adapter_of
from tests.channels.drawn_pictures import file_of, noise

from .conftest import KEY, PIECE, TOKEN, access, dkim_key, message_of, parsed

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def public_key(name: bytes, **_: object) -> bytes:
    """What the name server of the House says."""
    assert name == b"house1._domainkey.parliament.test."
    how = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(dkim_key().public_key().public_bytes(*how))


def is_signed(octets: bytes) -> bool:
    return dkim.verify(octets, dnsfunc=public_key)


def test_a_letter_says_the_same_in_plain_text_and_in_html(written):
    letter = parsed(written())
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()

    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    for words in ("État des travaux", "The House votes at 19:00.", "«water bill»", "https://house.test/a/1/"):
        assert words in text
        assert words in html
    assert (letter["Subject"], letter["From"], letter["To"]) == (
        "État des travaux", "Assemblée <alerts@parliament.test>", "ana@citizens.test",
    )  # fmt: skip


def test_each_reader_finds_their_own_link_and_nobody_elses(written):
    octets = written()
    letter = parsed(octets)
    for kind in ("plain", "html"):
        assert f"https://house.test/own/{TOKEN}/" in letter.get_body((kind,)).get_content()
    mark = message_of(PIECE).content["mark"]
    assert mark.encode() not in octets
    assert b"{token}" not in octets


@pytest.mark.parametrize(
    ("given", "label"), [("", "À lire sur notre site"), ("Ouvrir votre page", "Ouvrir votre page")]
)
def test_the_link_says_where_it_leads(written, given, label):
    letter = parsed(written(replace(PIECE, link_label=given)))
    assert f"{label}\nhttps://house.test/a/1/" in letter.get_body(("plain",)).get_content().replace("\r", "")
    html = letter.get_body(("html",)).get_content()
    assert re.search(rf'<a href="https://house.test/a/1/"[^>]*>{label}</a>', html)


def test_words_that_look_like_the_place_of_a_link_stay_words(written):
    letter = parsed(written(replace(PIECE, body="Write {token} here.")))
    assert "Write {token} here." in letter.get_body(("plain",)).get_content()


def test_one_click_ends_it_and_a_mail_does_too(written):
    octets = written()
    letter = parsed(octets)

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"] == (
        f"<https://house.test/own/{TOKEN}/end/>, <mailto:alerts+{KEY}-stop@parliament.test?subject=STOP>"
    )
    assert b"\r\nList-Unsubscribe: <https://" in octets


def test_who_has_not_subscribed_is_offered_no_end_of_it(written):
    letter = parsed(written(OutgoingText("", "You follow nothing.", "en", automatic=True)))
    assert letter["List-Unsubscribe"] is None
    assert (letter["Auto-Submitted"], letter["Subject"]) == ("auto-replied", "You follow nothing.")


def test_a_letter_is_known_by_its_key_in_the_id_and_in_the_address_for_answers(written):
    letter = parsed(written())
    assert letter["Message-ID"] == f"<{KEY}@parliament.test>"
    assert letter["Reply-To"] == f"alerts+{KEY}@parliament.test"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsed(written(detail=""))["Reply-To"] == "alerts@parliament.test"


def test_the_html_says_its_language_fetches_nothing_and_runs_nothing(written):
    hostile = replace(PIECE, title='<script>alert("x")</script>', body='<img src="https://spy.test/1.gif">\n\nText')
    html = parsed(written(hostile)).get_body(("html",)).get_content()

    assert '<html lang="fr" dir="ltr">' in html
    assert "<script" not in html
    assert re.findall(r"<(?:img|link|iframe|object|style)\b", html) == []


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("es", "ltr")])
def test_what_is_read_from_right_to_left_says_so(lang, direction):
    content = adapter_of("email").render(replace(PIECE, lang=lang), {}).content
    assert f'<html lang="{lang}" dir="{direction}">' in content["html"]


def test_a_picture_travels_with_the_letter_and_says_what_it_shows(written, tmp_path):
    path = tmp_path / "chart.png"
    path.write_bytes(PNG)
    outgoing = replace(PIECE, pictures=(Picture(str(path), "image/png", 'Votes: 40 "for"'),))
    octets = written(outgoing, dkim_selector="house1")
    letter = parsed(octets)
    html = letter.get_body(("related", "html"))
    related = next(part for part in letter.walk() if part.get_content_type() == "multipart/related")
    shown, picture = related.iter_parts()

    assert picture.get_content() == PNG
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in shown.get_content()
    assert 'alt="Votes: 40 &quot;for&quot;"' in shown.get_content()
    assert html is not None
    assert '[Votes: 40 "for"]' in letter.get_body(("plain",)).get_content()
    assert is_signed(octets)


def test_the_credit_of_a_picture_is_read_below_it(tmp_path):
    path = tmp_path / "chart.png"
    path.write_bytes(PNG)
    rendered = adapter_of("email").render(
        replace(PIECE, pictures=(Picture(str(path), "image/png", "Votes", credit="Picture: <The House>"),)), {}
    )
    assert "Picture: &lt;The House&gt;</span>" in rendered.content["html"]
    # What an approver reads, and so a part of what is approved.
    assert "[Votes]\n\nPicture: <The House>" in rendered.parts[0]


def test_a_picture_is_as_large_as_a_letter_shows_it_and_in_a_form_that_programs_for_mail_know(written, tmp_path):
    path = tmp_path / "chamber.webp"
    path.write_bytes(file_of(noise(2000, 1000), "WEBP"))
    octets = written(replace(PIECE, pictures=(Picture(str(path), "image/webp", "The chamber"),)))
    (picture,) = (part for part in parsed(octets).walk() if part.get_content_maintype() == "image")
    assert (picture.get_content_type(), picture.get_filename()) == ("image/jpeg", "picture1.jpeg")
    assert Image.open(BytesIO(picture.get_content())).size == (1216, 608)
    assert len(picture.get_content()) <= 700_000


def test_a_picture_that_is_not_there_waits_for_it(tmp_path):
    outgoing = replace(PIECE, pictures=(Picture(str(tmp_path / "gone.png"), "image/png"),))
    line = adapter_of("email").connect(access(folder=str(tmp_path)))
    receipt = line.send(message_of(outgoing), lambda: None)

    assert (receipt.outcome, receipt.code, receipt.permanent) == (Outcome.REFUSED, "picture-missing", False)


def test_another_hand_finds_the_signature_good_and_every_change_bad(written):
    octets = written(dkim_selector="house1")
    assert is_signed(octets)
    changed = [
        octets.replace(b"19:00", b"20:00"), octets.replace(b"To: ana", b"To: eve"),
        octets.replace(b"/end/>", b"/and/>"), octets.replace(b"=One-Click", b"=Two-Click"),
        octets.replace(b"\r\nTo:", b"\r\nSubject: Another\r\nTo:"),
    ]  # fmt: skip
    assert octets not in changed
    assert [is_signed(one) for one in changed] == [False] * 5


def test_the_signature_covers_both_fields_that_end_a_subscription(written):
    covered = re.search(r"h=([^;]*);", parsed(written(dkim_selector="house1"))["DKIM-Signature"])[1]
    names = "".join(covered.split()).split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "subject", "content-type"} <= set(names)


@pytest.mark.parametrize("how", ["relaxed blanks", "wrapped fields"])
def test_the_signature_survives_what_mail_servers_do_to_blanks(written, how):
    octets = written(dkim_selector="house1")
    if how == "relaxed blanks":
        changed = octets.replace(b"Auto-Submitted: auto", b"Auto-Submitted:   auto") + b"\r\n\r\n"
    else:
        changed = octets.replace(b"Reply-To: ", b"Reply-To:\r\n\t")
    assert changed != octets
    assert is_signed(changed)


@settings(deadline=None)
@given(
    title=st.text(max_size=300), body=st.text(max_size=2_000), sender=st.text(max_size=120),
    notice=st.text(max_size=80), lang=st.sampled_from(["en", "fr", "es", "ar", "zh-Hans"]),
)  # fmt: skip
def test_whatever_is_written_travels_whole_and_signed(tmp_path_factory, title, body, sender, notice, lang):
    folder = tmp_path_factory.mktemp("letters")
    outgoing = replace(PIECE, title=title, body=body, sender=sender, notice=notice, lang=lang)
    adapter_of("email").connect(access(folder=str(folder), dkim_selector="house1")).send(
        message_of(outgoing), lambda: None
    )
    octets = (folder / f"{KEY}.eml").read_bytes()
    head, _, rest = octets.partition(b"\r\n\r\n")
    letter = parsed(octets)

    assert octets.isascii()
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    assert max(map(len, rest.split(b"\r\n"))) <= 76
    assert not re.search(rb"^(\.|From )", rest, re.MULTILINE)
    assert [name for name in letter if name == "From"] == ["From"]
    assert set(letter) <= {
        "DKIM-Signature", "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n") == message_of(outgoing).content[
        "text"
    ].replace(message_of(outgoing).content["mark"], TOKEN).encode("utf-8", "replace").decode().replace("\r\n", "\n")
    assert is_signed(octets)
    assert head


@given(st.text(), st.integers(0, 5))
def test_quoted_printable_says_the_same_in_short_lines_and_breaks_no_mark(text, times):
    mark, slot = "f" * 22, "0000-00"
    bare = text.replace("\r", "").replace(slot[2:], "").replace(mark, "")
    text = "x".join([bare] * 2) + (mark + slot) * times
    encoded = quoted_printable(text, mark, slot)
    lines = encoded.split("\r\n")

    assert max(map(len, lines)) <= 76
    assert encoded.count(mark) == encoded.count(slot) == times
    assert not any(line.endswith((" ", "\t")) or line.startswith((".", "F")) for line in lines)
    assert quopri.decodestring(encoded.replace("\r\n", "\n").encode()).decode() == text.removesuffix("\n") + "\n"


@pytest.mark.parametrize("before", range(60, 80))
def test_each_reader_finds_what_is_their_own_where_the_letter_has_its_slot_and_it_is_signed(tmp_path, before):
    outgoing = replace(PIECE, body=f"{'x' * before} 0000-00", footer="Your letter: 0000-00")
    content = {**adapter_of("email").render(outgoing, {}).content, "slot": "0000-00"}
    line = adapter_of("email").connect(access(folder=str(tmp_path), dkim_selector="house1"))
    for key, own in (("a" * 32, "7K3M-Q2"), ("b" * 32, "9PQR-77")):
        line.send(Message(key, content, "ana@citizens.test", "en", token=TOKEN, own=own), lambda: None)
        octets = (tmp_path / f"{key}.eml").read_bytes()
        for kind in ("plain", "html"):
            said = parsed(octets).get_body((kind,)).get_content()
            assert said.count(own) == 2 and "0000-00" not in said
        assert max(map(len, octets.split(b"\r\n"))) <= 998 and is_signed(octets)


def test_the_same_piece_gives_the_same_letter():
    first, second = (adapter_of("email").render(replace(PIECE), {}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("title", "notice", "body", "subject"),
    [
        ("Vote", "", "At seven", "Vote"),
        ("Vote", "Correction: it is at eight", "At eight", "Correction: Vote"),
        ("Vote", "Rectificatif : à vingt heures", "", "Rectificatif : Vote"),
        ("A\r\nBcc: eve@x.test", "", "", "A Bcc: eve@x.test"),
        ("", "", "word " * 40, "word " * 15 + "…"),
    ],
)
def test_the_subject_is_one_line_and_says_first_what_is_corrected(title, notice, body, subject):
    assert adapter_of("email").render(OutgoingText(title, body, "en", notice=notice), {}).content["subject"] == subject


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ana",
        "ana@",
        "@x.test",
        "ana@x.test\r\nBcc: eve@x.test",
        "ana@x test",
        "<ana@x.test>",
        "a,b@x.test",
        "é@x.test",
    ],
)
def test_what_is_no_address_is_refused_for_good_and_never_written_to_again(tmp_path, to):
    receipt = adapter_of("email").connect(access(folder=str(tmp_path))).send(message_of(PIECE, to), lambda: None)
    assert (receipt.outcome, receipt.permanent, receipt.suppress) == (Outcome.REFUSED, True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_domain_beyond_ascii_is_written_as_the_network_knows_it(tmp_path):
    adapter_of("email").connect(access(folder=str(tmp_path))).send(
        message_of(PIECE, "ana@bücher.example"), lambda: None
    )
    assert b"\r\nTo: ana@xn--bcher-kva.example\r\n" in (tmp_path / f"{KEY}.eml").read_bytes()


def test_a_letter_that_cannot_be_written_waits_and_is_not_marked_as_in_flight(tmp_path):
    line = adapter_of("email").connect(access(folder=str(tmp_path)))
    tmp_path.joinpath(f".{KEY}").mkdir()
    with pytest.raises(CannotConnect, match="no-file"):
        line.send(message_of(PIECE), pytest.fail)


def test_a_letter_that_is_written_and_cannot_be_placed_is_unknown(tmp_path):
    line = adapter_of("email").connect(access(folder=str(tmp_path)))
    tmp_path.joinpath(f"{KEY}.eml").mkdir()
    receipt = line.send(message_of(PIECE), lambda: None)
    assert (receipt.outcome, receipt.code) == (Outcome.UNKNOWN, "not-placed")


def test_a_letter_that_may_not_go_leaves_nothing_in_the_folder_of_letters(tmp_path):
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    line = adapter_of("email").connect(access(folder=str(tmp_path)))
    with pytest.raises(Stopped):
        line.send(message_of(PIECE), stop)
    assert list(tmp_path.glob("*.eml")) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"dkim_selector": "house1"}, "no-key"),
        ({"transport": "smtp"}, "no-server"),
        ({"transport": "smtp", "host": "127.0.0.1", "security": "tsl"}, "unknown-security"),
    ],
)
def test_an_account_that_is_set_up_wrongly_says_what_is_wrong(tmp_path, settings, code):
    broken = replace(access(folder=str(tmp_path), **settings), secret={"dkim_key": "no key"})
    with pytest.raises(NotAuthorised) as wrong:
        adapter_of("email").connect(broken)
    assert wrong.value.code == code


def test_without_an_address_of_its_own_an_account_writes_no_letter(tmp_path):
    for address in ("", "parliament.test", "a" * 30 + "@parliament.test"):
        with pytest.raises(NotAuthorised, match="no-address"):
            adapter_of("email").connect(replace(access(folder=str(tmp_path)), address=address))


def test_an_address_of_ours_names_its_message_in_any_case_and_nobody_elses_does():
    house = House("alerts@parliament.test")
    assert house.named_in([f"Ana <ALERTS+{KEY.upper()}@Parliament.test>"]).key == KEY
    assert house.named_in([f"alerts+{KEY}-stop@parliament.test"]).stop
    for other in (f"alerts+{KEY}@other.test", f"xalerts+{KEY}@parliament.test", "alerts+1@parliament.test"):
        assert house.named_in([other]) is None
