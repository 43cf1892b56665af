"""The details of an announcement: subject, topics, times, channels and their own texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import EditConflict, InvalidTime
from hemicycle.desk.forms import ChannelsForm, DetailsForm, TimesForm, VariantForm, initial_details
from hemicycle.desk.models import ABOUT, WRITERS, Announcement, Target
from hemicycle.desk.presenters import remarks
from hemicycle.desk.presenters.about import chosen, offered
from hemicycle.desk.presenters.cards import common_text
from hemicycle.desk.presenters.unresolved import ACCOUNTS_FIELD
from hemicycle.desk.snapshot import languages_of, own_version
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.responses import (
    conflict,
    edit,
    focused,
    needs_reopening,
    refusals_of,
    refused,
    refused_at,
    saved,
)
from hemicycle.desk.words import TIMES
from hemicycle.rules.errors import IllegalMove

# Somebody else may save between our reading and our writing; twice in a row is no chance any more.
TRIES = 3
Values = Callable[[Announcement], dict[str, Any]]


@allow(*WRITERS, only_post=True)
def details(request: HttpRequest, address: str) -> HttpResponse:
    """Purpose, sensitivity, topics, warnings, hashtags."""
    found = written(request, address)
    form = DetailsForm(request.POST, announcement=found)
    if form.is_valid():
        data = form.cleaned_data
        kept = ("purpose", "sensitivity", "for_safety", "cannot_wait", "topics")
        what: dict[str, Any] = {name: data[name] for name in kept if name in form.changed_data}
        for field, values in (("hashtags", form.hashtags), ("warnings", form.warnings)):
            if any(name.partition("-")[0] == field for name in form.changed_data):
                # Those of languages that are not there stay as they are.
                others = {lang: value for lang, value in getattr(found, field).items() if lang not in form.tags}
                what[field] = {**others, **values}
        return _changed(request, found, form, what, initial_details, place="details")
    return _wrong(request, found, form, "details_form")


@allow(*WRITERS, only_post=True)
def times(request: HttpRequest, address: str) -> HttpResponse:
    found = written(request, address)
    form = TimesForm(request.POST, announcement=found)
    if form.is_valid():
        what = {name: form.cleaned_data[name] for name in form.changed_data}
        return _changed(request, found, form, what, _times_of, place="times")
    return _wrong(request, found, form, "times_form")


def _times_of(announcement: Announcement) -> dict[str, Any]:
    return {name: getattr(announcement, name) for name in TIMES}


def _changed(
    request: HttpRequest, found: Announcement, form: forms.Form, what: dict[str, Any], values: Values, *, place: str
) -> HttpResponse:
    """Save the fields that this person changed; the others keep what somebody else may have saved."""
    if needs_reopening(found, request.POST):
        return refused(request, found, _("It was submitted in the meantime and was not changed."))
    for _turn in range(TRIES):
        if clashes := _clashes(found, form, values(found)):
            return refused_at(request, found, clashes, status=409)
        try:
            if what:
                actions.change(found, edit=found.edit, by=person(request), **what)
        except EditConflict:
            found = written(request, found.address)
        except InvalidTime as error:
            return refused(request, found, error, place=form[str(error)].auto_id)
        except IllegalMove as error:
            return refused(request, found, error)
        else:
            return saved(request, found.address, place=place, initials=_initials(request, found.address, place))
    return refused(request, found, EditConflict())


def _clashes(found: Announcement, form: forms.Form, now: dict[str, Any]) -> dict[str, str]:
    """Why, for each field that this person and somebody else both changed since the page was read."""
    clashing = {}
    for name in form.changed_data:
        field, bound = form.fields[name], form[name]
        was = field.hidden_widget().value_from_datadict(form.data, form.files, bound.html_initial_name)
        if field.has_changed(now.get(name), was) and field.has_changed(now.get(name), bound.data):
            why = _("Someone else has changed this in the meantime: %(fields)s. Check it, and choose again.")
            clashing[bound.auto_id] = why % {"fields": field.label}
    return clashing


def _initials(request: HttpRequest, address: str, place: str) -> forms.Form:
    """The form with the saved values, for the next change."""
    found = written(request, address)
    return DetailsForm(announcement=found) if place == "details" else TimesForm(announcement=found)


def _wrong(request: HttpRequest, found: Announcement, form: forms.Form, name: str) -> HttpResponse:
    return refused_at(request, found, refusals_of(form), forms={name: focused(form)})


@allow(*WRITERS)
def about(request: HttpRequest, address: str) -> HttpResponse:
    """GET: what the words find in the record. POST: the announcement is about that, or about nothing."""
    found = written(request, address)
    if request.method != "POST":
        words = request.GET.get("q", "")[:200]
        context = {"announcement": found, "words": words, "offered": offered(words, to=request.user)}
        return render(request, "desk/composer/about.html", context)
    value = request.POST.get("about", "")
    try:
        row = chosen(value, to=request.user) if value else {}
    except LookupError:
        return refused(request, found, _("This is not in the record."))
    what = {**dict.fromkeys(ABOUT), **row}
    return edit(
        request,
        found,
        lambda: actions.change(found, edit=found.edit, by=person(request), **what),
        lambda: saved(request, found.address, place="about"),
    )


@allow(*WRITERS, only_post=True)
def channels(request: HttpRequest, address: str) -> HttpResponse:
    found = written(request, address)
    form = ChannelsForm(request.POST, announcement=found)
    if not form.is_valid():
        return refused(request, found, " ".join(refusals_of(form).values()), place=ACCOUNTS_FIELD, status=422)
    return edit(
        request,
        found,
        lambda: actions.choose_accounts(found, form.cleaned_data["accounts"], by=person(request)),
        lambda: saved(request, address, place="channels"),
    )


@allow(*WRITERS, only_post=True)
def variant(request: HttpRequest, address: str, number: int, lang: str) -> HttpResponse:
    """A text of its own for one channel; an empty one, or that of all channels, removes it."""
    found = written(request, address)
    target = get_object_or_404(found.targets.select_related("account__office"), pk=number)
    key = f"{number}-{lang}"
    if lang not in languages_of(found, target):
        return refused(request, found, _("The announcement has no text in this language."))
    form = VariantForm(request.POST)
    if not form.is_valid():
        return refused(request, found, " ".join(refusals_of(form).values()), place=f"own-{key}", status=422)
    data = form.cleaned_data
    text = _own(found, target, lang, "" if data["common"] else data["text"])
    read = data["read"] if "read" in request.POST else None
    if needs_reopening(found, request.POST):
        return refused(request, found, _("It was submitted in the meantime and was not changed."))
    try:
        actions.write_own_text(target, lang=lang, text=text, read=read, by=person(request))
    except EditConflict:
        return _conflict(request, address, number, lang, text)
    except IllegalMove as error:
        return refused(request, found, error)
    return saved(request, address, lang=lang, place=f"panel-{key}")


@allow(*WRITERS, only_post=True)
def keep_own_text(request: HttpRequest, address: str) -> HttpResponse:
    """Say that a channel's own text is right as it is, though a correction took words out that stand in it."""
    found, key = written(request, address), request.POST.get("remark", "")
    notes = (note for of_lang in remarks.notes_on(found).values() for note in of_lang)
    note = next((one for one in notes if one.key == key and one.may_be_kept), None)
    if note is None:
        return refused(request, found, _("The text has changed: this remark is no longer made."))
    lang, channels = note.remark.lang, note.channels
    return edit(
        request,
        found,
        lambda: actions.keep_own_text(found, remark=key, lang=lang, channels=channels, by=person(request)),
        lambda: saved(request, address, lang=lang, place=f"remarks-{lang}"),
    )


def _own(announcement: Announcement, target: Target, lang: str, text: str) -> str:
    """ "" where it says what the common text says: then it follows that."""
    written = text.replace("\r\n", "\n").strip()
    return "" if written == common_text(announcement.by_language[lang], target) else written


def _conflict(request: HttpRequest, address: str, number: int, lang: str, mine: str) -> HttpResponse:
    found = written(request, address)
    target = get_object_or_404(found.targets.select_related("account"), pk=number)
    theirs = target.own_texts.get(lang, "") or common_text(found.by_language[lang], target)
    context = {
        "announcement": found,
        "lang": lang,
        "target": target,
        "mine": mine or common_text(found.by_language[lang], target),
        "theirs": theirs,
        "read": own_version(target, lang),
    }
    return conflict(request, "desk/composer/own_conflict.html", context)
