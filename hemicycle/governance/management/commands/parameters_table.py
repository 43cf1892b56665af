"""Print docs/parameters.md: every parameter, who decides it, what enforces it and what proves it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.governance.enforcement import Enforcement, enforcements
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, Parameter

HEAD = """# Parameters

What the policy decides, what an administrator decides on a page, and what whoever runs the server decides.
Each parameter has a default that holds until somebody decides otherwise.
`hemicycle policy check` shows the values in force, the lines that read them, and whatever is missing.
This page is made by `python manage.py parameters_table > docs/parameters.md`.
"""
HEADINGS = {
    DecidedBy.POLICY: "Decided by the policy",
    DecidedBy.HOUSE: "Decided by the House, on a page",
    DecidedBy.OPERATION: "Decided by whoever runs the server",
}


def table(declared: Mapping[str, Parameter] = PARAMETERS) -> str:
    found = enforcements(declared)
    return "\n".join((HEAD, *(line for decided_by in DecidedBy for line in _section(decided_by, found))))


def _section(decided_by: DecidedBy, found: list[Enforcement]) -> Iterator[str]:
    is_policy = decided_by is DecidedBy.POLICY
    columns = ["parameter", "meaning", "default", "source of the default", "enforced in"]
    yield f"## {HEADINGS[decided_by]}\n"
    yield f"| {' | '.join([*columns, *(['proven by'] if is_policy else [])])} |"
    yield "|---" * (len(columns) + is_policy) + "|"
    for one in found:
        if one.parameter.decided_by is decided_by:
            proof = [f"`{one.parameter.test}`" if one.parameter.test else "none yet"] if is_policy else []
            yield f"| {' | '.join([*_cells(one), *proof])} |"
    yield ""


def _cells(one: Enforcement) -> Iterator[str]:
    parameter = one.parameter
    yield f"`{parameter.name}`"
    yield str(parameter.meaning)
    yield f"`{json.dumps(parameter.default, ensure_ascii=False)}`"
    yield str(parameter.source)
    yield ", ".join(f"`{file}`" for file in one.files) or "nothing yet"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table(), ending="")
