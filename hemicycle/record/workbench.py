"""What needs a human eye: people who may be one, speakers nobody knows, texts that changed, votes without voters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.record import actions
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.matches import REASONS
from hemicycle.record.models import Contribution, Match, Sitting, SpeechText, Vote, VoteCount, VoteEvent

# Who answers for the record of the House.
KEEPERS = (Role.CLERK, Role.EDITOR)
PER_PAGE = 50


@allow(*KEEPERS)
def overview(request: HttpRequest) -> HttpResponse:
    """Each pile with how high it is."""
    piles = [
        (_("Matches to decide"), Match.objects.to_decide().count(), "record:matches"),
        (_("Speakers nobody knows"), _speakers(request).count(), "record:speakers"),
        (_("Texts that changed"), _changed(request).count(), "record:changed"),
        (_("Votes without all voters"), _votes(request).count(), "record:votes"),
    ]
    return render(request, "record/workbench.html", {"piles": piles})


@allow(*KEEPERS)
def matches(request: HttpRequest) -> HttpResponse:
    """Those to decide, or those decided, each with both rows side by side and the reasons."""
    decided = request.GET.get("state") == "decided"
    rows = Match.objects.decided().order_by("-decided_at") if decided else Match.objects.to_decide().surest_first()
    page = _page(request, rows.with_both())
    shown = [(row, [str(REASONS[code]) for code in row.reasons if code in REASONS], *_both(row)) for row in page]
    return render(request, "record/matches.html", {"decided": decided, "page": page, "shown": shown})


@allow(*KEEPERS, only_post=True)
def decide(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Merge two, keep them apart, or take that back."""
    told = {
        "merge": (actions.merge, _("They are one now: %(match)s.")),
        "apart": (actions.keep_apart, _("They stay two: %(match)s.")),
        "undo": (actions.undo, _("Taken back; to be decided again: %(match)s.")),
    }
    match = _match(key)
    if verb not in told:
        raise Http404
    action, sentence = told[verb]
    try:
        action(match, by=request.user)
        messages.success(request, sentence % {"match": match})
    except AlreadyDecided:
        messages.warning(request, _("Somebody else has decided this meanwhile."))
    return redirect("record:matches")


@allow(*KEEPERS)
def speakers(request: HttpRequest) -> HttpResponse:
    """Names under which somebody spoke whom the record does not know, the most frequent first."""
    page = _page(request, _speakers(request))
    examples = Contribution.objects.select_related("sitting", "person").in_bulk(
        [row["example"] for row in page], field_name="address"
    )
    shown = [(examples[row["example"]], row["speeches"]) for row in page]
    return render(request, "record/speakers.html", {"page": page, "shown": shown})


@allow(*KEEPERS)
def changed(request: HttpRequest) -> HttpResponse:
    """Texts that a corrected one replaced, the latest first, beside what stands now."""
    page = _page(request, _changed(request))
    shown = [(text, _words(text), _words(_standing(text))) for text in page]
    return render(request, "record/changed.html", {"page": page, "shown": shown})


@allow(*KEEPERS)
def votes(request: HttpRequest) -> HttpResponse:
    """Votes of which the record has no voters, or fewer than were counted."""
    return render(request, "record/votes.html", {"page": _page(request, _votes(request))})


def waiting(user: User) -> int:
    """How many matches wait, for the menu."""
    return Match.objects.to_decide().count()


def _speakers(request: HttpRequest) -> Any:
    """One row a name, with an address where it is printed."""
    rows = Contribution.objects.unmatched().filter(sitting__in=Sitting.objects.readable_by(request.user).values("pk"))
    named = rows.values("labels").annotate(speeches=Count("pk"), example=Min("address"))
    return named.order_by("-speeches", "example")


def _changed(request: HttpRequest) -> QuerySet[SpeechText]:
    rows = SpeechText.objects.readable_by(request.user).filter(valid_to__isnull=False)
    return rows.select_related("contribution__sitting", "contribution__person").order_by("-valid_to", "-pk")


def _votes(request: HttpRequest) -> Any:
    of_event, options = {"event": OuterRef("pk")}, ("yes", "no", "abstain")
    counted = VoteCount.objects.filter(**of_event, option__in=options).values("event")
    named = Vote.objects.filter(**of_event, option__in=options).values("event")
    rows: Any = VoteEvent.objects.readable_by(request.user).select_related("sitting__organization", "item")
    rows = rows.annotate(
        counted=Subquery(counted.annotate(n=Sum("value")).values("n")),
        named=Subquery(named.annotate(n=Count("pk")).values("n")),
    )
    # Some Houses name tellers whom they do not count: who is named beyond the count is no gap.
    return rows.filter(Q(named=None) | Q(counted=None) | Q(named__lt=F("counted"))).newest_first()


def _both(match: Match) -> tuple[Any, Any]:
    return match.first, match.second


def _match(key: str) -> Match:
    try:
        return Match.objects.with_both().get(pk=UUID(key))
    except (ValueError, Match.DoesNotExist) as error:
        raise Http404 from error


def _standing(text: SpeechText) -> SpeechText | None:
    there = text.contribution.texts.in_force().filter(language=text.language, kind=text.kind)
    return there.first()


def _words(text: SpeechText | None) -> str:
    return "\n".join(text.segments.values_list("text", flat=True)) if text else ""


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
