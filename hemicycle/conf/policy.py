"""`hemicycle policy check`: each parameter with its value, the code that obeys it and the test that proves it."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.governance.enforcement import Enforcement, Fault, enforcements, faults
from hemicycle.rules.parameters import DecidedBy

DECIDED_BY = {
    DecidedBy.POLICY: "the policy",
    DecidedBy.HOUSE: "the House, on a page",
    DecidedBy.OPERATION: "whoever runs the server",
}


def run(*, act: str, as_json: bool) -> int:
    """Prints the report; returns 1 where something is missing, else 0."""
    refuse_unless_migrated()
    found, missing = enforcements(), faults()
    if as_json:
        report = {"parameters": [_as_data(one) for one in found], "faults": [vars(one) for one in missing]}
        sys.stdout.write(f"{json.dumps(report, indent=2, ensure_ascii=False)}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, missing))
    return 1 if missing else 0


def _as_data(one: Enforcement) -> dict[str, Any]:
    return {
        "name": one.parameter.name,
        "value": one.value,
        "default": one.parameter.default,
        "decided_by": one.parameter.decided_by.value,
        "read_at": [str(reading) for reading in one.read_at],
        "test": one.parameter.test,
    }


def _lines(found: list[Enforcement], missing: list[Fault]) -> Iterator[str]:
    for one in found:
        value = json.dumps(one.value, ensure_ascii=False)
        yield f"{one.parameter.name} = {value}, decided by {DECIDED_BY[one.parameter.decided_by]}"
        yield f"    enforced by {', '.join(map(str, one.read_at)) or 'nothing'}"
        if one.parameter.decided_by is DecidedBy.POLICY:
            yield f"    proven by {one.parameter.test or 'nothing'}"
    yield ""
    yield f"{len(found)} parameters, {len(missing) or 'no'} {'fault' if len(missing) == 1 else 'faults'}."
    yield from (f"FAULT  {one}" for one in missing)
