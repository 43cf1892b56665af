"""One message to one person: as a template, or as a text to whoever wrote within a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.whatsapp.incoming import ENDED, MEANINGS, received
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Request,
    WebhookResponse,
)
from hemicycle.channels.http.exchange import dig
from hemicycle.channels.http.graph import REASONS, VERSION_FIELD, Graph, challenge, is_signed
from hemicycle.channels.sms import COUNTRY, PER_SECOND, gsm, phones
from hemicycle.channels.text import threads
from hemicycle.channels.text.short_links import SHORT_LINKS

# docs/whatsapp/cloud-api/messages/text-messages, and message-templates (the body, with its own words).
MOST, MOST_IN_A_TEMPLATE = 4_096, 1_024


class WhatsApp(Adapter):
    """Cannot be asked what it has (no `look_up`): a report settles what nobody could tell, else a person."""

    kind = "whatsapp-business"
    label = _("WhatsApp to people, by its API (not verified against the real service)")
    medium = "sms"
    unverified = "whatsapp"
    addressed = True
    answers_directly = True
    # docs/whatsapp/cloud-api/guides/send-messages (customer service windows).
    answers_within = timedelta(hours=24)
    fields = (
        AccountField("address", _("Telephone number that messages come from"), "telephone", required=True),
        AccountField("phone_number_id", _("Its number at Meta (phone number ID)"), required=True),
        AccountField(
            "template", _("Approved template with one variable; without it only answers within 24 hours arrive")
        ),
        AccountField("template_characters", _("Characters of the template’s own words"), "number", default="0"),
        AccountField("token", _("Access token of a system user"), secret=True, required_to_send=True),
        AccountField("app_secret", _("Secret of the app, with which Meta signs its calls"), secret=True),
        AccountField("verify_token", _("Word with which Meta asks for the address of our hook"), secret=True),
        VERSION_FIELD,
        SHORT_LINKS,
        COUNTRY,
        PER_SECOND,
    )
    reasons = REASONS | {
        "outside-the-window": _(
            "Its recipient has not written for 24 hours: WhatsApp then takes an approved template alone."
        ),
        "no-template": _("The template is not there in this language, is not approved, or does not fit."),
    }

    def profile_url(self, address: str) -> str:
        digits = "".join(one for one in address if one.isdigit())
        return f"https://wa.me/{digits}" if digits else ""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The whole; where that is too long, the title and where the rest stands."""
        in_the_window = outgoing.free or outgoing.direct
        template = "" if in_the_window else str(settings.get("template", ""))
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
        if outgoing.answers:
            content["answers"] = outgoing.answers
        return Rendered(content, (text,), (Count("characters", _length(text), most),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def connect(self, access: Access) -> Connection:
        number = str(access.settings.get("phone_number_id", ""))
        if not number or not access.secret.get("token"):
            raise NotAuthorised("bad-settings", "no number" if not number else "no token")
        graph = Graph(access, MEANINGS)
        if not graph.read(number, fields="id"):
            raise NotAuthorised("not-let-in", "no such number")
        return _Sender(graph, number)

    def handle_webhook(self, access: Access, request: Request) -> WebhookResponse:
        """Meta asks once whether the address is ours (GET), then calls with what happened (POST), signed."""
        if request.method == "GET":
            answer = challenge(request, access.secret.get("verify_token", ""))
            return WebhookResponse(body=answer) if answer else WebhookResponse(status=403)
        if not is_signed(request, access.secret.get("app_secret", "")):
            return WebhookResponse(status=403)
        try:
            return WebhookResponse(tuple(received(request.body, str(access.settings.get("phone_number_id", "")))))
        except (ValueError, RecursionError):
            return WebhookResponse(status=400, body="No JSON\n")


class _Sender(Connection):
    def __init__(self, graph: Graph, number: str) -> None:
        self.graph, self.number = graph, number

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        text = gsm.written(message)
        if len(text) > message.content["most"]:
            return Receipt(Outcome.REFUSED, code="too-long", detail=str(len(text)), permanent=True)
        try:
            to = phones.to_e164(message.to, phones.country_of(self.graph.access.settings))
        except ValueError:
            return Receipt(Outcome.REFUSED, code="not-an-address", permanent=True)
        data = {
            "messaging_product": "whatsapp", "recipient_type": "individual", "to": to,
            "biz_opaque_callback_data": message.key, **_body(message, text),
        }  # fmt: skip
        reply = self.graph.call("POST", f"{self.number}/messages", data=data, before=mark_in_flight)
        made = reply.json if reply is not None and 200 <= reply.status < 300 else None
        names = [dig(one, "id") for one in dig(made, "messages") or ()]
        if names and names[0]:
            return Receipt(Outcome.ACCEPTED, (str(names[0]),))
        receipt = self.graph.refusal(reply)
        ended = receipt.detail.partition("/")[0] == str(ENDED)
        return receipt if not ended else Receipt(Outcome.REFUSED, (), "asked", receipt.detail, True, suppress=True)


def _body(message: Message, text: str) -> dict[str, Any]:
    if "template" not in message.content:
        quoted = {"context": {"message_id": message.content["answers"]}} if "answers" in message.content else {}
        return {"type": "text", "text": {"preview_url": True, "body": text}, **quoted}
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
    return len(text.replace("{token}", gsm.TOKEN))
