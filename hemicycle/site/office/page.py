"""The page of a member's office, read anew each time from what the apps below know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases.models import Case, open_now
from hemicycle.channels.models.moderation import naming
from hemicycle.desk.models import Announcement
from hemicycle.desk.snapshot import source_of
from hemicycle.record.models import AgendaItem, Contribution, Document, Person, Sitting, Vote, VoteEvent
from hemicycle.record.models.documents import ProcedureStep
from hemicycle.record.models.speeches import ContributionKind, Opening, openings

from . import sharing

# A morning's reading; the member's page has the rest.
LATEST = 3
LETTERS = 5
# What is said about a member now, not what was ever said.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shared:
    """Something of the record, with what is ready to be shared of it."""

    row: Any
    share: sharing.Share


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill of the member, or one on which they spoke (`is_of_another`); `planned` is a step with a date, `coming`
    the next sitting that has it on its agenda."""

    row: Document
    planned: ProcedureStep | None
    coming: AgendaItem | None
    is_of_another: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """How many public comments under one announcement of the House name the member."""

    announcement: Announcement
    comments: int


@allow(Role.MEMBER)
def office(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    offices = [one for one in request.user.offices if one.kind == Office.Kind.MEMBER]
    wanted = request.GET.get("office", "")
    found = next((one for one in offices if wanted in ("", one.slug)), None)
    if found is None:
        raise Http404
    member = Person.objects.filter(office__office=found).first()
    shown: dict[str, Any] = {
        "office": found,
        "offices": offices,
        "member": member,
        "letters": _letters(request, found),
    }
    if member is not None:
        shown |= _of_record(member, request.user) | _said_of(member) | {"is_member": _is(request.user, member)}
    return render(request, "site/office/office.html", shown)


def _is(user: User, member: Person) -> bool:
    """Whether the member has signed in, and not who works for them: the office knows its people by name alone."""
    return user.name.casefold() in {name.casefold() for name in _names(member)}


def _of_record(member: Person, to: User) -> dict[str, Any]:
    spoken = member.contributions.current().readable_by(to).select_related("sitting__organization", "item")
    votes = Vote.objects.filter(person=member, event__in=VoteEvent.objects.readable_by(to))
    votes = votes.select_related("event__sitting__organization", "event__item")
    papers = list(member.sponsored.readable_by(to).newest_first().prefetch_related("steps"))
    questions, speeches = _spoken(spoken, to)
    return {
        "speeches": [Shared(one, sharing.of_speech(one, member.name)) for one in speeches],
        "questions": [Shared(one, sharing.of_speech(one, member.name)) for one in questions],
        "votes": [Shared(one, sharing.of_vote(one, member.name)) for one in _latest(votes)],
        "papers": [Shared(one, sharing.of_paper(one)) for one in papers[:LATEST]],
        "bills": _bills(papers, Document.objects.readable_by(to).filter(agenda_items__in=spoken.values("item")), to),
        "sitting": Sitting.objects.readable_by(to)
        .select_related("organization")
        .coming_up(timezone.localdate())
        .first(),
    }


def _latest(votes: Any) -> Any:
    return votes.order_by("-event__sitting__date", "-event__sitting__number", "-event__order")[:LATEST]


def _spoken(rows: Any, to: User) -> tuple[list[Opening], list[Opening]]:
    """The latest questions, and the latest of everything else, read together."""
    question = ContributionKind.QUESTION
    asked = list(rows.filter(kind=question).newest_first()[:LATEST])
    said: list[Contribution] = rows.exclude(kind=question).newest(LATEST)
    opened = openings([*asked, *said], to=to, language=get_language(), original=True)
    is_question = [one.speech.kind == question for one in opened]
    return (
        [one for one, asks in zip(opened, is_question, strict=True) if asks],
        [one for one, asks in zip(opened, is_question, strict=True) if not asks],
    )


def _bills(papers: Sequence[Document], spoken_on: Any, to: User) -> Sequence[Bill]:
    """Those of the member that the House has not finished with, and those they spoke on that are on an agenda: those
    with a date first, the earliest of all."""
    today = timezone.localdate()
    rows = [row for row in papers if row.stage not in ("passed", "rejected", "withdrawn")]
    coming: dict[Any, AgendaItem] = {}
    theirs = Q(document__in=rows) | Q(document__in=spoken_on)
    for item in AgendaItem.objects.coming_up(today, to=to).filter(theirs).select_related("document"):
        coming.setdefault(item.document_id, item)
    bills = [Bill(row, _planned(row, today), coming.get(row.pk)) for row in rows]
    own = {row.pk for row in papers}
    others = [one for key, one in coming.items() if key not in own]
    bills += [Bill(one.document, None, one, is_of_another=True) for one in others if one.document is not None]
    return sorted(bills, key=_when)


def _planned(row: Document, today: date) -> ProcedureStep | None:
    return next((step for step in row.steps.all() if step.date > today), None)


def _when(bill: Bill) -> date:
    dates = [bill.coming.sitting.date] if bill.coming else []
    return min([*dates, *([bill.planned.date] if bill.planned else [])], default=date.max)


def _letters(request: HttpRequest, office: Office) -> dict[str, Any]:
    """What people wrote to this office and waits, without their words: these are read one by one in the inbox."""
    rows = Case.objects.visible_to(request.user).filter(open_now(), office=office)
    lately = rows.filter(heard_at__gte=timezone.now() - LATELY)
    latest = list(lately.select_related("account").order_by("-heard_at", "-pk")[: LETTERS + 1])
    return {"rows": latest[:LETTERS], "more": len(latest) > LETTERS}


def _said_of(member: Person) -> dict[str, Any]:
    """Counts alone, and where to read them: on the networks, under what the House announced in public."""
    counted = naming(_names(member), since=timezone.now() - LATELY)
    public = {source_of(row): row for row in _announced(counted)}
    named = [Named(public[source], number) for source, number in counted.items() if source in public]
    return {
        "named": sorted(named, key=lambda one: (-one.comments, -one.announcement.pk)),
        "named_elsewhere": sum(number for source, number in counted.items() if source not in public),
    }


def _names(member: Person) -> list[str]:
    """Whole names: one word alone may be anybody's, or anything."""
    return [member.name, *(name for name in member.other_names if isinstance(name, str) and " " in name)]


def _announced(sources: Any) -> Any:
    keys = [
        source.partition(":")[2].partition(":")[0] for source in sources if source.startswith("desk.announcement:")
    ]
    return (
        Announcement.objects.public().filter(pk__in=[key for key in keys if key.isdecimal()]).prefetch_related("texts")
    )
