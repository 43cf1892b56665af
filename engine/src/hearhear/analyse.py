"""The whole analysis: languages, personal data, campaigns, links to what messages speak of, and themes.

Links and themes are computed for each individual voice and for one representative message of each campaign. They are
given texts in which every character of personal data and of what is not the sender's own is a space, so that no label
or word of a theme is a person's name or somebody else's words, and offsets remain those of the original text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hearhear import campaigns as finding
from hearhear import language, linking, own_words, redaction, themes
from hearhear.embeddings import Cached, Embed
from hearhear.linking import Target
from hearhear.message import MESSAGE_SCHEMA, with_defaults

Progress = Callable[[str, int, int], None]
"""Called with a step (languages, redaction, campaigns, linking, themes), the units done and the units in all. The
first call of each step has 0 done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of each step. `model`: the name of the embedding model, for the report."""

    # Of what is not read nothing can be quoted, and no plea is found: an inquiry waits two minutes for more.
    campaigns: finding.Settings = field(default_factory=lambda: finding.Settings(read_words=600_000))
    linking: linking.Settings | None = None
    themes: themes.Settings | None = None
    model: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The results; every table is in the order of `messages`: by time of sending, then by id.

    `messages`: MESSAGE_SCHEMA with languages filled in; a message without a sender is its own sender. `languages`:
    LANGUAGES_SCHEMA. `redactions`: REDACTIONS_SCHEMA. `links`: LINKS_SCHEMA, of individual voices and representatives.
    `themes`: None without an embedding model. `representatives`: for each campaign the id of the message that
    represents it.
    """

    messages: pa.Table
    languages: pa.Table
    redactions: pa.Table
    campaigns: finding.Campaigns
    links: pa.Table
    themes: themes.Themes | None
    about: tuple[Target, ...]
    representatives: Mapping[str, str]
    settings: Settings


def run(
    messages: pa.Table,
    *,
    about: Sequence[Target] = (),
    public: Collection[str] = (),
    named: Collection[str] = (),
    embed: Embed | None = None,
    careful: Embed | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Analyse a table in MESSAGE_SCHEMA; the order of its rows does not matter.

    `about`: targets that messages may speak of. `public`: names of people in public office, which are not redacted.
    `named`: titles of other papers before the House, which alone do not make a theme either. `embed`: without it there
    are no themes, and links use words alone. `careful`: reads for links in its place where there are few texts
    (`settings.linking.careful`). Raises NotMessages, and what `embed` raises.
    """
    settings = settings or Settings()
    report = progress or (lambda step, done, total: None)
    given = in_time_order(with_defaults(messages))
    languages = _languages(given, report)
    labelled = language.fill(given)
    report("redaction", 0, len(labelled))
    redactions = redaction.find_all(
        labelled, public=public, progress=_share_progress("redaction", len(labelled), report)
    )
    targets = _with_languages(about)
    report("campaigns", 0, 1)
    found = finding.find(
        labelled,
        about=_target_texts(targets),
        settings=settings.campaigns,
        progress=_step_progress("campaigns", report),
    )
    representative_ids = representatives(labelled, found)
    public_text = blanked(labelled, redactions)
    # Who recites the bill speaks of it, but has said nothing for a theme.
    citing = own_words_of(public_text, found, representative_ids, kept=("official",))
    voices = voices_of(own_words_of(public_text, found, representative_ids), found, representative_ids)
    report("linking", 0, len(voices))
    # Links and themes embed some of the same texts.
    reading = embed if embed is None or isinstance(embed, Cached) else Cached(embed, None, model=settings.model)
    links = linking.link(
        voices_of(citing, found, representative_ids).select(["id", "text", "lang"]),
        targets, embed=reading, careful=careful, settings=settings.linking,
        progress=_step_progress("linking", report),
    )  # fmt: skip
    groups = None
    if reading is not None and len(voices):
        report("themes", 0, len(voices))
        groups = themes.find_by_question(
            answers_of(public_text, found, voices, settings.themes),
            embed=reading,
            named=_named(targets, named),
            settings=settings.themes,
            progress=_step_progress("themes", report),
        )
    return Analysis(labelled, languages, redactions, found, links, groups, targets, representative_ids, settings)


def _step_progress(step: str, report: Progress) -> Callable[[int, int], None]:
    return lambda done, total: report(step, done, total)


def _share_progress(step: str, total: int, report: Progress) -> Callable[[str, float], None]:
    return lambda name, share: report(step, round(share * total), total)


def in_time_order(messages: pa.Table) -> pa.Table:
    """Sorted by time of sending, then by id (numeric ids by value), whatever the order of the input."""
    keys = pa.table({"sent": messages["sent_at"], "length": pc.utf8_length(messages["id"]), "id": messages["id"]})
    order = pc.sort_indices(keys, [("sent", "ascending"), ("length", "ascending"), ("id", "ascending")])
    return messages.take(order).combine_chunks()


def _languages(messages: pa.Table, report: Progress) -> pa.Table:
    report("languages", 0, 1)
    detected = language.detect(messages["text"])
    report("languages", 1, 1)
    return detected.add_column(0, language.LANGUAGES_SCHEMA.field("id"), messages["id"]).cast(
        language.LANGUAGES_SCHEMA
    )


def _with_languages(about: Sequence[Target]) -> tuple[Target, ...]:
    """The targets, with the language detected where the source does not name it."""
    silent = [at for at, target in enumerate(about) if not target.lang]
    if not silent:
        return tuple(about)
    said = language.detect([f"{about[at].title}\n{about[at].text}" for at in silent])["lang"].to_pylist()
    langs = dict(zip(silent, said, strict=True))
    return tuple(replace(target, lang=langs[at]) if at in langs else target for at, target in enumerate(about))


def _target_texts(targets: Sequence[Target]) -> list[str]:
    return [text for target in targets for text in (target.title, target.text) if text]


def _named(targets: Sequence[Target], further: Collection[str]) -> list[str]:
    """Short names of the bills; a long title would contain half of what people have to say about the bill."""
    bills = (target for target in targets if target.kind == "bill")
    names = [name for bill in bills for name in (bill.title, *bill.names, *bill.hashtags)]
    return [name for name in (*names, *further) if len(name) <= _SHORT_NAME]


_SHORT_NAME = 80
"""Characters."""


def blanked(messages: pa.Table, redactions: pa.Table) -> pa.Table:
    """The messages with a space for each character of personal data; offsets and line ends are unchanged."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(*(redactions[column].to_pylist() for column in ("id", "start", "end")), strict=True):
        spans.setdefault(name, []).append((start, end))
    texts = [
        own_words.blanked(text, spans[name]) if name in spans else text
        for name, text in zip(messages["id"].to_pylist(), messages["text"].to_pylist(), strict=True)
    ]
    return _with_texts(messages, texts)


def own_words_of(
    messages: pa.Table, found: finding.Campaigns, representative_ids: Mapping[str, str], kept: Collection[str] = ()
) -> pa.Table:
    """The messages with a space for each character that is not their sender's own.

    A campaign's representative speaks for it and keeps what it shares; `kept`: further reasons (own_words.WHY) for
    which words are kept.
    """
    speaking = set(representative_ids.values())
    texts = [
        own_words.blanked(text, _spans_without(spans or (), {*kept, "shared"} if name in speaking else kept))
        for name, text, spans in zip(
            messages["id"].to_pylist(),
            messages["text"].to_pylist(),
            found.messages["not_own"].to_pylist(),
            strict=True,
        )
    ]
    return _with_texts(messages, texts)


def _spans_without(spans: Sequence[Mapping[str, Any]], kept: Collection[str]) -> list[tuple[int, int]]:
    return [(one["start"], one["end"]) for one in spans if one["why"] not in kept]


def _with_texts(messages: pa.Table, texts: Sequence[str]) -> pa.Table:
    place = messages.schema.get_field_index("text")
    return messages.set_column(place, MESSAGE_SCHEMA.field("text"), pa.array(texts, pa.string()))


def representatives(messages: pa.Table, found: finding.Campaigns) -> dict[str, str]:
    """For each campaign the message most like its template, then the first sent, then the smallest id."""
    rows = pa.table({
        "campaign": found.messages["campaign_id"], "similarity": found.messages["similarity"],
        "sent": messages["sent_at"], "id": messages["id"],
    }).filter(pc.is_valid(found.messages["campaign_id"]))  # fmt: skip
    order = [("campaign", "ascending"), ("similarity", "descending"), ("sent", "ascending"), ("id", "ascending")]
    representative_ids: dict[str, str] = {}
    for campaign, name in zip(
        *(rows.sort_by(order)[column].to_pylist() for column in ("campaign", "id")), strict=True
    ):
        representative_ids.setdefault(campaign, name)
    return representative_ids


def individual(found: finding.Campaigns) -> pa.ChunkedArray:
    """For each message whether it is an individual voice: in no campaign, not a repeat, not set aside."""
    alone = pc.and_(pc.is_null(found.messages["campaign_id"]), pc.is_null(found.messages["set_aside"]))
    return pc.and_(alone, pc.invert(found.messages["repeat"]))


def voices_of(messages: pa.Table, found: finding.Campaigns, representative_ids: Mapping[str, str]) -> pa.Table:
    """The individual voices, and for each campaign its representative, in VOICES_SCHEMA of `hearhear.themes`."""
    campaign_of = {name: campaign for campaign, name in representative_ids.items()}
    campaign = pa.array([campaign_of.get(name) for name in messages["id"].to_pylist()], pa.string())
    sizes = {
        row["campaign_id"]: row for row in found.campaigns.select(["campaign_id", "messages", "senders"]).to_pylist()
    }
    counts = {
        name: pa.array([sizes[one][name] if one else 1 for one in campaign.to_pylist()], pa.int64())
        for name in ("messages", "senders")
    }
    table = messages.select(["id", "text", "lang", "sender"])
    for name, column in {"campaign_id": campaign, **counts}.items():
        table = table.append_column(name, column)
    chosen = table.filter(pc.or_(individual(found), pc.is_valid(campaign)))
    return chosen.select(themes.VOICES_SCHEMA.names).cast(themes.VOICES_SCHEMA)


def answers_of(
    messages: pa.Table, found: finding.Campaigns, voices: pa.Table, settings: themes.Settings | None
) -> list[themes.Answers]:
    """The voices of each question that has themes of its own, and the rest; in each a campaign is represented."""
    asked = messages["question"].filter(pc.is_in(messages["id"], value_set=voices["id"].combine_chunks()))
    apart = themes.asked_apart(asked.to_pylist(), settings)
    if not apart:
        return [themes.Answers(None, voices)]
    chosen = pa.array(apart, pa.string())
    of_each = [pc.fill_null(pc.equal(messages["question"], question), False) for question in apart]
    rest = pc.invert(pc.is_in(messages["question"], value_set=chosen))
    answers = [
        themes.Answers(question, _voices_among(messages.filter(mask), found, mask))
        for question, mask in zip([*apart, None], [*of_each, rest], strict=True)
    ]
    return [one for one in answers if len(one.voices)]


def _voices_among(messages: pa.Table, found: finding.Campaigns, mask: pa.ChunkedArray) -> pa.Table:
    """The voices among these messages, each campaign with its messages and senders among them."""
    findings = found.messages.filter(mask)
    rows = pa.table({"campaign_id": findings["campaign_id"], "id": messages["id"], "sender": messages["sender"]})
    sizes = rows.group_by("campaign_id").aggregate([("id", "count"), ("sender", "count_distinct")])
    sizes = sizes.filter(pc.is_valid(sizes["campaign_id"])).rename_columns(["campaign_id", "messages", "senders"])
    among = finding.Campaigns(findings, sizes)
    speaking = representatives(messages, among)
    return voices_of(own_words_of(messages, among, speaking), among, speaking)
