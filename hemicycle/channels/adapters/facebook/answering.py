"""An answer below a comment, by the page (developers.facebook.com/docs/pages-api/comments-mentions).

There is one level of answers: what answers an answer stands below the same comment. The API has no key for a comment
either, so that before anything is tried again, and when nobody can tell, the answers below that comment are read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice

from hemicycle.channels.adapters.facebook import posting
from hemicycle.channels.contract import COMMENT, MarkInFlight, Message, Outcome, Receipt
from hemicycle.channels.http.exchange import dig, parse_time
from hemicycle.channels.http.graph import Graph

# Below one comment; a talk that is longer has long left what we said.
_MOST_READ = 400


def thread_of(external_id: str, raw: bytes) -> str:
    """The comment at the head of the answers."""
    try:
        above = dig(json.loads(raw or b"{}"), "parent", "id")
    except ValueError:
        above = None
    return str(above or external_id.removeprefix(COMMENT))


class Sender(posting.Sender):
    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        if "answers" not in message.content:
            return super().send(message, mark_in_flight)
        if message.attempt > 1 and (found := find_answer(self.graph, message)):
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED, (found,))
        form = {"message": message.content["text"]}
        where = f"{message.content['answers']}/comments"
        reply = self.graph.call("POST", where, form=form.items(), before=mark_in_flight)
        made = dig(reply.json, "id") if reply is not None and 200 <= reply.status < 300 else None
        if made:
            return Receipt(Outcome.ACCEPTED, (str(made),))
        receipt = self.graph.refusal(reply)
        if reply is not None and self.graph.is_gone(reply):
            return replace(receipt, code="answered-is-gone")
        return replace(receipt, outcome=Outcome.UNKNOWN) if receipt.code == "said-already" else receipt


def find_answer(graph: Graph, message: Message) -> str:
    """The name of the page's answer that says this; "" where there is none."""
    since = message.made_at - posting.SKEW if message.made_at else None
    query = {"fields": "id,message,created_time,from{id}", "order": "reverse_chronological", "limit": posting.PAGE}
    text = message.content["text"].split()
    for one in islice(graph.pages(f"{message.content['answers']}/comments", **query), _MOST_READ):
        at = parse_time(one.get("created_time"))
        if since and at and at < since:
            return ""
        if dig(one, "from", "id") == graph.access.address and str(one.get("message", "")).split() == text:
            return str(one.get("id", ""))
    return ""
