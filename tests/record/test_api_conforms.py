"""Questions of every shape, made from the API's own description: every answer is one that the description names.

The questions of a run begin with HEMICYCLE_DEMO_SEED, which is printed at the end of every run and brings one back.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case

from hemicycle.record.api.openapi import described
from hemicycle.record.api.router import api
from hemicycle.record.models import (
    Contribution,
    Document,
    DocumentVersion,
    Organization,
    Person,
    Sitting,
    VoteEvent,
)
from tests.gate import EXPLORING, MORE_EXAMPLES
from tests.record.search.conftest import house, index

__all__ = ["house", "index"]

pytestmark = pytest.mark.django_db
# Questions to each address: enough for every parameter to be left out, right and wrong.
EXAMPLES = 15 * (MORE_EXAMPLES if EXPLORING else 1)
ROWS = (Person, Organization, Document, DocumentVersion, Sitting, Contribution, VoteEvent)

schema = schemathesis.openapi.from_dict(described(api.get_openapi_schema(path_prefix="/api/v1/")))
schema.app = WSGIHandler()
OPERATIONS = [operation.ok() for operation in schema.get_all_operations()]
RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
# Hardly any part of a path is wrong to the description: whatever stands there may be the address of nothing.
CASES = [(one, mode) for one in OPERATIONS for mode in (RIGHT, WRONG) if mode is RIGHT or "{" not in one.path]


@pytest.fixture
def connected() -> Iterator[None]:
    """The connection of the test, with its rows, is not closed after a request, as Django’s own test client does it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def addresses() -> list[str]:
    return [str(row.address) for table in ROWS for row in table.objects.all()]


@pytest.mark.parametrize(("operation", "mode"), CASES, ids=lambda part: getattr(part, "value", None) or part.label)
def test_every_answer_is_as_the_description_says(house: Sitting, connected: None, operation: Any, mode: Any) -> None:
    there = addresses()

    @seed(int(os.environ["HEMICYCLE_DEMO_SEED"]))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    @given(case=operation.as_strategy(generation_mode=mode), address=st.none() | st.sampled_from(there))
    def ask(case: Case, address: str | None) -> None:
        cache.clear()
        # An address drawn at random is nobody's: every other question is about something that is there.
        if address and "address" in (case.path_parameters or {}):
            case.path_parameters = {**case.path_parameters, "address": address}
        # The client of the tests unpacks nothing.
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
