"""Templates of an office: what recurs is written once, and asked for what changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import NameTaken
from hemicycle.desk.models import WRITERS, Announcement, Template
from hemicycle.desk.offices import usual_office, written_in
from hemicycle.desk.planning_forms import FillForm, TemplateForm
from hemicycle.desk.views.lookup import person, seen


@allow(*WRITERS)
def templates(request: HttpRequest) -> HttpResponse:
    rows = Template.objects.written_by(person(request), WRITERS).in_use().select_related("office")
    return render(request, "desk/board/templates.html", {"templates": rows})


@allow(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """A new template; `?from=` begins with the texts of an announcement."""
    initial: dict[str, Any] = {"office": usual_office(person(request))}
    if request.GET.get("from"):
        initial |= _initial(seen(request, request.GET["from"]))
    return _written(request, TemplateForm(request.POST or None, offices=written_in(person(request)), initial=initial))


@allow(*WRITERS)
def change(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    initial = {"name": found.name, "office": found.office} | _fields(
        {lang: (said["title"], said["body"]) for lang, said in found.texts.items()}
    )
    offices = written_in(person(request)).filter(pk=found.office_id)
    return _written(request, TemplateForm(request.POST or None, offices=offices, initial=initial), found)


def _written(request: HttpRequest, form: TemplateForm, found: Template | None = None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.save_template(
                office=data["office"], name=data["name"], texts=form.texts, template=found, by=person(request)
            )
        except NameTaken:
            form.add_error("name", _("Another template of this office has this name."))
        else:
            messages.success(request, _("The template has been saved."))
            return redirect("desk:templates")
    context = {"form": form, "template": found}
    return render(request, "desk/board/template.html", context, status=422 if form.errors else 200)


@allow(*WRITERS)
def use(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an announcement with it, once what it leaves open is said."""
    found = _found(request, number)
    form = FillForm(request.POST if request.method == "POST" else None, template=found)
    if request.method == "POST" and form.is_valid():
        announcement = actions.draft(office=found.office, by=person(request), texts=found.filled(form.values))
        return redirect("desk:compose", announcement.address)
    context = {"form": form, "template": found}
    return render(request, "desk/board/template_use.html", context, status=422 if form.errors else 200)


@allow(*WRITERS, only_post=True)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    actions.remove_template(found, by=person(request))
    message = _("The template “%(name)s” has been removed.") % {"name": found.name}
    messages.success(request, message, extra_tags=f"undo:{reverse('desk:restore_template', args=[found.pk])}")
    return redirect("desk:templates")


@allow(*WRITERS, only_post=True)
def restore(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Template.objects.written_by(person(request), WRITERS), pk=number)
    try:
        actions.restore_template(found, by=person(request))
    except NameTaken:
        messages.error(request, _("Another template of this office has this name."))
    else:
        messages.success(request, _("Undone."))
    return redirect("desk:templates")


def _found(request: HttpRequest, number: int) -> Template:
    rows = Template.objects.written_by(person(request), WRITERS).in_use().select_related("office")
    found: Template = get_object_or_404(rows, pk=number)
    return found


def _initial(announcement: Announcement) -> dict[str, Any]:
    texts = {lang: (one.title, one.body) for lang, one in announcement.by_language.items()}
    return {"name": str(announcement.title)[:80], "office": announcement.office} | _fields(texts)


def _fields(texts: dict[str, tuple[str, str]]) -> dict[str, str]:
    titles = {f"title-{lang}": title for lang, (title, _body) in texts.items()}
    return titles | {f"body-{lang}": body for lang, (_title, body) in texts.items()}
