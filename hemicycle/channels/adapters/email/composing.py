"""A letter as it travels: octets of one recipient. What is the same for all readers of a content is made once.

Lines end with CRLF, have at most 76 octets where we break them, and none begins with a dot unprotected. Everything is
ASCII, so that no mail server on the way rewrites it and breaks the signature (RFC 6376, 5.3).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.contract import Message
from hemicycle.channels.files.pictures import JPEG, PNG, Takes, of_file

# RFC 2045, 6.7: an encoded line has at most 76 octets, the last of them "=" where it goes on.
LONGEST_LINE = 76
# Twice as wide as letter.html, for fine screens, and as high as the desk lets in; Outlook shows no WebP
# (caniemail.com/features/image-webp). Ten of them fit into a letter of 10 MB, the most that Postfix takes unless told
# (message_size_limit).
TAKES = Takes((JPEG, PNG), 700_000, largest=((1216, 12_160),))

# RFC 6376, 5.4: whatever a reader sees or that makes their program act. RFC 8058, 4: both List-Unsubscribe fields.
SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "content-language",
    "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
# 8.15: named once more than they are there, so that nobody can add another unseen.
ONCE_MORE = ("from", "to", "subject", "date", "reply-to", "list-unsubscribe", "list-unsubscribe-post")
# 3.3.1 and RFC 8301: fewer bits are broken, or not accepted any more.
FEWEST_BITS = 1024

_BLANKS = re.compile(rb"[ \t]+")
Field = tuple[str, str]
"""Name and value of a header field, folded by CRLF and a blank."""


@dataclass(frozen=True, slots=True)
class Letter:
    """All letters of one content: the fields that are the same, and the body, cut where each reader's token stands;
    `canonical` is the same as it is signed. `slot` stands in both for what is each reader's own; b"" for nothing."""

    content: Mapping[str, Any]
    fields: tuple[Field, ...]
    head: str
    octets: tuple[bytes, ...]
    canonical: tuple[bytes, ...]
    slot: bytes

    def body(self, cut: Sequence[bytes], message: Message) -> bytes:
        """To one reader."""
        whole = message.token.encode("ascii").join(cut)
        return whole.replace(self.slot, message.own.encode("ascii")) if self.slot else whole


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes the letters of one account."""

    house: House
    signer: Signer | None

    def prepare(self, content: Mapping[str, Any]) -> Letter:
        """Raises OSError where a picture cannot be read."""
        octets, marked = _body(content).encode("ascii"), content["mark"].encode("ascii")
        fields = [
            ("From", _mailbox(content["sender"], self.house.address)),
            ("Subject", _words(content["subject"], "Subject")),
            *_origin(content),
            ("MIME-Version", "1.0"),
            ("Content-Type", f'multipart/alternative; boundary="{_boundary(content)}"'),
        ]
        if content["lang"]:
            fields.append(("Content-Language", content["lang"]))
        cut, canonical = octets.split(marked), relaxed_body(octets).split(marked)
        slot = _slot(content).encode("ascii")
        return Letter(content, tuple(fields), _head_of(fields), tuple(cut), tuple(canonical), slot)

    def compose(self, letter: Letter, message: Message, to: str, at: int) -> bytes:
        """The whole letter to one recipient, dated `at` (seconds of 1970)."""
        own = [("To", to), *self._fields(letter, message, at)]
        head = f"{letter.head}{_head_of(own)}\r\n"
        if self.signer is not None:
            signature = self.signer.sign([*letter.fields, *own], letter.body(letter.canonical, message), at)
            head = _head_of([signature]) + head
        return head.encode("ascii") + letter.body(letter.octets, message)

    def _fields(self, letter: Letter, message: Message, at: int) -> Iterator[Field]:
        content, house = letter.content, self.house
        yield "Date", _date(at)
        yield "Message-ID", house.message_id(message.key)
        yield "Reply-To", house.reply_to(message.key)
        if content["unsubscribe"]:
            one_click = content["unsubscribe"].replace(content["mark"], message.token)
            # Never folded before the address: some programs then find an empty field.
            yield "List-Unsubscribe", f"<{one_click}>,\r\n <mailto:{house.stop(message.key)}?subject=STOP>"
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _origin(content: Mapping[str, Any]) -> Iterator[Field]:
    """Of a machine (RFC 3834, 5), unless a person wrote it; what it answers (RFC 5322, 3.6.4)."""
    if content.get("answer"):
        yield "Auto-Submitted", "auto-replied"
    elif "answers" not in content:
        yield "Auto-Submitted", "auto-generated"
    if content.get("answers"):
        yield "In-Reply-To", content["answers"]
        yield "References", content["answers"]


@lru_cache(maxsize=4)
def _date(at: int) -> str:
    """Of the letters of one second."""
    return formatdate(at)


def _head_of(fields: Iterable[Field]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in fields])


def _body(content: Mapping[str, Any]) -> str:
    boundary, marks = _boundary(content), [content["mark"], *filter(None, [_slot(content)])]
    text = _part("text/plain; charset=utf-8", quoted_printable(content["text"], *marks))
    html = _part("text/html; charset=utf-8", quoted_printable(content["html"], *marks))
    pictures = [_picture(picture) for picture in content["pictures"]]
    if pictures:
        related = f"{boundary}+"
        html = _head(f'multipart/related; type="text/html";\r\n boundary="{related}"') + _join(
            related, [html, *pictures]
        )
    return _join(boundary, [text, html])


def _slot(content: Mapping[str, Any]) -> str:
    return str(content.get("slot", ""))


def _boundary(content: Mapping[str, Any]) -> str:
    """RFC 2045, 6.7: "=" and a small letter stand in no quoted-printable text."""
    return f"=x{content['name']}"


def _part(content_type: str, encoded: str) -> str:
    return _head(content_type, "Content-Transfer-Encoding: quoted-printable\r\n") + encoded


def _picture(picture: Mapping[str, str]) -> str:
    shaped = of_file(picture["path"], picture["kind"], TAKES)
    name = f"{picture['cid'].partition('.')[0]}.{shaped.kind.partition('/')[2].partition('+')[0]}"
    fields = (
        f"Content-ID: <{picture['cid']}>\r\nContent-Disposition: inline; filename={name}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
    )
    return _head(shaped.kind, fields) + base64.encodebytes(shaped.content).decode("ascii").replace("\n", "\r\n")


def _head(content_type: str, fields: str = "") -> str:
    return f"Content-Type: {content_type}\r\n{fields}\r\n"


def _join(boundary: str, parts: list[str]) -> str:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"


def quoted_printable(text: str, *marks: str) -> str:
    """RFC 2045, 6.7, of UTF-8; not broken within a mark, nor within a character."""
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    any_mark = re.compile(f"({'|'.join(map(re.escape, marks))})")
    return "\r\n".join("=\r\n".join(_broken(line, any_mark)) for line in lines) + "\r\n"


def _broken(line: str, any_mark: re.Pattern[str]) -> Iterator[str]:
    """The line, encoded, broken softly. None begins with a dot, which SMTP would double (RFC 5321, 4.5.2), nor with
    From, before which old mailboxes put a sign."""
    begun = ""
    for unit in _units(line, any_mark):
        if len(begun) + len(unit) >= LONGEST_LINE:
            yield begun
            begun = ""
        begun += unit if begun or unit not in ".F" else f"={ord(unit):02X}"
    if begun.endswith((" ", "\t")):
        begun = f"{begun[:-1]}={ord(begun[-1]):02X}"
    yield begun


def _units(line: str, any_mark: re.Pattern[str]) -> Iterator[str]:
    for number, piece in enumerate(any_mark.split(line)):
        if number % 2:
            yield piece
            continue
        for character in piece:
            if (" " <= character <= "~" and character != "=") or character == "\t":
                yield character
            else:
                yield "".join(f"={octet:02X}" for octet in character.encode("utf-8", "replace"))


_UNQUOTED = re.compile(r"[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]+")


def _mailbox(name: str, address: str) -> str:
    """RFC 5322, 3.4: a name beside the address, quoted where it must be, encoded where it is not ASCII."""
    if not name:
        return address
    if not name.isascii():
        return f"{_words(name, 'From')}\r\n <{address}>"
    quoted = name if _UNQUOTED.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{quoted}\r\n <{address}>"


def _words(words: str, name: str) -> str:
    """RFC 2047, folded."""
    charset = "us-ascii" if words.isascii() and "=?" not in words else "utf-8"
    return Header(words, charset, header_name=name).encode(linesep="\r\n")


# ── DKIM (RFC 6376): rsa-sha256, relaxed header and body ──


class Signer:
    """Raises ValueError for a key that is no RSA key in PEM, or too short a one."""

    def __init__(self, domain: str, selector: str, key: str) -> None:
        loaded = load_pem_private_key(key.encode(), password=None)
        if not isinstance(loaded, RSAPrivateKey) or loaded.key_size < FEWEST_BITS:
            raise ValueError("no RSA key of 1024 bits or more")
        self._key = loaded
        self._tags = f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s={selector};\r\n "

    def sign(self, fields: Sequence[Field], canonical_body: bytes, at: int) -> Field:
        """The field to put before the others; `canonical_body` as `relaxed_body` gives it, `at` in seconds of 1970."""
        present = {name.lower(): value for name, value in fields}
        named = [name for name in SIGNED if name in present]
        hashed = base64.b64encode(hashlib.sha256(canonical_body).digest()).decode()
        covered = ":\r\n  ".join(_lines([*named, *ONCE_MORE]))
        unsigned = f"{self._tags}t={at};\r\n h={covered};\r\n bh={hashed};\r\n b="
        signed = "\r\n".join(_relaxed(name, present[name]) for name in named)
        signed += "\r\n" + _relaxed("dkim-signature", unsigned)
        signature = base64.b64encode(self._key.sign(signed.encode(), PKCS1v15(), SHA256())).decode()
        folded = "\r\n  ".join(signature[start : start + 72] for start in range(0, len(signature), 72))
        return "DKIM-Signature", unsigned + folded


def relaxed_body(body: bytes) -> bytes:
    """3.4.4: no blanks at the end of a line, one for several within, no empty lines at the end."""
    lines = (_BLANKS.sub(b" ", line).removesuffix(b" ") for line in body.split(b"\r\n"))
    kept = b"\r\n".join(lines).rstrip(b"\r\n")
    return kept + b"\r\n" if kept else b""


def _relaxed(name: str, value: str) -> str:
    """3.4.2."""
    return f"{name}:{' '.join(value.split())}"


def _lines(names: list[str]) -> list[str]:
    """Colon lists of up to five names."""
    return [":".join(names[start : start + 5]) for start in range(0, len(names), 5)]
