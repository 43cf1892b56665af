"""The amendments to a text: the record of all, and one, with what the working group decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.templatetags.phrases import language_name

from ..actions import discussion
from ..actions.exporting import note_export
from ..changes import proposed_by
from ..content import reading_of
from ..errors import BadPlaceholder, DecidedTwice, EditConflict
from ..forms.discussion import AcceptanceForm, CommentForm, MergeForm, ReasonForm
from ..models import LEADERS, Amendment, Article, Version
from ..presenters import decision
from ..presenters import discussion as presenter
from ..presenters.text import headings
from .lookup import head, opened, person, settled, visible_policy
from .responses import csv_file, status_of

ON_A_PAGE = 50
Kind = Amendment.Kind


@allow(*LEADERS, signed_in=True)
@settled
def amendments(request: HttpRequest, address: str) -> HttpResponse:
    policy, version, context = opened(request, address, "amendments", any_version=True)
    titles = headings(version, policy.language_for(""))
    filters = presenter.filters(version, titles, request.GET)
    asked = presenter.asked_for(version, filters)
    page = Paginator(asked, ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "filters": filters,
        "page_obj": page,
        "rows": presenter.rows_of(page.object_list, titles),
        "open": version.amendments.undecided().count(),
        "query": request.GET.urlencode(),
        "is_filtered": any(one.value for one in filters if one.name != "version"),
    }
    return render(request, "governance/amendments.html", context)


@allow(*LEADERS, signed_in=True)
@settled
def record(request: HttpRequest, address: str) -> HttpResponse:
    """The record of amendments: each with its words and what was decided, to be printed."""
    policy, version, context = opened(request, address, "amendments", any_version=True)
    titles = headings(version, policy.language_for(""))
    rows = presenter.rows_of(presenter.asked_for(version, presenter.filters(version, titles, request.GET)), titles)
    context |= {
        "entries": [(row, proposed_by(row.amendment)) for row in rows],
    }
    return render(request, "governance/record.html", context)


@allow(*LEADERS, signed_in=True, step_up="export")
@settled
def export(request: HttpRequest, address: str) -> HttpResponse:
    """The same as a table for a spreadsheet, with the filters of the address."""
    policy, version, _context = opened(request, address, "amendments", any_version=True)
    titles = headings(version, policy.language_for(""))
    rows = presenter.rows_of(presenter.asked_for(version, presenter.filters(version, titles, request.GET)), titles)
    note_export("amendments", about=version, by=person(request))
    name = f"amendments-{policy.address}-{version.number}.csv"
    return csv_file(name, presenter.COLUMNS, presenter.cells(rows))


Found = tuple[dict[str, Any], Amendment, Article | None]


def _found(request: HttpRequest, address: str, number: int) -> Found:
    """With what the head of the page shows."""
    rows = Amendment.objects.filter(version__policy=visible_policy(request, address))
    row = get_object_or_404(rows.select_related("by__person", "decided_by__person", "version__policy"), number=number)
    version = row.version.read_whole()
    key = "" if row.kind == Kind.ADD and row.state == Amendment.State.PROPOSED else row.article
    article = next((one for one in version.articles.all() if one.key == key), None)
    return head(request, version, "amendments"), row, article


@allow(*LEADERS, signed_in=True)
@settled
def amendment(request: HttpRequest, address: str, number: int) -> HttpResponse:
    return _page(request, address, number)


def _page(
    request: HttpRequest, address: str, number: int, *, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    context, row, article = _found(request, address, number)
    version: Version = context["version"]
    language = version.policy.language_for("")
    titles = headings(version, language)
    is_open = row.state == Amendment.State.PROPOSED and version.is_open
    context |= {
        "row": presenter.rows_of([row], titles)[0],
        "outcome": decision.outcome(row, article) if is_open else None,
        "proposed": proposed_by(row),
        "decided": presenter.decided_line(row),
        "decides": is_open and context["edits"],
        "withdraws": is_open and row.by.person_id == person(request).pk,
        "acceptance": AcceptanceForm(auto_id="accept-%s"),
        "declining": form or ReasonForm(auto_id="decline-%s"),
        "next": version.amendments.undecided().filter(number__gt=number).order_by("number").first(),
        "threads": presenter.threads(version, language, row.article) if article else [],
        "article_key": article.key if article else "",
        "comment_form": CommentForm(),
    }
    return render(request, "governance/amendment.html", context, status=status)


def _decide(request: HttpRequest, row: Amendment, act: Callable[[], None], said: str) -> HttpResponse:
    """Carry out a decision, and go to the next one that waits."""
    address = row.version.policy.address
    try:
        act()
    except (EditConflict, BadPlaceholder, DecidedTwice):
        messages.error(
            request, _("It does not fit into the text as it is now. Merge it by hand, or decline it with a reason.")
        )
        return redirect("governance:amendment", address, row.number)
    messages.success(request, said % {"n": row.number})
    waiting = row.version.amendments.undecided().exclude(pk=row.pk)
    following = waiting.filter(number__gt=row.number).order_by("number").first() or waiting.first()
    if following is not None:
        return redirect("governance:amendment", address, following.number)
    return redirect("governance:amendments", address)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def accept(request: HttpRequest, address: str, number: int) -> HttpResponse:
    _context, row, _article = _found(request, address, number)
    note = request.POST.get("decision", "")
    said = _("Amendment %(n)s is in the text. Whoever proposed it gets a notice.")
    return _decide(request, row, lambda: discussion.accept(row, decision=note, by=person(request)), said)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def decline(request: HttpRequest, address: str, number: int) -> HttpResponse:
    context, row, _article = _found(request, address, number)
    if not context["edits"]:
        raise PermissionDenied
    form = ReasonForm(request.POST, auto_id="decline-%s")
    if not form.is_valid():
        return _page(request, address, number, form=form, status=422)
    why = form.cleaned_data["decision"]
    said = _("Amendment %(n)s was not accepted. Whoever proposed it gets a notice with the reason.")
    return _decide(request, row, lambda: discussion.decline(row, decision=why, by=person(request)), said)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def withdraw(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """By whoever proposed it."""
    _context, row, _article = _found(request, address, number)
    discussion.withdraw(row, by=person(request))
    messages.success(request, _("Amendment %(n)s is withdrawn.") % {"n": number})
    return redirect("governance:amendment", address, number)


@allow(*LEADERS, signed_in=True)
@settled
def merge(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """What the working group makes of an amendment: prefilled with what fits together, conflicts in brackets."""
    context, row, article = _found(request, address, number)
    version: Version = context["version"]
    if not context["writes"] or row.kind == Kind.REMOVE or row.state != Amendment.State.PROPOSED:
        raise PermissionDenied
    if article is None and row.kind == Kind.CHANGE:
        messages.error(request, _("The article is gone: this amendment can only be declined."))
        return redirect("governance:amendment", address, number)
    form = _merge_form(request, version, row, article)
    if request.method == "POST" and form.is_valid():
        seen = form.seen
        try:
            discussion.merge(
                row, words=form.said, decision=form.cleaned_data["decision"], edit=seen["edit"], read=seen["now"],
                by=person(request),
            )  # fmt: skip
        except (BadPlaceholder, DecidedTwice) as error:
            form.refuse(error)
        except EditConflict:
            form.add_error(None, _("Somebody changed the article meanwhile. Copy what you typed, and begin anew."))
        else:
            messages.success(request, _("Amendment %(n)s is merged into the text.") % {"n": number})
            return redirect("governance:amendments", address)
    context |= {
        "row": presenter.rows_of([row], headings(version, version.policy.language_for("")))[0],
        "form": form,
        "outcome": decision.outcome(row, article),
        "language_name": language_name(row.language),
        "cancel_url": reverse("governance:amendment", args=[address, number]),
    }
    return render(request, "governance/merge.html", context, status=status_of(form))


def _merge_form(request: HttpRequest, version: Version, row: Amendment, article: Article | None) -> MergeForm:
    """Made on the article as it is, with a field for each value that it decides or would."""
    if article is None:
        now: dict[str, Any] = {"heading": "", "text": "", "why": "", "parameters": {}, "edit": 0}
        offered = {**now, **row.proposed}
    else:
        now = reading_of(article, row.language)
        offered = decision.offered(row, now)
    seen = {**now, "parameters": {**now["parameters"], **offered["parameters"]}, "now": now["parameters"]}
    besides = article.key if article else ""
    return MergeForm(request.POST or None, version=version, read=seen, offered=offered, besides=besides)
