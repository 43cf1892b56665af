"""A version for programs, as JSON."""

from __future__ import annotations

import json
from typing import Any

from hemicycle.rules.parameters import PARAMETERS

from ..content import content_of
from ..models import Adoption, Version

FORMAT = "hemicycle-policy/1"


def data(version: Version) -> str:
    """The same bytes for the same version: sorted keys, UTF-8, two spaces, a line end."""
    return json.dumps(described(version), ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def described(version: Version) -> dict[str, Any]:
    found = content_of(version)
    for article in found["articles"]:
        article["parameters"] = {
            name: {"value": value, "unit_or_choices": _form(name)} for name, value in article["parameters"].items()
        }
    return {
        "format": FORMAT,
        "state": version.state,
        "enforced": version.policy.is_enforced,
        "digest": version.digest,
        "in_force_from": version.activated_at.isoformat() if version.activated_at else None,
        "in_force_until": version.ended_at.isoformat() if version.ended_at else None,
        "adoptions": [_adoption(one) for one in version.adoptions.all()],
        **found,
    }


def _form(name: str) -> Any:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return None
    return sorted(parameter.choices) or parameter.type.__name__


def _adoption(adoption: Adoption) -> dict[str, Any]:
    return {
        "body": adoption.body,
        "on": adoption.on.isoformat(),
        "way": adoption.way,
        "adopted": adoption.is_adopted,
        "votes": [adoption.votes_for, adoption.votes_against, adoption.abstentions]
        if adoption.votes_for is not None
        else None,
        "reference": adoption.reference,
        "digest": adoption.digest,
    }
