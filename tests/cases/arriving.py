"""Letters and text messages that come to an office, each with its case."""

from hemicycle.accounts.models import Office
from hemicycle.cases.models import Case
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account
from tests.cases.pages import case_of


def mailbox_of(office: Office, address: str = "house@h.example") -> Account:
    folder = {"transport": "folder", "folder": "outbox"}
    return actions.open_account(
        office=office, kind="email", name="Letters", address=address, settings=folder, by="test"
    )


def phone_of(office: Office) -> Account:
    priced = {"price": "0.05", "currency": "EUR", "folder": "outbox"}
    return actions.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings=priced, by="test"
    )


def case_from(account: Account, sender: str, text: str = "My street floods each spring.", **more) -> Case:
    name = f"{sender} {text}"[:200]
    found = actions.store_incoming(
        InboundMessage(name, text, sender=sender, **{"lang": "en", **more}), account=account, by="test"
    )
    assert found is not None
    return case_of(found)
