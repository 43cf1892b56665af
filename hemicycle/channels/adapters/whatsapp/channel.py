"""One message to one person: as a template, or as a text to whoever wrote within a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.whatsapp.fields import FIELDS
from hemicycle.channels.adapters.whatsapp.incoming import news
from hemicycle.channels.adapters.whatsapp.words import ENDED, MEANINGS
from hemicycle.channels.contract import (
    Access,
    Answer,
    Count,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Request,
)
from hemicycle.channels.http import graph as meta
from hemicycle.channels.http.graph import Graph
from hemicycle.channels.sms import gsm, phones
from hemicycle.channels.text import threads

# docs/whatsapp/cloud-api/messages/text-messages, and message-templates (the body, with its own words).
MOST, MOST_IN_A_TEMPLATE = 4_096, 1_024
# As gsm.py has it: a recipient's token.
_TOKEN = "x" * 22


class WhatsApp:
    """Cannot be asked what it has (no `look`): a report settles what nobody could tell, else a person."""

    kind = "whatsapp-business"
    inbound = "sms"
    addressed = True
    fields = FIELDS

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The whole; where that is too long, the title and where the rest stands."""
        template = "" if outgoing.free else str(settings.get("template", ""))
        most = MOST_IN_A_TEMPLATE - int(settings.get("template_characters", 0)) if template else MOST
        lines = (threads.text_of(outgoing), outgoing.link, outgoing.footer)
        text = _joined(lines, on_one_line=bool(template))
        if _length(text) > most and outgoing.title:
            text = _joined(
                (outgoing.notice, outgoing.title, outgoing.link, outgoing.footer), on_one_line=bool(template)
            )
        content: dict[str, Any] = {"text": text, "most": most}
        if template:
            content |= {"template": template, "lang": outgoing.lang.replace("-", "_")}
        return Rendered(content, (text,), (Count("characters", _length(text), most),))

    def connect(self, access: Access) -> Sender:
        number = str(access.settings.get("phone_number_id", ""))
        if not number or not access.secret.get("token"):
            raise NotAuthorised("bad-settings", "no number" if not number else "no token")
        graph = Graph(access)
        if not graph.read(number, fields="id"):
            raise NotAuthorised("not-let-in", "no such number")
        return Sender(graph, number)

    def answer(self, access: Access, request: Request) -> Answer:
        """Meta asks once whether the address is ours (GET), then calls with what happened (POST), signed."""
        if request.method == "GET":
            challenge = meta.challenge(request, access.secret.get("verify_token", ""))
            return Answer(body=challenge) if challenge else Answer(status=403)
        if not meta.is_signed(request, access.secret.get("app_secret", "")):
            return Answer(status=403)
        try:
            return Answer(tuple(news(request.body, str(access.settings.get("phone_number_id", "")))))
        except (ValueError, RecursionError):
            return Answer(status=400, body="No JSON\n")


class Sender:
    """One request a message; nothing stays open between them."""

    def __init__(self, graph: Graph, number: str) -> None:
        self.graph, self.number = graph, number

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        text = gsm.written(message)
        if len(text) > message.content["most"]:
            return Receipt(Outcome.REFUSED, code="too-long", said=str(len(text)), permanent=True)
        try:
            to = phones.to_e164(message.to, phones.country_of(self.graph.access.settings))
        except ValueError:
            return Receipt(Outcome.REFUSED, code="not-an-address", permanent=True)
        said = {
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": to,
            "biz_opaque_callback_data": message.key, **_said(message, text),
        }  # fmt: skip
        reply = self.graph.call("POST", f"{self.number}/messages", data=said, before=mark_in_flight)
        told = reply.json if reply is not None and 200 <= reply.status < 300 else None
        names = [one.get("id") for one in told.get("messages") or ()] if isinstance(told, dict) else []
        if names and names[0]:
            return Receipt(Outcome.ACCEPTED, (str(names[0]),))
        receipt = meta.refusal(reply, MEANINGS)
        ended = receipt.said.partition("/")[0] == str(ENDED)
        return receipt if not ended else Receipt(Outcome.REFUSED, (), "asked", receipt.said, True, suppress=True)

    def close(self) -> None:
        pass


def _said(message: Message, text: str) -> dict[str, Any]:
    if "template" not in message.content:
        return {"type": "text", "text": {"preview_url": True, "body": text}}
    component = {"type": "body", "parameters": [{"type": "text", "text": text}]}
    language = {"code": message.content["lang"]}
    return {
        "type": "template",
        "template": {"name": message.content["template"], "language": language, "components": [component]},
    }


def _joined(lines: tuple[str, ...], *, on_one_line: bool) -> str:
    """A variable of a template takes no line feed, no tab and no five spaces."""
    text = "\n\n".join(filter(None, (line.strip() for line in lines)))
    return " ".join(text.split()) if on_one_line else text


def _length(text: str) -> int:
    return len(text.replace("{token}", _TOKEN))
