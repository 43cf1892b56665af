"""What staff see of following: numbers, never people; and the topics they keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.follow import followables
from hemicycle.follow import numbers as counted
from hemicycle.follow.follow_accounts import offered
from hemicycle.follow.forms import FollowAccountForm, TopicForm
from hemicycle.follow.models import DigestRun, Topic
from hemicycle.follow.numbers import MAY_SEE

# About two weeks of both kinds.
MOST_RUNS = 16


@allow(*MAY_SEE)
def numbers(request: HttpRequest) -> HttpResponse:
    """Who follows what, as numbers of one's own offices; topics, accounts, the ledger, the digests made."""
    form = FollowAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.put(by=request.user)
        messages.success(request, _("Saved."))
        return redirect("follow:numbers")
    topics = list(Topic.objects.in_order())
    words = [followables.key_of(topic) for topic in topics]
    of_topics = counted.followers_of(words, request.user)
    context = {
        "form": form,
        "offered": offered(),
        "numbers": counted.reached(request.user),
        "followed": counted.most_followed(request.user),
        "ledger": counted.ledger(request.user),
        "topics": [(topic, of_topics[word]) for topic, word in zip(topics, words, strict=True)],
        "runs": DigestRun.objects.order_by("-until", "frequency")[:MOST_RUNS],
    }
    return render(request, "follow/numbers.html", context)


@allow(*MAY_SEE)
def topic(request: HttpRequest, address: str = "") -> HttpResponse:
    """A new topic, or one that is there."""
    found = get_object_or_404(Topic, address=address) if address else None
    form = TopicForm(request.POST or None, topic=found)
    if request.method == "POST" and form.is_valid():
        kept = form.put(by=request.user)
        messages.success(request, _("“%(topic)s” has been saved.") % {"topic": kept})
        return redirect("follow:numbers")
    return render(request, "follow/topic.html", {"topic": found, "form": form})
