"""The corrections of single messages: their links, their language, and what is redacted in them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, JSONField, QuerySet, Value
from django.db.models.functions import Coalesce

from ...engine.targets import parts_of
from ...models import Analysis, Correction, Finding, Link
from ...models.link import LinkQuerySet
from ...text.redaction import cut_out, hidden_in, redacted


def restore(analysis: Analysis) -> None:
    """The engine's answer, as if nobody had corrected anything."""
    analysis.links.filter(origin=Link.Origin.STAFF).delete()
    analysis.links.filter(correction__isnull=False).update(state=Link.State.ENGINE, correction=None)
    analysis.findings.filter(lang_correction__isnull=False).update(lang=F("engine_lang"), lang_correction=None)
    analysis.findings.filter(casework_correction__isnull=False).update(
        casework=F("engine_casework"), casework_correction=None
    )
    for finding in analysis.findings.filter(redaction_correction__isnull=False).select_related("inbound"):
        _set_redactions(finding, finding.engine_redactions, None)


def links_of(analysis: Analysis, messages: Iterable[Any], target: str) -> LinkQuerySet:
    links: LinkQuerySet = analysis.links.about(*parts_of(target)).by_messages(messages)
    return links


def _reject_link(analysis: Analysis, correction: Correction) -> None:
    links = links_of(analysis, correction.messages, correction.target)
    links.filter(origin=Link.Origin.STAFF).delete()
    links.update(state=Link.State.REJECTED, correction=correction)


def _set_link(analysis: Analysis, correction: Correction) -> None:
    """Confirm the candidates there are; where there is none, a link is set because a person said so."""
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


def _casework(analysis: Analysis, correction: Correction) -> None:
    """The words that tell, where the engine found some; else a person says it of the whole message."""
    rows = analysis.findings.filter(inbound__in=correction.messages)
    rows.update(casework=Coalesce("engine_casework", Value([0, 0, 1.0], JSONField())), casework_correction=correction)


def _no_casework(analysis: Analysis, correction: Correction) -> None:
    rows = analysis.findings.filter(inbound__in=correction.messages)
    rows.update(casework=None, casework_correction=correction)


def _redact(analysis: Analysis, correction: Correction) -> None:
    for finding in _with_text(analysis, correction):
        start, end, _kind = correction.span
        apart = [span for span in finding.redactions if span[1] <= start or span[0] >= end]
        _set_redactions(finding, sorted([*apart, correction.span]), correction)


def _unredact(analysis: Analysis, correction: Correction) -> None:
    for finding in _with_text(analysis, correction):
        _set_redactions(finding, [span for span in finding.redactions if span[:2] != correction.span[:2]], correction)


def _with_text(analysis: Analysis, correction: Correction) -> QuerySet[Finding]:
    return analysis.findings.filter(inbound__in=correction.messages).select_related("inbound")


def _set_redactions(finding: Finding, spans: list[list[Any]], correction: Correction | None) -> None:
    """Redact exactly these words, in the message and in the sender's own words out of it."""
    text = finding.inbound.text
    finding.redactions, finding.redaction_correction = spans, correction
    finding.shown_text = redacted(text, spans, finding.lang).text
    if own := finding.evidence.get("own"):
        words = "\n".join(text[start:end] for start, end in own)
        finding.personal_text = cut_out(words, hidden_in(text, spans, finding.lang))
        finding.personal_length = len(finding.personal_text)
    finding.save(
        update_fields=["redactions", "redaction_correction", "shown_text", "personal_text", "personal_length"]
    )


STEPS: dict[str, Callable[[Analysis, Correction], None]] = {
    Correction.Kind.LINK_CONFIRM: _set_link,
    Correction.Kind.LINK_REJECT: _reject_link,
    Correction.Kind.LINK_SET: _set_link,
    Correction.Kind.LANGUAGE: _set_language,
    Correction.Kind.REDACT: _redact,
    Correction.Kind.UNREDACT: _unredact,
    Correction.Kind.CASEWORK: _casework,
    Correction.Kind.NOT_CASEWORK: _no_casework,
}
