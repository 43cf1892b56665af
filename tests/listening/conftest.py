"""Inquiries with messages in them, and answers of the engine to play with."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.utils import translation
from hearhear import analyse, message
from hearhear.campaigns import CAMPAIGNS_SCHEMA, FINDINGS_SCHEMA, Campaigns
from hearhear.language import LANGUAGES_SCHEMA
from hearhear.linking import LINKS_SCHEMA
from hearhear.redaction import REDACTIONS_SCHEMA
from hearhear.themes import MENTIONS_SCHEMA, THEMES_SCHEMA, Themes

from hemicycle.accounts.models import Office, User
from hemicycle.conf.worker import Worker
from hemicycle.listening.actions import analyses, inquiries, uploads
from hemicycle.listening.actions.storing import store
from hemicycle.listening.engine import confined, gathering
from hemicycle.listening.jobs.analysing import run_intake
from hemicycle.listening.models import Analysis, Campaign, Finding, Inquiry, Intake, Upload
from hemicycle.rules.models import Work

from . import letters


@dataclass
class Part:
    """What a test says the engine found: a campaign with its messages, by their ids in the file."""

    messages: Sequence[str]
    lang: str = "en"
    family: str | None = None
    kind: str = "template"
    own: Mapping[str, str] | None = None


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in another language leaves it active; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def inquiry(office: Office, clerk: User) -> Inquiry:
    return open_inquiry(office, clerk)


def open_inquiry(office: Office, by: User, title: str = "Letters on the Harbour Bill") -> Inquiry:
    question = "What do the islands ask of the committee?"
    return inquiries.open_inquiry(office=office, title=title, question=question, language="en", by=by)


def as_jsonl(written: Sequence[message.Message]) -> bytes:
    rows = message.to_table(written).to_pylist()
    for row in rows:
        row["sent_at"] = row["sent_at"].isoformat() if row["sent_at"] else None
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def bring(
    inquiry: Inquiry, by: User, written: Sequence[message.Message] | bytes, name: str = "letters.jsonl"
) -> Intake:
    """Bring a file and choose the columns as guessed."""
    content = written if isinstance(written, bytes) else as_jsonl(written)
    upload = opened(uploads.add_file(inquiry, name=name, chunks=[content], by=by))
    guess = upload.guess
    return uploads.choose_columns(
        upload, columns=guess["columns"], questions=guess["questions"], facts=guess["facts"], by=by
    )


def opened(upload: Upload) -> Upload:
    """As the worker leaves a file that it could open, without a process for each test."""
    uploads.describe(upload, confined.described(upload.path), by="test")
    finish(Upload, upload.pk)
    upload.refresh_from_db()
    return upload


def work() -> None:
    """Do everything that waits."""
    Worker().drain()


@pytest.fixture
def collected(inquiry: Inquiry, clerk: User) -> Inquiry:
    """An inquiry with its messages in, not analysed."""
    collect(inquiry, clerk, letters.messages())
    return inquiry


def collect(inquiry: Inquiry, by: User, written: Sequence[message.Message]) -> None:
    intake = bring(inquiry, by, written)
    work_intakes_only(intake)


def work_intakes_only(intake: Intake) -> None:
    run_intake(intake, lambda *said: None)
    finish(Intake, intake.pk)
    Analysis.objects.filter(inquiry=intake.inquiry).delete()


def finish(model: type[Work], key: int) -> None:
    """As the worker does when a job has run."""
    rows = model.objects.filter(pk=key)
    rows.update(state="running", lease_until="2030-01-01T00:00:00Z", worker="test")
    rows.move("finish")


FIRST = {
    "en": Part(
        [f"en-{n}" for n in range(6)], family="f1", own={"en-0": letters.OWN["en"][0], "en-2": letters.OWN["en"][2]}
    ),
    "fr": Part([f"fr-{n}" for n in range(6)], lang="fr", family="f1"),
    "es": Part([f"es-{n}" for n in range(6)], lang="es"),
}


@pytest.fixture
def analysed(collected: Inquiry) -> Inquiry:
    """The inquiry with an answer of the engine shown: campaigns en, fr (one family) and es."""
    answer(collected, FIRST)
    collected.refresh_from_db()
    return collected


@dataclass
class Said:
    """What a test says the engine found beside campaigns, by the ids in the file.

    `redacted`: message → (words, kind). `themes`: label → {message: words}; a label "a/b" is a part of a. `links`:
    (message, target, kind of reason, words). `casework` and `disagrees`: message → the words that tell. `not_own` and
    `private`: message → (words, why). `questions`: label of a theme → the question among whose answers it was found.
    `letters`: campaign → its title, and its letter as the engine gives it, the message by its id in the file.
    """

    redacted: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    themes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    links: Sequence[tuple[str, str, str, str]] = ()
    casework: Mapping[str, str] = field(default_factory=dict)
    disagrees: Mapping[str, str] = field(default_factory=dict)
    not_own: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    private: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)


def answer(inquiry: Inquiry, parts: Mapping[str, Part], said: Said | None = None) -> Analysis:
    """Store and show what a test says the engine found, through the same actions as the job."""
    analysis = Analysis.objects.create(inquiry=inquiry, started_by="test")
    table = gathering.messages_of(inquiry, lambda *said: None)
    analyses.describe(analysis, engine="0.0", settings=analyse.Settings())
    found = _analysed(inquiry, table, _found(inquiry, table, parts, said or Said()), said or Said())
    store(analysis, found, table, progress=lambda done, total: None)
    analyses.show(analysis, by="test")
    finish(Analysis, analysis.pk)
    analyses.clear(Inquiry.objects.get(pk=inquiry.pk))
    analysis.refresh_from_db()
    return analysis


def _analysed(inquiry: Inquiry, table: pa.Table, campaigns: Campaigns, said: Said) -> analyse.Analysis:
    keys = {one.inbound.external_id: str(one.inbound_id) for one in inquiry.collected.select_related("inbound")}
    texts = dict(zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True))
    languages = [{"id": one["id"], "lang": one["lang"] or "en", "certainty": 0.9} for one in table.to_pylist()]
    redacted = [
        {"id": keys[name], **_place(texts[keys[name]], words), "kind": kind, "certainty": 1.0}
        for name, spans in said.redacted.items()
        for words, kind in spans
    ]
    return analyse.Analysis(
        messages=table,
        languages=pa.Table.from_pylist(languages, schema=LANGUAGES_SCHEMA),
        redactions=pa.Table.from_pylist(redacted, schema=REDACTIONS_SCHEMA),
        campaigns=campaigns,
        links=pa.Table.from_pylist([_link(keys, texts, *link) for link in said.links], schema=LINKS_SCHEMA),
        themes=_themes(keys, texts, said) if said.themes else None,
        about=(),
        representatives={},
        settings=analyse.Settings(),
    )


def _place(text: str, words: str) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def _link(keys: Mapping[str, str], texts: Mapping[str, str], name: str, target: str, kind: str, words: str) -> Any:
    reason = {"kind": kind, "text": words, **_place(texts[keys[name]], words), "weight": 0.8}
    return {"id": keys[name], "target_id": target, "rank": 1, "score": 0.8, "reasons": json.dumps([reason])}


def _themes(keys: Mapping[str, str], texts: Mapping[str, str], said: Said) -> Themes:
    themes, mentions = [], []
    for place, (label, passages) in enumerate(said.themes.items()):
        spoken = [{"id": keys[name], **_place(texts[keys[name]], words)} for name, words in passages.items()]
        mentions += [{**one, "theme_id": label, "certainty": 0.8} for one in spoken]
        themes.append({
            "theme_id": label,
            "parent_id": label.rpartition("/")[0] or None,
            "labels": [("en", label.rpartition("/")[2])],
            "words": label.split(),
            "description": next(iter(passages.values())),
            "quotes": json.dumps(spoken[:1]),
            "doubts": json.dumps(spoken[-1:]),
            "clear": len(spoken) - 1,
            "sure": 0.8,
            "messages": len(spoken),
            "senders": len(spoken),
            "campaigns": 0,
            "voices": len(spoken),
            "languages": [("en", len(spoken))],
            "x": float(place),
            "y": float(place % 3),
            "question": said.questions.get(label),
        })  # fmt: skip
    return Themes(
        pa.Table.from_pylist(themes, schema=THEMES_SCHEMA),
        pa.Table.from_pylist(mentions, schema=MENTIONS_SCHEMA),
        None,
    )


def _found(inquiry: Inquiry, table: pa.Table, parts: Mapping[str, Part], said: Said) -> Campaigns:
    collected = inquiry.collected.select_related("inbound")
    names = {str(one.inbound_id): one.inbound.external_id for one in collected}
    group = {name: key for key, part in parts.items() for name in part.messages}
    rows = [
        _row(row, names[row["id"]], group.get(names[row["id"]]), parts) | _judged(row["text"], names[row["id"]], said)
        for row in table.to_pylist()
    ]
    keys = {name: key for key, name in names.items()}
    campaigns = [_campaign(key, part) | _letter(keys, said.letters.get(key)) for key, part in parts.items()]
    return Campaigns(
        pa.Table.from_pylist(rows, schema=FINDINGS_SCHEMA), pa.Table.from_pylist(campaigns, schema=CAMPAIGNS_SCHEMA)
    )


def _row(row: Mapping[str, Any], name: str, group: str | None, parts: Mapping[str, Part]) -> dict[str, Any]:
    own = (parts[group].own or {}).get(name, "") if group else ""
    passage = {"text": row["text"][:40], "start": 0, "end": 40, "shared_by": 6, "rarity": 61.5}
    evidence = {"why": "passages" if group else None, "passages": [passage] if group else [], "links": []}
    return {
        "id": row["id"],
        "campaign_id": group,
        "family_id": parts[group].family if group else None,
        "similarity": 0.9 if group else None,
        "personal_text": own,
        "repeat": name == "again",
        "set_aside": "automatic_reply" if name == "away" else None,
        "evidence": json.dumps(evidence),
    }


def _judged(text: str, name: str, said: Said) -> dict[str, Any]:
    spans = {"casework": said.casework, "disagrees": said.disagrees}
    marked = {"not_own": said.not_own, "private": said.private}
    return {
        **{what: {**_place(text, of[name]), "certainty": 0.9} if name in of else None for what, of in spans.items()},
        **{what: [{**_place(text, w), "why": why} for w, why in of.get(name, ())] for what, of in marked.items()},
    }


def _letter(keys: Mapping[str, str], said: tuple[str, Mapping[str, Any]] | None) -> dict[str, Any]:
    if said is None:
        return {"title": "", "letter": json.dumps({})}
    title, letter = said
    return {"title": title, "letter": json.dumps({**letter, "id": keys[letter["id"]]})}


def _campaign(key: str, part: Part) -> dict[str, Any]:
    slot = {"text": "", "kind": "slot", "share": 0.5, "examples": [{"text": "Amara", "share": 0.3}]}
    fixed = {"text": f"Dear members, this is the {key} letter", "kind": "fixed", "share": 1.0, "examples": []}
    return {
        "campaign_id": key,
        "family_id": part.family,
        "template": json.dumps([fixed, slot, {**fixed, "text": "Vote for amendment 4.", "share": 0.8}]),
        "lang": part.lang,
        "messages": len(part.messages),
        "senders": len(part.messages),
        "first_seen": None,
        "last_seen": None,
        "links": ["harbour.example/act"] if key == "en" else [],
        "kind": part.kind,
    }


def campaign(inquiry: Inquiry, name: str) -> Campaign:
    """The shown campaign that holds the message with this id."""
    found = finding(inquiry, name).campaign
    assert found is not None
    return found


def finding(inquiry: Inquiry, name: str) -> Finding:
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    return Finding.objects.select_related("campaign", "inbound").get(analysis=shown, inbound__external_id=name)


def number(inquiry: Inquiry, *names: str) -> list[int]:
    """The keys of messages, by their ids in the file."""
    return [finding(inquiry, name).inbound_id for name in names]


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A folder of state of this test's own."""
    settings.HOME = tmp_path
    return tmp_path


Client = Callable[[object], Any]
