"""What staff say about themes: forms that ask, and addresses that take the answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ..actions import themes as actions
from ..forms import NameForm, NewThemeForm, ThemeForm
from ..models import Correction, Inquiry, Theme
from ..models.inquiry import CORRECTORS
from ..models.theme import MentionQuerySet
from ..quoting import mention_quotes
from ..words import grouped
from .corrections import CHOSEN_A_PAGE, MOST_TARGETS
from .lookup import correctable, page_of, shown, theme_of
from .telling import attempt, tell


@allow(*CORRECTORS, only_post=True)
def confirm(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = correctable(request, address)
    attempt(request, inquiry, lambda: actions.confirm_theme(inquiry, theme=key, by=request.user), _("Confirmed."))
    return redirect("listening:theme", inquiry.address, key)


@allow(*CORRECTORS)
def rename(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = correctable(request, address)
    theme = theme_of(shown(inquiry), key)
    form = NameForm(request.POST or None, initial={"name": theme.name or theme.label})
    if form.is_valid():
        name = form.cleaned_data["name"]
        done = attempt(
            request,
            inquiry,
            lambda: actions.rename_theme(inquiry, theme=key, name=name, by=request.user),
            _("The theme has a new name."),
        )
        if done:
            return redirect("listening:theme", inquiry.address, key)
    return render(request, "listening/theme_rename.html", {"inquiry": inquiry, "theme": theme, "form": form})


@allow(*CORRECTORS)
def merge(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Choose the other theme, see what is said of both side by side, then merge."""
    inquiry = correctable(request, address)
    theme = theme_of(shown(inquiry), key)
    asked = request.POST or (request.GET if request.GET.get("into") else None)
    form = ThemeForm(asked, themes=_others(theme))
    other = theme_of(shown(inquiry), form.cleaned_data["into"]) if form.is_valid() else None
    if request.method == "POST" and other:
        why = form.cleaned_data["why"]
        done = attempt(
            request,
            inquiry,
            lambda: actions.merge_themes(inquiry, theme=key, into=other.key, why=why, by=request.user),
            _("Two themes are now one."),
        )
        if done:
            return redirect("listening:theme", inquiry.address, other.key)
    sides = [(one, mention_quotes(_passages(one)[:3])) for one in ([theme, other] if other else [])]
    context = {"inquiry": inquiry, "theme": theme, "form": form, "other": other, "sides": sides}
    return render(request, "listening/theme_merge.html", context)


@allow(*CORRECTORS)
def members(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """What is said of a theme, to be chosen: made a theme of its own, moved to another, or taken out."""
    inquiry = correctable(request, address)
    theme = theme_of(shown(inquiry), key)
    query = request.GET.get("q", "").strip()
    rows = _passages(theme, query)
    split, move = NewThemeForm(request.POST or None), ThemeForm(
        request.POST or None, themes=_others(theme), prefix="move"
    )  # fmt: skip
    if request.method == "POST":
        done = _apply(request, inquiry, theme, rows, split, move)
        if done is not None:
            return redirect("listening:theme", inquiry.address, done)
    page = page_of(rows, request, per_page=CHOSEN_A_PAGE)
    context = {
        "inquiry": inquiry,
        "theme": theme,
        "query": query,
        "page": page,
        "quotes": list(zip(page.object_list, mention_quotes(page.object_list), strict=True)),
        "split_form": split if request.method == "POST" else NewThemeForm(),
        "move_form": ThemeForm(themes=_others(theme), prefix="move"),
        "chosen": set(request.POST.getlist("message")),
    }
    return render(request, "listening/theme_members.html", context)


def _apply(
    request: HttpRequest, inquiry: Inquiry, theme: Theme, rows: MentionQuerySet, split: NewThemeForm, move: ThemeForm
) -> str | None:
    """Do what was asked with the chosen messages; returns the theme to show, None where it was refused."""
    chosen, what, by = _chosen(request, rows), request.POST.get("do"), request.user
    why = split.cleaned_data["why"] if split.is_valid() else ""
    if what == "split" and split.is_valid():
        name = split.cleaned_data["name"]
        return _moved(
            request,
            inquiry,
            lambda: actions.split_theme(inquiry, theme=theme.key, messages=chosen, name=name, why=why, by=by),
        )
    if what == "move" and move.is_valid():
        into, why = move.cleaned_data["into"], move.cleaned_data["why"]
        return _moved(
            request,
            inquiry,
            lambda: actions.move_into_theme(inquiry, messages=chosen, into=into, theme=theme.key, why=why, by=by),
        )
    if what == "out":
        return _moved(
            request,
            inquiry,
            lambda: actions.move_out_of_theme(inquiry, theme=theme.key, messages=chosen, why=why, by=by),
        )
    return None


def _chosen(request: HttpRequest, rows: MentionQuerySet) -> list[Any]:
    """The ticked messages, or all that match the search."""
    if request.POST.get("all"):
        return list(rows.values_list("finding__inbound", flat=True))
    return [number for number in request.POST.getlist("message") if number.isdigit()]


def _moved(request: HttpRequest, inquiry: Inquiry, act: Callable[[], Correction]) -> str | None:
    correction = attempt(request, inquiry, act, "")
    if correction is None:
        return None
    said = ngettext("%(n)s message moved.", "%(n)s messages moved.", len(correction.messages))
    tell(request, inquiry, correction, said % {"n": grouped(len(correction.messages))})
    return correction.into or correction.theme


def _passages(theme: Theme, query: str = "") -> MentionQuerySet:
    rows = theme.mentions.select_related("finding__inbound", "finding__campaign").surest_first()
    return rows.filter(finding__shown_text__icontains=query) if query else rows


def _others(theme: Theme) -> list[Theme]:
    return list(theme.analysis.themes.standing().exclude(pk=theme.pk).largest_first()[:MOST_TARGETS])
