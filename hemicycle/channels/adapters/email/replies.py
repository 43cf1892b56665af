"""What the replies of mail servers mean (RFC 5321, 4.2), and the codes beside them (RFC 3463)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hemicycle.channels.contract import CannotConnect, ChannelError, NotAuthorised, Outcome, Receipt


@dataclass(frozen=True, slots=True)
class Meaning:
    """`gone`: there is no such address; never written to again. `wait`: seconds, where the servers that say so expect
    that much."""

    code: str
    gone: bool = False
    wait: float | None = None


# Greylisting servers take the same message after five minutes (RFC 6647, 5); a mailbox is not emptied within them.
GREYLISTED, FULL = 300.0, 3600.0

WORDS = {
    "x.1.0": Meaning("address-refused"),
    "x.1.1": Meaning("no-such-address", gone=True),
    "x.1.2": Meaning("no-such-domain", gone=True),
    "x.1.3": Meaning("not-an-address", gone=True),
    "x.1.4": Meaning("address-ambiguous"),
    "x.1.6": Meaning("moved-away", gone=True),
    "x.1.8": Meaning("our-domain-refused"),
    "x.1.10": Meaning("takes-no-mail", gone=True),
    "x.2.0": Meaning("mailbox-refused"),
    "x.2.1": Meaning("mailbox-closed", gone=True),
    "x.2.2": Meaning("mailbox-full", wait=FULL),
    "x.2.3": Meaning("too-long"),
    "x.3.0": Meaning("server-refused"),
    "x.3.1": Meaning("server-full"),
    "x.3.2": Meaning("server-closed"),
    "x.3.4": Meaning("too-long"),
    "x.4.1": Meaning("no-answer-there"),
    "x.4.2": Meaning("bad-connection"),
    "x.4.3": Meaning("no-answer-there"),
    "x.4.4": Meaning("no-route"),
    "x.4.5": Meaning("busy"),
    "x.4.6": Meaning("mail-loop"),
    "x.4.7": Meaning("delivery-expired"),
    "x.5.3": Meaning("too-many-recipients"),
    "x.6.1": Meaning("content-refused"),
    "x.7.0": Meaning("refused-by-policy"),
    "x.7.1": Meaning("refused-by-policy"),
    "x.7.20": Meaning("signature-missing"),
    "x.7.23": Meaning("sender-not-proven"),
    "x.7.25": Meaning("our-server-unknown"),
    "x.7.26": Meaning("sender-not-proven"),
    "x.7.28": Meaning("too-much-mail"),
    "4.7.1": Meaning("greylisted", wait=GREYLISTED),
}
"""By the code (RFC 3463, 7372 and the IANA registry), its class left out where it changes nothing but whether it
lasts."""

REPLIES = {
    421: Meaning("busy"),
    450: Meaning("mailbox-busy", wait=GREYLISTED),
    451: Meaning("server-error"),
    452: Meaning("server-full"),
    550: Meaning("refused"),
    551: Meaning("moved-away"),
    552: Meaning("too-long"),
    553: Meaning("address-refused"),
    554: Meaning("refused"),
}
"""By the reply alone, where nothing is said beside it."""

# RFC 4954, 6 (the first five) and RFC 3207, 4: only a person can mend these.
NOT_LET_IN = {432, 454, 530, 534, 535, 538}

# What servers say of a recipient when they mean us: Postfix, Exim, sendmail, Exchange.
_OURS = re.compile(r"\brelay|access denied|authenticat|client host|sender address", re.IGNORECASE)
_CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# What servers say quotes addresses, and is shown to people.
_ADDRESS = re.compile(r"\S*@\S*")


def meaning(reply: int, text: str) -> Meaning:
    """Of a reply that is no consent."""
    return _of_code(text) or REPLIES.get(reply) or Meaning("refused")


def of_status(status: str) -> Meaning:
    """Of the code in a delivery report."""
    return _of_code(status) or Meaning("refused")


def _of_code(text: str) -> Meaning | None:
    found = _CODE.search(text)
    if found is None:
        return None
    exactly, whatever = ".".join(found.groups()), f"x.{found[2]}.{found[3]}"
    return WORDS.get(exactly) or WORDS.get(whatever)


def refusal(reply: int, text: str) -> Receipt:
    """Of this recipient or this letter: for good from 500 on."""
    meant, permanent = meaning(reply, text), reply >= 500
    return Receipt(
        Outcome.REFUSED, code=meant.code, detail=without_addresses(f"{reply} {text}"), permanent=permanent,
        retry_after=None if permanent else meant.wait, suppress=permanent and meant.gone,
    )  # fmt: skip


def means_us(reply: int, text: str) -> bool:
    """Whether it may be us who are refused, whoever the recipient is."""
    return reply in NOT_LET_IN or (reply >= 500 and _OURS.search(text) is not None)


def trouble(reply: int, text: str) -> ChannelError:
    """Of the account as a whole: what comes before any recipient is named."""
    words = without_addresses(f"{reply} {text}")
    if reply in NOT_LET_IN or reply >= 500:
        return NotAuthorised("not-let-in" if reply in NOT_LET_IN else "we-are-refused", words)
    return CannotConnect(meaning(reply, text).code, words)


def without_addresses(text: str) -> str:
    return " ".join(_ADDRESS.sub("…", text).split())
