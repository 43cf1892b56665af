"""States with their shapes, and what went wrong in words for people. Adapters and actions write codes; several codes
are one sentence here. A code that one adapter alone writes has its sentence there (`Adapter.reasons`)."""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.channels.models import State
from hemicycle.channels.models.outbound import GIVEN_UP, HELD
from hemicycle.channels.registry import ADAPTERS

# The shapes of docs/look.md.
SHAPES: dict[str, str] = {
    State.WAITING: "waiting",
    State.SENDING: "running",
    State.BY_HAND: "draft",
    State.SENT: "done",
    State.DELIVERED: "confirmed",
    State.UNKNOWN: "suggested",
    State.FAILED: "failed",
    State.EXPIRED: "set-aside",
    State.CANCELLED: "cancelled",
}


def kind_of(kind: str) -> str:
    """What people call a kind of channel; one that is gone by its own name."""
    return str(ADAPTERS[kind].label if kind in ADAPTERS else kind)


_COMMON: dict[str, Promise] = {
    "no-connection no-line line-broken hung-up no-sign-of-life bind-failed not-bound bound-already bad-connection "
    "no-answer-there": gettext_lazy("The server cannot be reached."),
    "no-answer": gettext_lazy("No answer came from the server."),
    "not-smpp not-kannel": gettext_lazy("Another program answers at this address than was expected."),
    "not-let-in not-authorised": gettext_lazy("The user name or the password was not accepted."),
    "another-account": gettext_lazy("Somebody was signed in there with another account than this one."),
    "certificate-not-trusted no-authority": gettext_lazy("The certificate of the server cannot be trusted."),
    "bad-settings no-address password-in-address no-server unknown-security not-offered bad-system-type "
    "bad-service-type bad-sender": gettext_lazy(
        "The settings of the account are incomplete, or do not fit the server."
    ),
    "private-network": gettext_lazy(
        "This server is in a private network, or on this machine. Whoever runs Hemicycle has to list the network in "
        "HEMICYCLE_PRIVATE_NETWORKS first."
    ),
    "no-folder no-file not-placed": gettext_lazy("The folder of the account cannot be read or written."),
    "we-are-refused our-server-unknown our-domain-refused sender-not-proven signature-missing": gettext_lazy(
        "The server accepts nothing from us."
    ),
    "busy queue-full server-full server-failed server-error server-closed too-much-mail mailbox-busy their-fault "
    "submit-failed greylisted timed-out too-early too-many": gettext_lazy("The server could not accept it for now."),
    "mailbox-full": gettext_lazy("The mailbox is full."),
    "no-such-address no-such-domain not-an-address address-ambiguous no-such-number moved-away mailbox-closed "
    "takes-no-mail bad-number-type does-not-exist": gettext_lazy("There is no such address, or not any more."),
    "refused rejected address-refused mailbox-refused server-refused refused-by-policy content-refused deleted "
    "too-many-recipients invalid": gettext_lazy("The server refused it."),
    "undeliverable delivery-failed returned mail-loop": gettext_lazy("It could not be delivered."),
    "expired delivery-expired": gettext_lazy("It did not reach its recipient in time."),
    "answered-is-gone": gettext_lazy("What it answers is no longer there, or takes no answers."),
    "takes-no-comments": gettext_lazy("Comments are turned off there."),
    "not-to-one": gettext_lazy("This channel speaks to all of its readers, and to nobody alone."),
    "server-gone": gettext_lazy("The server has not answered for as long as the House allows."),
    "no-route": gettext_lazy("There is no route to this address."),
    "too-long bad-length cannot-be-written": gettext_lazy("It is too long, or holds what this channel cannot carry."),
    "picture-missing": gettext_lazy("A picture that belongs to it is missing."),
    "picture-refused picture-too-large": gettext_lazy("The network does not take a picture that belongs to it."),
    "complained": gettext_lazy("Its recipient complained."),
    "taken-back": gettext_lazy("It was taken back before it was sent."),
    "suppressed stop asked forgotten unfollowed": gettext_lazy("Its recipient has asked for no messages."),
    "too-old": gettext_lazy("It was too old to be sent."),
    "worker-lost": gettext_lazy("The worker stopped in the middle of sending it."),
    "not-there": gettext_lazy("The server does not have it."),
    "given-up": gettext_lazy("It was tried as many times as allowed."),
    "after-another": gettext_lazy("It changes a message that has not arrived yet, and waits for that."),
    "settled": gettext_lazy("Somebody found out and settled it."),
    "no-way-in": gettext_lazy("Nobody could sign in to the account there."),
    "network-down": gettext_lazy("The network could not be used."),
    "network-refused": gettext_lazy("The network did not take the post."),
    "not-fitting": gettext_lazy("Text or pictures do not fit this network."),
    "not-wanted": gettext_lazy("It should no longer be posted there."),
    HELD: gettext_lazy("It was held back in a sensitive period."),
    "withdrawn changed discarded sent-back not-the-same": gettext_lazy(
        "It was changed, held back or withdrawn before it was sent."
    ),
}
_REASONS = {code: sentence for codes, sentence in _COMMON.items() for code in codes.split()}
for _adapter in ADAPTERS.values():
    _REASONS |= _adapter.reasons


def reason(code: str) -> str:
    """What a code says; "" where there is none. What networks add behind it ("undeliverable-004") stays away."""
    if code.startswith(f"{GIVEN_UP}:"):
        return f"{_REASONS[GIVEN_UP]} {reason(code.partition(':')[2])}"
    known = re.match(r"[a-z]+(?:-[a-z]+)*", code)
    sentence = _REASONS.get(code) or (_REASONS.get(known[0]) if known else None)
    if sentence or not code:
        return str(sentence or "")
    if known is None:
        # The name of an exception: a fault of ours.
        return _("Something is wrong on our side; the log of the worker says what.")
    return _("The server says: %(code)s.") % {"code": code}
