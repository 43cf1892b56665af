"""Whatever is done in whatever order: one policy in force, what it says is obeyed, and the audit log verifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, discussion, drafting
from hemicycle.governance.errors import GovernanceError
from hemicycle.governance.models import Amendment, Policy, State, Version
from hemicycle.rules import audit
from hemicycle.rules.errors import RulesError
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, in_force

from .policies import draft

pytestmark = pytest.mark.django_db
VALUES = {"approvals_sensitive": (1, 3, 5), "answer_within_days": (5, 10, 20), "override_hours": (24, 72)}


class RolledBack(Exception):
    pass


class House:
    """Two people who do what they are asked, sensible or not."""

    def __init__(self, people: tuple[User, User], random: Random) -> None:
        self.people, self.random = people, random
        self.policy = Policy.objects.of_the_house() or draft(people[0]).policy

    def someone(self) -> User:
        return self.random.choice(self.people)

    def version(self) -> Version:
        return self.random.choice(list(self.policy.versions.all()))

    def do(self, name: str) -> None:
        """Refusals are part of the game; anything else is a fault."""
        try:
            with transaction.atomic():
                getattr(self, name)()
        except (GovernanceError, RulesError):
            pass

    def next_draft(self) -> None:
        drafting.draft_next(self.policy, by=self.someone())

    def article(self) -> None:
        name = self.random.choice(list(VALUES))
        drafting.add_article(
            self.version(), language="en", heading=name, text=f"It is {{{name}}}.", key=name.replace("_", "-"),
            parameters={name: self.random.choice(VALUES[name])}, by=self.someone(),
        )  # fmt: skip

    def decide(self) -> None:
        for article in self.version().articles.all()[:1]:
            values = {name: self.random.choice(VALUES[name]) for name in article.parameters}
            drafting.decide(article, values, by=self.someone())

    def amend(self) -> None:
        version = self.version()
        for article in version.articles.all()[:1]:
            text = article.texts.get()
            seen = {"heading": text.heading, "text": text.text, "why": text.why, "parameters": article.parameters}
            wanted = {**seen, "text": f"{text.text} Always."}
            discussion.propose(
                version, kind="change", language="en", article=article, reason="So", read=seen, proposed=wanted,
                by=self.someone(),
            )  # fmt: skip

    def accept(self) -> None:
        for amendment in Amendment.objects.undecided()[:1]:
            discussion.accept(amendment, by=self.someone())

    def decline(self) -> None:
        for amendment in Amendment.objects.undecided()[:1]:
            discussion.decline(amendment, decision="No", by=self.someone())

    def send(self) -> None:
        adopting.send(self.version(), by=self.someone())

    def give_back(self) -> None:
        adopting.return_to_drafting(self.version(), by=self.someone())

    def adopt(self) -> None:
        version = self.version()
        adopting.record_adoption(
            version, digest=version.digest, body=f"Body {version.adoptions.count()}", on=date(2026, 3, 1),
            way="consensus", is_adopted=self.random.random() < 0.8, by=self.someone(),
        )  # fmt: skip

    def activate(self) -> None:
        version = self.version()
        adopting.activate(version, digest=version.digest, by=self.someone())

    def discard(self) -> None:
        drafting.discard(self.version(), by=self.someone())


# Most sequences of single steps lead nowhere: some of those drawn are the whole way.
STEPS = (
    "next_draft",
    "article",
    "decide",
    "amend",
    "accept",
    "decline",
    "send",
    "give_back",
    "adopt",
    "activate",
    "discard",
)
WAY = ("next_draft", "article", "article", "send", "adopt", "activate", "activate", "activate")
sequences = st.lists(st.one_of(st.sampled_from(STEPS).map(lambda one: (one,)), st.just(WAY)), min_size=1, max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=sequences, seed=st.integers(0, 10_000))
def test_one_policy_is_in_force_is_obeyed_and_the_log_verifies(
    secretary: User, second_secretary: User, sequence: list[tuple[str, ...]], seed: int
) -> None:
    in_isolation(lambda: _play(House((secretary, second_secretary), Random(seed)), sequence))


def _play(house: House, sequence: list[tuple[str, ...]]) -> None:
    was_activated = False
    for step in (one for steps in sequence for one in steps):
        house.do(step)
        rows = list(Version.objects.filter(state=State.IN_FORCE))
        was_activated = was_activated or bool(rows)
        assert len(rows) == (1 if was_activated else 0)
        _refuse_disobedience(rows[0] if rows else None)
    assert not list(audit.verify_chain())


def _refuse_disobedience(version: Version | None) -> None:
    """What every app reads is what the version in force says, else the default."""
    said = version.parameters if version else {}
    for name, parameter in PARAMETERS.items():
        if parameter.decided_by is DecidedBy.POLICY and name in VALUES:
            assert in_force(name) == said.get(name, parameter.default)


def in_isolation(play: Callable[[], None]) -> None:
    """Each example begins from the same tables."""
    with pytest.raises(RolledBack), transaction.atomic():
        play()
        raise RolledBack
