"""Pictures with what they say to whoever does not see them, handed to the server before the post."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.mastodon import words
from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import CannotConnect, ChannelError, NotAuthorised
from hemicycle.channels.files.pictures import Takes, of_file
from hemicycle.channels.http.exchange import multipart

# Servers make smaller copies of a picture within seconds.
_PROCESSED_WITHIN, _BETWEEN = 60.0, 1.0


class Refused(ChannelError):
    """This picture is not taken, and will not be."""


def upload(server: Server, picture: Mapping[str, Any]) -> str:
    """The server's name for it, once it is ready to be shown. Raises Refused, CannotConnect, NotAuthorised."""
    reply = server.call("POST", "/api/v2/media", body=_form(picture, server.limits().takes))
    if reply is None or reply.status >= 500 or reply.status in (408, 425, 429):
        raise CannotConnect("no-answer", retry_after=words.patience(reply) if reply else None)
    if reply.status in (401, 403):
        raise NotAuthorised("not-let-in", words.said(reply))
    told = reply.json
    if reply.status >= 300 or not isinstance(told, dict) or not told.get("id"):
        raise Refused("picture-refused", words.said(reply))
    name, until = str(told["id"]), time.monotonic() + _PROCESSED_WITHIN
    ready = reply.status == 200
    while not ready:
        if time.monotonic() > until:
            raise CannotConnect("busy", "picture")
        time.sleep(_BETWEEN)
        asked = server.call("GET", f"/api/v1/media/{name}")
        if asked is not None and asked.status not in (200, 206):
            raise Refused("picture-refused", words.said(asked))
        ready = asked is not None and asked.status == 200
    return name


def _form(picture: Mapping[str, Any], takes: Takes) -> tuple[str, bytes]:
    try:
        shaped = of_file(picture["path"], str(picture["kind"]), takes)
    except OSError as error:
        raise Refused("picture-missing") from error
    described = [("description", str(picture["alternative"]))]
    return multipart(described, name="file", kind=shaped.kind, content=shaped.content)
