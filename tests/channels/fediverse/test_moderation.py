"""An actor who is blocked for breaking a house rule follows ours no more, until it is over or taken back."""

import pytest

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import ActorFollower, Block, Inbound
from tests.cast import person

pytestmark = pytest.mark.django_db


def test_who_is_blocked_follows_no_more_and_may_again_when_it_is_taken_back(actor, neighbour, follow, office, clerk):
    follow(neighbour, "ana")
    follow(neighbour, "ben")
    assert ActorFollower.objects.count() == 2
    actions.store_incoming(
        InboundMessage("1", "You are vermin", sender=neighbour.actor("ana")), account=actor, by="test"
    )
    second = person("Carla Clerk", Role.CLERK, office=office)

    measure = actions.moderate(Inbound.objects.get(), step="block", rule="R2", words="vermin", days=9, by=clerk)
    assert not Block.objects.exists()
    actions.confirm_measure(measure, by=second)
    assert ActorFollower.objects.count() == 1
    block = Block.objects.get()
    assert (block.reason, block.until) == ("R2 · Abuse", measure.until)
    follow(neighbour, "ana")
    assert ActorFollower.objects.count() == 1

    actions.lift(measure, by=clerk)
    follow(neighbour, "ana")
    assert ActorFollower.objects.count() == 2
