"""The kinds of reference data: what of each is listed, found, narrowed down and filled in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from hemicycle.record import actions
from hemicycle.record.admin.site import ByHand, site
from hemicycle.record.admin.table import Table
from hemicycle.record.forms import ReferenceForm, StepForm
from hemicycle.record.models import Area, Document, Identifier, Membership, Organization, Period, Person, ProcedureStep
from hemicycle.rules.classification import Classification


class Identifiers(ByHand, admin.StackedInline):  # type: ignore[type-arg]
    model = Identifier
    form = ReferenceForm
    fields = (("scheme", "value"),)
    extra = 0


class Memberships(ByHand, admin.StackedInline):  # type: ignore[type-arg]
    model = Membership
    form = ReferenceForm
    fields = (("organization", "role"), ("since", "until"), ("area", "on_behalf_of"), "labels")
    autocomplete_fields = ("organization", "area", "on_behalf_of")
    ordering = ("since", "pk")
    extra = 0


class Steps(ByHand, admin.StackedInline):  # type: ignore[type-arg]
    model = ProcedureStep
    form = StepForm
    fields = (("stage", "date", "order"), "notes")
    ordering = ("order",)
    extra = 0


@admin.register(Organization, site=site)
class Organizations(Table):
    searched = ("names", "short_names")
    list_display = ("__str__", "short", "kind", "parent", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    ordering = ("kind", "pk")
    autocomplete_fields = ("parent",)
    fields = (
        "kind", "names", "short_names", "descriptions", "parent", "colour", "seats", "since", "until", "links",
        "led_by",
    )  # fmt: skip
    inlines = (Identifiers,)

    @admin.display(description=gettext_lazy("Short name"))
    def short(self, row: Organization) -> str:
        return str(row.short_names.here)


@admin.register(Person, site=site)
class People(Table):
    searched = ("name", "sort_name", "other_names")
    list_display = ("name", "sort_name", "gender", "born")
    list_filter = ("gender",)
    ordering = ("sort_name", "name", "pk")
    fields = (
        "name", "sort_name", "other_names", "gender", "born", "image", "biographies", "links", "contacts", "led_by"
    )  # fmt: skip
    inlines = (Memberships, Identifiers)


@admin.register(Membership, site=site)
class AllMemberships(Table):
    searched = ("person__name", "organization__names", "area__names")
    list_display = ("person", "role", "organization", "area", "since", "until")
    list_filter = ("role", "organization__kind")
    list_select_related = ("person", "organization", "area")
    ordering = ("person__sort_name", "person__name", "since", "pk")
    autocomplete_fields = ("person", "organization", "area", "on_behalf_of")
    fields = ("person", "organization", "role", "labels", "area", "on_behalf_of", "since", "until")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A membership of somebody else is another one."""
        return ("person",) if obj else ()

    def view_on_site(self, row: Membership) -> str:
        return row.person.get_absolute_url()


@admin.register(Area, site=site)
class Areas(Table):
    searched = ("names",)
    list_display = ("__str__", "parent")
    list_select_related = ("parent",)
    ordering = ("pk",)
    autocomplete_fields = ("parent",)
    fields = ("names", "parent")
    inlines = (Identifiers,)
    view_on_site = False  # type: ignore[assignment]


@admin.register(Period, site=site)
class Periods(Table):
    searched = ("labels", "number")
    list_display = ("__str__", "kind", "organization", "parent", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("organization", "parent")
    ordering = ("-since", "pk")
    autocomplete_fields = ("organization", "parent")
    fields = ("organization", "kind", "number", "labels", "parent", "since", "until")
    inlines = (Identifiers,)
    view_on_site = False  # type: ignore[assignment]


@admin.register(Document, site=site)
class Documents(Table):
    searched = ("number", "titles", "popular_names")
    list_display = ("number", "title", "kind", "session", "introduced_on", "classification")
    list_filter = ("kind", "origin", "classification")
    ordering = ("-introduced_on", "number", "pk")
    autocomplete_fields = ("chamber", "committee", "sponsor")
    fields = (
        "kind", "number", "session", "titles", "long_titles", "popular_names", "summaries", "hashtags", "origin",
        "introduced_on", "chamber", "committee", "sponsor", "classification",
    )  # fmt: skip
    inlines = (Steps, Identifiers)

    def get_queryset(self, request: HttpRequest) -> Any:
        return Document.objects.readable_by(request.user)

    @admin.display(description=gettext_lazy("Title"))
    def title(self, row: Document) -> str:
        return str(row.titles.here)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """How far it goes is said of the bill and of all its texts."""
        asked = obj.classification
        if change:
            obj.classification = form.initial["classification"]
        super().save_model(request, obj, form, change)
        if asked != obj.classification:
            actions.classify(obj, classification=Classification(asked), by=request.user)
