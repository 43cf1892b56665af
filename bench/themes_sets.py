"""Voices with a known matter: public sets that lie beside the checkout, and matters of our own to plant among them."""

import csv
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from hearhear.themes import VOICES_SCHEMA
from truth import ROOT

DATA = Path(os.environ.get("HEMICYCLE_DATA", ROOT.parent / "shared" / "data"), "listening")


@dataclass(frozen=True)
class Voices:
    """Voices and the matter each is known to speak of."""

    name: str
    table: pa.Table
    matters: Sequence[str]


@dataclass(frozen=True)
class Question:
    """One question of gambling_XS: the responses, its themes as (name, description), and which each response has."""

    texts: Sequence[str]
    themes: Sequence[tuple[str, str]]
    gold: Sequence[frozenset[str]]


def lille() -> Voices:
    rows = [row for row in _csv("granddebat_mel/commentaires_debats.csv") if row["body"].strip()]
    return _voices(
        "Lille, Grand Débat (FR), by debate",
        [(row["id"], row["body"], "fr", row["author/id"], row["commentable_id"]) for row in rows],
    )


def madrid() -> Voices:
    rows = [row for row in _csv("decide_madrid/comments.csv") if row["text"].strip()]
    return _voices(
        "Decide Madrid (ES), by proposal", [(row["id"], row["text"], "es", "", row["proposalId"]) for row in rows]
    )


def cofe() -> Voices:
    rows = [row for row in _lines("cofe/cofe_valid.jsonl") if row["comment"].strip()]
    return _voices(
        "Future of Europe (EN DE FR ES), by topic",
        [(row["id_cm"], row["comment"], row["lan_cm"], "", row["Topic"]) for row in rows],
    )


def gambling(number: int) -> Question:
    folder = Path("themefinder", "gambling_XS")
    mapped = folder / "outputs" / "mapping" / "2025-07-22" / f"question_part_{number}"
    responses = _lines(folder / "inputs" / f"question_part_{number}" / "responses.jsonl")
    themes = json.loads((DATA / mapped / "themes.json").read_text("utf-8"))
    names = {theme["topic_id"]: theme["topic_label"] for theme in themes}
    gold = {row["response_id"]: row["labels"] for row in _lines(mapped / "mapping.jsonl")}
    return Question(
        [row["response"] for row in responses],
        [(theme["topic_label"], theme["topic_description"]) for theme in themes if theme["topic_id"] not in "XY"],
        [frozenset(names[label] for label in gold[row["response_id"]]) for row in responses],
    )


def gambled(number: int) -> Voices:
    """The same as voices; the matter is the first theme that the set's authors gave."""
    question = gambling(number)
    order = [name for name, _ in question.themes]
    rows = [
        (str(at), text, "en", "", min(gold, key=order.index))
        for at, (text, gold) in enumerate(zip(question.texts, question.gold, strict=True))
    ]
    return _voices(f"gambling_XS, question {number} (EN), by first theme", rows)


def petitions(most: int) -> list[tuple[str, str]]:
    """Petitions to the UK Parliament, the first by number: (id, text)."""
    rows = sorted(_lines("uk_petitions/petitions.jsonl"), key=lambda row: int(row["id"]))[:most]
    return [(row["id"], f"{row['action']}\n{row['background'] or ''}") for row in rows]


def table(rows: Sequence[tuple[str, str, str, str]]) -> pa.Table:
    """Voices of (id, text, language, sender)."""
    ids, texts, langs, senders = zip(*rows, strict=True)
    ones = [1] * len(rows)
    return pa.table([ids, texts, langs, senders, [None] * len(rows), ones, ones], schema=VOICES_SCHEMA)


def _voices(name: str, rows: list[tuple[str, str, str, str, str]]) -> Voices:
    rows.sort()
    return Voices(name, table([row[:4] for row in rows]), [row[4] for row in rows])


def _csv(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lines(path: str | Path) -> list[dict]:
    return [json.loads(line) for line in (DATA / path).read_text("utf-8").split("\n") if line]


# Ten people each on matters that the petitions do not speak of, every one in other words.
PLANTED = {
    "church bells": (
        "The bells of our church ring every quarter of an hour through the night, and nobody sleeps.",
        "Please leave the church bells alone; they have marked our hours for three centuries.",
        "A silent bell tower after ten would harm no one's faith.",
        "I moved here because of the bells, and now newcomers want them muted.",
        "Could the parish fit a timer so that the bells rest until seven?",
        "Ringers practise on Tuesdays for three hours; that is too long for those next to the tower.",
        "Measure the bells in decibels first, then let the parish council decide.",
        "Bell ringing is a craft that young people here still learn from their elders.",
        "My newborn wakes each time the tower strikes.",
        "Recorded chimes instead of real bells would be an insult to this parish.",
    ),
    "chess in schools": (
        "Chess should be taught in every primary school, one hour a week.",
        "A chess board costs less than a tablet and teaches more patience.",
        "Our village school won the county chess cup, and shy children blossomed.",
        "Do not force chess on pupils who would rather play football.",
        "Train two teachers a school as chess instructors.",
        "Girls drop out of chess clubs at twelve; lessons in class would keep them playing.",
        "Learning openings by heart is not education, whatever chess federations claim.",
        "I am a retired grandmaster and would teach chess to pupils without pay.",
        "Children who learn chess calculate better and sit still longer.",
        "Put a giant chess set into each playground.",
    ),
    "lighthouse keepers": (
        "Bring back keepers to our lighthouses; automatic lamps failed twice last winter.",
        "The lighthouse at the cape should become a museum with a keeper living in.",
        "Sailors trust a manned lighthouse more than any satellite.",
        "Paying lighthouse keepers in an age of GPS is nostalgia.",
        "My grandfather kept the lighthouse for thirty years, and it is falling into ruin.",
        "A keeper sees the boat in distress that a lamp on a timer never sees.",
        "Sell the empty lighthouse cottages to young fishermen.",
        "Fog horns were switched off when the keepers left, and we had three wrecks since.",
        "Volunteers could keep the lighthouse open if the state paid for the lamp.",
        "The lens of the old lighthouse must not go to a private collector.",
    ),
    "dialect on road signs": (
        "Village names on signs should be written in our dialect as well as the official spelling.",
        "Signs in dialect confuse ambulance drivers from outside.",
        "Our dialect dies out; seeing it on a sign every day would give children pride.",
        "Two spellings on one sign are too much to read at speed.",
        "The next valley has had dialect signs for years and tourists love them.",
        "Who decides how a dialect word is spelt on a sign?",
        "Begin with the names of hamlets, where only locals drive past the signs anyway.",
        "Vandals paint the dialect name over the sign because no one listens.",
        "A bilingual sign costs forty more than a plain one: that is cheap for a dialect.",
        "Linguists at the university can provide the dialect forms for all signs.",
    ),
}
