"""What participants say about articles, or about the whole text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import discussion
from ..errors import AlreadyThere
from ..forms.discussion import CommentForm
from ..models import LEADERS, Comment, Policy
from ..presenters import discussion as presenter
from .lookup import article_of, edited_policy, opened, person, settled, visible_policy


@allow(*LEADERS, signed_in=True)
@settled
def comments(request: HttpRequest, address: str) -> HttpResponse:
    """All of them, and the place to say something about the whole text."""
    policy, version, context = opened(request, address, "comments", any_version=True)
    context |= {
        "filters": presenter.of_versions(version),
        "threads": presenter.threads(version, policy.language_for("")),
        "comment_form": CommentForm(),
    }
    return render(request, "governance/comments.html", context)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def comment(request: HttpRequest, address: str) -> HttpResponse:
    """Say something: about the article that is named, or in reply to somebody."""
    policy = visible_policy(request, address)
    version = policy.in_hand()
    key = request.POST.get("article", "")
    article = article_of(version, key) if key else None
    said = _answered(policy, request.POST.get("answers", ""))
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write something first."))
        return redirect(_back(policy, key))
    try:
        kept = discussion.comment(
            version, text=form.cleaned_data["text"], language=get_language() or "", article=article, answers=said,
            by=person(request),
        )  # fmt: skip
    except AlreadyThere as error:
        kept = error.row
    messages.success(request, _("Your comment is there for everybody who takes part."))
    return redirect(f"{_back(policy, key)}#comment-{kept.pk}")


def _answered(policy: Policy, asked: str) -> Comment | None:
    """The comment that begins the thread; threads are one level deep."""
    if not asked.isdecimal():
        return None
    found = get_object_or_404(Comment.objects.select_related("answers"), version=policy.in_hand(), pk=int(asked[:18]))
    return found.answers or found


def _back(policy: Policy, key: str) -> str:
    if key:
        return reverse("governance:article", args=[policy.address, key])
    return reverse("governance:comments", args=[policy.address])


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def settle(request: HttpRequest, address: str, key: int) -> HttpResponse:
    """The working group has dealt with it, or opens it again."""
    policy = edited_policy(request, address)
    said = get_object_or_404(Comment.objects.select_related("version__policy"), version__policy=policy, pk=key)
    is_settled = request.POST.get("settled") != "no"
    discussion.settle(said, by=person(request), is_settled=is_settled)
    messages.success(request, _("The comment is settled.") if is_settled else _("The comment is open again."))
    return redirect(f"{_back(policy, request.POST.get('article', ''))}#comment-{key}")
