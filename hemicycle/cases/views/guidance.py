"""What the House tells its own staff: written by the Secretary General's office, in each language."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.models import Guidance, GuidanceText
from hemicycle.cases.safety.texts import GuidanceForm
from hemicycle.cases.views.lookup import person


@allow(Role.SECRETARY)
def guidance(request: HttpRequest) -> HttpResponse:
    """Every text on one page, each saved by itself."""
    topic = request.POST.get("topic", "")
    forms = [GuidanceForm(request.POST if topic == one else None, topic=one, texts=_texts(one)) for one in Guidance]
    changed = next((one for one in forms if one.is_bound), None)
    if changed is not None and changed.is_valid():
        actions.save_guidance(topic, changed.texts(), by=person(request))
        messages.success(request, _("Saved."))
        return redirect("cases:guidance")
    status = 422 if changed is not None else 200
    return render(request, "cases/safety/guidance.html", {"forms": forms}, status=status)


def _texts(topic: str) -> dict[str, str]:
    return dict(GuidanceText.objects.filter(topic=topic).values_list("lang", "text"))
