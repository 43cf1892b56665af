"""The client of the account's own server (PDS), which passes on what it is asked of the network.

Signing in with the password is limited (30 in five minutes, 300 a day), so a session is made once, renewed with its
own token when it ends, and made anew only when that fails. It is kept in memory alone: the secrets of an account are
stored nowhere but sealed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised
from hemicycle.channels.http.client import STATUSES, Client, Meaning
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, Reply, dig

SERVER = "https://bsky.social"
POSTS = "app.bsky.feed.post"
_RENEWED_BEFORE_END = 60.0
_EXPIRED = frozenset({"ExpiredToken", "InvalidToken"})
_NOT_LET_IN = frozenset({"AuthenticationRequired", "AuthFactorTokenRequired", "AccountTakedown", "AccountDeactivated"})
"""A person has to look: another password, an app password instead of one with a second factor, an account shut."""


@dataclass(frozen=True, slots=True)
class Session:
    did: str
    access: str
    refresh: str

    @property
    def ends_soon(self) -> bool:
        """By the token's own word (RFC 7519, 4.1.4); one that says nothing is used until it is refused."""
        try:
            part = self.access.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            return float(claims["exp"]) < time.time() + _RENEWED_BEFORE_END
        except (ValueError, LookupError, TypeError):
            return False


_sessions: dict[str, Session] = {}
_lock = threading.Lock()


class Server(Client):
    def __init__(self, access: Access) -> None:
        server = str(access.settings.get("server") or SERVER).rstrip("/")
        super().__init__(access, f"{server}/xrpc/")
        password = access.secret.get("password", "")
        self._who = hashlib.sha256("\n".join((self.url, access.address, password)).encode()).hexdigest()

    @property
    def did(self) -> str:
        return self.session().did

    def session(self, refused: Session | None = None) -> Session:
        """A session that holds; `refused` is one that does not any more. Raises NotAuthorised, CannotConnect."""
        with _lock:
            kept = _sessions.get(self._who)
            if kept and kept != refused and not kept.ends_soon:
                return kept
            _sessions.pop(self._who, None)
            made = (self._renewed(kept) if kept else None) or self._made()
            _sessions[self._who] = made
            return made

    def _renewed(self, kept: Session) -> Session | None:
        headers = {"Authorization": f"Bearer {kept.refresh}"}
        return _session_in(super().call("POST", "com.atproto.server.refreshSession", headers=headers))

    def _made(self) -> Session:
        who = {"identifier": self.access.address.lstrip("@"), "password": self.access.secret.get("password", "")}
        reply = super().call("POST", "com.atproto.server.createSession", data=who)
        if reply is not None and (reply.status in (400, 401, 403) or error_in(reply) in _NOT_LET_IN):
            raise NotAuthorised("not-let-in", error_in(reply))
        if (made := _session_in(reply)) is None:
            raise CannotConnect("no-answer-there", retry_after=self.patience(reply) if reply else None)
        return made

    def call(self, method: str, path: str, **request: Any) -> Reply | None:
        """A session that has ended is renewed, once."""
        session = self.session()
        reply = super().call(method, path, headers={"Authorization": f"Bearer {session.access}"}, **request)
        if reply is None or error_in(reply) not in _EXPIRED:
            return reply
        renewed = self.session(session)
        return super().call(method, path, headers={"Authorization": f"Bearer {renewed.access}"}, **request)

    def procedure(self, name: str, before: Callable[[], None] = lambda: None, **parameters: Any) -> Reply | None:
        """A call that changes the account's own records."""
        return self.call("POST", name, data={"repo": self.did, **parameters}, before=before)

    def meaning(self, reply: Reply) -> Meaning | None:
        known = error_in(reply) in _EXPIRED | _NOT_LET_IN
        return ("not-authorised", False) if known else STATUSES.get(reply.status)

    def detail(self, reply: Reply) -> str:
        return f"{reply.status} {error_in(reply)}".strip()

    def patience(self, reply: Reply) -> float | None:
        """Retry-After, or RateLimit-Reset, a moment in seconds since 1970."""
        reset = reply.headers.get("ratelimit-reset", "")
        if reply.retry_after is not None or reply.status != 429 or not (reset.isascii() and reset.isdigit()):
            return reply.retry_after
        return min(max(0.0, int(reset[:12]) - time.time()), LONGEST_PATIENCE)

    def is_gone(self, reply: Reply) -> bool:
        """Said with 400 and a word of each call's own."""
        return 300 <= reply.status < 500 and self.meaning(reply) is None

    def post_at(self, uri: str) -> dict[str, Any] | None:
        """A post of ours with its `uri`, `cid` and `value`."""
        found = self.read("com.atproto.repo.getRecord", repo=self.did, collection=POSTS, rkey=key_in(uri))
        return found if isinstance(found, dict) and found.get("cid") else None

    def uri(self, key: str) -> str:
        return f"at://{self.did}/{POSTS}/{key}"


def key_in(uri: str) -> str:
    return uri.rpartition("/")[2]


def error_in(reply: Reply) -> str:
    """The word for what is wrong (atproto.com/specs/xrpc)."""
    word = dig(reply.json, "error")
    return word if isinstance(word, str) else ""


def _session_in(reply: Reply | None) -> Session | None:
    found = reply.json if reply is not None and reply.status == 200 else None
    if not isinstance(found, dict) or not all(found.get(name) for name in ("did", "accessJwt", "refreshJwt")):
        return None
    return Session(str(found["did"]), str(found["accessJwt"]), str(found["refreshJwt"]))
