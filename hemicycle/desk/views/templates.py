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
from hemicycle.desk.actions.copying import Beginning
from hemicycle.desk.errors import NameTaken
from hemicycle.desk.forms.templates import FillForm, TemplateForm
from hemicycle.desk.models import WRITERS, Template
from hemicycle.desk.offices import usual_office, written_in
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.responses import focused, sent
from hemicycle.desk.words import language_name, left_out


@allow(*WRITERS)
def templates(request: HttpRequest) -> HttpResponse:
    rows = Template.objects.written_by(person(request), WRITERS).in_use().whole()
    return render(request, "desk/board/templates.html", {"templates": rows})


@allow(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """A new template; `?from=` begins with all that recurs in an announcement."""
    initial: dict[str, Any] = {"office": usual_office(person(request))}
    offices, holds = written_in(person(request)), None
    if request.GET.get("from"):
        announcement = written(request, request.GET["from"])
        offices, holds = offices.filter(pk=announcement.office_id), actions.beginning_of(announcement)
        initial |= {"name": str(announcement.title)[:80], "office": announcement.office} | _fields(holds)
    return _written(request, TemplateForm(sent(request), offices=offices, holds=holds, initial=initial))


@allow(*WRITERS)
def change(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    holds = actions.held_by(found)
    offices = written_in(person(request)).filter(pk=found.office_id)
    initial = {"name": found.name, "office": found.office} | _fields(holds)
    return _written(request, TemplateForm(sent(request), offices=offices, holds=holds, initial=initial), found)


def _written(request: HttpRequest, form: TemplateForm, found: Template | None = None) -> HttpResponse:
    if form.is_valid():
        try:
            saved = _save(request, form, found)
        except NameTaken:
            form.refuse_name(may_replace=found is None)
        else:
            messages.success(request, _("The template has been saved."))
            if uneven := _asked_unevenly(saved):
                messages.warning(request, uneven)
            # Where the office was only chosen now, its channels are still to be seen.
            return redirect("desk:template", saved.pk) if form.chosen is None else redirect("desk:templates")
    context = {"form": focused(form), "template": found, **_held(form.holds)}
    return render(request, "desk/board/template.html", context, status=422 if form.errors else 200)


def _asked_unevenly(row: Template) -> str:
    """Where one language asks for more than another, what stands there in the other stays as it is."""
    asked = {lang: len(row.placeholders(lang)) for lang in row.texts}
    if len(set(asked.values())) < 2:
        return ""
    counts = ", ".join(f"{language_name(lang)} {number}" for lang, number in asked.items())
    return _(
        "Not every language asks for as many things: %(counts)s. What stands in no braces is never asked for."
    ) % {"counts": counts}


def _save(request: HttpRequest, form: TemplateForm, found: Template | None) -> Template:
    data, office = form.cleaned_data, form.cleaned_data["office"]
    if found is None and data["replaces"]:
        found = Template.objects.in_use().filter(office=office, name=" ".join(data["name"].split())).first()
    return actions.save_template(
        office=office, name=data["name"], texts=form.texts, template=found, holds=form.chosen, by=person(request)
    )


def _held(holds: Beginning | None) -> dict[str, Any]:
    """What comes with it, for a page to say."""
    if holds is None:
        return {}
    return {"holds": holds, "kind": _kind(holds), "left_out": left_out(holds.left_out)}


def _kind(holds: Beginning) -> Template:
    """Purpose, sensitivity, committee, hashtags and warnings, with their words."""
    names = {field.attname for field in Template._meta.concrete_fields}
    return Template(office=holds.office, **{name: value for name, value in holds.fields.items() if name in names})


@allow(*WRITERS)
def use(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an announcement with it, once what it leaves open is said."""
    found = _found(request, number)
    form, holds = FillForm(sent(request), template=found), actions.held_by(found)
    if form.is_valid():
        announcement = actions.use_template(found, values=form.values, by=person(request))
        if missing := left_out(holds.left_out):
            messages.warning(request, missing)
        return redirect("desk:compose", announcement.address)
    context = {"form": focused(form), "template": found, **_held(holds)}
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
    rows = Template.objects.written_by(person(request), WRITERS).in_use().whole()
    found: Template = get_object_or_404(rows, pk=number)
    return found


def _fields(holds: Beginning) -> dict[str, Any]:
    titles = {f"title-{lang}": title for lang, (title, _body) in holds.texts.items()}
    return titles | {f"body-{lang}": body for lang, (_title, body) in holds.texts.items()}
