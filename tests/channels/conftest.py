from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.rules.parameters import PARAMETERS

from .sink import Asked, Changed, Sink, numbered

Put = Callable[..., list[Outbound]]


@pytest.fixture(autouse=True)
def unacknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes out is what the test sends: tests/cases has what is said back at once."""
    nothing = replace(PARAMETERS["acknowledged_media"], default=())
    monkeypatch.setitem(PARAMETERS, "acknowledged_media", nothing)


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Sink:
    sink = Sink()
    monkeypatch.setitem(ADAPTERS, sink.kind, sink)
    return sink


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setitem(ADAPTERS, asked.kind, asked)
    return asked


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Changed:
    changed = Changed()
    monkeypatch.setitem(ADAPTERS, changed.kind, changed)
    return changed


@pytest.fixture
def account(office, sink: Sink) -> Account:
    return actions.open_account(office=office, kind=sink.kind, name="Sink", address="sink", by="test")


@pytest.fixture
def put(office) -> Put:
    """`put(account, "Text", to=3)`: messages that are due now, to so many people."""

    def queued(account: Account, text: str = "The House votes at seven", *, to: int = 1, **when) -> list[Outbound]:
        outgoing = OutgoingText("Vote", text, "en")
        content = actions.prepare(account, source=text, lang="en", rendered=actions.render(account, outgoing))
        people = [actions.contact_of(office=office, channel="sink", address=a, lang="en") for a in numbered(to)]
        when = {"due_at": timezone.now() - timedelta(seconds=1), **when}
        actions.queue_many(content, [person.pk for person in people], by="test", **when)
        return list(Outbound.objects.filter(content=content).order_by("pk"))

    return queued
