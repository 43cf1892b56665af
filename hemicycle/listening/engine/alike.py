"""Letters in the same words, among some that an office has just got: what they share, and what each sender added.

For whoever handles letters one by one and has no inquiry. The same letters give the same answer; what is given back is
redacted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
from hearhear import campaigns, own_words
from hearhear.message import MESSAGE_SCHEMA
from hearhear.redaction import Redaction, find, redact

from hemicycle.rules.parameters import in_force

from ..text.own import ENDS_A_SENTENCE, FEWEST_OF_A_SENTENCE, FEWEST_WORDS

_KNOWN = "known:"
# Likelier than not, as with what the engine takes for courtesy (hearhear.own_words).
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Letter:
    id: str
    text: str
    lang: str = ""
    sender: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A campaign that is known already, by its text."""

    id: str
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the letters: `own` are its sender's own words, "" where there are none; `casework` is where it asks for
    help with a matter of its own, (start, end, certainty) in characters of the letter."""

    own: str
    casework: tuple[int, int, float] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Letters alike. `known`: the campaign they belong to, "" for a new one. `parts` are the shared text in order,
    each {"text", "share"} with the part of the letters that have it, in hundredths."""

    known: str
    title: str
    lang: str
    parts: list[dict[str, Any]] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(part["text"] for part in self.parts).strip()


def alike(letters: Sequence[Letter], known: Sequence[Known] = ()) -> list[Group]:
    """The groups among these letters, the largest first; a letter is in one at most. As many senders as the policy
    says make a new group; one letter is enough for a known one."""
    if not letters:
        return []
    minimum = in_force("campaign_minimum_senders")
    rows = [_row(one.id, one.text, one.lang, one.sender, one.sent_at) for one in letters]
    # As many copies of a known text as make a campaign: whatever is grouped with them is one of it.
    for one in known:
        copies = (f"{_KNOWN}{one.id}:{n}" for n in range(minimum))
        rows += [_row(name, one.text, one.lang, name, None) for name in copies]
    settings = campaigns.Settings(minimum_senders=minimum, families=False, threads=1)
    found = campaigns.find(pa.Table.from_pylist(rows, schema=MESSAGE_SCHEMA), settings=settings)
    texts = {one.id: (one.text, one.lang) for one in letters}
    return _groups(found, texts)


def _row(name: str, text: str, lang: str, sender: str, sent_at: datetime | None) -> dict[str, Any]:
    return {"id": name, "text": text, "lang": lang or None, "sender": sender or None, "sent_at": sent_at}


def _groups(found: campaigns.Campaigns, texts: dict[str, tuple[str, str]]) -> list[Group]:
    members: dict[str, dict[str, Member]] = {}
    known: dict[str, str] = {}
    for row in found.messages.to_pylist():
        campaign = row["campaign_id"]
        if campaign is None:
            continue
        if row["id"].startswith(_KNOWN):
            known.setdefault(campaign, row["id"].removeprefix(_KNOWN).rpartition(":")[0])
        else:
            text, lang = texts[row["id"]]
            members.setdefault(campaign, {})[row["id"]] = _member(row, text, lang)
    return [
        _group(row, known.get(row["campaign_id"], ""), members[row["campaign_id"]])
        for row in found.campaigns.to_pylist()
        if row["campaign_id"] in members
    ]


def _group(row: dict[str, Any], known: str, members: dict[str, Member]) -> Group:
    lang = row["lang"] or ""
    if known:
        return Group(known, "", lang, [], members)
    letter = json.loads(row["letter"])
    return Group("", _without_names(row["title"], lang), lang, _parts(letter, lang), members)


def _parts(letter: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The letter that stands for them, cut where copies differ; words of a sender's own are not in it."""
    text, parts, at = letter["text"], list[dict[str, Any]](), 0
    for mark in letter["marks"]:
        share = round(100 * mark["letters"] / max(1, letter["letters"]))
        parts.append({"text": text[at : mark["start"]], "share": 100})
        if mark["kind"] in ("varies", "optional"):
            parts.append({"text": text[mark["start"] : mark["end"]], "share": min(share, 99)})
        at = mark["end"]
    parts.append({"text": text[at:], "share": 100})
    return [{**part, "text": _without_names(part["text"], lang)} for part in parts if part["text"]]


def _member(row: dict[str, Any], text: str, lang: str) -> Member:
    spans = [own_words.NotOwn(one["start"], one["end"], one["why"]) for one in row["not_own"] or ()]
    hidden = find(text, lang=lang or None)
    own = [_redacted(text, span, hidden, lang) for span in own_words.own_spans(text, spans)]
    casework = row["casework"]
    sure = casework is not None and casework["certainty"] >= _SURE
    return Member(
        "\n".join(filter(None, map(_worth_reading, own))),
        (casework["start"], casework["end"], casework["certainty"]) if sure else None,
    )


def _redacted(text: str, span: tuple[int, int], hidden: Iterable[Redaction], lang: str) -> str:
    start, end = span
    inside = [
        Redaction(max(one.start, start) - start, min(one.end, end) - start, one.kind, one.certainty)
        for one in hidden
        if one.start < end and one.end > start
    ]
    return redact(text[start:end], inside, lang=lang or None)


def _worth_reading(words: str) -> str:
    """Without lines that are a greeting, a name or a date (text/own.py)."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return "\n".join(line for line in lines if _says_something(line))


def _says_something(line: str) -> bool:
    count = sum(any(map(str.isalpha, word)) for word in line.split())
    return count >= (FEWEST_OF_A_SENTENCE if line.endswith(ENDS_A_SENTENCE) else FEWEST_WORDS)


def _without_names(text: str, lang: str) -> str:
    return redact(text, find(text, lang=lang or None), lang=lang or None)
