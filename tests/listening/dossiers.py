"""An inquiry with everything a dossier tells of: campaigns, themes with a part, redacted words, clauses of a bill."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hearhear.message import Message

from hemicycle.accounts.models import User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import dossiers as dossier_actions
from hemicycle.listening.actions import quotes
from hemicycle.listening.dossier.reviews import quotes_in
from hemicycle.listening.models import Dossier, Inquiry
from hemicycle.record.models import Document

from . import letters
from .conftest import FIRST, Said, answer, collect

# Typst markup, HTML, steering signs, a direction that turns the line around, a picture, a word as long as a book.
HOSTILE = (
    '#panic("no") #emph[x] $1/0$ *a* _b_ `c` @missing <label> // gone /* \\ </script><script>alert(1)</script> '
    "<img src=x onerror=alert(1)> \u202egnitirw\u202c \x1b[31m \x07 \ufeff العربية 郵便 \U0001f6a2 {{ 7*7 }} {% url 'x' %} "
    "[link](javascript:alert(1)) = Heading\n= Another heading\n- item ~ -- --- … #let x = 1"
)
ENDLESS = "Donaudampfschifffahrts" * 5_000

THEMES = {
    "winter ferry": {
        "en-0": "The ferry between Port Selm and the islands must keep its winter timetable",
        "voice-3": "En el barco nuevo no dejan subir perros.",
        "voice-0": "I run the bakery on the quay, and I find the fee fair",
    },
    "winter ferry/pupils": {"en-2": "pupils and nurses depend on it every single morning"},
    "harbour fees": {
        "voice-0": "I run the bakery on the quay, and I find the fee fair",
        "es-0": "Las tasas del puerto pagan el faro",
    },
    "noise at night": {"voice-2": "Le bruit des moteurs la nuit m'empêche de dormir"},
}
REDACTED = {"en-0": [("Amara", "name")], "voice-0": [("on the quay", "address")], "fr-0": [("Amara", "name")]}


def analysed_inquiry(inquiry: Inquiry, by: User, *, bill: Document | None = None) -> Inquiry:
    """Messages in, the engine's answer shown. With a bill, two clauses are spoken of."""
    if bill is not None:
        Inquiry.objects.filter(pk=inquiry.pk).update(bill=bill)
        inquiry.refresh_from_db()
    collect(inquiry, by, letters.messages())
    answer(inquiry, FIRST, Said(redacted=REDACTED, themes=THEMES, links=_links(bill)))
    inquiry.refresh_from_db()
    return inquiry


def _links(bill: Document | None) -> list[tuple[str, str, str, str]]:
    if bill is None:
        return []
    clauses = list(bill.versions.in_force().order_by("language")[0].clauses.provisions().order_by("order")[:2])
    first, second = (f"{bill.pk}#{clause.eid}" for clause in clauses)
    return [
        ("voice-5", first, "number", "l'article 9"),
        ("en-0", first, "title", "Harbour Bill"),
        ("voice-4", second, "words", "Half a million for a harbour office"),
    ]


def hostile(inquiry: Inquiry, by: User) -> Inquiry:
    """Letters that try to be something else than letters, quoted as far as a dossier quotes."""
    texts = {"h-0": HOSTILE, "h-1": ENDLESS, "h-2": f"{HOSTILE} {HOSTILE}"}
    written = [Message(key, text, "en", "email", f"{key}@example.org", letters.START) for key, text in texts.items()]
    collect(inquiry, by, written)
    for key, text in texts.items():
        # As a channel may bring it: a file of letters is read more carefully.
        Inbound.objects.filter(external_id=key).update(text=text)
    themes = {HOSTILE.replace("/", "|")[:150]: {"h-0": HOSTILE[:200]}, ENDLESS[:300]: {"h-1": ENDLESS[:90_000]}}
    answer(inquiry, {}, Said(themes=themes))
    inquiry.refresh_from_db()
    return inquiry


def cells(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every sentence, number and quote of a dossier."""
    for block in blocks(content):
        yield from (*block.get("sentences", ()), *block.get("items", ()))
        table = block if block["kind"] == "table" else block.get("table", {"rows": []})
        for row in table["rows"]:
            yield from row


def blocks(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in content["sections"]:
        yield from section["blocks"]


def section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in content["sections"] if one["id"] == name)


def words(content: Any) -> Iterator[str]:
    """Every text anywhere in a dossier."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for one in content.values():
            yield from words(one)
    elif isinstance(content, list):
        for one in content:
            yield from words(one)


def as_text(content: Mapping[str, Any]) -> str:
    """A whole dossier as a person would read it aloud, one line a sentence, row or quote; [3] is its third note."""
    lines = [f"{content['title']} · {content['office']}", content["question"]]
    for part in content["sections"]:
        lines += ["", f"# {part['title']}"]
        for block in part["blocks"]:
            lines += ["", *_SAID[block["kind"]](block)]
    lines += ["", *(f"[{note}] {' '.join(map(str, messages))}" for note, messages in content["notes"].items())]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cell(cell: Mapping[str, Any]) -> str:
    language = f" ({cell['lang']})" if cell["lang"] else ""
    return f"{cell['text']}{language}" + (f" [{cell['note']}]" if cell["note"] else "")


def _table(block: Mapping[str, Any]) -> Iterator[str]:
    yield block["caption"]
    yield " | ".join(block["columns"])
    for row in block["rows"]:
        yield " | ".join(map(_cell, row))


def _chart(block: Mapping[str, Any]) -> Iterator[str]:
    yield f"{block['chart']}: {block['title']}"
    yield block["alt"]
    yield json.dumps(block["data"], sort_keys=True, ensure_ascii=False)
    yield from _table(block["table"])


def _quote(one: Mapping[str, Any]) -> str:
    return f"“{one['text']}{'…' if one['cut'] else ''}” {one['about']} ({one['lang']}) [{one['note']}]"


_SAID: Mapping[str, Callable[[Mapping[str, Any]], Iterable[str]]] = {
    "paragraph": lambda block: map(_cell, block["sentences"]),
    "heading": lambda block: [f"## {block['text']}" + (f" ({block['lang']})" if block["lang"] else "")],
    "table": _table,
    "list": lambda block: (f"- {_cell(one)}" for one in block["items"]),
    "chart": _chart,
    "quotes": lambda block: map(_quote, block["items"]),
    "letter": lambda block: ["".join(f"<{p['text']}>" if p["slot"] else p["text"] for p in block["pieces"])],
    "notice": lambda block: [f"! {block['title']}: {block['text']}"],
}


def read_quotes(draft: Dossier, by: User) -> Dossier:
    """Every quote of the draft accepted, as by somebody who read each in its letter."""
    for one in quotes_in(draft):
        draft = quotes.accept_quote(draft, message=one.message, digest=one.digest, by=by)
    return draft


def released_dossier(inquiry: Inquiry, by: User, *, language: str = "en") -> Dossier:
    """Drafted, read, proposed by a second clerk of the office, and released."""
    return release(dossier_actions.draft_dossier(inquiry, language=language, by=by), by)


def release(draft: Dossier, by: User) -> Dossier:
    draft = dossier_actions.propose_release(read_quotes(draft, by), by="second clerk")
    return dossier_actions.release_dossier(draft, by=by)
