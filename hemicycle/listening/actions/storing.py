"""What the engine found, as rows of one analysis; nobody sees them before `analyses.show`.

Names and addresses are redacted here, once: what is stored beside the message itself is what staff read.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from hearhear.analyse import Analysis as Found

from hemicycle.record.addresses import new_address

from ..engine.matching import continued_keys
from ..models import Analysis, Campaign, Finding, Inquiry, Place
from ..models.finding import UNREAD
from ..text.letters import from_engine, redacted_letter
from ..text.redaction import Span, cut_out, hidden_in, own_words, redacted, surely_personal, without
from ..text.templating import opening, redacted_template, wording
from .crossing.strata import store_strata
from .meaning import Stored, store_links, store_themes

# A write of so many rows takes well under a second, so that a page that writes waits no longer than that.
ROWS_A_WRITE = 1_000

# Whoever quotes a campaign in order to contradict it speaks for themselves.
VOICES = frozenset({"quotes_campaign"})

Progress = Callable[[int, int], None]
Spans = Mapping[str, list[Span]]


def store(analysis: Analysis, found: Found, messages: pa.Table, *, progress: Progress) -> None:
    """Write everything that a run found."""
    spans = _spans(found)
    secrets = _Secrets()
    keys = _continued_keys(analysis, found)
    campaigns = _store_campaigns(analysis, found, keys)
    strata = store_strata(analysis, messages, found.about)
    stored, done = Stored(), 0
    for rows in _findings(analysis, found, messages, campaigns, spans):
        for finding, _hidden in rows:
            finding.stratum_id = strata.get(str(finding.inbound_id))
        with transaction.atomic():
            Finding.objects.bulk_create([finding for finding, _hidden in rows])
        for finding, hidden in rows:
            stored.add(finding, hidden)
            secrets.add(finding, hidden)
        done += len(rows)
        progress(done, len(found.campaigns.messages))
    secrets.redact(campaigns.values())
    store_themes(analysis, found.themes, stored, messages)
    store_links(analysis, found.links, stored)
    _describe(analysis, found, spans)


def _spans(found: Found) -> dict[str, list[Span]]:
    """What is to be redacted, by message, in order."""
    spans: dict[str, list[Span]] = defaultdict(list)
    columns = (found.redactions[name].to_pylist() for name in ("id", "start", "end", "kind"))
    for key, start, end, kind in zip(*columns, strict=True):
        spans[key].append([start, end, kind])
    return spans


def _describe(analysis: Analysis, found: Found, spans: Spans) -> None:
    sample = found.themes.sample if found.themes is not None else None
    analysis.redacted = dict(Counter(kind for of_one in spans.values() for _s, _e, kind in of_one).most_common())
    analysis.sample = {"size": sample.size, "of": sample.of, "error": sample.error} if sample else {}
    analysis.save(update_fields=["redacted", "sample"])


@dataclass
class _Secrets:
    """What was redacted in the messages of each campaign, and in how many: a template is made of their words.

    What is surely somebody's is redacted wherever it is found. Another word, such as a town or a given name alone, may
    be the campaign's own as well: among fixed words it is redacted if it was in half of the messages that have them.
    """

    marks: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sure: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Of the message that stands for its campaign: it reads here as it does on its own page.
    shown: dict[int, Mapping[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, finding: Finding, hidden: Mapping[str, str]) -> None:
        campaign = finding.engine_campaign_id
        if campaign is not None and hidden:
            self.marks[campaign] |= hidden
            self.counts[campaign].update(hidden.keys())
            self.sure[campaign] |= surely_personal(hidden, finding.lang)
            if _stands_for_its_campaign(finding):
                self.shown[campaign] = hidden

    def redact(self, campaigns: Iterable[Campaign]) -> None:
        changed = []
        for campaign in campaigns:
            template, letter = self._redacted(campaign)
            if (template, letter) != (campaign.template, campaign.letter):
                campaign.template, campaign.letter = template, letter
                campaign.opening, campaign.wording = opening(template, letter), wording(template)
                changed.append(campaign)
        Campaign.objects.bulk_update(changed, ["template", "letter", "opening", "wording"], batch_size=100)

    def _redacted(self, campaign: Campaign) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        marks, counts = self.marks[campaign.pk], self.counts[campaign.pk]
        sure, shown = self.sure[campaign.pk], self.shown[campaign.pk]

        def fixed(words: str, share: float) -> str:
            enough = share * campaign.engine_messages / 2
            return without(words, {one: mark for one, mark in marks.items() if one in sure or counts[one] >= enough})

        def in_letter(words: str, share: float) -> str:
            return without(fixed(words, share), shown)

        def varying(words: str) -> str:
            return cut_out(words, marks)

        letter = redacted_letter(campaign.letter, in_letter, varying) if campaign.letter else {}
        return redacted_template(campaign.template, fixed, varying), letter


def _stands_for_its_campaign(finding: Finding) -> bool:
    campaign = finding.engine_campaign
    return campaign is not None and campaign.letter.get("message") == str(finding.inbound_id)


def _store_campaigns(analysis: Analysis, found: Found, keys: Mapping[str, str]) -> dict[str, Campaign]:
    """The campaigns of the run, by the engine's own id, each under the key it had in the run before."""
    rows = found.campaigns.campaigns.to_pylist()
    created = [_campaign(analysis, row, keys.get(row["campaign_id"]) or new_address()) for row in rows]
    with transaction.atomic():
        Campaign.objects.bulk_create(created, batch_size=ROWS_A_WRITE)
    return {row["campaign_id"]: campaign for row, campaign in zip(rows, created, strict=True)}


def _campaign(analysis: Analysis, row: Mapping[str, Any], key: str) -> Campaign:
    template = json.loads(row["template"])
    letter = from_engine(json.loads(row["letter"]), row["title"])
    return Campaign(
        analysis=analysis,
        key=key,
        kind=row["kind"],
        lang=row["lang"] or "",
        engine_family=row["family_id"] or "",
        template=template,
        letter=letter,
        opening=opening(template, letter),
        wording=wording(template),
        links=list(row["links"] or []),
        engine_messages=row["messages"],
        engine_senders=row["senders"],
    )


def _continued_keys(analysis: Analysis, found: Found) -> dict[str, str]:
    before = Inquiry.objects.values_list("shown", flat=True).get(pk=analysis.inquiry_id)
    members = Finding.objects.filter(analysis=before, engine_campaign__isnull=False)
    old = ((str(inbound), key) for inbound, key in members.values_list("inbound", "engine_campaign__key").iterator())
    new = zip(*(found.campaigns.messages[name].to_pylist() for name in ("id", "campaign_id")), strict=True)
    return continued_keys(old, ((message, group) for message, group in new if group))


def _findings(
    analysis: Analysis, found: Found, messages: pa.Table, campaigns: Mapping[str, Campaign], spans: Spans
) -> Iterator[list[tuple[Finding, dict[str, str]]]]:
    """Rows in batches, each with what is redacted in it; what is known of a message is laid beside the answer."""
    answers = _beside(found.campaigns.messages, messages, ("text", "lang", "channel", "sent_at"), "its")
    answers = _beside(answers, found.languages, ("lang", "certainty"), "found")
    for batch in answers.to_batches(max_chunksize=ROWS_A_WRITE):
        yield [_finding(analysis, row, campaigns, spans.get(row["id"], [])) for row in batch.to_pylist()]


def _beside(answers: pa.Table, known: pa.Table, names: tuple[str, ...], prefix: str) -> pa.Table:
    at = pc.index_in(answers["id"], value_set=known["id"].combine_chunks())
    for name in names:
        answers = answers.append_column(f"{prefix}_{name}", known[name].take(at))
    return answers


def _finding(
    analysis: Analysis, row: Mapping[str, Any], campaigns: Mapping[str, Campaign], spans: list[Span]
) -> tuple[Finding, dict[str, str]]:
    campaign = campaigns[row["campaign_id"]] if row["campaign_id"] else None
    place, lang = _place(row), row["its_lang"] or row["found_lang"] or ""
    lang = "" if lang == "und" else lang
    hidden = hidden_in(row["its_text"], spans, lang)
    # An individual voice is its own words throughout; they are kept once.
    own = (row["personal_text"] or "").strip() if campaign else ""
    personal = cut_out(own, hidden)
    certainty = None if row["its_lang"] else row["found_certainty"]
    finding = Finding(
        analysis=analysis,
        inbound_id=row["id"],
        engine_lang=lang,
        lang=lang,
        lang_certainty=None if certainty is None else min(1.0, certainty),
        channel=row["its_channel"] or "",
        sent_at=row["its_sent_at"],
        engine_redactions=spans,
        redactions=spans,
        shown_text=redacted(row["its_text"], spans, lang).text,
        engine_campaign=campaign,
        engine_place=place,
        similarity=None if row["similarity"] is None else min(1.0, row["similarity"]),
        personal_text=personal,
        personal_length=len(personal),
        evidence=_evidence(row, hidden, own_words(row["its_text"], own)),
        repeat=row["repeat"],
        set_aside=row["set_aside"] or "",
        **_own(row, campaign is not None),
        campaign=campaign,
        place=place,
    )
    return finding, hidden


def _evidence(row: Mapping[str, Any], hidden: Mapping[str, str], own: list[tuple[int, int]]) -> dict[str, Any]:
    evidence: dict[str, Any] = json.loads(row["evidence"]) if row["evidence"] else {}
    if own:
        evidence["own"] = own
    for passage in evidence.get("passages", []) if hidden else ():
        passage["text"] = cut_out(passage["text"], hidden)
    return evidence


def _own(row: Mapping[str, Any], in_campaign: bool) -> dict[str, Any]:
    """What the message asks for itself, and which of its words are not its sender's or nobody else's business."""
    casework = _span_of(row["casework"])
    not_own = [[one["start"], one["end"], one["why"]] for one in row["not_own"] or ()]
    if row["private"] is None:
        # Where there are very many, the engine reads those closely that look worth it. Nothing else is quoted.
        not_own = [[0, len(row["its_text"]), UNREAD]]
    private = [[one["start"], one["end"], one["why"]] for one in row["private"] or ()]
    return {
        "engine_casework": casework,
        "casework": casework,
        "disagrees": _span_of(row["disagrees"]),
        "not_own": not_own,
        "private": private,
        "has_private": bool(private),
        "has_no_own_words": not in_campaign and row["private"] is not None and not _left(row["its_text"], not_own),
    }


def _span_of(found: Mapping[str, Any] | None) -> list[Any] | None:
    return [found["start"], found["end"], min(1.0, found["certainty"])] if found else None


def _left(text: str, not_own: list[list[Any]]) -> bool:
    """Whether a word stands outside all of these."""
    at = 0
    for start, end, _why in [*sorted(not_own), [len(text), len(text), ""]]:
        if any(sign.isalnum() for sign in text[at:start]):
            return True
        at = max(at, end)
    return False


def _place(row: Mapping[str, Any]) -> Place:
    if row["campaign_id"]:
        return Place.CAMPAIGN
    if row["set_aside"] and row["set_aside"] not in VOICES:
        return Place.SET_ASIDE
    return Place.REPEAT if row["repeat"] else Place.VOICE
