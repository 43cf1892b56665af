"""The calls we make, within a session that is kept while this process lives.

Signing in with the password is limited (30 in five minutes, 300 a day), so a session is made once, renewed with its
own token when it ends, and made anew only when that fails. It is kept in memory alone: nothing that opens the account
lies anywhere but sealed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.adapters.bluesky import words
from hemicycle.channels.adapters.bluesky.fields import SERVER
from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised
from hemicycle.channels.http.exchange import SECONDS, BadAddress, Reply, ask

POSTS = "app.bsky.feed.post"
_RENEWED_BEFORE_END = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    did: str
    access: str
    refresh: str

    @property
    def ends_soon(self) -> bool:
        """By the token's own word (RFC 7519, 4.1.4); one that tells nothing is used until it is refused."""
        try:
            part = self.access.split(".")[1]
            told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            return float(told["exp"]) < time.time() + _RENEWED_BEFORE_END
        except (ValueError, LookupError, TypeError):
            return False


_sessions: dict[str, Session] = {}
_alone = threading.Lock()


class Server:
    """The account on its own server (PDS), which hands on what it asks of the network."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.url = str(access.settings.get("server") or SERVER).rstrip("/")
        self.seconds = float(access.settings.get("answer_seconds", SECONDS))
        password = access.secret.get("password", "")
        self._who = hashlib.sha256("\n".join((self.url, access.address, password)).encode()).hexdigest()

    @property
    def did(self) -> str:
        return self.session().did

    def session(self, refused: Session | None = None) -> Session:
        """A session that holds; `refused` is one that does not any more. Raises NotAuthorised, CannotConnect."""
        with _alone:
            kept = _sessions.get(self._who)
            if kept and kept != refused and not kept.ends_soon:
                return kept
            _sessions.pop(self._who, None)
            made = (self._renewed(kept) if kept else None) or self._made()
            _sessions[self._who] = made
            return made

    def _renewed(self, kept: Session) -> Session | None:
        reply = self._ask("POST", "com.atproto.server.refreshSession", token=kept.refresh)
        return _session_in(reply) if reply is not None and reply.status == 200 else None

    def _made(self) -> Session:
        said = {"identifier": self.access.address.lstrip("@"), "password": self.access.secret.get("password", "")}
        reply = self._ask("POST", "com.atproto.server.createSession", body=_json(said))
        if reply is not None and (reply.status in (400, 401, 403) or words.error_in(reply) in words.NOT_LET_IN):
            raise NotAuthorised("not-let-in", words.error_in(reply))
        made = _session_in(reply) if reply is not None and reply.status == 200 else None
        if made is None:
            raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
        return made

    def call(
        self, method: str, name: str, *, said: Mapping[str, Any] | None = None, blob: tuple[str, bytes] | None = None,
        query: Mapping[str, str] | None = None, before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """What was answered; None where no answer came. A session that has ended is renewed, once."""
        session = self.session()
        body = blob or (_json(said) if said is not None else ("", b""))
        reply = self._ask(method, name, token=session.access, body=body, query=query, before=before)
        if reply is None or words.error_in(reply) not in words.EXPIRED:
            return reply
        return self._ask(method, name, token=self.session(session).access, body=body, query=query, before=before)

    def get(self, name: str, **query: str) -> Any:
        """What stands there; None where nothing does. Raises CannotConnect and NotAuthorised."""
        reply = self.call("GET", name, query=query)
        if reply is None or reply.status >= 500 or reply.status == 429:
            raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
        if reply.status in (401, 403):
            raise NotAuthorised("not-let-in", words.error_in(reply))
        if reply.status >= 300:
            return None
        if (told := reply.json) is None:
            raise CannotConnect("no-answer-there", "no JSON")
        return told

    def post_at(self, uri: str) -> dict[str, Any] | None:
        """A post of ours with its `uri`, `cid` and `value`."""
        found = self.get("com.atproto.repo.getRecord", repo=self.did, collection=POSTS, rkey=key_in(uri))
        return found if isinstance(found, dict) and found.get("cid") else None

    def uri(self, key: str) -> str:
        return f"at://{self.did}/{POSTS}/{key}"

    def _ask(
        self, method: str, name: str, *, token: str = "", body: tuple[str, bytes] = ("", b""),
        query: Mapping[str, str] | None = None, before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        headers = {"User-Agent": "Hemicycle", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body[1]:
            headers["Content-Type"] = body[0]
        url = f"{self.url}/xrpc/{name}" + (f"?{urlencode(query)}" if query else "")
        try:
            return ask(method, url, headers=headers, body=body[1], seconds=self.seconds, before=before)
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error


def key_in(uri: str) -> str:
    return uri.rpartition("/")[2]


def _json(said: Mapping[str, Any]) -> tuple[str, bytes]:
    return "application/json", json.dumps(said, ensure_ascii=False).encode()


def _session_in(reply: Reply) -> Session | None:
    told = reply.json
    if not isinstance(told, dict) or not all(told.get(name) for name in ("did", "accessJwt", "refreshJwt")):
        return None
    return Session(str(told["did"]), str(told["accessJwt"]), str(told["refreshJwt"]))
