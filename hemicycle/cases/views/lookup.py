"""What a page is about, found for the person who asks; what they may not see does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts import step_up
from hemicycle.cases import actions
from hemicycle.cases.models import (
    Campaign,
    Case,
    CaseMessage,
    CaseQuerySet,
    InternalNote,
    OutcomeNotice,
    PassingOn,
    ProposedAnswer,
    Subject,
    with_reports,
)
from hemicycle.cases.permissions import may_answer, may_read
from hemicycle.channels.models import Attachment, Measure
from hemicycle.channels.permissions import MAY_READ
from hemicycle.channels.views.lookup import PER_PAGE, page_of, person
from hemicycle.rules.errors import IllegalMove

__all__ = [
    "MOST_OF_CAMPAIGN",
    "PER_PAGE",
    "answerable_case",
    "case_of",
    "inbox_page",
    "just",
    "move",
    "next_page",
    "page_of",
    "person",
    "read_at_once",
    "readable_case",
    "reads_letters",
]  # fmt: skip
# Letters of a campaign to a member that are answered by one press.
MOST_OF_CAMPAIGN = 200
# Where a form goes on to when no case follows in the list.
TO_THE_LIST = "list"
# What most cases have none of: whether there is any is found with the case, and only then is it asked for.
_CASE = OuterRef("pk")
_MESSAGES = CaseMessage.objects.filter(case=OuterRef(_CASE)).values("inbound")
_SELDOM: dict[str, QuerySet[Any]] = {
    "was_asked": PassingOn.objects.filter(case=_CASE),
    "has_notes": InternalNote.objects.filter(case=_CASE),
    "has_proposals": ProposedAnswer.objects.filter(inbound__in=_MESSAGES),
    "has_clauses": Subject.objects.filter(case=_CASE).exclude(eid=""),
    "has_outcomes": OutcomeNotice.objects.filter(case=_CASE),
    "has_measures": Measure.objects.filter(inbound__in=_MESSAGES),
    "has_earlier_messages": CaseMessage.objects.filter(case=_CASE).exclude(inbound=OuterRef("latest")),
    "has_files": Attachment.objects.filter(inbound__in=_MESSAGES),
}


def case_of(request: HttpRequest, reference: str) -> Case:
    """A case of an office in which the person works."""
    rows = with_reports(Case.objects.visible_to(request.user)).select_related(
        "account", "office", "contact__office", "assignee", "merged_into", "area", "campaign", "latest__account",
        "latest__contact__office", "latest__answers__content", "latest__office", "campaign_reply",
    )  # fmt: skip
    there = {name: Exists(some) for name, some in _SELDOM.items()}
    announces = Campaign.objects.for_staff().filter(organiser_case=OuterRef("pk")).values("address")[:1]
    rows = rows.annotate(announces=Subquery(announces), **there)
    found: Case = get_object_or_404(rows, reference=reference)
    return found


def readable_case(request: HttpRequest, reference: str) -> Case:
    """The same, for whoever may read it."""
    found = case_of(request, reference)
    if not may_read(person(request), found):
        raise PermissionDenied
    return found


def answerable_case(request: HttpRequest, reference: str) -> Case:
    found = case_of(request, reference)
    if not may_answer(person(request), found):
        raise PermissionDenied
    return found


def read_at_once(request: HttpRequest, cases: Iterable[Case]) -> set[int]:
    """Of these the keys of those whose words are shown to this person without their asking: what everybody reads, and
    to whoever answers it a letter, which is noted."""
    user, asked = person(request), step_up.is_asked(request, "unredacted")
    shown = [one for one in cases if may_read(user, one) and (one.is_public or (may_answer(user, one) and not asked))]
    actions.note_read([one for one in shown if not one.is_public], by=user)
    return {one.pk for one in shown}


def just(found: Case) -> CaseQuerySet:
    rows: CaseQuerySet = Case.objects.filter(pk=found.pk)
    return rows


def move(request: HttpRequest, action: Callable[..., Any], row: Any, *, said: str, **facts: Any) -> None:
    """One step of a workflow, by whoever asks; or that somebody was quicker."""
    try:
        action(row, **facts, by=person(request))
    except IllegalMove:
        messages.info(request, _("Somebody was quicker: this is how it stands now."))
    else:
        messages.success(request, said)


def inbox_page(request: HttpRequest, found: Case | None = None) -> str:
    """The page of a case, or the list, narrowed as it was."""
    path = reverse("cases:case", args=[found.reference]) if found is not None else reverse("cases:inbox")
    return f"{path}?{request.GET.urlencode()}" if request.GET else path


def next_page(request: HttpRequest) -> str:
    """Where somebody goes on to, by the field `then` of a form: a case of the same list, or the list; "" to stay."""
    then = request.POST.get("then", "")
    if then == TO_THE_LIST:
        return inbox_page(request)
    rows = Case.objects.visible_to(request.user).filter(reference=then)
    found = rows.first() if then else None
    return inbox_page(request, found) if found is not None else ""


def reads_letters(request: HttpRequest, found: Case) -> bool:
    return found.office_id in person(request).offices_as(MAY_READ)


def seen_in(request: HttpRequest, name: str) -> int | None:
    """How many entries of a case stood on the page that this form was on; None where it does not say."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
