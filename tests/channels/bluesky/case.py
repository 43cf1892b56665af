"""A thread on Bluesky: how one message is sent and how often it arrived, for the fault suite."""

import secrets
from dataclasses import replace

from tests.verification.dialogues import Xrpc
from tests.verification.faults import LONG, Case, Make, case_of, put


@case_of("bluesky")
def bluesky(office, atproto, proxied) -> Make:
    """A thread on the server of the account, with a session of its own."""

    def made() -> Case:
        proxy = proxied(atproto.port, Xrpc)
        outgoing = replace(LONG, link=f"https://parliament.example/announcements/{secrets.token_hex(8)}/")
        account, row = put(
            office, "bluesky", address="desk.test", outgoing=outgoing, secret={"password": atproto.PASSWORD},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 5},
        )  # fmt: skip

        def arrived() -> int:
            """How often all parts are there; a part that is there twice counts."""
            thread, found = [], set[str]()
            for post in atproto.posts("desk"):
                root = post["value"].get("reply", {}).get("root", {}).get("uri")
                if outgoing.link in post["value"]["text"] or root in found:
                    thread.append(post["value"]["text"])
                    found.add(post["uri"])
            assert set(thread) in (set(), set(row.content.parts)), thread
            return max((thread.count(part) for part in thread), default=0)

        return Case(account, row, arrived, proxy)

    return made
