"""The queues: how high each is, pairs to decide, texts that changed, votes without all voters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.record import actions
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.linkage.matches import REASONS
from hemicycle.record.models import Locality, Match, SpeechText, Vote, VoteCount, VoteEvent
from hemicycle.record.workbench.pages import KEEPERS, back_to, page_of, row_or_404, unknown_names


@allow(*KEEPERS)
def overview(request: HttpRequest) -> HttpResponse:
    """Each queue with how high it is."""
    queues = [
        (_("Matches to decide"), Match.objects.to_decide().count(), "record:matches"),
        (_("Unknown speakers"), unknown_names(request.user).count(), "record:speakers"),
        (_("Texts that changed"), _changed(request).count(), "record:changed"),
        (_("Votes with missing voters"), _votes(request).count(), "record:votes"),
    ]
    return render(request, "record/workbench.html", {"queues": queues, "localities": Locality.objects.count()})


@allow(*KEEPERS)
def matches(request: HttpRequest) -> HttpResponse:
    """Those to decide, or those decided, each with both rows side by side and the reasons."""
    decided = request.GET.get("state") == "decided"
    rows = Match.objects.decided().latest_first() if decided else Match.objects.to_decide().surest_first()
    page = page_of(request, rows.with_both())
    names = User.objects.behind({row.decided_by for row in page})
    shown = [
        (row, [str(REASONS[code]) for code in row.reasons if code in REASONS], *_both(row), names.get(row.decided_by))
        for row in page
    ]
    return render(request, "record/matches.html", {"decided": decided, "page": page, "shown": shown})


@allow(*KEEPERS, only_post=True)
def decide(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Merge two, keep them apart, or take that back."""
    decisions = {
        "merge": (actions.merge, _("Merged: %(match)s.")),
        "apart": (actions.keep_apart, _("Kept apart: %(match)s.")),
        "undo": (actions.undo, _("Undone. To be decided again: %(match)s.")),
    }
    match = row_or_404(Match.objects.with_both(), key)
    if verb not in decisions:
        raise Http404
    action, sentence = decisions[verb]
    try:
        action(match, by=request.user)
        messages.success(request, sentence % {"match": match})
    except AlreadyDecided:
        messages.warning(request, _("Someone else has already decided this."))
    return back_to(request, "record:matches")


@allow(*KEEPERS)
def changed(request: HttpRequest) -> HttpResponse:
    """Texts that a corrected one replaced, the latest first, beside what stands now."""
    page = page_of(request, _changed(request))
    shown = [(text, _words(text), _words(_replacement(text))) for text in page]
    return render(request, "record/changed.html", {"page": page, "shown": shown})


@allow(*KEEPERS)
def votes(request: HttpRequest) -> HttpResponse:
    """Votes of which the record has no voters, or fewer than were counted."""
    return render(request, "record/votes.html", {"page": page_of(request, _votes(request))})


def waiting(user: User) -> QuerySet[Match]:
    """The matches that wait, for the menu."""
    return Match.objects.to_decide()


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


def _replacement(text: SpeechText) -> SpeechText | None:
    found = text.contribution.texts.in_force().filter(language=text.language, kind=text.kind)
    return found.first()


def _words(text: SpeechText | None) -> str:
    return "\n".join(text.segments.values_list("text", flat=True)) if text else ""
