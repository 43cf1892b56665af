from datetime import UTC, date, datetime

from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.governance.actions import drafting
from hemicycle.governance.models import Version
from hemicycle.governance.presenters.policy_in_force import review_banner
from hemicycle.rules.models import ParameterInForce

from .policies import approvals_article, draft, in_force


def activated(secretary: User, second: User, moment: datetime) -> Version:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    in_force(version, by=secretary, second=second)
    Version.objects.update(activated_at=moment)
    return Version.objects.get()


def test_the_policy_says_when_it_is_reviewed(secretary: User, second_secretary: User) -> None:
    version = activated(secretary, second_secretary, datetime(2025, 8, 31, 12, tzinfo=UTC))
    assert version.review_on == date(2027, 8, 31)
    ParameterInForce.objects.update_or_create(name="policy_review_months", defaults={"value": 6})
    assert version.review_on == date(2026, 2, 28)


def test_whoever_leads_it_sees_that_it_is_due_until_the_next_version_is_drafted(
    secretary: User, second_secretary: User, clerk: User
) -> None:
    version = activated(secretary, second_secretary, datetime(2020, 1, 1, 12, tzinfo=UTC))
    assert review_banner(secretary) is not None and review_banner(clerk) is None
    drafting.draft_next(version.policy, by=secretary)
    assert review_banner(secretary) is None


def test_before_its_day_nothing_is_said(secretary: User, second_secretary: User) -> None:
    activated(secretary, second_secretary, timezone.now())
    assert review_banner(secretary) is None
