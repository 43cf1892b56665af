"""A post of the page: made once, changed where it stands, deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hemicycle.channels.adapters.facebook import finding
from hemicycle.channels.contract import Act, ChannelError, MarkInFlight, Message, Outcome, Receipt
from hemicycle.channels.files.pictures import JPEG, PNG, Takes, of_file
from hemicycle.channels.http import graph as meta
from hemicycle.channels.http.exchange import Reply, multipart
from hemicycle.channels.http.graph import Graph

# Announced by Facebook on 2011-11-30; the documentation of the API says none.
MOST = 63_206
# developers.facebook.com/docs/graph-api/reference/page/photos; of a picture, 2,048 pixels are kept.
TAKES = Takes((JPEG, PNG), 10_000_000, largest=((2048, 2048),))


class PictureRefused(ChannelError):
    """This picture is not taken, and will not be."""


class Sender:
    """One page; nothing is kept open between two requests."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.page = graph, graph.access.address

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        there = message.supersedes.external_ids[0] if message.supersedes and message.supersedes.external_ids else ""
        if message.content["act"] == Act.WITHDRAW:
            return self._withdraw(there, mark_in_flight)
        if len(message.content["text"]) > MOST:
            return Receipt(Outcome.REFUSED, code="too-long", said=str(len(message.content["text"])), permanent=True)
        if message.content["act"] == Act.CORRECT and there and finding.stands(self.graph, there):
            return self._change(there, message, mark_in_flight)
        if message.attempt > 1 and (found := finding.post(self.graph, message)):
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED, (found,))
        return self._say(message, mark_in_flight)

    def close(self) -> None:
        pass

    def _say(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        content = message.content
        try:
            shown = [self._picture(one) for one in content["pictures"]]
        except PictureRefused as refused:
            return Receipt(Outcome.REFUSED, code=refused.code, said=refused.said, permanent=True)
        form = {"message": content["text"]}
        form |= {f"attached_media[{n}]": json.dumps({"media_fbid": name}) for n, name in enumerate(shown)}
        if content["link"] and not shown:
            form["link"] = content["link"]
        reply = self.graph.call("POST", f"{self.page}/feed", form=form, before=mark_in_flight)
        receipt = _made(reply)
        # What the page said last reads the same: ours perhaps, which is looked for.
        return replace(receipt, outcome=Outcome.UNKNOWN) if receipt.code == "said-already" else receipt

    def _change(self, there: str, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        """To say it once more changes nothing."""
        reply = self.graph.call("POST", there, form={"message": message.content["text"]}, before=mark_in_flight)
        if reply is not None and reply.status < 300:
            return Receipt(Outcome.ACCEPTED, (there,))
        return meta.refusal(reply).unknown_as_retryable

    def _withdraw(self, there: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not there:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.graph.call("DELETE", there, before=mark_in_flight)
        if reply is not None and (reply.status < 300 or (meta.is_gone(reply) and not self._is_left(there))):
            return Receipt(Outcome.ACCEPTED)
        return meta.refusal(reply).unknown_as_retryable

    def _is_left(self, there: str) -> bool:
        """Where that cannot be told, it may be."""
        try:
            return finding.stands(self.graph, there)
        except ChannelError:
            return True

    def _picture(self, picture: Mapping[str, Any]) -> str:
        """Uploaded and not shown yet; one that no post shows goes by itself."""
        try:
            shaped = of_file(picture["path"], str(picture["kind"]), TAKES)
        except OSError as error:
            raise PictureRefused("picture-missing") from error
        fields = [("published", "false"), ("alt_text_custom", str(picture["alternative"]))]
        body = multipart(fields, name="source", kind=shaped.kind, content=shaped.content)
        try:
            told = meta.answered(self.graph.call("POST", f"{self.page}/photos", body=body))
        except ChannelError as error:
            if type(error) is ChannelError:
                raise PictureRefused("picture-refused", error.said) from error
            raise
        if not told.get("id"):
            raise PictureRefused("picture-refused")
        return str(told["id"])


def _made(reply: Reply | None) -> Receipt:
    told = reply.json if reply is not None and 200 <= reply.status < 300 else None
    if isinstance(told, dict) and told.get("id"):
        return Receipt(Outcome.ACCEPTED, (str(told["id"]),))
    return meta.refusal(reply)
