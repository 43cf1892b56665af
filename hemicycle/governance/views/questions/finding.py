"""The draft whose questions a page shows, and what every such page says of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from ...models import Version
from ...questions import Opening, Start, questionnaire
from .. import opening
from ..lookup import person, visible_policy


def draft_seen(request: HttpRequest, address: str) -> Version:
    """The version in hand of a policy that this person may see."""
    return visible_policy(request, address).in_hand()


def shared(version: Version, request: HttpRequest) -> dict[str, Any]:
    head = opening.shared(version.policy, version, person(request), "questions")
    return {**head, "can_answer": head["writes"]}


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
