"""The text as an e-mail: subject, plain text and HTML. Nothing is fetched from anywhere; readers are not tracked.

The place of the reader's own token is held by a mark of the same length, made from the text itself so that none of its
words can equal it, and lines stay as long as they were measured. `name` is the same for whatever needs a name in it.
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

from hemicycle.channels.contract import Count, OutgoingText, Rendered

TOKEN = "{token}"  # noqa: S105  # what stands for it in an outgoing text
MARK_LENGTH = 22
# What a list of letters shows of a subject on a wide screen; RFC 5322, 2.1.1 asks for lines of 78.
LONGEST_SUBJECT = 78

# Line ends and other controls; a space that does not break stays, French needs it.
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_ENGINE = Engine(dirs=[str(Path(__file__).parent)])


def render(outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
    digest = hashlib.sha256(repr(outgoing).encode()).hexdigest()
    mark, name = digest[:MARK_LENGTH], digest[-MARK_LENGTH:]
    text = _text(outgoing, mark)
    content: dict[str, Any] = {
        "subject": subject_of(outgoing), "text": text, "html": _html(outgoing, mark, name), "mark": mark, "name": name,
        "lang": outgoing.lang, "sender": _line(outgoing.sender), "unsubscribe": _marked(outgoing.unsubscribe, mark),
        "pictures": [
            {"cid": cid, "path": picture.path, "kind": picture.kind} for cid, picture in _pictures(outgoing, name)
        ],
    }  # fmt: skip
    if outgoing.automatic:
        content["answer"] = True
    if is_personal(outgoing):
        content["answers"] = outgoing.answers
    seen = text.replace(mark, TOKEN)
    return Rendered(content, (seen,), (Count("characters", len(seen)),))


def is_personal(outgoing: OutgoingText) -> bool:
    """Written by a person to whoever wrote a letter; its title is what stands above that letter."""
    return outgoing.direct


def subject_of(outgoing: OutgoingText) -> str:
    """The title, or the beginning of what has none; what corrects something says so first."""
    title = _line(outgoing.title) or _beginning(outgoing.body or outgoing.notice)
    word, colon, _ = outgoing.notice.partition(":")
    return _line(f"{word}: {title}") if colon and outgoing.title else title


def _beginning(text: str) -> str:
    first = next((line for line in map(_line, text.splitlines()) if line), "")
    if len(first) <= LONGEST_SUBJECT:
        return first
    return first[:LONGEST_SUBJECT].rpartition(" ")[0].rstrip(".,;:") + " …"


def _text(outgoing: OutgoingText, mark: str) -> str:
    blocks = [outgoing.notice, _heading(outgoing), *_paragraphs(outgoing.body)]
    for picture in outgoing.pictures:
        blocks += [f"[{picture.alternative}]" if picture.alternative else "", picture.credit]
    if outgoing.link:
        blocks.append(f"{_label(outgoing)}\n{_marked(outgoing.link, mark)}")
    if outgoing.footer:
        # RFC 3676, 4.3: what stands below two dashes and a blank is no part of the letter.
        blocks.append(f"-- \n{_marked(outgoing.footer, mark)}")
    return "\n\n".join(filter(None, map(str.strip, blocks))) + "\n"


def _html(outgoing: OutgoingText, mark: str, name: str) -> str:
    pictures = [
        {"cid": cid, "alternative": picture.alternative, "credit": picture.credit}
        for cid, picture in _pictures(outgoing, name)
    ]
    words = {
        "lang": outgoing.lang, "dir": "rtl" if outgoing.lang.partition("-")[0] in house.LANGUAGES_BIDI else "ltr",
        "subject": subject_of(outgoing), "sender": outgoing.sender, "notice": outgoing.notice,
        "title": _heading(outgoing), "paragraphs": _paragraphs(outgoing.body), "pictures": pictures,
        "link": _marked(outgoing.link, mark), "label": _label(outgoing), "footer": _marked(outgoing.footer, mark),
    }  # fmt: skip
    return _ENGINE.get_template("letter.html").render(Context(words))


def _heading(outgoing: OutgoingText) -> str:
    return "" if is_personal(outgoing) else outgoing.title


def _label(outgoing: OutgoingText) -> str:
    with override(outgoing.lang):
        return outgoing.link_label or gettext("Read it on our site")


def _pictures(outgoing: OutgoingText, name: str) -> list[tuple[str, Any]]:
    """Each with the name under which HTML finds it in the letter (RFC 2392)."""
    return [(f"picture{number}.{name}", picture) for number, picture in enumerate(outgoing.pictures, 1)]


def _paragraphs(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")) if part.strip()]


def _marked(words: str, mark: str) -> str:
    return words.replace(TOKEN, mark)


def _line(words: str) -> str:
    return _BREAKS.sub(" ", words).strip()
