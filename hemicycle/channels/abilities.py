"""What an adapter may be able to do beside sending; each is asked for by `isinstance`, and none is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Protocol, runtime_checkable

from hemicycle.channels.contract import Access, Act, Answer, Counted, Message, Receipt, Request, Take, Unwanted


@runtime_checkable
class StatusLookup(Protocol):
    """Can ask the other side whether it has a message. None: it cannot tell now. `in_doubt_seconds`: seconds after the
    handing over before which the answer proves nothing, since a message or a report of it may still be under way."""

    in_doubt_seconds: float

    def look(self, access: Access, message: Message) -> Receipt | None: ...


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
class ByHand(Protocol):
    """Sends nothing: a person posts what it makes ready, and says where it stands.

    `post_at` gives the address of a post its one form; raises ValueError with a word of ours for what is wrong.
    `same_post` gives what names a post in an address or in an export, the same for both. `steps` are the codes of what
    a person sees to, in order. `edits_posts`: the network lets a post be changed.
    """

    edits_posts: bool

    def post_at(self, address: str) -> str: ...

    def same_post(self, name: str) -> str: ...

    def steps(self, content: Mapping[str, Any], act: Act) -> tuple[str, ...]: ...


@runtime_checkable
class Hides(Protocol):
    """Takes away on the network itself what a house rule hides, and puts it back; both may be done twice. False: the
    network has nothing for it. Raises ChannelError. `by_hand_at`: where a person who is signed in there does the same,
    "" where that is not known."""

    def hide(self, access: Access, unwanted: Unwanted) -> bool: ...

    def show(self, access: Access, unwanted: Unwanted) -> bool: ...

    def by_hand_at(self, access: Access, unwanted: Unwanted) -> str: ...


@runtime_checkable
class KeepsKeys(Protocol):
    """Signs with keys of its own: secrets that are made when an account is opened, and anew when somebody asks."""

    def new_keys(self) -> Mapping[str, str]: ...


@runtime_checkable
class Shows(Protocol):
    """What it sent stands somewhere for anybody to see: the address of what the other side calls `name`, or ""."""

    def page_of(self, access: Access, name: str) -> str: ...


@runtime_checkable
class Fetches(Protocol):
    """Is asked every now and then for what came in; gives each thing to `take`, and only then lets it go."""

    def fetch(self, access: Access, take: Take) -> None: ...


@runtime_checkable
class Listens(Protocol):
    """Stays connected and gives what comes to `take`; ends within seconds of `stop`, raises ChannelError when the line
    breaks."""

    def listen(self, access: Access, take: Take, stop: Event) -> None: ...


@runtime_checkable
class Counts(Protocol):
    """Knows how many follow the account, and what people did with its latest posts."""

    def count(self, access: Access) -> Iterable[Counted]: ...


@runtime_checkable
class Chooses(Protocol):
    """Fetches or listens for some of its accounts only, by their settings."""

    def receives(self, settings: Mapping[str, Any]) -> bool: ...


@runtime_checkable
class Answers(Protocol):
    """Is called by the other side over HTTP."""

    def answer(self, access: Access, request: Request) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Asking:
    """`url` is the other side's page on which the account's owner lets us in; `secret` is kept until they have."""

    url: str
    secret: Mapping[str, str] = field(repr=False)


@runtime_checkable
class Links(Protocol):
    """Is let in by the account's owner on the other side's own page, so that nobody types a token (OAuth 2.0)."""

    def ask_owner(self, access: Access, callback: str, state: str) -> Asking:
        """Raises ChannelError."""
        ...

    def let_in(self, access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        """What opens the account from now on, and settings that the other side knows better. Raises ChannelError."""
        ...

    def leave(self, access: Access) -> None:
        """What opened the account opens nothing any more. Raises ChannelError."""
        ...
