"""The site and who may use it; how each column is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role
from hemicycle.record.forms import NamesField, PairsField, PhraseFormField, PhraseInput, colour, partial_date
from hemicycle.record.phrases import PhraseField

# Those of the workbench, and who runs the House's accounts.
KEEPERS = (Role.CLERK, Role.EDITOR, Role.ADMINISTRATOR)


class Reference(admin.AdminSite):
    """Every page of it is behind the permission that urls.py declares."""

    site_header = site_title = gettext_lazy("Reference data")
    index_title = site_header
    index_template = "record/reference/index.html"
    final_catch_all_view = False
    enable_nav_sidebar = False
    empty_value_display = ""

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.has_role(KEEPERS)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu is that of the shell."""
        return []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        tables = [(table._meta, desk.get_queryset(request).count()) for table, desk in self._registry.items()]
        return super().index(request, {"tables": tables})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        if not request.GET:
            return JsonResponse({"results": [], "pagination": {"more": False}})
        return super().autocomplete_view(request)


site = Reference(name="admin")


LONG = ("descriptions", "biographies", "summaries", "long_titles")
HINTS = {
    "led_by": gettext_lazy("A source, or “staff”: then imports only fill blanks. Empty: the next source decides."),
    "since": gettext_lazy("YYYY, YYYY-MM or YYYY-MM-DD."),
    "until": gettext_lazy("YYYY, YYYY-MM or YYYY-MM-DD; empty for as long as it lasts."),
    "born": gettext_lazy("YYYY, YYYY-MM or YYYY-MM-DD; only where it is public."),
    "links": gettext_lazy("One a line: “web: https://…”."),
    "contacts": gettext_lazy("The public ones, one a line: “phone: …”."),
    "other_names": gettext_lazy("One a line: by these they are found in the next source."),
    "sort_name": gettext_lazy("Surname first. If empty, the surname is taken from the name."),
    "order": gettext_lazy("First, second, third … Empty: after the others."),
    "colour": gettext_lazy("# and six hexadecimal digits, such as #1f5640; shown as a small mark beside the name."),
}


class ByHand(admin.options.BaseModelAdmin):  # type: ignore[type-arg]
    """What tables and the rows inside them have in common: the fields, and who may."""

    formfield_overrides = {models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}}

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, PhraseField):
            lines = 4 if db_field.name in LONG else 1
            made: Any = PhraseFormField(
                label=db_field.verbose_name, required=not db_field.blank, widget=PhraseInput(lines=lines)
            )
        elif isinstance(db_field, models.JSONField):
            kind = NamesField if db_field.name == "other_names" else PairsField
            made = kind(label=db_field.verbose_name, required=False)
        else:
            made = super().formfield_for_dbfield(db_field, request, **kwargs)
        if made is None:
            return made
        _refine(made, db_field.name)
        return made

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)


def _refine(made: Any, name: str) -> None:
    made.help_text = HINTS.get(name, made.help_text)
    if name in ("since", "until", "born"):
        made.validators.append(partial_date)
    elif name == "colour":
        made.validators.append(colour)
    # No window is opened beside the form: what is wanted is entered on its own page.
    for ability in ("add", "change", "delete", "view"):
        if hasattr(made.widget, f"can_{ability}_related"):
            setattr(made.widget, f"can_{ability}_related", False)
