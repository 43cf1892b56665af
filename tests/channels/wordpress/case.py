"""A post on a site: how one message is sent and how often it arrived, for the fault suite."""

from tests.verification.dialogues import Http
from tests.verification.faults import Case, Make, case_of, put


@case_of("wordpress")
def blog(office, wordpress, proxied) -> Make:
    def made() -> Case:
        wordpress.reset()
        proxy = proxied(wordpress.port, Http)
        account, row = put(
            office, "wordpress", address=f"http://127.0.0.1:{proxy.port}", secret={"password": wordpress.PASSWORD},
            settings={"user": wordpress.USER, "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip
        return Case(account, row, lambda: len(wordpress.posts), proxy)

    return made
