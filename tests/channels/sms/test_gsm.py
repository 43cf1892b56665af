"""Text as mobile networks carry it. Expected segments are those of smsutil 1.1.3 and smpplib 2.2.4, where these agree
with 3GPP TS 23.038 and 23.040; where they do not, the case says so."""

import secrets

import pytest
import smpplib.gsm
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.channels.contract import Message, OutgoingText
from hemicycle.channels.sms import gsm
from hemicycle.channels.sms.gsm import GSM_7, UCS_2
from tests.verification.peers import GSM, GSM_EXTENSION

LETTERS = st.text(st.sampled_from(GSM.replace("\x1b", "") + "".join(GSM_EXTENSION.values()) + "ŵ’`ç😀"), max_size=400)


@pytest.mark.parametrize(
    ("text", "encoding", "lengths"),
    [
        ("", GSM_7, [0]),
        ("a" * 160, GSM_7, [160]),
        ("a" * 161, GSM_7, [153, 8]),
        ("a" * 306, GSM_7, [153, 153]),
        ("a" * 307, GSM_7, [153, 153, 1]),
        ("€" * 80, GSM_7, [80]),
        ("€" * 81, GSM_7, [76, 5]),
        ("a" * 159 + "€", GSM_7, [153, 7]),
        # smsutil parts after 152 here, smpplib within the escape: 3GPP TS 23.038 wants both septets in one part.
        ("a" * 152 + "€" + "a" * 10, GSM_7, [152, 11]),
        ("a" * 151 + "€" + "a" * 10, GSM_7, [152, 10]),
        ("ł" + "a" * 69, UCS_2, [70]),
        ("ł" + "a" * 70, UCS_2, [67, 4]),
        ("😀" * 35, UCS_2, [35]),
        ("😀" * 36, UCS_2, [33, 3]),
        ("a" * 66 + "😀" + "a" * 10, UCS_2, [66, 11]),
    ],
)
def test_a_text_is_cut_where_the_networks_cut_it(text, encoding, lengths):
    found = gsm.cut(text)

    assert (found.encoding, [len(part) for part in found.parts]) == (encoding, lengths)


@given(LETTERS)
def test_no_part_is_too_long_and_nothing_is_lost(text):
    found = gsm.cut(text)
    longest = 140 if len(found.parts) == 1 else 134

    assert "".join(found.parts) == text
    for part in found.parts:
        octets = gsm.encode(part, found.encoding)
        assert (len(octets) * 7 + 7) // 8 <= longest if found.encoding == GSM_7 else len(octets) <= longest
        assert gsm.decode(octets, found.encoding) == part


def test_the_table_is_the_standards_and_smpplib_agrees_but_for_the_back_tick():
    # Form feed and § are not in its table.
    for character in set(GSM + "".join(GSM_EXTENSION.values())) - {"\x1b", "§", "\f"}:
        assert gsm.encode(character, GSM_7) == smpplib.gsm.gsm_encode(character)
    # smpplib takes the back-tick for GSM-7 and sends what every phone shows as §.
    assert smpplib.gsm.gsm_encode("`") == gsm.encode("§", GSM_7) == b"\x5f"
    assert gsm.cut("`").encoding == UCS_2


def test_what_forces_ucs_2_is_listed_once_each_and_what_could_be_written_instead_is_only_offered():
    text = "L’Assemblée vote… à l’œil ŵ 漢 \u200b"
    found = gsm.cut(text)

    assert found.forcing == ("’", "…", "œ", "ŵ", "漢", "\u200b")
    assert [(one.written, one.instead) for one in gsm.plainer(text)] == [
        ("’", "'"), ("…", "..."), ("’", "'"), ("œ", "oe"), ("ŵ", "w"), ("漢", None), ("\u200b", ""),
    ]  # fmt: skip
    assert all(text[one.start : one.end] == one.written for one in gsm.plainer(text))
    assert "".join(found.parts) == text
    assert gsm.plainer("À 19 h ?".replace("À", "A")) == ()


def test_everything_offered_is_in_the_alphabet():
    for one in gsm.plainer("’“–\u00a0•÷×łŁđĐħĦıªºœŒþÞẞ…№©®™½→←ÁáÍíÓóÚúçêîôûëïÿČčŵŷ"):
        assert one.instead is not None
        assert gsm.cut(one.instead).encoding == GSM_7


def test_unknown_octets_become_a_sign_that_says_so():
    assert gsm.decode(b"\x1b\x41a\x80\x1b", GSM_7) == " a\ufffd "
    assert gsm.decode(b"\xd8\x3dA", UCS_2).startswith("\ufffd")
    assert gsm.encode("\ud83d", UCS_2) == b"\xff\xfd"


def test_a_piece_becomes_one_text_with_its_counts():
    outgoing = OutgoingText("Vote at 19:00", "Bill 12.", "en", link="https://a.example/x", footer="Opt out: STOP")
    rendered = gsm.render(outgoing, {"price": "0.045", "currency": "EUR", "most_segments": 3})
    characters, segments, cost = rendered.counts

    assert rendered.content == {"text": "Vote at 19:00\nBill 12.\nhttps://a.example/x\nOpt out: STOP"}
    assert rendered.parts == (rendered.content["text"],)
    assert (characters.used, characters.most, characters.detail) == (56, 160, "GSM-7")
    assert (segments.used, segments.most) == (1, 3)
    assert (cost.unit, cost.used, cost.detail) == ("cost", 0.045, "EUR")


def test_what_only_the_recipient_gets_is_counted_as_long_as_it_will_be():
    rendered = gsm.render(OutgoingText("", "x", "en", footer="{token}"), {})
    message = Message("key", rendered.content, token=secrets.token_urlsafe(16))

    assert rendered.counts[0].used == len(gsm.written(message)) == 24
    assert gsm.written(message) == f"x\n{message.token}"


def test_each_recipient_reads_what_is_their_own_where_the_text_has_its_slot():
    message = Message("key", {"text": "Ref 0000-00.", "slot": "0000-00"}, own="7K3M-Q2")

    assert gsm.written(message) == "Ref 7K3M-Q2."


def test_counts_tell_when_it_does_not_fit_and_what_forces_ucs_2():
    rendered = gsm.render(OutgoingText("", "ŵ" * 700, "cy"), {})
    characters, segments = rendered.counts

    assert (characters.detail, characters.used, characters.most) == ("UCS-2 ŵ", 700, 737)
    assert (segments.used, segments.fits) == (11, False)


def test_no_break_spaces_are_sent_as_plain_ones_and_cost_nothing():
    rendered = gsm.render(OutgoingText("Vote\u202f:", "La Chambre vote à 19\u00a0h\u00a0?", "fr"), {})

    assert rendered.content["text"] == "Vote :\nLa Chambre vote à 19 h ?"
    assert rendered.counts[0].detail == "GSM-7"


def test_letters_and_their_accents_written_apart_are_sent_composed():
    rendered = gsm.render(OutgoingText("", "Se\u0301ance", "fr"), {})

    assert rendered.content["text"] == "Séance"
    assert rendered.counts[0].detail == "GSM-7"
