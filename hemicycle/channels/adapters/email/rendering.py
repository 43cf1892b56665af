"""The piece as a letter: subject, plain text and HTML. Nothing is fetched from anywhere, nothing tells on its readers.

Where the reader's own token is to stand, stands a mark of the same length, made of the piece itself: no words of the
piece can be it, and the lines stay as long as they were measured. `name` is the same for whatever needs a name in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings as house
from django.template import Context, Engine
from django.utils.translation import gettext, override

from hemicycle.channels.contract import Count, Piece, Rendered

TOKEN = "{token}"  # noqa: S105  # what stands for it in a piece
MARK_LENGTH = 22
# What a list of letters shows of a subject on a wide screen; RFC 5322, 2.1.1 asks for lines of 78.
LONGEST_SUBJECT = 78

# Line ends and other controls; a space that does not break stays, French needs it.
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_ENGINE = Engine(dirs=[str(Path(__file__).parent)])


def render(piece: Piece, settings: Mapping[str, Any]) -> Rendered:
    digest = hashlib.sha256(repr(piece).encode()).hexdigest()
    mark, name = digest[:MARK_LENGTH], digest[-MARK_LENGTH:]
    text = _text(piece, mark)
    content: dict[str, Any] = {
        "subject": subject_of(piece), "text": text, "html": _html(piece, mark, name), "mark": mark, "name": name,
        "lang": piece.lang, "sender": _line(piece.sender), "unsubscribe": _marked(piece.unsubscribe, mark),
        "pictures": [
            {"cid": cid, "path": picture.path, "kind": picture.kind} for cid, picture in _pictures(piece, name)
        ],
    }  # fmt: skip
    if piece.free:
        content["answer"] = True
    seen = text.replace(mark, TOKEN)
    return Rendered(content, (seen,), (Count("characters", len(seen)),))


def subject_of(piece: Piece) -> str:
    """The title, or the beginning of what has none; what corrects something says so first."""
    title = _line(piece.title) or _beginning(piece.body or piece.notice)
    word, colon, _ = piece.notice.partition(":")
    return _line(f"{word}: {title}") if colon and piece.title else title


def _beginning(text: str) -> str:
    first = next((line for line in map(_line, text.splitlines()) if line), "")
    if len(first) <= LONGEST_SUBJECT:
        return first
    return first[:LONGEST_SUBJECT].rpartition(" ")[0].rstrip(".,;:") + " …"


def _text(piece: Piece, mark: str) -> str:
    blocks = [piece.notice, piece.title, *_paragraphs(piece.body)]
    blocks += [f"[{picture.alternative}]" for picture in piece.pictures if picture.alternative]
    if piece.link:
        blocks.append(f"{_label(piece)}:\n{_marked(piece.link, mark)}")
    if piece.footer:
        # RFC 3676, 4.3: what stands below two dashes and a blank is no part of the letter.
        blocks.append(f"-- \n{_marked(piece.footer, mark)}")
    return "\n\n".join(filter(None, map(str.strip, blocks))) + "\n"


def _html(piece: Piece, mark: str, name: str) -> str:
    pictures = [{"cid": cid, "alternative": picture.alternative} for cid, picture in _pictures(piece, name)]
    words = {
        "lang": piece.lang, "dir": "rtl" if piece.lang.partition("-")[0] in house.LANGUAGES_BIDI else "ltr",
        "subject": subject_of(piece), "sender": piece.sender, "notice": piece.notice, "title": piece.title,
        "paragraphs": _paragraphs(piece.body), "pictures": pictures, "link": _marked(piece.link, mark),
        "label": _label(piece), "footer": _marked(piece.footer, mark),
    }  # fmt: skip
    return _ENGINE.get_template("letter.html").render(Context(words))


def _label(piece: Piece) -> str:
    with override(piece.lang):
        return gettext("Open your page") if TOKEN in piece.link else gettext("Read it on our site")


def _pictures(piece: Piece, name: str) -> list[tuple[str, Any]]:
    """Each with the name under which HTML finds it in the letter (RFC 2392)."""
    return [(f"picture{number}.{name}", picture) for number, picture in enumerate(piece.pictures, 1)]


def _paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")) if part.strip()]


def _marked(words: str, mark: str) -> str:
    return words.replace(TOKEN, mark)


def _line(words: str) -> str:
    return _BREAKS.sub(" ", words).strip()
