"""What networks write to whom somebody has answered: "Ana commented on your post", in the manner of Facebook,
Instagram, X, TikTok and YouTube, in English, French and Spanish.

A letter of a known form has one line that says who did what (`_LEAD`), the words of that person, and the network's own
wrapping behind them (`_ENDS`). What is of no known form, or tells of several people, is kept whole for a person. No
sender is believed: whoever knows the address to which these letters go can write one, and forwarding proves nothing
about where it came from. So what is read here is named as such (`BY_NOTICE`), and the inbox says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from hemicycle.channels.adapters.by_hand.found import Found, digest
from hemicycle.channels.contract import BY_NOTICE
from hemicycle.channels.text import html, mime

MOST_LETTERS, MOST_ADDRESSES = 5_000, 40
LONGEST_TEXT, LONGEST_LINE = 100_000, 1_000

_DID = "|".join((
    "(?:just |also )?commented(?: on)?", "(?:just |also )?replied(?: to)?", "left a comment(?: on)?", "mentioned you",
    "a (?:aussi |également )?commenté", "a (?:aussi |également )?répondu", "a laissé un commentaire",
    "vous a mentionné", "(?:también )?comentó", "(?:también )?ha comentado", "(?:también )?respondió",
    "(?:también )?ha respondido", "dejó un comentario", "ha dejado un comentario", "te mencionó", "te ha mencionado",
))  # fmt: skip
_LEAD = re.compile(rf"(?P<who>[^\s:][^:\n]{{0,79}}?)\s(?:{_DID})\b(?P<rest>[^\n]*)$", re.IGNORECASE)
_QUOTED = re.compile(r"""[^:]{0,120}:\s*(?:["“«‹„](?P<words>.+)["”»›“]|(?P<bare>\S.*))[^"”»›]{0,30}$""")
_HEADER = re.compile(
    r"\*?(?:from|to|subject|date|sent|de|à|para|objet|asunto|fecha|envoyé|enviado)\s?:", re.IGNORECASE
)
_RULE = re.compile(r"[=\-_*–—─]{3,}$")
_CALLS = (
    r"(?:view|see|reply|open|watch|go to|voir|afficher|répondre|ouvrir|regarder|ver|responder|abrir|mostrar|manage"
    r"|gérer|administrar|like|j[’']aime|me gusta)\b"
)
_CALL = re.compile(rf"{_CALLS}.{{0,60}}$", re.IGNORECASE)
_CALL_AND_ADDRESS = re.compile(rf"{_CALLS}[^()]{{0,60}}\(?https?://\S+$", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:this (?:message|e-?mail) was sent|you(?:[’']re| are) receiving|cet? (?:message|courriel|e-?mail) (?:a été"
    r"|est) envoyé|vous recevez ce|este (?:mensaje|correo)\b.{0,30}\b(?:envió|enviado)|recibes este|has recibido este"
    r"|©|meta platforms|google llc|to unsubscribe|pour vous désabonner|para dejar de recibir)",
    re.IGNORECASE,
)
_IN_A_DATE = frozenset(
    ("at", "à", "a", "la", "las", "de", "del", "el", "le", "on", "am", "pm", "utc", "h", "min", "ago", "il", "y",
     "hace", "hour", "hours", "heure", "heures", "hora", "horas")
)  # fmt: skip
_MONTHS = ("jan", "feb", "fév", "mar", "apr", "avr", "abr", "may", "mai", "jun", "juin", "jul", "juil", "aug", "août",
           "ago", "sep", "oct", "nov", "dec", "déc", "dic", "ene")  # fmt: skip
_LONGEST_DATE = 45
_ADDRESS = re.compile(r"https?://[^\s<>\"()]{1,2000}")
_OF_NETWORKS = (
    "facebook.com",
    "instagram.com",
    "x.com",
    "twitter.com",
    "t.co",
    "tiktok.com",
    "youtube.com",
    "youtu.be",
)
_COMMENT = re.compile(r"[?&](?:comment_id|lc)=([A-Za-z0-9_.-]{5,80})")


def is_letters(name: str, content: bytes) -> bool:
    return name.lower().endswith((".eml", ".mbox")) or content.startswith(b"From ")


def read_letters(name: str, content: bytes, found: Found) -> None:
    for number, letter in enumerate(_letters(content), 1):
        if number > MOST_LETTERS:
            found.set_aside("too-many-letters", name, number)
            return
        _read(letter, found, name, number)


def _letters(content: bytes) -> Iterator[bytes]:
    """One, or those of an mbox (RFC 4155), in which a line "From " begins each."""
    if not content.startswith(b"From "):
        yield content
        return
    for letter in re.split(rb"(?m)^From [^\n]*\n", content)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", letter)


def _read(raw: bytes, found: Found, name: str, number: int) -> None:
    letter = _innermost(mime.parsed(raw))
    subject, at = mime.field(letter, "Subject"), _date(mime.field(letter, "Date"))
    texts = list(_texts(letter))
    addresses = tuple(_addresses(texts))
    who, words = next((pair for text in texts if (pair := _comment(subject, text))), ("", ""))
    if words:
        comment = next((match[1] for one in addresses if (match := _COMMENT.search(one))), "")
        known = BY_NOTICE + (comment or digest(who, words, *addresses[:1]))
        found.add(words, sender=who, name=known, at=at, answers=addresses, raw=raw, file=name, line=number)
        return
    whole = "\n\n".join(filter(None, (subject, texts[0] if texts else "")))
    before = len(found.messages)
    known = BY_NOTICE + digest(whole)
    found.add(whole, name=known, at=at, answers=addresses, raw=raw, automatic=True, file=name, line=number)
    found.whole += len(found.messages) - before


def _innermost(letter: Message) -> Message:
    """What was forwarded as a file."""
    for part in letter.walk():
        if part.get_content_type() == "message/rfc822" and (inside := mime.within(part)):
            return inside[0]
    return letter


def _texts(letter: Message) -> Iterator[str]:
    """Its words as they were written, then as its page shows them."""
    parts = [part for part in mime.parts_of(letter) if not part.attached]
    plain = "\n".join(part.text for part in parts if part.kind == "text/plain")
    shown = "\n".join(html.text_of(part.text) for part in parts if part.kind == "text/html")
    yield from (text[:LONGEST_TEXT] for text in (plain, shown) if text.strip())


def _date(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _comment(subject: str, text: str) -> tuple[str, str] | None:
    """Who said what; None where the form is not known, or several people speak."""
    lines = [re.sub(r"^(?:>\s?)+", "", line).strip()[:LONGEST_LINE] for line in text.splitlines()]
    leads = [(at, found) for at, line in enumerate(lines) if (found := _lead(line))]
    if len({found["who"].casefold() for _at, found in leads}) > 1:
        return None
    first = _lead(subject)
    begins = leads[-1][0] + 1 if leads else 0
    lead = leads[-1][1] if leads else first
    if lead is None:
        return None
    who = _name(lead["who"])
    inline = next((words for one in (lead, first) if one and (words := _in_line(one["rest"]))), "")
    words = inline or _block(lines[begins:], who)
    return (who, words) if words else None


def _lead(line: str) -> re.Match[str] | None:
    return None if _HEADER.match(line) else _LEAD.match(line.lstrip("•*- "))


def _name(who: str) -> str:
    """A handle where there is one."""
    handle = re.search(r"@([\w.-]{1,60})", who)
    return handle[1] if handle else who.strip(" *\"'“”«»")


def _in_line(rest: str) -> str:
    found = _QUOTED.match(rest)
    return (found["words"] or found["bare"] or "").strip() if found else ""


def _block(lines: list[str], who: str) -> str:
    """Up to the network's own words; without the name, the date and the quotation marks around it."""
    kept: list[str] = []
    for line, following in zip(lines, _following(lines), strict=True):
        if not _is_wrapping(line, following):
            kept.append(line)
        elif any(kept):
            break
    names = [at for at, line in enumerate(kept) if line.casefold() == who.casefold()]
    above = _text(kept[: names[0]], who) if names else ""
    # Facebook says it twice: in quotation marks, and below the name.
    below = _text(kept[names[0] :], who) if above else ""
    return above if above and above == below else _text(kept, who)


def _following(lines: list[str]) -> list[str]:
    """For each line the next one that says something."""
    found, following = [""] * len(lines), ""
    for at in range(len(lines) - 1, -1, -1):
        found[at] = following
        following = lines[at] or following
    return found


def _text(lines: list[str], who: str) -> str:
    begins = 0
    while begins < len(lines) - 1 and (not lines[begins] or _is_above(lines[begins], who)):
        begins += 1
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines[begins:])).strip()
    quoted = re.fullmatch(r"""["“«]\s?([^"“«”»]+?)\s?["”»]""", text)
    return quoted[1] if quoted else text


def _is_above(line: str, who: str) -> bool:
    """The name, or when it was: "26 novembre à 09:00"."""
    words = re.findall(r"\d+|[^\W\d_]+", line.casefold()) if len(line) <= _LONGEST_DATE else []
    when = (word.isdigit() or word in _IN_A_DATE or word.startswith(_MONTHS) for word in words)
    return line.casefold() == who.casefold() or (any(map(str.isdigit, words)) and all(when))


def _is_wrapping(line: str, following: str) -> bool:
    if _RULE.match(line) or _FOOTER.match(line) or _CALL_AND_ADDRESS.match(line):
        return True
    return bool(_is_of_a_network(line) or (_CALL.match(line) and _is_of_a_network(following)))


def _is_of_a_network(line: str) -> bool:
    if not _ADDRESS.fullmatch(line.strip("<>() ")):
        return False
    host = _host(line.strip("<>() "))
    return any(host == one or host.endswith(f".{one}") for one in _OF_NETWORKS)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _addresses(texts: list[str]) -> Iterator[str]:
    """Every address, and those that stand within others, as networks write them to count who follows one."""
    seen: set[str] = set()
    for address in (one for text in texts for one in _ADDRESS.findall(text)):
        for form in (address, *_within(address)):
            if form not in seen and len(seen) < MOST_ADDRESSES:
                seen.add(form)
                yield form


def _within(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return
    yield from (value for _name, value in query if value.startswith(("https://", "http://")))
    # facebook.com/n/?house%2Fposts%2F12&comment_id=…
    first = unquote(parts.query.partition("&")[0])
    if "/" in first and "=" not in first:
        yield f"https://{parts.hostname}/{first.lstrip('/')}"
