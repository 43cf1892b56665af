"""A small House, an office with an e-mail and a text message account that end in the test, and citizens."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hemicycle.channels import actions as channels
from hemicycle.channels.contract import OutgoingText, Rendered
from hemicycle.channels.models import Account, Contact
from hemicycle.channels.registry import ADAPTERS
from hemicycle.follow import actions
from hemicycle.follow.models import Topic
from hemicycle.record.models import Document, Organization, Person
from tests.channels.sink import Sink
from tests.record import chamber

Follow = Callable[..., Contact]


class Whole(Sink):
    """Keeps every field of an outgoing text."""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        words = {"title": outgoing.title, "text": outgoing.body, "link": outgoing.link, "footer": outgoing.footer}
        words["unsubscribe"] = outgoing.unsubscribe
        return Rendered(words, (outgoing.body,))


class Mail(Whole):
    kind, medium = "mail", "email"


class Texts(Whole):
    kind, medium = "texts", "sms"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Mail:
    mail = Mail()
    monkeypatch.setitem(ADAPTERS, mail.kind, mail)
    return mail


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Texts:
    texts = Texts()
    monkeypatch.setitem(ADAPTERS, texts.kind, texts)
    return texts


@pytest.fixture
def by_mail(office, mail: Mail) -> Account:
    return channels.open_account(
        office=office, kind="mail", name="Newsletters", address="news@valmora.example", by="t"
    )


@pytest.fixture
def by_text(office, texts: Texts) -> Account:
    return channels.open_account(office=office, kind="texts", name="Short number", address="2020", by="t")


@pytest.fixture
def river(db: None) -> Document:
    chamber.people()
    chamber.bill()
    return Document.objects.get()


@pytest.fixture
def alda(river: Document) -> Person:
    return Person.objects.get(name="Alda Ferrer")


@pytest.fixture
def committee(river: Document) -> Organization:
    return Organization.objects.committees().get()


@pytest.fixture
def budget(db: None) -> Topic:
    return Topic.objects.create(address="budget", names={"en": "Budget", "fr": "Budget", "es": "Presupuesto"})


@pytest.fixture
def follow(office) -> Follow:
    """`follow("ann", river, budget, lang="fr")`: Ann has asked by e-mail and confirmed."""

    def followed(name: str, *followed_objects: object, channel: str = "email", lang: str = "en", **how) -> Contact:
        address = f"{name}@valmora.example" if channel == "email" else name
        contact = channels.contact_of(office=office, channel=channel, address=address, lang=lang)
        confirmed = how.pop("confirmed", True)
        for one in followed_objects:
            actions.ask(contact, to_follow=one, words="Yes, write to me.", through="test", **how)
        if confirmed:
            actions.confirm(contact, words="Yes.", through="test")
        return contact

    return followed


@pytest.fixture
def outgoing_texts() -> dict[str, OutgoingText]:
    link = "https://valmora.example/announcements/x/"
    return {
        "en": OutgoingText("Vote on Bill 12", "The House votes at seven.", "en", link=link),
        "fr": OutgoingText("Vote du projet de loi 12", "L’Assemblée vote à sept heures.", "fr", link=link),
    }
