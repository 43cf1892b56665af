"""The list of the inbox as a table for a spreadsheet: how cases stand, no words of theirs, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.cases.inbox import window
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.inbox.rows import state_of
from hemicycle.cases.models import Case, CaseTag, Subject
from hemicycle.cases.permissions import readable_by

COLUMNS = (
    _("Reference"), _("Opened"), _("Answered"), _("State"), _("Came by"), _("Language"), _("Bill"), _("Tags"),
    _("Campaign"), _("Cannot wait"),
)  # fmt: skip
BEHIND = _("There are more. Narrow the view, or look further back, to export them.")


def listed(asked: Asked) -> tuple[list[Case], bool]:
    """The cases of a view that whoever asks may read, in its order; whether there are more than were looked at."""
    keys = list(readable_by(asked.rows(), asked.person).values_list("pk", flat=True)[: window.COLUMNS + 1])
    tags = CaseTag.objects.select_related("tag").order_by("tag__name")
    rows = Case.objects.filter(pk__in=keys[: window.COLUMNS]).select_related("office", "campaign")
    rows = rows.defer("campaign__text", "campaign__template", "own_words", "evidence")
    rows = rows.prefetch_related(Prefetch("subjects", Subject.objects.with_names()), Prefetch("tags", tags))
    found = {one.pk: one for one in rows}
    more = len(keys) > window.COLUMNS or asked.looked_back_to is not None
    return [found[key] for key in keys if key in found], more


def cells(cases: list[Case], *, more: bool) -> Iterator[list[object]]:
    yield from (_cells(one) for one in cases)
    if more:
        yield [str(BEHIND), *[""] * (len(COLUMNS) - 1)]


def _cells(case: Case) -> list[object]:
    _shape, state = state_of(case, is_answered=False, is_undelivered=False)
    bills = [one.bill.name for one in case.subjects.all() if one.bill is not None]
    return [
        case.written_reference, _at(case.opened_at), _at(case.answered_at), state, case.get_channel_display(),
        case.lang, ", ".join(bills), ", ".join(one.tag.name for one in case.tags.all()),
        str(case.campaign) if case.campaign is not None else "", case.get_urgency_display(),
    ]  # fmt: skip


def _at(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment is not None else ""
