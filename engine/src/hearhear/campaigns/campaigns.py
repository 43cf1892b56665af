"""The campaigns in a table of messages, with template, evidence and each sender's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns import families, letter, reading, template
from hearhear.campaigns.columns import rows_of
from hearhear.campaigns.evidence import introductions
from hearhear.campaigns.findings import FINDINGS_SCHEMA, PART, Findings, ids
from hearhear.campaigns.groups import SHORT, Groups, Progress, gather, number_campaigns
from hearhear.campaigns.shared import Shared, find_shared, own_languages
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
    stream = search(messages, about=about, settings=settings, progress=progress)
    return Campaigns(pa.Table.from_batches(stream.batches, FINDINGS_SCHEMA), stream.campaigns)


@dataclass(frozen=True, slots=True)
class Stream:
    """The same where the messages are many: `batches` are explained when they are asked for, once."""

    batches: Iterator[pa.RecordBatch]
    campaigns: pa.Table


def search(
    messages: pa.Table,
    *,
    about: Sequence[str] = (),
    settings: CampaignSettings | None = None,
    progress: Progress | None = None,
) -> Stream:
    """As `find`, the findings on the messages a part at a time, in the order they came."""
    settings = settings or CampaignSettings()
    groups = gather(messages, about, settings, progress)
    found = find_shared(groups, settings.threads)
    refused = _dissenting(groups, found)
    groups, found = _recounted(groups, found, refused, settings)
    with ThreadPoolExecutor(1) as aside:  # reads, while the templates are made
        said = aside.submit(reading.read, groups, found, about, settings.read_words) if settings.read else None
        templates = _templates(groups, found)
        langs = own_languages(groups, found)
        shown = letter.letters(groups, found.slotted)
        family = [-1] * len(shown)
        if settings.families:
            family = families.families([one.text for one in shown], langs, _background_letters(groups))
        titles = letter.titles(shown, langs, about, read=settings.read)
        campaigns = _campaigns(groups, found, templates, langs, family, titles, shown)
        read = said.result() if said else reading.Reading.nothing(len(groups.campaign))
    findings = Findings.of(groups, found, refused, family, read)
    if progress:
        progress(5, 5)
    return Stream(findings.batches(settings.threads), campaigns)


def _background_letters(groups: Groups) -> list[tuple[str, str | None]]:
    """Some letters outside any campaign with their language, to estimate the mean vector of each language."""
    rows = np.flatnonzero((groups.campaign < 0) & (groups.corpus.lengths >= _LETTER_WORDS)[groups.corpus.text_of])
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), _SINGLE)).astype(np.int64)]
    bodies, langs = (rows_of(groups.table[name], rows).to_pylist() for name in ("body", "lang"))
    return list(zip(bodies, langs, strict=True))


_LETTER_WORDS, _SINGLE = 20, 300


def _dissenting(groups: Groups, found: Shared) -> Mask:
    """For each message, whether it quotes the campaign's letter in order to disagree, unless the template does so."""
    refused = np.zeros(len(groups.campaign), dtype=np.bool_)
    introduced = np.zeros(len(groups.campaign), dtype=np.bool_)
    members = np.sort(found.message)
    for first in range(0, len(members), PART):
        said = introductions(groups, found, members[first : first + PART])
        introduced[[row for row, words in said if introduces(words)]] = True
    if not introduced.any():
        return refused
    of_member = introduced[found.message]
    size = np.bincount(found.campaign)
    part = np.bincount(found.campaign, weights=of_member) / size
    critics = (part < 0.5) | (size < _CRITICS)
    refused[found.message[of_member & critics[found.campaign]]] = True
    return refused


_CRITICS = 8
"""Fewer members that all quote are critics of one campaign; in more, the template itself begins with a quotation."""


def _recounted(groups: Groups, found: Shared, refused: Mask, settings: CampaignSettings) -> tuple[Groups, Shared]:
    """The groups without dissenting messages, counted again: a campaign may fall below its minimum of senders."""
    if not refused.any():
        return groups, found
    eligible = (groups.campaign >= 0) & ~refused
    campaign = number_campaigns(groups.campaign, groups.sender, eligible, settings.minimum_senders)
    renewed = replace(groups, campaign=campaign)
    return renewed, find_shared(renewed, settings.threads, (groups, found))


def _templates(groups: Groups, found: Shared) -> list[list[template.Segment]]:
    starts = np.searchsorted(found.campaign, np.arange(int(found.campaign.max(initial=-1)) + 2))

    def bodies(some: I64) -> list[str]:
        return rows_of(groups.table["body"], groups.corpus.first[some]).to_pylist()

    return [template.rebuild(groups.corpus, found, bodies, np.arange(first, last)) for first, last in pairwise(starts)]


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
        "sent_at": rows_of(groups.table["sent_at"], found.message),
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
        ids("c", numbers), ids("f", np.asarray(family, dtype=np.int64)),
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
