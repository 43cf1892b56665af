"""A webhook: how one message is sent and how often it arrived, for the fault suite."""

from tests.verification.dialogues import Http
from tests.verification.faults import Case, Make, case_of, put


@case_of("webhook")
def webhook(office, receiver, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(receiver.port, Http)
        account, row = put(
            office, "webhook", address=f"http://127.0.0.1:{proxy.port}/hook",
            settings={"allow_private": True, "timeout": 3}, secret={"secret": "both know it"},
        )  # fmt: skip
        return Case(account, row, lambda: len(receiver.calls), proxy)

    return made
