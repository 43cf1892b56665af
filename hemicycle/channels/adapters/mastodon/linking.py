"""Being let in by the account's owner, on the server's own page: nobody types a token (RFC 6749 with RFC 7636;
docs.joinmastodon.org/client/token)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.abilities import Asking
from hemicycle.channels.adapters.mastodon import words
from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised

# To say, edit and delete; to hear what is answered.
SCOPES = "read write"


def ask_owner(access: Access, callback: str, state: str) -> Asking:
    """Makes us known to the server, and says where its owner lets us in."""
    known = {"client_name": "Hemicycle", "redirect_uris": callback, "scopes": SCOPES}
    app = _told(Server(access), "/api/v1/apps", known)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    client, secret = str(app.get("client_id", "")), str(app.get("client_secret", ""))
    query = {
        "response_type": "code", "client_id": client, "redirect_uri": callback, "scope": SCOPES, "state": state,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    kept = {"client_id": client, "client_secret": secret, "verifier": verifier}
    return Asking(f"{Server(access).url}/oauth/authorize?{urlencode(query)}", kept)


def let_in(access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """The token behind the code, and what the server says of how long posts may be."""
    said = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": callback, "scope": SCOPES,
        "client_id": access.secret.get("client_id", ""), "client_secret": access.secret.get("client_secret", ""),
        "code_verifier": access.secret.get("verifier", ""),
    }  # fmt: skip
    server = Server(access)
    token = str(_told(server, "/oauth/token", said).get("access_token", ""))
    if not token:
        raise NotAuthorised("not-let-in")
    # snac gives a token for any code; one that opens nothing shows here.
    me = Server(replace(access, secret={"token": token})).me
    if str(me.get("username", "")).casefold() != access.address.lstrip("@").partition("@")[0].casefold():
        raise NotAuthorised("another-account")
    limits = server.limits()
    return {"token": token}, {"characters": limits.characters, "characters_per_link": limits.per_link}


def leave(access: Access) -> None:
    """The token opens nothing any more."""
    said = {
        "token": access.secret.get("token", ""), "client_id": access.secret.get("client_id", ""),
        "client_secret": access.secret.get("client_secret", ""),
    }  # fmt: skip
    reply = Server(access).call("POST", "/oauth/revoke", form=said.items())
    if reply is None or reply.status >= 300:
        raise CannotConnect("no-answer", words.said(reply) if reply else "")


def _told(server: Server, path: str, form: Mapping[str, str]) -> dict[str, Any]:
    reply = server.call("POST", path, form=form.items())
    if reply is None or reply.status >= 500 or reply.status == 429:
        raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
    told = reply.json
    if reply.status >= 300 or not isinstance(told, dict):
        raise NotAuthorised("not-let-in", words.said(reply))
    return told
