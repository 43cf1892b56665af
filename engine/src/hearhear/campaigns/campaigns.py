"""The campaigns in a table of messages, with template, evidence and each sender's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear import own_words, sentences
from hearhear.campaigns import families, first_look, letter, template
from hearhear.campaigns.evidence import RUN, Explanation, Shared, explain, find_shared, own_languages, shared_part
from hearhear.campaigns.groups import SHORT, Groups, Progress, gather, number_campaigns
from hearhear.campaigns.spans import Span, official_spans, repeated, shared_spans
from hearhear.campaigns.tokens import I64, Mask
from hearhear.settings import CampaignSettings

_ABOUT = (
    r"letters?|texts?|words?|e-?mails?|messages?|petitions?|leaflets?|flyers?|campaigns?|posts?|statement|template"
    r"|lettres?|textes?|mots|courriels?|tracts?|p[ée]titions?|campagnes?|d[ée]pliants?|modèle|prospectus"
    r"|cartas?|textos?|palabras|correos?|mensajes?|peticion(?:es)?|petición|folletos?|campañas?|hojas?|octavillas?|pasquín|modelo"
)
_OTHERS = r"campaigners?|activists?|lobby|organisers?|militant[es]*|activistas?|organizador\w*"
_PASSED_ON = (
    r"sent|send|received?|reads?|says?|said|saying|writes?|repeats?|claims?|handed|forwarded|asked|wants?|circulat\w+"
    r"|copied|urges?|told|got"
    r"|re[çc]u|reçois|re[çc]oi\w+|envo\w+|dit|disent|écri(?:t|vent)|répètent|circul\w+|transmis\w*|demand\w+|souhaite"
    r"|affirme|prétend\w*|soutient|recevr\w+|veut"
    r"|recib\w+|envi\w+|mand\w+|dicen?|escriben?|repiten?|circul\w+|sostiene|reenvi\w+|pid\w+|quiere|lleg\w+|afirma"
    r"|asegura|pasar\w*"
)
INTRODUCED = re.compile(
    rf"(?is)(?:(?:\b(?:{_ABOUT})\b|\b(?:{_OTHERS})\b|\b(?:{_PASSED_ON})\b)[^.!?\n]{{0,120}}:[>\"'«“”‘(\[\s]*[^.!?\n:]{{0,60}}$)"
)
"""The words right before the campaign's own, as in "I was sent this text and do not agree:". A salutation that ends
with a colon names neither a text nor its passing on."""


def introduces(introduction: str) -> bool:
    """Whether the words right before a campaign's passage introduce it as somebody else's."""
    return INTRODUCED.search(introduction) is not None


FINDINGS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("campaign_id", pa.string()),
        pa.field("family_id", pa.string()),
        pa.field("similarity", pa.float32()),
        pa.field("personal_text", pa.string(), nullable=False),
        pa.field("repeat", pa.bool_(), nullable=False),
        pa.field("set_aside", pa.string()),
        pa.field("evidence", pa.string(), nullable=False),
        *own_words.READING_SCHEMA,
    ]
)
CAMPAIGNS_SCHEMA = pa.schema(
    [
        pa.field("campaign_id", pa.string(), nullable=False),
        pa.field("family_id", pa.string()),
        pa.field("template", pa.string(), nullable=False),
        pa.field("lang", pa.string()),
        pa.field("messages", pa.int64(), nullable=False),
        pa.field("senders", pa.int64(), nullable=False),
        pa.field("first_seen", pa.timestamp("us", tz="UTC")),
        pa.field("last_seen", pa.timestamp("us", tz="UTC")),
        pa.field("links", pa.list_(pa.string()), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("letter", pa.string(), nullable=False),
    ]
)
AUTOMATIC, QUOTES = "automatic_reply", "quotes_campaign"
_NO_EVIDENCE = json.dumps({"why": None, "passages": [], "links": []})


@dataclass(frozen=True, slots=True)
class Campaigns:
    """What was found.

    `messages`: FINDINGS_SCHEMA, a row for each message in the order they came. `campaigns`: CAMPAIGNS_SCHEMA, the
    largest first.
    """

    messages: pa.Table
    campaigns: pa.Table


def find(
    messages: pa.Table,
    *,
    about: Sequence[str] = (),
    settings: CampaignSettings | None = None,
    progress: Progress | None = None,
) -> Campaigns:
    """The campaigns among messages, a table in MESSAGE_SCHEMA.

    `about`: texts of the parliament, such as the bill, whose quotation makes nobody a campaigner. `progress` is called
    with steps done and steps in all. Each message's evidence is a JSON object: `why` (passages, slots, link or null),
    `passages` (text, start and end in characters of the message, shared_by in senders, rarity in bits) and `links`.
    `casework` and `disagrees` say where a sender asks for help with a matter of their own, or disowns a campaign, and
    how sure that is; `not_own` what is not the sender's own (see `hearhear.own_words`); `private` which sentences are
    nobody else's business (see `hearhear.sentences.private`); all four are null without `settings.read`. `similarity`
    is the part of the message, weighed by rarity, that it shares with its campaign. `set_aside` is automatic_reply, or
    quotes_campaign for those who pass a campaign's letter on in order to disagree.

    Of each campaign `title` is its most telling sentence, "" where none is fit; `letter` is a JSON object, one of its
    messages without its sender's own words and with marks where copies differ (`hearhear.campaigns.letter.Letter`).

    Raises hearhear.errors.NotMessages when the table is not one of messages.
    """
    settings = settings or CampaignSettings()
    groups = gather(messages, about, settings, progress)
    found = find_shared(groups)
    explanations = list(explain(groups, found))
    refused = _dissenting(groups, found, explanations)
    groups, found, explanations = _recounted(groups, found, explanations, refused, settings)
    templates = _templates(groups, found)
    langs = own_languages(groups, found)
    words = [template_words(one) for one in templates]
    family = families.families(words, langs, _background_letters(groups)) if settings.families else [-1] * len(words)
    findings = _findings(groups, found, explanations, refused, family)
    if settings.read:
        findings = _with_reading(findings, groups, found, about)
    shown = letter.letters(groups, found.slotted)
    titles = letter.titles(shown, langs, about, read=settings.read)
    if progress:
        progress(5, 5)
    return Campaigns(findings, _campaigns(groups, found, templates, langs, family, titles, shown))


ALL_READ, PART_READ, MOST_READ = 5_000, 0.4, 20_000
"""Up to so many distinct texts all are read (8 ms each and core); of more, as many or that part of them which looks
most like a plea or a refusal (.94 of the pleas and .92 of the refusals of campaign_hard_dev), at most the third
figure."""


def most_read(texts: int) -> int:
    """How many of so many distinct texts are read."""
    return texts if texts <= ALL_READ else max(ALL_READ, min(MOST_READ, int(PART_READ * texts)))


MOST_SPLIT = 50_000
"""Above as many distinct texts the others are not split, either (.2 ms each): of these nothing is said."""


def _with_reading(findings: pa.Table, groups: Groups, found: Shared, about: Sequence[str]) -> pa.Table:
    """The findings with what each message says, sentence by sentence; null where it was not looked at."""
    count, texts = len(groups.campaign), len(groups.corpus)
    chosen = np.ones(count, np.bool_)
    if texts > ALL_READ:
        chosen = first_look.chosen(groups, found, most_read(texts))
    rows = np.arange(count) if texts <= MOST_SPLIT else np.flatnonzero(chosen)
    written = groups.table["text"].take(pa.array(rows)).to_pylist()
    spans = shared_spans(groups, found)
    read = _read(written, [spans.get(row, ()) for row in rows.tolist()], chosen[rows], about)
    place = np.full(count, -1)
    place[rows] = np.arange(len(rows))
    at = pa.array(place, mask=place < 0)
    for name in read.column_names:
        column = read[name].combine_chunks().take(at)
        findings = findings.set_column(findings.schema.get_field_index(name), read.schema.field(name), column)
    return findings.cast(FINDINGS_SCHEMA)


def _read(texts: list[str], shared: Sequence[Sequence[Span]], chosen: Mask, about: Sequence[str]) -> pa.Table:
    """The texts in READING_SCHEMA; the chosen ones and those that repeat a campaign are read, equal ones once."""
    distinct = list(dict.fromkeys(texts))
    known = dict(zip(distinct, sentences.unread(distinct), strict=True))
    official = official_spans(texts, about)
    repeats = repeated([known[text] for text in texts], shared, official)
    wanted = list(dict.fromkeys(text for text, one, so in zip(texts, repeats, chosen, strict=True) if so or one))
    known |= zip(wanted, sentences.read(wanted), strict=True)
    letters = [known[text] for text in texts]
    return own_words.findings(texts, letters, shared=shared, official=official, repeats=repeats)


def template_words(segments: list[template.Segment]) -> str:
    """The template as running text, each slot with its most frequent filling if that is short."""
    parts = [
        segment.text
        if segment.kind == "fixed"
        else (segment.examples[0][0] if len(segment.examples[0][0]) < 40 else "")
        for segment in segments
    ]
    return " ".join(part for part in parts if part)


def _background_letters(groups: Groups) -> list[tuple[str, str | None]]:
    """Some letters outside any campaign with their language, to estimate the mean vector of each language."""
    rows = np.flatnonzero((groups.campaign < 0) & (groups.corpus.lengths >= _LETTER_WORDS)[groups.corpus.text_of])
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), _SINGLE)).astype(np.int64)]
    taken = groups.table.take(pa.array(rows))
    return list(zip(taken["body"].to_pylist(), taken["lang"].to_pylist(), strict=True))


_LETTER_WORDS, _SINGLE = 20, 300


def _dissenting(groups: Groups, found: Shared, explanations: list[Explanation]) -> Mask:
    """For each message, whether it quotes the campaign's letter in order to disagree, unless the template does so."""
    refused = np.zeros(len(groups.campaign), dtype=np.bool_)
    introduced = np.array([any(map(introduces, one.introductions)) for one in explanations], dtype=np.bool_)
    if not introduced.any():
        return refused
    size = np.bincount(found.campaign)
    part = np.bincount(found.campaign, weights=introduced) / size
    critics = (part < 0.5) | (size < _CRITICS)
    refused[found.message[introduced & critics[found.campaign]]] = True
    return refused


_CRITICS = 8
"""Fewer members that all quote are critics of one campaign; in more, the template itself begins with a quotation."""


def _recounted(
    groups: Groups, found: Shared, explanations: list[Explanation], refused: Mask, settings: CampaignSettings
) -> tuple[Groups, Shared, list[Explanation]]:
    """The groups without dissenting messages, counted again: a campaign may fall below its minimum of senders."""
    if not refused.any():
        return groups, found, explanations
    eligible = (groups.campaign >= 0) & ~refused
    campaign = number_campaigns(groups.campaign, groups.sender, eligible, settings.minimum_senders)
    number = campaign[found.message]
    kept = np.flatnonzero(number >= 0)
    kept = kept[np.argsort(number[kept], kind="stable")]
    by_message = dict(zip(found.message[kept].tolist(), (explanations[at] for at in kept), strict=True))
    renewed = replace(groups, campaign=campaign)
    shared = find_shared(renewed)
    return renewed, shared, [by_message[message] for message in shared.message.tolist()]


def _templates(groups: Groups, found: Shared) -> list[list[template.Segment]]:
    taken = groups.table["body"].take(pa.array(found.message)).to_pylist()
    starts = np.searchsorted(found.campaign, np.arange(int(found.campaign.max(initial=-1)) + 2))
    return [template.rebuild(found, taken, np.arange(first, last)) for first, last in pairwise(starts)]


def _ids(prefix: str, numbers: I64) -> pa.Array:
    """Ids of numbers, null where negative."""
    names = [f"{prefix}{number + 1}" for number in range(int(numbers.max(initial=-1)) + 1)]
    return pa.array(names, pa.string()).take(pa.array(numbers, mask=numbers < 0))


def _findings(
    groups: Groups, found: Shared, explanations: list[Explanation], refused: Mask, family: list[int]
) -> pa.Table:
    count = len(groups.campaign)
    place = np.full(count, -1)
    place[found.message] = np.arange(len(found.message))
    at = pa.array(place, mask=place < 0)
    personal = pa.array([one.personal_text for one in explanations], pa.string()).take(at)
    evidence = pa.array([one.evidence for one in explanations], pa.string()).take(at)
    part = np.where(_too_short(groups, found), 1.0, shared_part(found))
    similarity = pa.array(part.astype(np.float32)).take(at)
    families_of = np.append(np.asarray(family, dtype=np.int64), -1)[groups.campaign]
    aside = pc.if_else(
        pa.array(refused), QUOTES, pc.if_else(groups.table["automatic"], AUTOMATIC, pa.scalar(None, pa.string()))
    )
    columns = [
        groups.table["id"], _ids("c", groups.campaign), _ids("f", families_of), similarity,
        pc.coalesce(personal, groups.table["body"]), pa.array(_repeats(groups)), aside,
        pc.fill_null(evidence, _NO_EVIDENCE),
        *(pa.nulls(count, one.type) for one in own_words.READING_SCHEMA),
    ]  # fmt: skip
    return pa.table(columns, schema=FINDINGS_SCHEMA)


def _too_short(groups: Groups, found: Shared) -> Mask:
    """Members that are copies of others and too short to share a run of words."""
    text = groups.corpus.text_of[found.message]
    _, index, times = np.unique(text, return_inverse=True, return_counts=True)
    return (times[index] > 1) & (groups.corpus.lengths[text] < RUN)


def _repeats(groups: Groups) -> Mask:
    """Messages of a sender who has sent their like before."""
    group = groups.group[groups.corpus.text_of]
    order = np.lexsort((np.arange(len(group)), _timestamps(groups), groups.sender, group))
    again = np.zeros(len(group), dtype=np.bool_)
    same = (group[order][1:] == group[order][:-1]) & (groups.sender[order][1:] == groups.sender[order][:-1])
    again[order[1:]] = same
    return again & (groups.corpus.lengths > 0)[groups.corpus.text_of]


def _timestamps(groups: Groups) -> I64:
    sent = groups.table["sent_at"].cast(pa.int64())
    return pc.fill_null(sent, 0).to_numpy()


def _campaigns(
    groups: Groups,
    found: Shared,
    templates: list[list[template.Segment]],
    langs: list[str | None],
    family: list[int],
    titles: list[str],
    shown: list[letter.Letter],
) -> pa.Table:
    rows = pa.table({
        "campaign": found.campaign,
        "sender": groups.sender[found.message],
        "sent_at": groups.table["sent_at"].take(pa.array(found.message)),
        "text": groups.corpus.text_of[found.message],
    })  # fmt: skip
    counts = rows.group_by("campaign").aggregate(
        [
            ("sender", "count"),
            ("sender", "count_distinct"),
            ("sent_at", "min"),
            ("sent_at", "max"),
            ("text", "count_distinct"),
        ]
    ).sort_by("campaign")  # fmt: skip
    numbers = np.arange(len(templates))
    written = [json.dumps([one.as_dict() for one in segments], ensure_ascii=False) for segments in templates]
    columns = [
        _ids("c", numbers), _ids("f", np.asarray(family, dtype=np.int64)),
        pa.array(written, pa.string()),
        pa.array(langs, pa.string()), counts["sender_count"], counts["sender_count_distinct"],
        counts["sent_at_min"], counts["sent_at_max"], _links_of(groups, found, len(templates)),
        pa.array(_kinds(groups, found, counts["text_count_distinct"].to_pylist()), pa.string()),
        pa.array(titles, pa.string()),
        pa.array([json.dumps(one.as_dict(), ensure_ascii=False) for one in shown], pa.string()),
    ]  # fmt: skip
    return pa.table(columns, schema=CAMPAIGNS_SCHEMA)


def _kinds(groups: Groups, found: Shared, wordings: list[int]) -> list[str]:
    likeness = groups.likeness[groups.corpus.text_of[found.message]]
    starts = np.searchsorted(found.campaign, np.arange(len(wordings)))
    return [
        "exact"
        if number == 1
        else "madlib"
        if found.slotted[at]
        else "short"
        if likeness[start] == SHORT
        else "template"
        for at, (number, start) in enumerate(zip(wordings, starts, strict=True))
    ]


def _links_of(groups: Groups, found: Shared, count: int) -> pa.Array:
    """The links that at least two messages of each campaign have."""
    taken = groups.links.take(pa.array(groups.corpus.text_of[found.message]))
    owner = found.campaign[pc.list_parent_indices(taken).to_numpy()]
    times = (
        pa.table({"campaign": owner, "link": pc.list_flatten(taken)})
        .group_by(["campaign", "link"])
        .aggregate([([], "count_all")])
    )
    listed: list[list[str]] = [[] for _ in range(count)]
    for row in times.sort_by([("count_all", "descending"), ("link", "ascending")]).to_pylist():
        if row["count_all"] > 1:
            listed[row["campaign"]].append(row["link"])
    return pa.array(listed, pa.list_(pa.string()))
