"""The templates of answers that an office keeps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.forms.cases import AnswerTemplateForm
from hemicycle.cases.models import AnswerTemplate
from hemicycle.cases.views.lookup import page_of, person
from hemicycle.channels.permissions import ANSWERERS


@allow(*ANSWERERS)
def templates(request: HttpRequest) -> HttpResponse:
    rows = AnswerTemplate.objects.filter(office__in=person(request).offices_as(ANSWERERS))
    page = page_of(rows.select_related("office", "changed_by"), request)
    return render(request, "cases/inbox/templates.html", {"page": page})


@allow(*ANSWERERS)
def new_template(request: HttpRequest) -> HttpResponse:
    return _edited(request, None)


@allow(*ANSWERERS)
def change_template(request: HttpRequest, number: int) -> HttpResponse:
    return _edited(request, _found(request, number))


@allow(*ANSWERERS, only_post=True)
def delete_template(request: HttpRequest, number: int) -> HttpResponse:
    actions.delete_template(_found(request, number), by=person(request))
    messages.success(request, _("The template is deleted."))
    return redirect("cases:answer_templates")


def _found(request: HttpRequest, number: int) -> AnswerTemplate:
    visible = AnswerTemplate.objects.visible_to(request.user).select_related("office")
    found: AnswerTemplate = get_object_or_404(visible, pk=number)
    if found.office_id not in person(request).offices_as(ANSWERERS):
        raise PermissionDenied
    return found


def _edited(request: HttpRequest, template: AnswerTemplate | None) -> HttpResponse:
    held = person(request).offices_as(ANSWERERS)
    offices = Office.objects.filter(pk=template.office_id) if template else Office.objects.filter(pk__in=held)
    initial = {"name": template.name, "lang": template.lang, "text": template.text} if template else None
    given = request.POST if request.method == "POST" else None
    form = AnswerTemplateForm(given, initial=initial, offices=offices, template=template)
    if form.is_valid():
        form.store(by=person(request))
        messages.success(request, _("The template is saved."))
        if "name" in actions.unfilled_placeholders(form.cleaned_data["text"]):
            said = _("%(name)s is known only for people on networks: with this template others get no answer.")
            messages.warning(request, said % {"name": "{name}"})
        return redirect("cases:answer_templates")
    context = {"form": form, "template": template}
    return render(request, "cases/inbox/template.html", context, status=422 if form.errors else 200)
