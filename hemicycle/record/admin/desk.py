"""The site: who may, and its first page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role

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
