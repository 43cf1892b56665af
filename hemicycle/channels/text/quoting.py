"""The reader's own words, without what they quote of the letter they answer.

Mail programs put an answer above what it quotes, below, or between. So quoted lines are left out wherever they stand,
with the line that introduces them, and whatever follows a separator of the programs that quote without signs.
"""

from __future__ import annotations

import re

# Written by mail programs in the languages of the House, and by what is common beside them.
_WRITES = "|".join(
    ("wrote", "writes", "a écrit", "écrit", "escribió", "escribe", "schrieb", "escreveu", "ha scritto", "schreef")
)
# "On Monday, Ana <ana@…> wrote:", over up to three lines.
_INTRODUCES = re.compile(rf"(?:{_WRITES})\s?(?:\S+\s){{0,6}}?\S*\s?:$", re.IGNORECASE)
_BEGINS = re.compile(r"(?:On|Le|El|Am|Em|Il|Op)\b", re.IGNORECASE)
_SEPARATES = re.compile(
    r"(?:-{2,}|_{2,}|—+)\s*(?:original message|forwarded message|message d'origine|message original|message transféré"
    r"|mensaje original|mensaje reenviado|ursprüngliche nachricht|mensagem original)\s*(?:-{2,}|_{2,}|—+)$",
    re.IGNORECASE,
)
# Outlook: a block of fields, of which the first two are enough to know it, sometimes below a line.
_RULE = re.compile(r"[_-]{10,}$")
_FROM = re.compile(r"\*?(?:From|De|Von|Da|Van)\s?:\*?\s.*\S", re.IGNORECASE)
_SENT = re.compile(
    r"\*?(?:Sent|Date|Envoyé|Enviado(?: el)?|Fecha|Gesendet|Datum|Data|To|À|Para|An)\s?:\*?\s", re.IGNORECASE
)
LONGEST_LINE = 1_000


def own_words(text: str) -> str:
    """All of it where nothing else would be left."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    kept, number = list[str](), 0
    while number < len(lines):
        line = lines[number].strip()[:LONGEST_LINE]
        if line.startswith(">"):
            _drop_introduction(kept)
        elif _is_end(line, lines[number + 1 : number + 4]):
            break
        else:
            kept.append(lines[number])
        number += 1
    if number < len(lines):
        _drop_introduction(kept)
    own = "\n".join(kept).strip()
    return re.sub(r"\n{3,}", "\n\n", own) if own else text.strip()


def _is_end(line: str, after: list[str]) -> bool:
    """Whether from here on everything is quoted."""
    if _SEPARATES.match(line):
        return True
    following = [one.strip()[:LONGEST_LINE] for one in (line, *after) if one.strip()]
    if _RULE.match(line):
        del following[0]
    return len(following) > 1 and bool(_FROM.match(following[0]) and _SENT.match(following[1]))


def _drop_introduction(kept: list[str]) -> None:
    """ "On 3 May, the House wrote:" above what is quoted, and the blank lines around it."""
    while kept and not kept[-1].strip():
        kept.pop()
    for length in (1, 2, 3):
        lines = [line.strip()[:LONGEST_LINE] for line in kept[-length:]]
        if len(lines) == length and _BEGINS.match(lines[0]) and _INTRODUCES.search(" ".join(lines)):
            del kept[-length:]
            break
