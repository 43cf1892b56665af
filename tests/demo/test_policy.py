"""The policy of the demonstration: adopted and in force, and one worked on."""

import pytest
from rich.console import Console

from hemicycle.accounts.models import User
from hemicycle.demo import policy
from hemicycle.demo.load import load
from hemicycle.governance.models import Policy, Version
from hemicycle.governance.presenters.questionnaire import progress_of
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, in_force


@pytest.mark.django_db
def test_the_house_has_a_policy_in_force_and_a_version_that_others_discuss() -> None:
    load(console=Console(quiet=True))
    policy.govern()
    policy.govern()
    house = Policy.objects.get()
    assert Version.objects.in_force() == house.versions.get(number=1)
    draft = house.versions.get(number=2)
    assert [one.state for one in draft.amendments.order_by("number")] == [
        "proposed", "accepted", "proposed", "declined",
    ]  # fmt: skip
    assert progress_of(draft).open == 0
    assert house.participants.exclude(body="").count() == len(policy.PAPERS["participants"])
    for article in Version.objects.whole().get(pk=house.versions.get(number=1).pk).articles.all():
        assert set(article.by_language) == set(policy.LANGUAGES)
        assert not any(one.is_behind or "[" in one.text for one in article.by_language.values())
    _holds_what_the_demonstration_needs()


# What announcements, letters and sign-ins of the demonstration are made for.
NEEDED = (
    "approvals_needed", "approvals_sensitive", "approving_offices", "checks_blocking", "second_factor_roles",
    "step_up_for", "training_required", "duty_link_hours", "by_hand_within_minutes", "required_languages",
    "messages_kept_days", "session_hours", "direct_messages", "campaign_minimum_senders", "limit_days", "block_days",
    "appeal_within_days",
)  # fmt: skip


def _holds_what_the_demonstration_needs() -> None:
    for name in NEEDED:
        assert PARAMETERS[name].decided_by is DecidedBy.POLICY
        assert in_force(name) == PARAMETERS[name].default, name
    assert in_force("quiet_from") == in_force("quiet_until")


def test_no_invented_participant_belongs_to_an_office(db: None) -> None:
    load(console=Console(quiet=True))
    policy.govern()
    invited = User.objects.filter(email__in=[one["mailbox"] for one in policy.PAPERS["participants"]])
    assert invited.count() == 3 and not any(one.roles for one in invited)
