"""The policy in force, its earlier versions and their differences, as pages and as files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hemicycle.accounts.permissions import allow
from hemicycle.governance.documents import serving
from hemicycle.governance.documents.consolidated import consolidated
from hemicycle.governance.documents.data import described
from hemicycle.governance.documents.marked_up import marked_up
from hemicycle.governance.models import Activity, Override, Version
from hemicycle.governance.presenters import plan as plans
from hemicycle.governance.presenters.responsible import responsible
from hemicycle.governance.words import meaning, said
from hemicycle.rules.house_name import house_names
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, in_force

from .expectations import expectations


def published() -> Any:
    """Every version that is or was in force, newest first."""
    return Version.objects.filter(policy__is_enforced=True).published().whole().prefetch_related("adoptions")


@allow(public=True)
def policy(request: HttpRequest) -> HttpResponse:
    """What is in force now; where nothing is, what the software applies meanwhile."""
    versions = list(published())
    current = next((one for one in versions if one.ended_at is None), None)
    if current is None:
        return render(request, "site/policy/none.html", {"values": _values(), **_beside()})
    return render(request, "site/policy/policy.html", _context(current, versions))


@allow(public=True)
def version(request: HttpRequest, number: int) -> HttpResponse:
    versions = list(published())
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Http404
    return render(request, "site/policy/policy.html", _context(found, versions))


@allow(public=True)
def differences(request: HttpRequest, old: int, new: int) -> HttpResponse:
    before, after = (get_object_or_404(published(), number=number) for number in (old, new))
    paper = marked_up(before, after, after.policy.language_for(""))
    differ, same = (
        replace(paper, sections=[one for one in paper.sections if one.differs == wanted]) for wanted in (True, False)
    )
    context = {"paper": paper, "differ": differ, "same": same, "old": before, "new": after}
    return render(request, "site/policy/differences.html", context)


@allow(public=True)
def document(request: HttpRequest, number: int, kind: str, form: str) -> HttpResponse:
    found = get_object_or_404(published(), number=number)
    return serving.download(found, kind=kind, form=form, language=request.GET.get("language", ""))


@allow(public=True)
def data(request: HttpRequest) -> JsonResponse:
    """Everything that is in force, for programs."""
    current = Version.objects.in_force()
    content = {
        "house": house_names(),
        "policy": described(current.read_whole()) if current else None,
        "values": {name: {"value": value, "meaning": meaning} for name, meaning, value, _words in _values()},
        "overrides": [
            {"values": one.values, "reason": one.reason, "from": one.confirmed_at, "until": one.ended_at or one.until}
            for one in Override.objects.public()
        ],
    }
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@allow(public=True)
def what_to_expect(request: HttpRequest) -> HttpResponse:
    return render(request, "site/policy/what_to_expect.html", expectations())


@allow(public=True)
def plan(request: HttpRequest) -> HttpResponse:
    """What of the plan of outreach everybody may read: whom the House wants to reach, and what came of it."""
    year = plans.year_of(request.GET.get("year", ""))
    rows = Activity.objects.public().of_year(year).select_related("office")
    shown = [(one, plans.measured(one)) for one in rows]
    return render(request, "site/policy/plan.html", {"year": year, "rows": shown, "years": (year - 1, year + 1)})


def _context(shown: Version, versions: list[Version]) -> dict[str, object]:
    language = shown.policy.language_for("")
    others = [one for one in versions if one.pk != shown.pk]
    earlier = next((one for one in others if one.number < shown.number), None)
    return {
        "version": shown,
        "paper": consolidated(shown, language),
        "earlier": earlier,
        "others": others,
        "formats": serving.FORMATS,
        "language": language,
        "is_current": shown.ended_at is None,
        **_beside(),
    }


def _beside() -> dict[str, object]:
    """What stands below any version: overrides, who is responsible now, whether there is a plan to read."""
    return {
        "overrides": _overrides(),
        "responsible": responsible(),
        "has_plan": Activity.objects.public().exists(),
    }


def _overrides() -> list[dict[str, object]]:
    """In force now, and those that were."""
    now = timezone.now()
    return [
        {
            "row": one,
            "is_in_force": one.is_in_force(now),
            "values": [(meaning(name), said(name, value)) for name, value in sorted(one.values.items())],
        }
        for one in Override.objects.public()
    ]


def _values() -> list[tuple[str, str, Any, str]]:
    """What a policy decides, as it is now: name, meaning, value, in words."""
    return [
        (name, str(one.meaning), value, said(name, value))
        for name, one in sorted(PARAMETERS.items())
        if one.decided_by is DecidedBy.POLICY
        for value in [in_force(name)]
    ]
