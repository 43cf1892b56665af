"""The draft whose questions a page shows, and what every such page says of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from ...models import State, Version
from ...questions import Opening, Start, questionnaire
from ..lookup import visible_policy


def draft_seen(request: HttpRequest, address: str) -> Version:
    """The version that is worked on, else the latest, of a policy that this person may see."""
    versions = visible_policy(request, address).versions.select_related("policy")
    found: Version | None = versions.filter(state__in=(State.DRAFT, State.SENT)).first() or versions.first()
    if found is None:
        raise Http404
    return found


def shared(version: Version, request: HttpRequest) -> dict[str, Any]:
    policy = version.policy
    return {"policy": policy, "version": version, "can_answer": version.is_open and policy.is_edited_by(request.user)}


def opening_or_404(key: str) -> Opening:
    found = next((one for one in questionnaire().articles if one.key == key), None)
    if found is None:
        raise Http404
    return found


def start_or_404(key: str) -> Start:
    found = next((one for one in questionnaire().starts if one.key == key), None)
    if found is None:
        raise Http404
    return found
