"""What staff say about single messages: what they speak of, their language, which words are redacted; and a view of
the original of one.
"""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.rules import audit
from hemicycle.rules.errors import Refused

from ..engine.targets import parts_of, targets_of
from ..errors import NotACorrection
from ..models import Analysis, Correction, Finding, Inquiry, Link
from ..text.words import REASONS_TO_LOOK
from .corrections import correct, open_to_corrections
from .replay.messages import links_of

Kind = Correction.Kind
# ISO 639 and BCP 47 primary subtags.
LANGUAGE = re.compile(r"[a-z]{2,3}")


@transaction.atomic
def confirm_link(inquiry: Inquiry, *, message: Any, target: str, why: str = "", by: Any) -> Correction:
    """A person looked: the message, or the campaign it represents, speaks of this."""
    analysis = open_to_corrections(inquiry)
    link = _candidate(analysis, message, target)
    if link.state == Link.State.CONFIRMED:
        raise NotACorrection(_("This is already confirmed."))
    return _about(analysis, Kind.LINK_CONFIRM, link.finding.inbound_id, target=target, why=why, by=by)


@transaction.atomic
def reject_link(inquiry: Inquiry, *, message: Any, target: str, why: str = "", by: Any) -> Correction:
    """A person looked: it does not."""
    analysis = open_to_corrections(inquiry)
    link = _candidate(analysis, message, target)
    if link.state == Link.State.REJECTED:
        raise NotACorrection(_("This is already rejected."))
    return _about(analysis, Kind.LINK_REJECT, link.finding.inbound_id, target=target, why=why, by=by)


@transaction.atomic
def set_link(inquiry: Inquiry, *, message: Any, target: str, why: str = "", by: Any) -> Correction:
    """The message speaks of this, though the engine did not see it."""
    analysis = open_to_corrections(inquiry)
    if target not in {one.id for one in targets_of(analysis.inquiry.bill)}:
        raise NotACorrection(_("The bill of this inquiry has no such clause."))
    finding = _finding(analysis, message)
    if links_of(analysis, [message], target).filter(state=Link.State.CONFIRMED).exists():
        raise NotACorrection(_("This is already confirmed."))
    return _about(analysis, Kind.LINK_SET, finding.inbound_id, target=target, why=why, by=by)


@transaction.atomic
def set_casework(inquiry: Inquiry, *, message: Any, is_casework: bool, why: str = "", by: Any) -> Correction:
    """A person read it: it asks for help with a matter of its own and is never quoted; or it does not."""
    analysis = open_to_corrections(inquiry)
    finding = _finding(analysis, message)
    if (finding.casework is not None) == is_casework:
        raise NotACorrection(_("This is already so."))
    kind = Kind.CASEWORK if is_casework else Kind.NOT_CASEWORK
    return _about(analysis, kind, finding.inbound_id, why=why, by=by)


@transaction.atomic
def set_language(inquiry: Inquiry, *, message: Any, lang: str, by: Any) -> Correction:
    analysis = open_to_corrections(inquiry)
    finding = _finding(analysis, message)
    if not LANGUAGE.fullmatch(lang) or lang == finding.lang:
        raise NotACorrection(_("Choose another language."))
    return _about(analysis, Kind.LANGUAGE, finding.inbound_id, name=lang, by=by)


@transaction.atomic
def redact(inquiry: Inquiry, *, message: Any, words: str, kind: str, by: Any) -> Correction:
    """Redact some words of one message, at the first place where they are not redacted yet."""
    analysis = open_to_corrections(inquiry)
    finding, words = _finding(analysis, message), words.strip()
    place = _first_place(finding, words) if words else None
    if place is None:
        raise NotACorrection(_("The message does not have these words."))
    return _about(analysis, Kind.REDACT, finding.inbound_id, span=[*place, kind], by=by)


@transaction.atomic
def unredact(inquiry: Inquiry, *, message: Any, start: int, by: Any) -> Correction:
    """Show again what was redacted from this character on: it is nobody's."""
    analysis = open_to_corrections(inquiry)
    finding = _finding(analysis, message)
    span = next((span for span in finding.redactions if span[0] == start), None)
    if span is None:
        raise NotACorrection(_("Nothing is redacted there."))
    return _about(analysis, Kind.UNREDACT, finding.inbound_id, span=span, by=by)


@transaction.atomic
def look_at_original(inquiry: Inquiry, finding: Finding, *, why: str, by: Any) -> str:
    """The original message, for those who may see it; each view is logged with its reason, a code and no words, since
    the log holds no personal data.

    Raises Refused where the person may not, NotACorrection without a reason.
    """
    if not Inquiry.objects.unredacted_for(by).filter(pk=inquiry.pk).exists():
        raise Refused("only clerks and researchers of the office, or the member's office, read a message as it came")
    if finding.analysis.inquiry_id != inquiry.pk or finding.inbound.office_id != inquiry.office_id:
        raise Refused("the message is not one of this inquiry")
    if why not in REASONS_TO_LOOK:
        raise NotACorrection(_("Say why you need to see it."))
    audit.record(
        "listening.unredacted",
        by=by,
        about=finding.inbound,
        office=inquiry.office,
        inquiry=inquiry.address,
        why=why,
    )
    text: str = finding.inbound.text
    return text


def _about(analysis: Analysis, kind: Correction.Kind, message: Any, **facts: Any) -> Correction:
    return correct(analysis, kind, messages=[str(message)], **facts)


def _finding(analysis: Analysis, message: Any) -> Finding:
    finding: Finding | None = analysis.findings.select_related("inbound").filter(inbound=message).first()
    if finding is None:
        raise NotACorrection(_("The present analysis has no such message."))
    return finding


def _candidate(analysis: Analysis, message: Any, target: str) -> Link:
    links = links_of(analysis, [message], target).select_related("finding")
    link: Link | None = links.first() if parts_of(target)[0] else None
    if link is None:
        raise NotACorrection(_("The message is not linked to this."))
    return link


def _first_place(finding: Finding, words: str) -> tuple[int, int] | None:
    text, at = finding.inbound.text, 0
    while (start := text.find(words, at)) >= 0:
        end = start + len(words)
        if all(e <= start or s >= end for s, e, _kind in finding.redactions):
            return start, end
        at = start + 1
    return None
