"""Saying things through an account on a network, as the desk does, and hearing what comes back."""

import secrets
from datetime import timedelta

from django.utils import timezone

from hemicycle.cases import addresses
from hemicycle.cases.models import Case
from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.rules.site_address import absolute

OURS = "/announcements/"


def said_in_public(message: Inbound, text: str) -> str:
    """An answer below a message whose author could not be told the reference alone."""
    case = Case.objects.holding(message).get()
    return f"{text}\n\nReference {case.written_reference}: {absolute(addresses.status())}"


class Desk:
    """Says one thing through an account, corrects and withdraws it; the link tells its posts from all others."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.link = f"https://parliament.example{OURS}{secrets.token_hex(6)}/"
        self.said: list[str] = []

    def outgoing(self, text: str, act: Act = Act.SAY, **more) -> OutgoingText:
        return OutgoingText("", text, more.pop("lang", "en"), link=self.link, act=act, **more)

    def put(self, text: str, act: Act = Act.SAY, **more) -> Outbound:
        outgoing = self.outgoing(text, act, **more)
        source, changes = f"{self.link}{len(self.said)}", self.said[-1] if self.said else ""
        rendered = actions.render(self.account, outgoing)
        content = actions.prepare(self.account, source=source, lang=outgoing.lang, rendered=rendered, changes=changes)
        self.said.append(source)
        return actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")

    def say(self, text: str, act: Act = Act.SAY, **more) -> Outbound:
        row = self.put(text, act, **more)
        self.send()
        row.refresh_from_db()
        return row

    def send(self) -> None:
        then = timezone.now() - timedelta(hours=2)
        Outbound.objects.filter(state__in=("waiting", "unknown")).update(due_at=then)
        Account.objects.update(rests_until=None, sender="", sender_until=None)
        sending.send_due("worker", lambda: False)

    def hear(self) -> list[Inbound]:
        adapter = adapter_of(self.account.kind)
        adapter.fetch(self.account.access, lambda news: actions.store_incoming(news, account=self.account, by="test"))
        return list(Inbound.objects.filter(account=self.account).order_by("pk"))
