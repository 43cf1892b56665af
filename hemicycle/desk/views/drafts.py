"""The composer: texts by language, saved while typing, with remarks and previews."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import EditConflict, NotReady
from hemicycle.desk.forms import LanguageForm, NewForm, TextForm
from hemicycle.desk.models import WRITERS
from hemicycle.desk.prepared import suggestions
from hemicycle.desk.presenters import composer
from hemicycle.desk.presenters.about import About, chosen, described
from hemicycle.desk.presenters.effects import asked_in_words, effects_of_edit
from hemicycle.desk.presenters.unresolved import LANGUAGE_FIELD
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.planning import planned_on
from hemicycle.desk.views.responses import (
    back,
    conflict,
    edit,
    focused,
    fragment,
    needs_reopening,
    refusals_of,
    refused,
    refused_at,
    saved,
    sent,
)
from hemicycle.desk.words import language_name
from hemicycle.record.models import Document, Sitting, VoteEvent
from hemicycle.rules.errors import IllegalMove

# What one looks over before beginning; the rest is found by search.
MOST_PREPARED = 8


@allow(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """An empty one, or one that the record prepares."""
    form = NewForm(sent(request), user=person(request))
    if form.is_valid():
        office = form.cleaned_data["office"]
        announcement = actions.draft(office=office, by=person(request), texts=form.texts, **planned_on(request))
        return redirect("desk:compose", announcement.address)
    context = {"form": form, "prepared": _prepared(form), "planned": planned_on(request).get("release_at")}
    return render(request, "desk/board/new.html", context, status=422 if form.errors else 200)


def _prepared(form: NewForm) -> list[tuple[Office, list[tuple[About, date]]]]:
    """By office, what of the record nobody has announced yet."""
    offered = [(office, suggestions(office)[:MOST_PREPARED]) for office in form.offices]
    return [(office, [(described(one.row), one.on) for one in found]) for office, found in offered if found]


@allow(*WRITERS, only_post=True)
def prepare(request: HttpRequest) -> HttpResponse:
    """Open the draft that the record prepares of a sitting, a bill or a vote."""
    form = NewForm(user=person(request))
    office = form.offices.filter(slug=request.POST.get("office", "")).first()
    try:
        row = next(iter(chosen(request.POST.get("about", ""), to=None).values()))
    except LookupError:
        row = None
    if office is None or not isinstance(row, Sitting | Document | VoteEvent):
        messages.error(request, _("This is not in the record."))
        return redirect("desk:new")
    announcement = actions.draft_about(row, office=office, by=person(request))
    return redirect("desk:compose", announcement.address)


@allow(*WRITERS)
def compose(request: HttpRequest, address: str) -> HttpResponse:
    """The composer. For a submitted announcement, the page first says what an edit undoes."""
    found = written(request, address)
    if not composer.may_change(found):
        return redirect("desk:announcement", address)
    if needs_reopening(found, request.GET):
        return render(
            request,
            "desk/composer/reopen.html",
            {"announcement": found, "effects": effects_of_edit(found, person(request))},
        )
    return render(request, "desk/composer/composer.html", composer.context(found, person(request), request.GET))


@allow(*WRITERS, only_post=True)
def write_text(request: HttpRequest, address: str, lang: str) -> HttpResponse:
    """Title and text in one language. What somebody else changed meanwhile is shown beside it, and stays."""
    found = written(request, address)
    form = TextForm(request.POST, lang=lang)
    if needs_reopening(found, request.POST):
        why = _("It was submitted in the meantime, so your change was not saved. Your text is kept here.")
        return refused(request, found, why)
    if not form.is_valid():
        return refused_at(request, found, refusals_of(form), texts={lang: focused(form)})
    data = form.cleaned_data
    try:
        actions.write_text(found, lang=lang, by=person(request), **data)
    except EditConflict:
        return _conflict(request, address, lang, data)
    except IllegalMove as error:
        return refused(request, found, error)
    return saved(request, address, lang=lang)


def _conflict(request: HttpRequest, address: str, lang: str, mine: dict[str, Any]) -> HttpResponse:
    found = written(request, address)
    theirs = found.by_language.get(lang)
    context = {"announcement": found, "lang": lang, "mine": mine, "theirs": theirs}
    return conflict(request, "desk/composer/conflict.html", context)


@allow(*WRITERS, only_post=True)
def languages(request: HttpRequest, address: str) -> HttpResponse:
    """Add a language; one that was removed before comes back with its text."""
    found = written(request, address)
    form = LanguageForm(request.POST, announcement=found)
    if needs_reopening(found, request.POST) or not form.is_valid():
        why = " ".join(refusals_of(form).values()) or _("It was submitted in the meantime and was not changed.")
        return refused(request, found, why, place=LANGUAGE_FIELD)
    lang = form.cleaned_data["lang"]
    return edit(
        request,
        found,
        lambda: actions.restore_language(found, lang=lang, by=person(request)),
        lambda: back(request, found, place=f"text-{lang}"),
    )


@allow(*WRITERS, only_post=True)
def drop_language(request: HttpRequest, address: str, lang: str) -> HttpResponse:
    """Remove a language; its text is kept in the editions, and brought back by `restore_language`."""
    found = written(request, address)

    def removed() -> HttpResponse:
        undo = reverse("desk:restore_language", args=[address, lang])
        words = _("%(language)s has been removed.") % {"language": language_name(lang)}
        messages.success(request, words, extra_tags=f"undo:{undo}")
        return back(request, found)

    if lang not in found.by_language:
        return back(request, found)
    return edit(request, found, lambda: actions.drop_language(found, lang=lang, by=person(request)), removed)


@allow(*WRITERS, only_post=True)
def restore_language(request: HttpRequest, address: str, lang: str) -> HttpResponse:
    """Undo the removal of a language."""
    found = written(request, address)
    if lang in found.by_language or lang not in dict(settings.LANGUAGES):
        return back(request, found, place=f"text-{lang}")
    return edit(
        request,
        found,
        lambda: actions.restore_language(found, lang=lang, by=person(request)),
        lambda: back(request, found, place=f"text-{lang}"),
    )


@allow(*WRITERS, only_post=True)
def present(request: HttpRequest, address: str) -> HttpResponse:
    """Somebody has it open: who else does, and what they changed since this page was read."""
    found = written(request, address)
    actions.mark_present(found, by=person(request))
    context = {
        "announcement": found,
        "others": composer.others_at(found, person(request)),
        "newer": [one for one in found.texts.all() if str(one.edit) != request.POST.get(f"{one.lang}-edit", "")],
        "own_versions": composer.own_versions(found),
    }
    return fragment(request, "desk/composer/presence.html", context)


@allow(*WRITERS, only_post=True)
def submit(request: HttpRequest, address: str) -> HttpResponse:
    """Submit it for review; the composer says what is missing, and leads there."""
    found = written(request, address)
    try:
        actions.submit(found, by=person(request))
    except NotReady:
        query = urlencode({composer.SUBMITTED: 1})
        return redirect(f"{reverse('desk:compose', args=[address])}?{query}")
    except IllegalMove as error:
        return refused(request, found, error)
    messages.success(request, f"{_('Submitted for review.')} {asked_in_words(found)}")
    return redirect("desk:announcement", address)


@allow(*WRITERS)
def discard(request: HttpRequest, address: str) -> HttpResponse:
    """Discard it for good, after asking."""
    found = written(request, address)
    if request.method == "POST":
        try:
            actions.discard(found, by=person(request))
        except IllegalMove as error:
            return refused(request, found, error)
        undo = f"undo:{reverse('desk:restore', args=[address])}"
        messages.success(request, _("The announcement has been discarded."), extra_tags=undo)
        return redirect("desk:board")
    return render(request, "desk/composer/discard.html", {"announcement": found})
