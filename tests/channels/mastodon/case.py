"""A thread on a server with the Mastodon API: how one message is sent and how often it arrived, for the fault suite."""

import secrets
from dataclasses import replace

from tests.verification.dialogues import Http
from tests.verification.faults import LONG, Case, Make, case_of, put


@case_of("mastodon")
def mastodon(office, snac, proxied) -> Make:
    """A thread of three posts on snac, found by the link to the register; once is each of them once."""

    def made() -> Case:
        proxy = proxied(snac.port, Http)
        outgoing = replace(LONG, link=f"https://parliament.example/announcements/{secrets.token_hex(8)}/")
        account, row = put(
            office, "mastodon", address=snac.handle("desk"), outgoing=outgoing, secret={"token": snac.token("desk")},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip

        def arrived() -> int:
            """How often all three parts are there, each in its place; a part that is there twice counts."""
            thread, found = [], {""}
            for post in snac.posts("desk"):
                if outgoing.link in post["source"] or post["in_reply_to_id"] in found:
                    thread.append(post["source"].rpartition("\n")[2])
                    found.add(post["id"])
            assert set(thread) in (set(), {"1/3", "2/3", "3/3"}), thread
            return max((thread.count(part) for part in set(thread)), default=0)

        return Case(account, row, arrived, proxy)

    return made
