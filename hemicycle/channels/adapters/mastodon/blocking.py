"""An author who is blocked: the API lets nobody hide an answer of somebody else, only keep them from us."""

from __future__ import annotations

from hemicycle.channels.adapters.mastodon import finding, words
from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import CannotConnect, ChannelError, Unwanted


class _Refused(ChannelError):
    permanent = True


def put(server: Server, unwanted: Unwanted, *, blocked: bool) -> bool:
    if not unwanted.blocked:
        return False
    author = _author(server, unwanted)
    if not author:
        # Who it was cannot be found out any more.
        return False
    reply = server.call("POST", f"/api/v1/accounts/{author}/{'block' if blocked else 'unblock'}")
    if reply is None or reply.status >= 500 or reply.status in (408, 429):
        raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
    if reply.status >= 300:
        raise _Refused("refused", words.said(reply))
    return True


def _author(server: Server, unwanted: Unwanted) -> str:
    """By the post; of somebody who is blocked some servers (snac) show none, and then by the handle."""
    post = finding.post_of(server, unwanted.name) or {}
    found = post.get("account")
    if not isinstance(found, dict) and unwanted.author:
        found = server.get("/api/v1/accounts/lookup", acct=unwanted.author.lstrip("@"))
    return str(found.get("id") or "") if isinstance(found, dict) else ""
