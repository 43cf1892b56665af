"""What every kind of reference data has in common: search, writes by actions, refusal, history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from hemicycle.record import actions
from hemicycle.record.actions.reference import ELSEWHERE, uses
from hemicycle.record.admin import history
from hemicycle.record.admin.site import ByHand
from hemicycle.record.errors import StillUsed
from hemicycle.record.forms import ReferenceForm
from hemicycle.record.linkage.matches import plain
from hemicycle.record.models import Identifier
from hemicycle.record.models.people import Mergeable
from hemicycle.record.tables.meanings import PLURALS

# As many as SQLite takes in one question with room to spare; whoever finds more types another word.
MOST_FOUND = 1_000
PER_PAGE = 50


class Table(ByHand, admin.ModelAdmin):  # type: ignore[type-arg]
    """One kind of reference data. `searched` names what a search looks into, without accents and capitals."""

    form = ReferenceForm
    actions = None
    list_per_page = PER_PAGE
    show_full_result_count = False
    searched: tuple[str, ...] = ()
    # Django asks for it to show the field of search; `searched` is what is looked into.
    search_fields = ("pk",)
    delete_confirmation_template = "record/reference/delete.html"
    object_history_template = "record/reference/history.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.current() if issubclass(self.model, Mergeable) else rows

    def get_search_results(self, request: HttpRequest, rows: Any, term: str) -> tuple[Any, bool]:
        words = plain(term).split()
        if not words:
            return rows, False
        values = rows.order_by().values_list("pk", *self.searched)
        found = [key for key, *texts in values.iterator() if _has(" ".join(map(_text, texts)), words)]
        return rows.filter(pk__in=found[:MOST_FOUND]), False

    def view_on_site(self, row: Any) -> str:
        return str(row.get_absolute_url())

    # ── Writing: actions, and nothing else ──

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        changed = actions.keep(obj, by=request.user)
        if changed and obj.source_id and not isinstance(obj, Mergeable):
            text = _("This came from %(source)s. The next import from there will restore what the source says.")
            self.message_user(request, text % {"source": obj.source}, messages.WARNING)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for row in formset.deleted_objects:
            actions.remove(row, by=request.user)
        for row in [*(row for row, _fields in formset.changed_objects), *formset.new_objects]:
            actions.keep(row, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actions.remove(obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except StillUsed:
            # Between the page that asked and the answer somebody has spoken of it.
            self.message_user(request, _("It is now in use and was not deleted."), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        (row,) = objs
        used = [_use(name, count) for name, count in uses(row).items()]
        parts = [str(each) for each in getattr(row, "identifiers", Identifier.objects.none()).all()]
        return [str(row), *parts], {}, set(), used

    # ── History: that of the audit log, which is the only one ──

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        page = Paginator(history.entries(row), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(row)s") % {"row": row},
            "opts": self.opts,
            "object": row,
            "page": page,
            "shown": [history.described(entry) for entry in page],
        }
        return TemplateResponse(request, str(self.object_history_template), context)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _has(text: str, words: list[str]) -> bool:
    found = plain(text.replace(",", " "))
    return all(word in found for word in words)


def _use(name: str, count: int) -> str:
    if name == ELSEWHERE:
        return _("Another part of the platform refers to it.")
    return _("%(kind)s: %(count)s") % {"kind": PLURALS.get(name, name), "count": count}
