"""How staff correct a campaign or a theme: forms that ask, and addresses that take the answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import groups as actions
from ..forms import NameForm, SplitForm, TargetForm
from ..models import Correction, Group, Inquiry
from ..models.group_kinds import THEME, GroupKind
from ..models.inquiry import CORRECTORS
from ..presenters.groups import URLS, WORDS, members_of, others_of, rows_of, sides_of
from .corrections import attempt
from .lookup import correctable_inquiry, group_of, page_of, shown_analysis

CHOSEN_A_PAGE = 25


@allow(*CORRECTORS, only_post=True)
def confirm(request: HttpRequest, address: str, key: str, kind: GroupKind) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    attempt(request, inquiry, partial(actions.confirm, inquiry, kind, key, by=request.user), _("Confirmed."))
    return _to(inquiry, kind, key)


@allow(*CORRECTORS)
def rename(request: HttpRequest, address: str, key: str, kind: GroupKind) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    group = group_of(shown_analysis(inquiry), kind, key)
    form = NameForm(request.POST or None, initial={"name": group.name or (group.label if kind is THEME else "")})
    if form.is_valid():
        name = form.cleaned_data["name"]
        act = partial(actions.rename, inquiry, kind, key, name=name, by=request.user)
        if attempt(request, inquiry, act, WORDS[kind.name].renamed):
            return _to(inquiry, kind, key)
    return render(request, "listening/group/rename.html", _context(inquiry, kind, group) | {"form": form})


@allow(*CORRECTORS)
def merge(request: HttpRequest, address: str, key: str, kind: GroupKind) -> HttpResponse:
    """Choose the other group, see both side by side, then merge."""
    inquiry = correctable_inquiry(request, address)
    group = group_of(shown_analysis(inquiry), kind, key)
    form = _target_form(kind, group, request.POST or (request.GET if request.GET.get("into") else None))
    other = group_of(shown_analysis(inquiry), kind, form.cleaned_data["into"]) if form.is_valid() else None
    if request.method == "POST" and other:
        into, why, by = other.key, form.cleaned_data["why"], request.user
        act = partial(actions.merge, inquiry, kind, key, into=into, why=why, by=by)
        if attempt(request, inquiry, act, WORDS[kind.name].merged):
            return _to(inquiry, kind, into)
    sides = sides_of(kind, group, other) if other else []
    context = _context(inquiry, kind, group) | {"form": form, "other": other, "sides": sides}
    return render(request, "listening/group/merge.html", context)


@allow(*CORRECTORS)
def members(request: HttpRequest, address: str, key: str, kind: GroupKind) -> HttpResponse:
    """The messages of a group, to be chosen: made a group of their own, moved to another, or taken out."""
    inquiry = correctable_inquiry(request, address)
    group = group_of(shown_analysis(inquiry), kind, key)
    query = request.GET.get("q", "").strip()
    rows = rows_of(kind, group, query)
    split, move = SplitForm(request.POST or None), _target_form(kind, group, request.POST or None, prefix="move")
    if request.method == "POST":
        act = _chosen_act(request, inquiry, kind, group, split, move, _chosen(request, group, rows))
        correction = attempt(request, inquiry, act) if act else None
        if correction is not None:
            return _to(inquiry, kind, correction.into or correction.group)
    page = page_of(rows, request, per_page=CHOSEN_A_PAGE)
    context = _context(inquiry, kind, group) | {
        "query": query,
        "page": page,
        "members": members_of(kind, page.object_list),
        "split_form": split if request.method == "POST" else SplitForm(),
        "move_form": _target_form(kind, group, None, prefix="move"),
        "chosen": set(request.POST.getlist("message")),
    }
    return render(request, "listening/group/members.html", context)


def _chosen_act(
    request: HttpRequest,
    inquiry: Inquiry,
    kind: GroupKind,
    group: Group,
    split: SplitForm,
    move: TargetForm,
    chosen: list[Any],
) -> Callable[[], Correction] | None:
    """What the button that was pressed does with the chosen messages; None where its form is not filled in."""
    what, key, by = request.POST.get("do"), group.key, request.user
    why = split.cleaned_data["why"] if split.is_valid() else ""
    if what == "split" and split.is_valid():
        name = split.cleaned_data["name"]
        return partial(actions.split, inquiry, kind, key, messages=chosen, name=name, why=why, by=by)
    if what == "move" and move.is_valid():
        into, why = move.cleaned_data["into"], move.cleaned_data["why"]
        return partial(actions.move, inquiry, kind, messages=chosen, into=into, key=key, why=why, by=by)
    if what == "out":
        return partial(actions.take_out, inquiry, kind, key, messages=chosen, why=why, by=by)
    return None


def _chosen(request: HttpRequest, group: Group, rows: Any) -> list[Any]:
    """The ticked messages, or all that match the search."""
    if request.POST.get("all"):
        return list(rows.values_list(group.MESSAGE, flat=True))
    return [number for number in request.POST.getlist("message") if number.isdigit()]


def _target_form(kind: GroupKind, group: Group, data: Any, prefix: str | None = None) -> TargetForm:
    return TargetForm(data, groups=others_of(kind, group), label=WORDS[kind.name].one, prefix=prefix)


def _context(inquiry: Inquiry, kind: GroupKind, group: Group) -> dict[str, Any]:
    return {"inquiry": inquiry, "group": group, "words": WORDS[kind.name], "urls": URLS[kind.name]}


def _to(inquiry: Inquiry, kind: GroupKind, key: str) -> HttpResponse:
    return redirect(URLS[kind.name]["page"], inquiry.address, key)
