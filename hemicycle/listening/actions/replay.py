"""What is shown = the engine's answer ⊕ the corrections of staff, in the order in which they were made.

Played back in full after every correction that moves a number, every undo and every new run, so that there is one
way in which a page comes about. A correction that speaks of a campaign the present analysis does not have does
nothing, and comes into force again with an analysis that has it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet

from ..models import Analysis, Campaign, Correction, Finding, Place
from ..templating import opening, wording
from . import replay_meaning
from .counting import count

# SQLite takes 32,766 values in one statement; a tenth leaves room for every other part of it.
AT_ONCE = 3_000


def replay(analysis: Analysis) -> None:
    """Put the corrections of the inquiry on top of what the engine found in `analysis`, and count anew."""
    _restore_the_engines_answer(analysis)
    for correction in analysis.inquiry.corrections.standing():
        STEPS[correction.kind](analysis, correction)
    count(analysis)


def play(analysis: Analysis, correction: Correction) -> None:
    """Put a correction that was just made on top of all others; what only names something moves no number."""
    if correction.kind in NAMING:
        STEPS[correction.kind](analysis, correction)
    else:
        replay(analysis)


def standing(analysis: Analysis, key: str) -> Campaign | None:
    """The campaign under this key, or the one that it became part of."""
    campaign = analysis.campaigns.filter(key=key).first()
    while campaign is not None and campaign.merged_into is not None:
        campaign = campaign.merged_into
    return campaign


def _restore_the_engines_answer(analysis: Analysis) -> None:
    analysis.findings.filter(correction__isnull=False).update(
        campaign=F("engine_campaign"), place=F("engine_place"), correction=None
    )
    analysis.campaigns.filter(merged_into__isnull=False).update(merged_into=None)
    analysis.campaigns.filter(origin=Campaign.Origin.STAFF).delete()
    analysis.campaigns.exclude(name="", confirmed=None).update(name="", confirmed=None)
    replay_meaning.restore(analysis)


def _confirm(analysis: Analysis, correction: Correction) -> None:
    if campaign := standing(analysis, correction.campaign):
        _change(campaign, confirmed=correction)


def _rename(analysis: Analysis, correction: Correction) -> None:
    if campaign := standing(analysis, correction.campaign):
        _change(campaign, name=correction.name)


def _merge(analysis: Analysis, correction: Correction) -> None:
    source, target = standing(analysis, correction.campaign), standing(analysis, correction.into)
    if source and target and source != target:
        _place(source.findings.all(), correction, campaign=target)
        _change(source, merged_into=target)


def _split(analysis: Analysis, correction: Correction) -> None:
    source = standing(analysis, correction.campaign)
    chosen = [finding for rows in _chosen(analysis, correction) for finding in rows.only("evidence")]
    if not chosen:
        return
    template = _shared(finding.evidence for finding in chosen) or (source.template if source else [])
    campaign = Campaign.objects.create(
        analysis=analysis,
        key=correction.into,
        origin=Campaign.Origin.STAFF,
        kind=Campaign.Kind.STAFF,
        lang=source.lang if source else "",
        engine_family=source.engine_family if source else "",
        name=correction.name,
        template=template,
        opening=opening(template),
        wording=wording(template),
        links=source.links if source else [],
    )
    for rows in _chosen(analysis, correction):
        _place(rows, correction, campaign=campaign)


def _move_out(analysis: Analysis, correction: Correction) -> None:
    for rows in _chosen(analysis, correction):
        _place(rows, correction, campaign=None)


def _move_in(analysis: Analysis, correction: Correction) -> None:
    if target := standing(analysis, correction.into):
        for rows in _chosen(analysis, correction):
            _place(rows, correction, campaign=target)


STEPS: dict[str, Callable[[Analysis, Correction], None]] = {
    Correction.Kind.CONFIRM: _confirm,
    Correction.Kind.RENAME: _rename,
    Correction.Kind.MERGE: _merge,
    Correction.Kind.SPLIT: _split,
    Correction.Kind.MOVE_OUT: _move_out,
    Correction.Kind.MOVE_IN: _move_in,
    **replay_meaning.STEPS,
}


NAMING = frozenset(
    {
        Correction.Kind.CONFIRM,
        Correction.Kind.RENAME,
        Correction.Kind.THEME_CONFIRM,
        Correction.Kind.THEME_RENAME,
    }
)


def _change(campaign: Campaign, **facts: Any) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(**facts)


def _chosen(analysis: Analysis, correction: Correction) -> Iterator[QuerySet[Finding]]:
    keys: Sequence[Any] = correction.messages
    for start in range(0, len(keys), AT_ONCE):
        yield analysis.findings.filter(inbound__in=keys[start : start + AT_ONCE])


def _place(findings: QuerySet[Finding], correction: Correction, *, campaign: Campaign | None) -> None:
    place = Place.VOICE if campaign is None else Place.CAMPAIGN
    findings.update(campaign=campaign, place=place, correction=correction)


def _shared(evidence: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages that at least half of the messages hold, as they stand: a template of their own."""
    places: dict[str, list[int]] = defaultdict(list)
    messages = 0
    for one in evidence:
        messages += 1
        for text, start in {p["text"]: p["start"] for p in one.get("passages", [])}.items():
            places[text].append(start)
    shared = [(sum(starts) / len(starts), text, len(starts)) for text, starts in places.items()]
    return [
        {"text": text, "kind": "fixed", "share": n / messages, "examples": []}
        for _, text, n in sorted(shared)
        if 2 * n >= messages
    ]
