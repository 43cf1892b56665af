"""What a channel is: how text becomes what it carries, how that is sent, and how what comes back is read.

Plain Python; with capabilities.py the only names of the platform that an adapter knows. Sending has four outcomes:

    accepted    the other side has it, and said so
    refused     it has not: for good (`permanent`) or for now (`retry_after` where it says)
    unknown     nobody can tell. Never sent again blindly: `look_up` or a report may tell, or a person decides
    by hand     it lies ready for a person, who posts it and says so

ChannelError                  nothing was handed over
├── CannotConnect             the other side cannot be reached, or cannot do it now
├── NotAuthorised             it does not take our credentials: only a person can mend that
├── Refused                   it does not take this, and never will
└── Withdrawn                 the message may not go out any more; raised by `mark_in_flight`, and let through
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from hemicycle.channels.contract.picture import Picture as Picture

MarkInFlight = Callable[[], None]
"""Call it once, immediately before the first byte is sent: from then on the other side may have the message.
What it writes outlives this process. Raises Withdrawn when the message may not go out any more."""


class ChannelError(Exception):
    """`status/labels.py` or the adapter has a sentence for `code`; `detail` is what the other side said, never with an
    address in it."""

    permanent = False

    def __init__(self, code: str, detail: str = "", *, retry_after: float | None = None) -> None:
        self.code, self.detail, self.retry_after = code, detail[:120], retry_after
        super().__init__(f"{code} ({detail})" if detail else code)


class CannotConnect(ChannelError):
    pass


class NotAuthorised(ChannelError):
    permanent = True


class Refused(ChannelError):
    permanent = True


class Withdrawn(ChannelError):
    pass


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    BY_HAND = "by hand"


class Act(StrEnum):
    """What a text does to an earlier one: nothing, correct it, or withdraw it."""

    SAY = "say"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class DeliveryStatus(StrEnum):
    """What the other side reports of a message. SENT: it has it, whatever we thought."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Access:
    """An account as its adapter sees it. `secret` is readable here and nowhere else: never log it. At
    `webhook_url` the other side may call us; whoever knows it can."""

    kind: str
    address: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    webhook_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AccountField:
    """One thing that an account of a kind is asked for: a setting, a secret, or its address ("address").

    `kind` is "text", "lines", "email", "url", "server" (an address that we call), "host" (a server that we connect
    to), "domain", "handle", "telephone", "sender" (a telephone number, a short code or a name), "country", "number",
    "yes" or "choice"; `default` holds where none is given.
    What names files of the machine, or opens its own networks, is not asked for here: see `Adapter.machine_settings`.
    `required_to_send`: a secret without which nothing can be sent; an account may be opened before it is given.
    """

    name: str
    label: Any
    kind: str = "text"
    default: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    secret: bool = False
    required_to_send: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """What an office says, in one language, before a channel gives it its shape. `body` is plain text with blank lines
    between paragraphs; `link` is the permanent address on the register; `footer` is what the channel must add (how to
    end a subscription); `unsubscribe` is where one POST ends it all (RFC 8058), "" where nobody subscribed. In these
    three an adapter that writes to people puts the recipient's own `Message.token` for {token}."""

    title: str
    body: str
    lang: str
    link: str = ""
    sender: str = ""
    hashtags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footer: str = ""
    unsubscribe: str = ""
    notice: str = ""
    """Stands first: "Correction" or "Withdrawn", with the reason."""
    warning: str = ""
    """What a reader is warned of before they open it. Of a channel that `Warns` alone: elsewhere it is in `notice`."""
    act: Act = Act.SAY
    """Where it corrects or withdraws, a channel that `Edits` changes or removes what stands there."""
    free: bool = False
    """Its recipient is to be charged nothing, where the channel can say so: the answer to STOP."""
    link_label: str = ""
    """What the link does, where it does not lead to the text on the register."""
    # Out of the representation, of which digests of what was approved are made.
    automatic: bool = field(default=False, repr=False)
    """A machine answers with it what somebody has just sent: to be marked, so that no other machine answers it."""
    answers: str = field(default="", repr=False)
    """The other side's name for the message that it answers; of a channel that `Answers` alone."""
    mention: str = field(default="", repr=False)
    """Who wrote that, where everybody reads the answer: they get a notification."""
    direct: bool = field(default=False, repr=False)
    """It answers what was written to us alone, and is for nobody else."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a person watches while writing: `used` of `most` in `unit` ("characters", "segments", "cost"), and
    `detail`: of characters the encoding and what forces it, of cost the currency."""

    unit: str
    used: float
    most: int | None = None
    detail: str = ""

    @property
    def fits(self) -> bool:
        return self.most is None or self.used <= self.most


@dataclass(frozen=True, slots=True)
class Rendered:
    """What will be sent, exactly: `content` is the adapter's own small JSON, the same for every recipient.

    `parts` are what a reader will see, in order: posts of a thread, the one text of an e-mail. `counts` says how long
    it is, in the channel's own measure.
    """

    content: Mapping[str, Any]
    parts: tuple[str, ...]
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Supersedes:
    """A message that is there: our key for it, and the other side's names, one for each part."""

    key: str
    external_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one recipient; `to` is "" where the channel has no recipients. `key` is the same at every
    attempt, and nobody else's: what the other side may know it by. `token` lets its recipient end what they get.
    `own` is what this recipient reads where `content["slot"]` stands, and as long as that; an adapter that writes to
    people puts it there. `supersedes` is what it corrects or withdraws, where the channel `Edits` and has that;
    `made_at` is when its content was made, before anybody could have had it."""

    key: str
    content: Mapping[str, Any]
    to: str = ""
    lang: str = ""
    token: str = ""
    attempt: int = 1
    supersedes: Supersedes | None = None
    made_at: datetime | None = None
    own: str = ""

    @property
    def superseded(self) -> tuple[str, ...]:
        """The other side's names for what it corrects or withdraws."""
        return self.supersedes.external_ids if self.supersedes else ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of one attempt. `external_ids` are the other side's names for the message, one for each part.
    `suppress`: its recipient is not to be written to again. A `code` of what was accepted says what is not as it was
    asked for; `detail` is what the other side said."""

    outcome: Outcome
    external_ids: tuple[str, ...] = ()
    code: str = ""
    detail: str = ""
    permanent: bool = False
    retry_after: float | None = None
    suppress: bool = False

    @property
    def unknown_as_retryable(self) -> Receipt:
        """Of an idempotent request: where nobody knows whether it was done, it is done again."""
        if self.outcome == Outcome.UNKNOWN:
            return Receipt(Outcome.REFUSED, code=self.code, detail=self.detail)
        return self


@dataclass(frozen=True, slots=True)
class AttachedFile:
    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the `total` text messages that a long one came in, numbered from 1: `reference` is the same for all of
    them, and nobody else's of this sender for a while."""

    reference: str
    number: int
    total: int


BY_NOTICE, COMMENT = "notice:", "comment:"
"""Begin external ids: of what a notification mail reported, which nobody has proven; of comments, named like posts."""


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message that came in. `external_id` is the other side's name for it; "" where it has none: then the same
    words from the same sender within a few minutes are the same message. `answers` are names by which the message it
    answers may be known, surest first: our key, or an external id. `raw` is what came, byte for byte. `automatic`:
    written by a machine, never to be answered. `direct`: written on a network, and not to everybody there.
    `segment`: others belong to it, and it is kept until they are there. `to`: what our address that it was sent to
    says it is about ("bill-12"), "" where it says nothing. `authenticated`: the network, the gateway or the mail
    server vouches for it that `sender` wrote it.
    """

    external_id: str
    text: str
    sender: str = ""
    subject: str = ""
    lang: str = ""
    sent_at: datetime | None = None
    answers: tuple[str, ...] = ()
    automatic: bool = False
    direct: bool = False
    to: str = ""
    authenticated: bool = False
    segment: Segment | None = None
    raw: bytes = field(default=b"", repr=False)
    files: tuple[AttachedFile, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ModerationTarget:
    """What somebody wrote, by the other side's name for it; `block_author`: the measure is about its author, not about
    this message alone."""

    external_id: str
    author: str = ""
    block_author: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What the other side says of a message sent before, known to it by `external_id` or to us by `key`.

    `suppress`: its recipient is not to be written to again (the address does not exist, they complained).
    """

    status: DeliveryStatus
    external_id: str = ""
    key: str = ""
    code: str = ""
    permanent: bool = False
    suppress: bool = False


@dataclass(frozen=True, slots=True)
class Metrics:
    """How many follow the account (`post` ""), or like and pass on what the other side calls `post`, as it says now;
    None where it does not say."""

    post: str = ""
    followers: int | None = None
    likes: int | None = None
    boosts: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request of the other side to us, whatever framework took it. `query` is what stood behind the "?", as it
    came: its octets need not be UTF-8. The names of `headers` are written as "Content-Type" is."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class WebhookResponse:
    """What a request of the other side brought, and the answer it gets: status 403 where it is not authenticated."""

    received: tuple[InboundMessage | Report, ...] = ()
    status: int = 200
    body: str = ""


@dataclass(frozen=True, slots=True)
class Authorization:
    """`url` is the other side's page on which the account's owner lets us in; `secret` is kept until they have."""

    url: str
    secret: Mapping[str, str] = field(repr=False)


Receive = Callable[[InboundMessage | Report], None]
"""Stores what came in; when it returns, the other side may forget it."""


class Connection(Protocol):
    """An open line to the other side, used by one thread."""

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        """One attempt. Raises ChannelError where the connection broke before `mark_in_flight` was called; a
        message that cannot be sent at all is refused for good without calling it."""
        ...

    def close(self) -> None:
        """Most adapters keep nothing open between two requests."""
        return


class Adapter(Protocol):
    """A kind of channel: all that the platform knows of it stands in its class. Inherit from this."""

    kind: str
    """Its name in the registry and in the rows of accounts."""
    label: Any
    """What people read, translated."""
    medium: str
    """Of what comes in through it: web, email, sms or social; web where nothing does."""
    addressed: bool = False
    """Each message goes to one recipient, who asked for it; else it is there for whoever reads the channel."""
    fields: tuple[AccountField, ...] = ()
    """What its accounts are asked for."""
    machine_settings: tuple[str, ...] = ()
    """Settings that name a file of the machine or open its own networks: no form asks for them, `manage.py
    account_setting` sets them."""
    unverified: str = ""
    """Tried against an imitation alone: the name by which HEMICYCLE_UNVERIFIED_CHANNELS allows it."""
    institution_only: bool = False
    """Bound to a device of the institution, whose staff would read what is written to a member's office."""
    reasons: Mapping[str, Any] = {}
    """Sentences for the codes that no other adapter uses; `status/labels.py` has the common ones."""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The text in this channel's shape; the same text gives the same bytes."""
        ...

    def connect(self, access: Access) -> Connection:
        """Raises CannotConnect or NotAuthorised."""
        ...
