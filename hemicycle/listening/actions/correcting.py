"""What every correction has in common: the inquiry is held, the sentence kept, played back and written down."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hemicycle.rules import audit

from ..errors import InquiryClosed, NotACorrection
from ..models import Analysis, Correction, Inquiry
from .naming import label_of, name_of
from .replay import AT_ONCE, play


def correct(analysis: Analysis, kind: Correction.Kind, *, by: Any, **facts: Any) -> Correction:
    """Write the sentence down, play everything back, and put it into the audit log."""
    inquiry = analysis.inquiry
    correction = Correction.objects.create(inquiry=inquiry, kind=kind, by=label_of(by), by_name=name_of(by), **facts)
    play(analysis, correction)
    audit.record(
        f"listening.{kind}",
        by=by,
        about=correction,
        office=inquiry.office,
        inquiry=inquiry.address,
        campaign=correction.campaign,
        theme=correction.theme,
        into=correction.into,
        target=correction.target[: audit.LONGEST_FACT],
        messages=len(correction.messages),
    )
    return correction


def open_to_corrections(inquiry: Inquiry) -> Analysis:
    """The analysis that is shown, its inquiry held so that two corrections follow one another."""
    held = Inquiry.objects.select_for_update().select_related("office").get(pk=inquiry.pk)
    if not held.is_open:
        raise InquiryClosed(_("This inquiry is closed."))
    if held.shown is None:
        raise NotACorrection(_("Nothing has been analysed yet."))
    analysis: Analysis = held.shown
    analysis.inquiry = held
    return analysis


def keys_of(messages: Sequence[Any], among: Callable[[Sequence[Any]], Iterable[Any]]) -> list[str]:
    """The keys of those messages that the correction would really move."""
    if not messages:
        raise NotACorrection(_("Choose at least one message."))
    keys: list[str] = []
    for start in range(0, len(messages), AT_ONCE):
        rows: Any = among(messages[start : start + AT_ONCE])
        keys += [str(key) for key in rows.order_by("pk").values_list("inbound", flat=True)]
    if not keys:
        raise NotACorrection(_("The chosen messages are already counted there."))
    return keys
