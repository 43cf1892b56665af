"""Where a message ends must not depend on the chunks in which it arrives."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.dialogues import Dialogue, Http, Smpp, Smtp, Unreadable

# What each side says in turn: (who, octets, the messages that end in them).
SMTP = [
    ("peer", b"220-mail.example\r\n220 ESMTP\r\n", ["connect"]),
    ("us", b"EHLO house.example\r\n", ["EHLO"]),
    ("peer", b"250-mail.example\r\n250-SIZE\r\n250 8BITMIME\r\n", ["EHLO"]),
    ("us", b"MAIL FROM:<a@house.example>\r\nRCPT TO:<b@mail.example>\r\nDATA\r\n", ["MAIL", "RCPT", "DATA"]),
    ("peer", b"250 Ok\r\n250 Ok\r\n354 End with a dot\r\n", ["MAIL", "RCPT", "DATA"]),
    ("us", b"Subject: Vote\r\n\r\nMAIL is a word.\r\n..\r\n.\r\nQUIT\r\n", [".", "QUIT"]),
    ("peer", b"250 Ok\r\n221 Bye\r\n", [".", "QUIT"]),
]
HTTP = [
    ("us", b"POST /hook HTTP/1.1\r\nContent-Length: 8\r\n\r\nGET /\r\n\r", ["POST"]),
    ("us", b"GET /hook HTTP/1.1\r\nHost: house\r\n\r\nHEAD / HTTP/1.1\r\n\r\n", ["GET", "HEAD"]),
    (
        "peer",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok",
        ["interim", "POST"],
    ),
    ("peer", b"HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", ["GET", "HEAD"]),
]
SMPP = [
    ("us", pack(">IIII", 16, 0x15, 0, 1) + pack(">IIII4s", 20, 0x04, 0, 2, b"text"), ["enquire_link", "submit_sm"]),
    ("peer", pack(">IIII", 16, 0x80000015, 0, 1) + pack(">IIII", 16, 0x80000004, 0, 2), ["enquire_link", "submit_sm"]),
]


def chunks(octets: bytes, sizes: list[int]) -> list[bytes]:
    cut = []
    while octets:
        size = sizes.pop() if sizes else len(octets)
        cut.append(octets[:size])
        octets = octets[size:]
    return cut


@pytest.mark.parametrize(("kind", "script"), [(Smtp, SMTP), (Http, HTTP), (Smpp, SMPP)])
@given(sizes=st.lists(st.integers(1, 40), max_size=60))
def test_messages_are_the_same_in_pieces_of_any_size(
    kind: type[Dialogue], script: list[tuple[str, bytes, list[str]]], sizes: list[int]
) -> None:
    dialogue, left = kind(), list(sizes)
    for who, octets, names in script:
        read = dialogue.requests if who == "us" else dialogue.answers
        messages = [message for chunk in chunks(octets, left) for message in read(chunk)]
        assert [message.name for message in messages] == names
        assert b"".join(message.octets for message in messages) == octets
    assert dialogue.unfinished() == b""


def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    dialogue = Http()
    list(dialogue.requests(b"GET / HTTP/1.0\r\n\r\n"))
    assert not list(dialogue.answers(b"HTTP/1.0 200 OK\r\n\r\nhalf"))
    [answer] = [*dialogue.answers(b" whole"), *dialogue.answers(b"")]
    assert (answer.octets, answer.accepted) == (b"HTTP/1.0 200 OK\r\n\r\nhalf whole", True)
    assert answer.half() == b"HTTP/1.0 200 OK\r\n\r\nhalf "


@pytest.mark.parametrize(
    ("kind", "octets"),
    [
        (Smtp, b"STARTTLS\r\n"),
        (Smpp, b"GET / HTTP/1.1\r\n"),
        (Http, b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ],
)
def test_what_a_dialogue_cannot_read_it_says(kind: type[Dialogue], octets: bytes) -> None:
    with pytest.raises(Unreadable):
        list(kind().requests(octets))


def test_a_refusal_is_not_followed_by_an_answer_of_the_peer() -> None:
    dialogue = Smtp()
    list(dialogue.answers(b"220 ready\r\n"))
    [mail] = dialogue.requests(b"MAIL FROM:<a@house.example>\r\n")
    assert dialogue.refusal(mail, for_good=False).startswith(b"451 ")
    list(dialogue.requests(b"RSET\r\n"))
    assert [answer.name for answer in dialogue.answers(b"250 Ok\r\n")] == ["RSET"]
