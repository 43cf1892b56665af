"""The corrections of campaigns and themes, each applied to one analysis."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from ...models import Analysis, Campaign, Correction, Finding, Group, Mention, Place, Theme
from ...models.group_kinds import CAMPAIGN, THEME, kind_of
from ...text.templating import opening, wording
from .. import batches

QUOTES = 3


def restore(analysis: Analysis) -> None:
    """The groups of the engine, as if nobody had corrected anything."""
    analysis.findings.filter(correction__isnull=False).update(
        campaign=F("engine_campaign"), place=F("engine_place"), correction=None
    )
    analysis.mentions.filter(engine_theme__isnull=True).delete()
    analysis.mentions.filter(correction__isnull=False).update(theme=F("engine_theme"), correction=None)
    analysis.themes.update(parent=F("engine_parent"))
    for kind in (CAMPAIGN, THEME):
        groups = kind.groups_of(analysis)
        groups.filter(merged_into__isnull=False).update(merged_into=None)
        groups.filter(origin=Group.Origin.STAFF).delete()
        groups.exclude(name="", confirmed=None).update(name="", confirmed=None)


def _confirm(analysis: Analysis, correction: Correction) -> None:
    if group := _subject(analysis, correction):
        _change(group, confirmed=correction)


def _rename(analysis: Analysis, correction: Correction) -> None:
    if group := _subject(analysis, correction):
        _change(group, name=correction.name)


def _merge(analysis: Analysis, correction: Correction) -> None:
    kind, source, target = kind_of(correction), _subject(analysis, correction), _target(analysis, correction)
    if source is None or target is None or source == target:
        return
    source.members().update(**{kind.name: target}, correction=correction)
    if kind is THEME:
        source.parts.exclude(pk=target.pk).update(parent=target)
        if target.parent_id == source.pk:
            _change(target, parent=source.parent)
    _change(source, merged_into=target)


def _split_campaign(analysis: Analysis, correction: Correction) -> None:
    source = _subject(analysis, correction)
    chosen = [finding for rows in _chosen(analysis, correction) for finding in rows.only("evidence")]
    if not chosen:
        return
    template = _shared(finding.evidence for finding in chosen) or (source.template if source else [])
    campaign = Campaign.objects.create(
        analysis=analysis,
        key=correction.into,
        origin=Group.Origin.STAFF,
        kind=Campaign.Kind.STAFF,
        lang=source.lang if source else "",
        engine_family=source.engine_family if source else "",
        name=correction.name,
        template=template,
        opening=opening(template, {}),
        wording=wording(template),
        links=source.links if source else [],
    )
    _count_in(analysis, correction, campaign)


def _move_into_campaign(analysis: Analysis, correction: Correction) -> None:
    if target := _target(analysis, correction):
        _count_in(analysis, correction, target)


def _move_out_of_campaign(analysis: Analysis, correction: Correction) -> None:
    _count_in(analysis, correction, None)


def _count_in(analysis: Analysis, correction: Correction, campaign: Campaign | None) -> None:
    place = Place.VOICE if campaign is None else Place.CAMPAIGN
    for rows in _chosen(analysis, correction):
        rows.update(campaign=campaign, place=place, correction=correction)


def _shared(evidence: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages that at least half of the messages hold, in their order: a template of their own."""
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


def _split_theme(analysis: Analysis, correction: Correction) -> None:
    source = _subject(analysis, correction)
    if source is None:
        return
    chosen = source.members(correction.messages)
    passages = chosen.surest_first().values_list("finding__inbound", "start", "end")[:QUOTES]
    quotes = [{"id": str(key), "start": start, "end": end} for key, start, end in passages]
    if quotes:
        _leave_parts(source, correction)
        chosen.update(theme=_made_by_staff(source, correction, quotes), correction=correction)


def _made_by_staff(source: Theme, correction: Correction, quotes: list[dict[str, Any]]) -> Theme:
    return Theme.objects.create(
        analysis_id=source.analysis_id,
        key=correction.into,
        origin=Group.Origin.STAFF,
        parent=source.parent,
        question=source.question,
        labels=source.labels,
        name=correction.name,
        quotes=quotes,
        x=source.x,
        y=source.y,
    )


def _move_into_theme(analysis: Analysis, correction: Correction) -> None:
    source, target = _subject(analysis, correction), _target(analysis, correction)
    if target is None:
        return
    if source is not None and source != target:
        _leave_parts(source, correction, but=target)
        source.members(correction.messages).update(theme=target, correction=correction)
    campaigns = target.mentions.filter(campaign__isnull=False).values("campaign")
    silent = target.outsiders(correction.messages).exclude(engine_campaign__in=campaigns).only("pk", "analysis_id")
    Mention.objects.bulk_create(_by_hand(finding, target, correction) for finding in silent)


def _by_hand(finding: Finding, theme: Theme, correction: Correction) -> Mention:
    """The whole message, and for nobody but its sender."""
    return Mention(
        analysis_id=finding.analysis_id,
        finding=finding,
        start=0,
        end=0,
        certainty=1.0,
        theme=theme,
        correction=correction,
    )


def _move_out_of_theme(analysis: Analysis, correction: Correction) -> None:
    if theme := _subject(analysis, correction):
        _leave_parts(theme, correction)
        spoken = theme.members(correction.messages)
        spoken.filter(engine_theme__isnull=True).delete()
        spoken.update(theme=None, correction=correction)


def _leave_parts(theme: Theme, correction: Correction, *, but: Theme | None = None) -> None:
    """Who no longer speaks of the whole does not speak of its parts."""
    for part in theme.parts.exclude(pk=but.pk if but else 0):
        part.members(correction.messages).update(theme=None, correction=correction)


def _subject(analysis: Analysis, correction: Correction) -> Any:
    return kind_of(correction).find(analysis, correction.group) if correction.group else None


def _target(analysis: Analysis, correction: Correction) -> Any:
    return kind_of(correction).find(analysis, correction.into)


def _chosen(analysis: Analysis, correction: Correction) -> Iterator[QuerySet[Finding]]:
    for keys in batches(correction.messages):
        yield analysis.findings.filter(inbound__in=keys)


def _change(group: Group, **facts: Any) -> None:
    type(group)._default_manager.filter(pk=group.pk).update(**facts)


_SAME_FOR_BOTH = {"confirm": _confirm, "rename": _rename, "merge": _merge}
_OF_CAMPAIGNS = {"split": _split_campaign, "move_in": _move_into_campaign, "move_out": _move_out_of_campaign}
_OF_THEMES = {"split": _split_theme, "move_in": _move_into_theme, "move_out": _move_out_of_theme}

STEPS: dict[str, Callable[[Analysis, Correction], None]] = {
    kind.corrections[verb]: step
    for kind, own in ((CAMPAIGN, _OF_CAMPAIGNS), (THEME, _OF_THEMES))
    for verb, step in (_SAME_FOR_BOTH | own).items()
}
NAMING = frozenset(kind.corrections[verb] for kind in (CAMPAIGN, THEME) for verb in ("confirm", "rename"))
