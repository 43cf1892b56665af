"""The steps of replay.py for themes, links, languages and covered words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from ..models import Analysis, Correction, Finding, Link, Mention, Theme
from ..models.theme import MentionQuerySet
from ..redacted import covered, cut_out, hidden_in
from ..targets import parts_of

QUOTES = 3


def restore(analysis: Analysis) -> None:
    """The engine's answer, as if nobody had said anything."""
    analysis.mentions.filter(engine_theme__isnull=True).delete()
    analysis.mentions.filter(correction__isnull=False).update(theme=F("engine_theme"), correction=None)
    analysis.themes.filter(merged_into__isnull=False).update(merged_into=None)
    analysis.themes.update(parent=F("engine_parent"))
    analysis.themes.filter(origin=Theme.Origin.STAFF).delete()
    analysis.themes.exclude(name="", confirmed=None).update(name="", confirmed=None)
    analysis.links.filter(origin=Link.Origin.STAFF).delete()
    analysis.links.filter(correction__isnull=False).update(state=Link.State.ENGINE, correction=None)
    analysis.findings.filter(lang_correction__isnull=False).update(lang=F("engine_lang"), lang_correction=None)
    for finding in analysis.findings.filter(redaction_correction__isnull=False).select_related("inbound"):
        _cover(finding, finding.engine_redactions, None)


def standing_theme(analysis: Analysis, key: str) -> Theme | None:
    """The theme under this key, or the one that it became part of."""
    theme: Theme | None = analysis.themes.filter(key=key).first()
    while theme is not None and theme.merged_into is not None:
        theme = theme.merged_into
    return theme


def mentions_by(theme: Theme, messages: Iterable[Any]) -> MentionQuerySet:
    """What these messages say of the theme: themselves, or through the message that stands for their campaign."""
    keys = list(messages)
    theirs = Finding.objects.filter(analysis=theme.analysis_id, inbound__in=keys, engine_campaign__isnull=False)
    spoken_for = Q(campaign__in=theirs.values("engine_campaign"))
    return theme.mentions.filter(Q(finding__inbound__in=keys) | spoken_for)


def links_of(analysis: Analysis, messages: Iterable[Any], target: str) -> QuerySet[Link]:
    document, eid = parts_of(target)
    keys = list(messages)
    theirs = Finding.objects.filter(analysis=analysis, inbound__in=keys, engine_campaign__isnull=False)
    spoken_for = Q(campaign__in=theirs.values("engine_campaign"))
    found = analysis.links.about(document, eid)
    return found.filter(Q(finding__inbound__in=keys) | spoken_for)


def _confirm(analysis: Analysis, correction: Correction) -> None:
    if theme := standing_theme(analysis, correction.theme):
        _change(theme, confirmed=correction)


def _rename(analysis: Analysis, correction: Correction) -> None:
    if theme := standing_theme(analysis, correction.theme):
        _change(theme, name=correction.name)


def _merge(analysis: Analysis, correction: Correction) -> None:
    source, target = standing_theme(analysis, correction.theme), standing_theme(analysis, correction.into)
    if source is None or target is None or source == target:
        return
    source.mentions.update(theme=target, correction=correction)
    source.parts.exclude(pk=target.pk).update(parent=target)
    if target.parent_id == source.pk:
        _change(target, parent=source.parent)
    _change(source, merged_into=target)


def _split(analysis: Analysis, correction: Correction) -> None:
    source = standing_theme(analysis, correction.theme)
    if source is None:
        return
    chosen = mentions_by(source, correction.messages)
    passages = chosen.surest_first().values_list("finding__inbound", "start", "end")[:QUOTES]
    quotes = [{"id": str(key), "start": start, "end": end} for key, start, end in passages]
    if quotes:
        _leave_parts(source, correction)
        chosen.update(theme=_made_by_staff(source, correction, quotes), correction=correction)


def _made_by_staff(source: Theme, correction: Correction, quotes: list[dict[str, Any]]) -> Theme:
    return Theme.objects.create(
        analysis_id=source.analysis_id,
        key=correction.into,
        origin=Theme.Origin.STAFF,
        parent=source.parent,
        labels=source.labels,
        name=correction.name,
        quotes=quotes,
        x=source.x,
        y=source.y,
    )


def _move_in(analysis: Analysis, correction: Correction) -> None:
    target = standing_theme(analysis, correction.into)
    if target is None:
        return
    source = standing_theme(analysis, correction.theme) if correction.theme else None
    if source is not None and source != target:
        _leave_parts(source, correction, but=target)
        mentions_by(source, correction.messages).update(theme=target, correction=correction)
    speaking = mentions_by(target, correction.messages).values("finding")
    silent = analysis.findings.filter(inbound__in=correction.messages).exclude(pk__in=speaking)
    Mention.objects.bulk_create(_by_hand(finding, target, correction) for finding in _not_spoken_for(silent, target))


def _not_spoken_for(findings: QuerySet[Finding], theme: Theme) -> QuerySet[Finding]:
    """Without those whose campaign speaks of the theme already."""
    campaigns = theme.mentions.filter(campaign__isnull=False).values("campaign")
    return findings.exclude(engine_campaign__in=campaigns).only("pk", "analysis_id")


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


def _move_out(analysis: Analysis, correction: Correction) -> None:
    if theme := standing_theme(analysis, correction.theme):
        _leave_parts(theme, correction)
        spoken = mentions_by(theme, correction.messages)
        spoken.filter(engine_theme__isnull=True).delete()
        spoken.update(theme=None, correction=correction)


def _leave_parts(theme: Theme, correction: Correction, *, but: Theme | None = None) -> None:
    """Who no longer speaks of the whole does not speak of its parts."""
    for part in theme.parts.exclude(pk=but.pk if but else 0):
        mentions_by(part, correction.messages).update(theme=None, correction=correction)


def _reject_link(analysis: Analysis, correction: Correction) -> None:
    links = links_of(analysis, correction.messages, correction.target)
    links.filter(origin=Link.Origin.STAFF).delete()
    links.update(state=Link.State.REJECTED, correction=correction)


def _set_link(analysis: Analysis, correction: Correction) -> None:
    """Confirm the candidates there are; where there is none, the link stands because a person said so."""
    links = links_of(analysis, correction.messages, correction.target)
    links.update(state=Link.State.CONFIRMED, correction=correction)
    document, eid = parts_of(correction.target)
    if links.exists():
        return
    for finding in analysis.findings.filter(inbound__in=correction.messages).only("pk"):
        Link.objects.create(
            analysis=analysis,
            finding=finding,
            document_id=document,
            eid=eid,
            origin=Link.Origin.STAFF,
            state=Link.State.CONFIRMED,
            rank=0,
            score=1.0,
            correction=correction,
        )


def _set_language(analysis: Analysis, correction: Correction) -> None:
    analysis.findings.filter(inbound__in=correction.messages).update(lang=correction.name, lang_correction=correction)


def _redact(analysis: Analysis, correction: Correction) -> None:
    for finding in _with_text(analysis, correction):
        start, end, _kind = correction.span
        apart = [span for span in finding.redactions if span[1] <= start or span[0] >= end]
        _cover(finding, sorted([*apart, correction.span]), correction)


def _unredact(analysis: Analysis, correction: Correction) -> None:
    for finding in _with_text(analysis, correction):
        _cover(finding, [span for span in finding.redactions if span[:2] != correction.span[:2]], correction)


def _with_text(analysis: Analysis, correction: Correction) -> QuerySet[Finding]:
    return analysis.findings.filter(inbound__in=correction.messages).select_related("inbound")


def _cover(finding: Finding, spans: list[list[Any]], correction: Correction | None) -> None:
    """Cover exactly these words, in the message and in the sender's own words out of it."""
    text = finding.inbound.text
    finding.redactions, finding.redaction_correction = spans, correction
    finding.shown_text = covered(text, spans, finding.lang).text
    if own := finding.evidence.get("own"):
        words = "\n".join(text[start:end] for start, end in own)
        finding.personal_text = cut_out(words, hidden_in(text, spans, finding.lang))
        finding.personal_length = len(finding.personal_text)
    finding.save(
        update_fields=["redactions", "redaction_correction", "shown_text", "personal_text", "personal_length"]
    )


def _change(theme: Theme, **facts: Any) -> None:
    Theme.objects.filter(pk=theme.pk).update(**facts)


STEPS: dict[str, Callable[[Analysis, Correction], None]] = {
    Correction.Kind.THEME_CONFIRM: _confirm,
    Correction.Kind.THEME_RENAME: _rename,
    Correction.Kind.THEME_MERGE: _merge,
    Correction.Kind.THEME_SPLIT: _split,
    Correction.Kind.THEME_IN: _move_in,
    Correction.Kind.THEME_OUT: _move_out,
    Correction.Kind.LINK_CONFIRM: _set_link,
    Correction.Kind.LINK_REJECT: _reject_link,
    Correction.Kind.LINK_SET: _set_link,
    Correction.Kind.LANGUAGE: _set_language,
    Correction.Kind.REDACT: _redact,
    Correction.Kind.UNREDACT: _unredact,
}
