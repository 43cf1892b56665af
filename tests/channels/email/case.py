"""A letter: how one message is sent and how often it arrived, for the fault suite."""

from tests.verification.dialogues import Smtp
from tests.verification.faults import Case, Make, case_of, put


@case_of("email")
def email(office, mail, proxied) -> Make:
    """Into a mailbox of Dovecot, by a Postfix that has delivered or given back whatever it took."""

    def made() -> Case:
        proxy, citizen = proxied(mail.smtp, Smtp), mail.box("ana")
        account, row = put(
            office, "email", to=citizen, channel="email", address="alerts@parliament.test",
            settings={"host": "127.0.0.1", "port": proxy.port, "security": "none", "seconds": 3},
        )  # fmt: skip

        def arrived() -> int:
            mail.settle()
            return len(mail.received(citizen))

        return Case(account, row, arrived, proxy)

    return made
