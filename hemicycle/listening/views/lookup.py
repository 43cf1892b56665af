"""What a page is about, found for the person who asks; what they may not see does not exist."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

from ..models import Analysis, Inquiry
from ..models.group_kinds import GroupKind

PER_PAGE = 25
# Whoever would turn more pages than this narrows the list down instead; the database counts no further.
MOST_ROWS = 10_000


class Capped(Paginator[Any]):
    """Pages over at most MOST_ROWS rows, so that no page costs more than another."""

    def __init__(self, rows: Any, per_page: int = PER_PAGE) -> None:
        super().__init__(rows[:MOST_ROWS] if isinstance(rows, QuerySet) else rows, per_page)

    @property
    def is_capped(self) -> bool:
        return self.count == MOST_ROWS


def page_of(rows: Any, request: HttpRequest, *, per_page: int = PER_PAGE) -> Page[Any]:
    return Capped(rows, per_page).get_page(request.GET.get("page"))


def visible_inquiry(request: HttpRequest, address: str) -> Inquiry:
    """The inquiry under this address, for whoever may read it."""
    visible = (
        Inquiry.objects.visible_to(request.user).select_related("office", "bill", "shown").defer("shown__crosses")
    )
    inquiry: Inquiry = get_object_or_404(visible, address=address)
    if not gate.allowed(inquiry, via=EgressPoint.PAGE, to=request.user):
        raise Http404
    if inquiry.shown is not None and inquiry.shown.redacted is None:
        # A run from before names were redacted is not shown; the next one continues its campaigns.
        inquiry.shown = None
    if inquiry.shown is not None:
        # The analysis knows its inquiry without asking the database again.
        inquiry.shown.inquiry = inquiry
    return inquiry


def correctable_inquiry(request: HttpRequest, address: str) -> Inquiry:
    """The same, for whoever may also correct it."""
    inquiry = visible_inquiry(request, address)
    if not may_correct(request, inquiry):
        raise PermissionDenied
    return inquiry


def may_correct(request: HttpRequest, inquiry: Inquiry) -> bool:
    return Inquiry.objects.correctable_by(request.user).filter(pk=inquiry.pk).exists()


def roles_of(request: HttpRequest, inquiry: Inquiry) -> frozenset[str]:
    """What the person is in the inquiry's office, for a page that asks for several rights at once."""
    held = request.user.assignments.filter(office=inquiry.office_id)  # type: ignore[union-attr]
    return frozenset(held.values_list("role", flat=True))


def may_read_originals(request: HttpRequest, inquiry: Inquiry) -> bool:
    return Inquiry.objects.unredacted_for(request.user).filter(pk=inquiry.pk).exists()


def shown_analysis(inquiry: Inquiry) -> Analysis:
    """The analysis that the pages show; before there is one, there are no such pages."""
    if inquiry.shown is None:
        raise Http404
    return inquiry.shown


def group_of(analysis: Analysis, kind: GroupKind, key: str) -> Any:
    """The campaign or theme under this key, merged or not; `merged_into` says where it leads."""
    group: Any = get_object_or_404(kind.groups_of(analysis).select_related("merged_into", "confirmed"), key=key)
    group.analysis = analysis
    return group
