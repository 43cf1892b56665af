"""A person who asks the House about their data, and everything that it holds of them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from hemicycle.accounts.models import Office, User
from hemicycle.cases import actions as cases
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import AttachedFile, InboundMessage
from hemicycle.channels.fediverse.addresses import digest
from hemicycle.channels.models import Account, Block, Content, Inbound, Peer
from hemicycle.channels.moderation.house_rules import HOUSE_RULES
from hemicycle.follow import actions as follow
from hemicycle.governance.actions.requests import asking, deciding
from hemicycle.governance.models import PersonalDataRequest
from hemicycle.record.search.question import Question
from tests.channels.sink import Sink
from tests.follow.conftest import Whole

ADDRESS, NUMBER = "perivolaris@valmora.example", "+33612345678"
ACTOR = "https://one.example/users/perivolaris"
WORDS = "Kallistrate-unmistakable"


class Mail(Whole):
    kind, medium = "mail", "email"


class Texts(Whole):
    kind, medium = "texts", "sms"


class Network(Sink):
    kind, medium = "network", "social"


def open_account(office: Office, kind: str, address: str) -> Account:
    return channels.open_account(office=office, kind=kind, name=kind.title(), address=address, by="test")


def wrote(account: Account, sender: str, text: str, number: int = 1, **more: Any) -> Inbound:
    arrived = InboundMessage(sha256(f"{sender}{number}{account.pk}".encode()).hexdigest(), text, sender=sender, **more)
    stored = channels.store_incoming(arrived, account=account, by="test")
    assert stored is not None
    return stored


def code_in(request: PersonalDataRequest) -> str:
    """The last that was sent about a request."""
    rows = Content.objects.filter(source__startswith=f"person-request:{request.pk}:", source__contains=":code:")
    found = re.search(r"\d{8}", str(rows.order_by("-pk")[0].content))
    assert found is not None
    return found[0]


def asked(
    kind: str, *, address: str = ADDRESS, channel: str = "email", words: str = "", **where: Any
) -> PersonalDataRequest:
    request = asking.ask(
        kind=kind, member_office=where.get("member_office"), channel=channel, address=address, lang="en", words=words,
        by=where.get("by"),
    )  # fmt: skip
    assert request is not None
    return request


def proved(kind: str, **more: Any) -> PersonalDataRequest:
    request = asked(kind, **more)
    asking.prove(request, code=code_in(request))
    request.refresh_from_db()
    return request


def also(request: PersonalDataRequest, channel: str, address: str) -> None:
    asking.add_address(request, channel=channel, address=address)
    asking.prove(request, code=code_in(request))


def also_handle(request: PersonalDataRequest, account: Account, actor: str = ACTOR) -> None:
    code = asking.ask_for_handle(request)
    wrote(account, actor, f"My code: {code}", 99, direct=True)
    assert asking.find_handle(request, code=code) is not None


def decided(
    request: PersonalDataRequest, first: User, second: User, *, wanted: str = "answer", reason: str = ""
) -> None:
    deciding.propose(request, wanted=wanted, reason=reason, by=first)
    deciding.confirm(request, by=second)
    request.refresh_from_db()


def without_token(page: Any) -> str:
    """A page as anybody sees it, whatever form token it holds."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def everything_held(accounts: dict[str, Account], by: User, river: Any) -> None:
    """What one person may leave behind in the channels and with followers, every word of it marked."""
    file = AttachedFile("perivolaris.txt", "text/plain", f"A file: {WORDS}".encode())
    raw = f"From: {ADDRESS}\n\n{WORDS}".encode()
    letter = wrote(accounts["post"], ADDRESS, f"{WORDS} by mail", subject=WORDS, raw=raw, files=(file,))
    wrote(accounts["texts"], NUMBER, f"{WORDS} by text")
    comment = wrote(accounts["network"], ACTOR, f"{WORDS} in public")
    channels.give_answer(letter, text=f"You wrote {WORDS}.", lang="en", key="k", by=by)
    cases.write_note(cases.case_for(letter, by=by), text=f"{WORDS}: call {NUMBER}", by=by)
    other = wrote(accounts["mail"], "other@valmora.example", "Another letter")
    cases.write_note(cases.case_for(other, by=by), text=f"Knows {ADDRESS}, it seems", by=by)
    measure = channels.moderate(comment, step="hide", rule=next(iter(HOUSE_RULES)), words=WORDS, days=1, by=by)
    channels.appeal(measure, text=f"{WORDS} is no insult", by="person")
    Block.objects.create(office=accounts["mail"].office, target=ACTOR, reason=WORDS, by="test")
    Peer.objects.create(digest=digest(ACTOR), sealed=Peer.sealed_for({"id": ACTOR}))
    contact = channels.contact_of(office=accounts["mail"].office, channel="email", address=ADDRESS, lang="en")
    follow.ask(contact, to_follow=river, words=f"Yes, {WORDS}.", through="test")
    follow.confirm(contact, words="Yes.", through="test")
    question = Question.read({"q": WORDS})
    follow.request_search(channel="email", address=ADDRESS, question=question, lang="en", words="Yes.")
