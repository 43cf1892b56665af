"""A long text message is its sender's where every part of it is."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage, Segment
from hemicycle.channels.models import Inbound

pytestmark = pytest.mark.django_db
CITIZEN = "+447700900123"


@pytest.mark.parametrize("second", [True, False])
def test_a_long_message_is_verified_where_all_its_parts_are(office, second):
    account = actions.open_account(office=office, kind="kannel", name="T", address="+447700900000", by="test")
    for number, (text, verified) in enumerate((("I dis", True), ("agree", second)), 1):
        part = InboundMessage("", text, CITIZEN, authenticated=verified, segment=Segment("7", number, 2))
        actions.store_incoming(part, account=account, by="test")
    whole = Inbound.objects.get()
    assert (whole.text, whole.is_authenticated) == ("I disagree", second)


def test_what_nobody_vouches_for_is_not_verified(office):
    account = actions.open_account(office=office, kind="kannel", name="T", address="+447700900000", by="test")
    actions.store_incoming(InboundMessage("1", "Hello", CITIZEN), account=account, by="test")
    assert not Inbound.objects.get().is_authenticated
