"""What an adapter may be able to do beside sending: optional protocols, each asked for by `isinstance`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from threading import Event
from typing import Any, Protocol, runtime_checkable

from hemicycle.channels.contract import (
    Access,
    Act,
    Authorization,
    Message,
    Metrics,
    ModerationTarget,
    Receipt,
    Receive,
    Request,
    WebhookResponse,
)


@runtime_checkable
class StatusLookup(Protocol):
    """Can ask the other side whether it has a message; None where it cannot tell now. Until `in_doubt_seconds` after
    the message was sent the answer proves nothing, since it or a report of it may still be under way."""

    in_doubt_seconds: float

    def look_up(self, access: Access, message: Message) -> Receipt | None: ...


@runtime_checkable
class Edits(Protocol):
    """Changes what it has sent (`edits` true): a correction takes the place of what it corrects, a withdrawal removes
    it. Its receipts name what is there afterwards, so that it can be changed again."""

    edits: bool


@runtime_checkable
class Warns(Protocol):
    """Covers what it shows with `OutgoingText.warning` (`warns` true) until its reader opens it."""

    warns: bool


@runtime_checkable
class Answers(Protocol):
    """Carries an answer to one message (`OutgoingText.answers`) to where that message stands. `answers_directly`: also
    to what was written to us alone."""

    answers_directly: bool

    def thread_of(self, external_id: str, raw: bytes) -> str:
        """What `OutgoingText.answers` is for a message that came with this id and these octets."""
        ...


@runtime_checkable
class AnswersForAWhile(Protocol):
    """Takes what was written for one person only so long after that person's last message."""

    answers_within: timedelta


@runtime_checkable
class ByHand(Protocol):
    """Sends nothing: a person posts what it prepares, and says at which address.

    `post_url` gives the address of a post its one form; raises ValueError with a code for what is wrong. `post_id` is
    what names a post in an address or in an export, the same for both. `steps` are the codes of the checklist, in
    order. `edits_posts`: the network lets a post be changed. `takes_answers`: it lets the account answer what people
    write there; `answer_url` gives the address of an answer its one form, with the same codes as `post_url`.
    """

    edits_posts: bool
    takes_answers: bool

    def answer_url(self, address: str) -> str: ...

    def post_url(self, address: str) -> str: ...

    def post_id(self, name: str) -> str: ...

    def steps(self, content: Mapping[str, Any], act: Act) -> tuple[str, ...]: ...


@runtime_checkable
class Hides(Protocol):
    """Hides on the network itself what a house rule hides, and shows it again; both are idempotent. False: the network
    has no means for it. Raises ChannelError. `moderation_url` is where a person who is signed in there does the same,
    "" where that is not known."""

    def hide(self, access: Access, target: ModerationTarget) -> bool: ...

    def show(self, access: Access, target: ModerationTarget) -> bool: ...

    def moderation_url(self, access: Access, target: ModerationTarget) -> str: ...


@runtime_checkable
class SignsWithKeys(Protocol):
    """Signs with keys of its own: secrets that are made when an account is opened, and anew when somebody asks."""

    def new_keys(self) -> Mapping[str, str]: ...


@runtime_checkable
class AddressesTopics(Protocol):
    """Has an address for each thing that people write about."""

    def topic_address(self, address: str, settings: Mapping[str, Any], topic: str) -> str:
        """Where people write about a topic: small letters, digits and hyphens, as in "bill-12". The bare address where
        none can say so. Raises ValueError for what is no topic."""
        ...

    def topic_in(self, address: str, settings: Mapping[str, Any], written_to: str) -> str:
        """The topic that one of these addresses says; "" for any other."""
        ...

    def owns(self, address: str, settings: Mapping[str, Any], sender: str) -> bool:
        """Whether `sender` is one of the account's own addresses."""
        ...


@runtime_checkable
class HasProfile(Protocol):
    """On its network everybody can open the page of an account; "" where the address does not say which."""

    def profile_url(self, address: str) -> str: ...


@runtime_checkable
class HasPermalinks(Protocol):
    """What it sent has a public address: that of what the other side calls `name`, or ""."""

    def permalink(self, access: Access, name: str) -> str: ...


@runtime_checkable
class Fetches(Protocol):
    """Is asked every now and then for what came in; acknowledges each only when `receive` has returned."""

    def fetch(self, access: Access, receive: Receive) -> None: ...


@runtime_checkable
class Listens(Protocol):
    """Stays connected and gives what comes to `receive`; ends within seconds of `stop`, raises ChannelError when the
    connection breaks."""

    def listen(self, access: Access, receive: Receive, stop: Event) -> None: ...


@runtime_checkable
class ReceivesBySettings(Protocol):
    """Fetches or listens for some of its accounts only, by their settings."""

    def receives(self, settings: Mapping[str, Any]) -> bool: ...


@runtime_checkable
class HandlesWebhooks(Protocol):
    """Is called by the other side over HTTP."""

    def handle_webhook(self, access: Access, request: Request) -> WebhookResponse: ...


@runtime_checkable
class ReportsMetrics(Protocol):
    """Knows how many follow the account, and how many like and share its latest posts."""

    def metrics(self, access: Access) -> Iterable[Metrics]: ...


@runtime_checkable
class LinksByOAuth(Protocol):
    """Is authorised by the account's owner on the other side's own page, so that nobody types a token (OAuth 2.0).
    Each raises ChannelError."""

    def begin_authorization(self, access: Access, callback: str, state: str) -> Authorization: ...

    def exchange_code(self, access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        """The secrets of the account from now on, and settings that the other side knows better."""
        ...

    def revoke(self, access: Access) -> None:
        """The token gives no access any more."""
        ...
