"""A post of the page: made once, changed in its place, deleted; and found again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from hemicycle.channels.contract import (
    Act,
    ChannelError,
    Connection,
    MarkInFlight,
    Message,
    Outcome,
    Receipt,
    Refused,
)
from hemicycle.channels.files.pictures import JPEG, PNG, Takes
from hemicycle.channels.http.client import shaped
from hemicycle.channels.http.exchange import dig, multipart
from hemicycle.channels.http.graph import Graph

# Announced by Facebook on 2011-11-30; the documentation of the API says none.
MOST = 63_206
# developers.facebook.com/docs/graph-api/reference/page/photos; of a picture, 2,048 pixels are kept.
TAKES = Takes((JPEG, PNG), 10_000_000, largest=((2048, 2048),))
# How far their clock may be from ours.
SKEW = timedelta(minutes=10)
# A House that says more than this while one message waits has other worries.
_MOST_READ = 400
PAGE = "100"


class Sender(Connection):
    def __init__(self, graph: Graph) -> None:
        self.graph, self.page = graph, graph.access.address

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        post = message.superseded[0] if message.superseded else ""
        if message.content["act"] == Act.WITHDRAW:
            return self._withdraw(post, mark_in_flight)
        if len(message.content["text"]) > MOST:
            return Receipt(Outcome.REFUSED, code="too-long", detail=str(len(message.content["text"])), permanent=True)
        if message.content["act"] == Act.CORRECT and post and exists(self.graph, post):
            return self._change(post, message, mark_in_flight)
        if message.attempt > 1 and (found := find_post(self.graph, message)):
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED, (found,))
        return self._say(message, mark_in_flight)

    def _say(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        content = message.content
        try:
            shown = [self._upload(one) for one in content["pictures"]]
        except Refused as refused:
            return Receipt(Outcome.REFUSED, code=refused.code, detail=refused.detail, permanent=True)
        form = {"message": content["text"]}
        form |= {f"attached_media[{n}]": json.dumps({"media_fbid": name}) for n, name in enumerate(shown)}
        if content["link"] and not shown:
            form["link"] = content["link"]
        reply = self.graph.call("POST", f"{self.page}/feed", form=form.items(), before=mark_in_flight)
        made = dig(reply.json, "id") if reply is not None and 200 <= reply.status < 300 else None
        if made:
            return Receipt(Outcome.ACCEPTED, (str(made),))
        receipt = self.graph.refusal(reply)
        # What the page said last reads the same: ours perhaps, which is looked for.
        return replace(receipt, outcome=Outcome.UNKNOWN) if receipt.code == "said-already" else receipt

    def _change(self, post: str, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        form = {"message": message.content["text"]}
        reply = self.graph.call("POST", post, form=form.items(), before=mark_in_flight)
        if reply is not None and reply.status < 300:
            return Receipt(Outcome.ACCEPTED, (post,))
        return self.graph.refusal(reply).unknown_as_retryable

    def _withdraw(self, post: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not post:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.graph.call("DELETE", post, before=mark_in_flight)
        if reply is not None and (reply.status < 300 or (self.graph.is_gone(reply) and not self._may_be_left(post))):
            return Receipt(Outcome.ACCEPTED)
        return self.graph.refusal(reply).unknown_as_retryable

    def _may_be_left(self, post: str) -> bool:
        try:
            return exists(self.graph, post)
        except ChannelError:
            return True

    def _upload(self, picture: Mapping[str, Any]) -> str:
        """The name of a picture that is uploaded and not shown yet; one that no post shows goes by itself."""
        file = shaped(picture, TAKES)
        fields = [("published", "false"), ("alt_text_custom", str(picture["alternative"]))]
        body = multipart(fields, name="source", kind=file.kind, content=file.content)
        try:
            name = dig(self.graph.json_of(self.graph.call("POST", f"{self.page}/photos", body=body)), "id")
        except Refused as error:
            raise Refused("picture-refused", error.detail) from error
        if not name:
            raise Refused("picture-refused")
        return str(name)


def find_post(graph: Graph, message: Message) -> str:
    """The name of the page's post that says this; "" where there is none."""
    posts, text = _posts(graph, message.made_at), message.content["text"].split()
    return next((post["id"] for post in posts if str(post.get("message", "")).split() == text), "")


def exists(graph: Graph, name: str) -> bool:
    """That something does not exist may only mean that we may not see it, so the page's posts are read as well."""
    return bool(graph.read(name, fields="id")) or any(one["id"] == name for one in _posts(graph))


def _posts(graph: Graph, since: datetime | None = None) -> islice[dict[str, Any]]:
    query = {"fields": "id,message,created_time", "limit": PAGE}
    if since is not None:
        query["since"] = str(int((since - SKEW).timestamp()))
    return islice((one for one in graph.pages(f"{graph.access.address}/posts", **query) if one.get("id")), _MOST_READ)
