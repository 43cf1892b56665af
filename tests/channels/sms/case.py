"""Text messages by an operator, a gateway and a modem: how one message is sent and how often it arrived, for the fault suite."""

from contextlib import suppress
from urllib.parse import urlsplit

from django.test import Client

from tests.conf.installation import wait_until
from tests.verification.dialogues import Http, Smpp
from tests.verification.faults import NUMBER, Case, Make, case_of, put


@case_of("smpp")
def smpp(office, smsc, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(smsc.port, Smpp)
        account, row = put(
            office, "smpp", to=NUMBER, channel="sms", address="+447700900000",
            settings={"host": "127.0.0.1", "port": proxy.port, "system_id": smsc.ACCOUNT, "answer_seconds": 3},
            secret={"password": smsc.PASSWORD},
        )  # fmt: skip
        return Case(account, row, lambda: len(smsc.messages()), proxy)

    return made


@case_of("kannel")
def kannel(office, request, smsc, receiver, proxied, settings) -> Make:
    """Its reports come to the receiver; between two rounds they are brought to our hook, as they are after seconds."""

    def made() -> Case:
        gateway = request.getfixturevalue("_kannel")
        receiver.reset()
        settings.ADDRESS = receiver.address
        proxy = proxied(gateway.port, Http)
        account, row = put(
            office, "kannel", to=NUMBER, channel="sms", address="+447700900000",
            settings={
                "url": gateway.address.replace(str(gateway.port), str(proxy.port)), "admin_url": gateway.admin,
                "username": gateway.USER, "answer_seconds": 3,
            },
            secret={"password": gateway.PASSWORD, "admin_password": gateway.PASSWORD},
        )  # fmt: skip
        hook = urlsplit(account.access.webhook_url).path

        def reported() -> None:
            with suppress(AssertionError):
                wait_until(lambda: any(call.path.startswith(hook) for call in receiver.calls), seconds=2)
            for call in receiver.calls:
                if call.path.startswith(hook):
                    assert Client().get(call.path).status_code == 200

        return Case(account, row, lambda: len(smsc.messages(gateway.ACCOUNT)), proxy, reported)

    return made


@case_of("gammu", over_a_network=False)
def gammu(office, request) -> Make:
    def made() -> Case:
        modem = request.getfixturevalue("_gammu")
        modem.reset()
        account, row = put(
            office, "gammu", to=NUMBER, channel="sms", address="+447700900000",
            settings={"folder": str(modem.inbox.parent)},
        )  # fmt: skip
        return Case(account, row, lambda: len(list(modem.sent.iterdir())))

    return made
