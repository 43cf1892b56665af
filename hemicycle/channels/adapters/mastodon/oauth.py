"""The account's owner authorises us on the server's own page: nobody types a token (RFC 6749 with RFC 7636;
docs.joinmastodon.org/client/token)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import Access, Authorization, CannotConnect, NotAuthorised, Refused

# To post, edit and delete; to read what is answered.
SCOPES = "read write"


def begin_authorization(access: Access, callback: str, state: str) -> Authorization:
    """Registers us as a program at the server."""
    app = _answer(Server(access), "/api/v1/apps", client_name="Hemicycle", redirect_uris=callback, scopes=SCOPES)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    client, secret = str(app.get("client_id", "")), str(app.get("client_secret", ""))
    query = {
        "response_type": "code", "client_id": client, "redirect_uri": callback, "scope": SCOPES, "state": state,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    kept = {"client_id": client, "client_secret": secret, "verifier": verifier}
    return Authorization(f"{Server(access).url}/oauth/authorize?{urlencode(query)}", kept)


def exchange_code(access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    """The token behind the code, and what the server says of how long posts may be."""
    server = Server(access)
    answer = _answer(
        server, "/oauth/token", grant_type="authorization_code", code=code, redirect_uri=callback, scope=SCOPES,
        code_verifier=access.secret.get("verifier", ""), **_program(access),
    )  # fmt: skip
    token = str(answer.get("access_token", ""))
    if not token:
        raise NotAuthorised("not-let-in")
    # snac gives a token for any code; one that gives no access shows here.
    me = Server(replace(access, secret={"token": token})).me
    if str(me.get("username", "")).casefold() != access.address.lstrip("@").partition("@")[0].casefold():
        raise NotAuthorised("another-account")
    limits = server.limits()
    return {"token": token}, {"characters": limits.characters, "characters_per_link": limits.per_link}


def revoke(access: Access) -> None:
    form = {"token": access.secret.get("token", ""), **_program(access)}
    reply = Server(access).call("POST", "/oauth/revoke", form=form.items())
    if reply is None or reply.status >= 300:
        raise CannotConnect("no-answer", Server(access).detail(reply) if reply else "")


def _program(access: Access) -> dict[str, str]:
    return {name: access.secret.get(name, "") for name in ("client_id", "client_secret")}


def _answer(server: Server, path: str, **form: str) -> dict[str, Any]:
    try:
        found = server.json_of(server.call("POST", path, form=form.items()))
    except Refused as error:
        raise NotAuthorised("not-let-in", error.detail) from error
    return found if isinstance(found, dict) else {}
