from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, drafting
from hemicycle.governance.errors import Changed, NothingEnforced, NotReady, SecondPersonNeeded
from hemicycle.governance.models import ArticleText, Policy, State, Version
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import in_force as value

from .policies import adopted, approvals_article, draft, in_force


def test_what_is_activated_is_what_every_app_reads(secretary: User, second_secretary: User) -> None:
    version = draft(secretary)
    approvals_article(version, 4, by=secretary)
    assert value("approvals_sensitive") == 3
    in_force(version, by=secretary, second=second_secretary)
    assert value("approvals_sensitive") == 4


def test_adopted_is_not_in_force(secretary: User) -> None:
    version = draft(secretary)
    approvals_article(version, 4, by=secretary)
    assert adopted(version, by=secretary).state == State.ADOPTED
    assert value("approvals_sensitive") == 3


def test_what_a_policy_does_not_speak_of_is_the_default_again(secretary: User, second_secretary: User) -> None:
    ParameterInForce.objects.create(name="approvals_needed", value=5)
    version = draft(secretary)
    approvals_article(version, 4, by=secretary)
    in_force(version, by=secretary, second=second_secretary)
    assert value("approvals_needed") == 2


def test_settings_that_no_policy_decides_stay(secretary: User, second_secretary: User) -> None:
    ParameterInForce.objects.create(name="write_to_email", value="letters@valmora.example")
    version = draft(secretary)
    approvals_article(version, by=secretary)
    in_force(version, by=secretary, second=second_secretary)
    assert value("write_to_email") == "letters@valmora.example"


def test_the_next_version_replaces_the_one_before(secretary: User, second_secretary: User) -> None:
    first = draft(secretary)
    approvals_article(first, 4, by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    second = drafting.draft_next(first.policy, by=secretary)
    drafting.decide(second.articles.get(), {"approvals_sensitive": 2}, by=secretary)
    in_force(second, by=second_secretary, second=secretary)
    first.refresh_from_db()
    assert first.state == State.REPLACED and first.ended_at
    assert Version.objects.in_force() == second and value("approvals_sensitive") == 2


def test_whoever_recorded_the_adoption_does_not_activate(secretary: User) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    ready = adopted(version, by=secretary)
    with pytest.raises(SecondPersonNeeded):
        adopting.activate(ready, digest=ready.digest, by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=ready.pk).update(activated_by=secretary)
    assert Version.objects.in_force() is None


def test_no_two_versions_are_in_force_whatever_writes_them(secretary: User, second_secretary: User) -> None:
    first = draft(secretary)
    approvals_article(first, by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    second = drafting.draft_next(first.policy, by=secretary)
    ready = adopted(second, by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=ready.pk).update(state=State.IN_FORCE)


def test_a_text_that_was_changed_past_us_since_it_was_sent_is_neither_adopted_nor_activated(
    secretary, second_secretary
) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    sent = adopting.send(version, by=secretary)
    ArticleText.objects.update(text="Nobody approves anything.")
    with pytest.raises(Changed):
        adopting.record_adoption(
            sent, digest=sent.digest, body="The Bureau", on=date(2026, 3, 1), way="consensus", by=secretary
        )


def test_a_draft_is_not_sent_with_a_language_missing_or_an_amendment_open(secretary: User) -> None:
    with pytest.raises(NotReady) as nothing:
        adopting.send(draft(secretary, languages=("en", "fr")), by=secretary)
    version = Version.objects.get()
    approvals_article(version, by=secretary)
    with pytest.raises(NotReady) as refused:
        adopting.send(version, by=secretary)
    assert nothing.value.reasons == ["no-article"] and refused.value.reasons == ["no-text approvals fr"]
    version.refresh_from_db()
    assert version.state == State.DRAFT


def test_the_body_may_ask_for_changes_or_reject_it(secretary: User) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    adopting.send(version, by=secretary)
    assert adopting.return_to_drafting(version, by=secretary).digest == ""
    sent = adopting.send(version, by=secretary)
    adopting.record_adoption(
        sent, digest=sent.digest, body="The Bureau", on=date(2026, 3, 1), way="vote", is_adopted=False,
        votes=(3, 5, 1), by=secretary,
    )  # fmt: skip
    version.refresh_from_db()
    assert version.state == State.REJECTED
    with pytest.raises(IllegalMove):
        adopting.activate(version, digest=version.digest, by=secretary)


def test_a_text_of_several_bodies_is_adopted_by_each_and_enforced_by_none(
    secretary: User, second_secretary: User
) -> None:
    version = draft(secretary, is_enforced=False)
    approvals_article(version, 5, by=secretary)
    sent = adopting.send(version, by=secretary)
    for body, is_adopted in (("Assembly of Valmora", True), ("Senate of Norland", False), ("House of Sudmark", True)):
        adopting.record_adoption(
            sent, digest=sent.digest, body=body, on=date(2026, 3, 1), way="decision", is_adopted=is_adopted,
            by=secretary,
        )  # fmt: skip
    assert sent.adoptions.count() == 3
    with pytest.raises(NothingEnforced):
        adopting.activate(sent, digest=sent.digest, by=second_secretary)
    assert value("approvals_sensitive") == 3


def test_a_house_has_one_policy_that_is_enforced(secretary: User) -> None:
    draft(secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        draft(secretary)
    assert Policy.objects.filter(is_enforced=True).count() == 1
