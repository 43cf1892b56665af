"""One announcement by every way that text messages go: once each, in the same segments, and a reply on each threaded."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.sending import send_account
from tests.conf.installation import wait_until

from .conftest import CITIZEN, OURS, rendered

pytestmark = pytest.mark.django_db
LATIN = "The House votes on bill 12 at 19:00 {€}. " * 5
POLISH = "Izba głosuje nad ustawą 12 o 19:00. " * 5


@pytest.mark.parametrize(("text", "parts"), [(LATIN, 2), (POLISH, 3)], ids=["GSM-7", "UCS-2"])
def test_the_same_announcement_arrives_once_by_every_way_and_is_answered(
    smpp_account, kannel_account, gammu_account, smsc, kannel, gammu, called, listening, text, parts
):
    accounts = [smpp_account, kannel_account, gammu_account]
    rows = {account.kind: announced(account, text) for account in accounts}
    wait_until(lambda: len(smsc.messages(kannel.ACCOUNT)) == parts and bool(gammu.messages()))
    came = {
        "smpp": "".join(one.text for one in smsc.messages()),
        "kannel": "".join(one.text for one in sorted(smsc.messages(kannel.ACCOUNT), key=lambda one: one.udh)),
        "gammu": "".join(one.text for one in gammu.messages()),
    }
    assert set(came.values()) == {text.strip()}
    assert (len(smsc.messages()), len(gammu.messages()[0].udhs)) == (parts, parts)

    called.take(2)
    smsc.incoming(source=CITIZEN[1:], destination=OURS[1:], text="I agree by smpp")
    smsc.incoming(source=CITIZEN[1:], destination=OURS[1:], text="I agree by kannel", account=kannel.ACCOUNT)
    gammu.incoming(source=CITIZEN, text="I agree by gammu")
    called.take(1)
    with listening(smpp_account) as heard:
        heard.take_all(parts + 1)
    with listening(gammu_account) as heard:
        heard.take_all(1)

    answers = {one.text: one.answers for one in Inbound.objects.all()}
    assert answers == {f"I agree by {kind}": row for kind, row in rows.items()}
    states = {row.account.kind: row.state for row in Outbound.objects.select_related("account")}
    assert states == {"smpp": "delivered", "kannel": "delivered", "gammu": "sent"}


def announced(account: Account, text: str) -> Outbound:
    """As the desk does: one content an account, of one source."""
    content = actions.prepare(account, source="announcement:12", lang="en", rendered=rendered(account, text))
    person = actions.contact_of(office=account.office, channel="sms", address=CITIZEN)
    row = actions.queue(content, to=person, by="test")
    send_account(account, worker="w")
    return row
