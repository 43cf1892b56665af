"""An answer as its thread shows it, and what is known of one before it leaves."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hemicycle.channels import actions
from hemicycle.channels.contract import Rendered
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.inbox.names import masked, name_of
from hemicycle.channels.models import TAKEN_BACK, Answer, Inbound, Medium, Outbound, Pause, State, is_public
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.status.counts import in_words
from hemicycle.channels.status.labels import SHAPES, kind_of, reason

# What Mastodon lets people write in one post (its documentation, “Posting to your profile”).
USUAL_LENGTH = 500
# A message is masculine in French and in Spanish, an answer feminine.
_LABELS: dict[str, Promise] = {
    State.SENT: pgettext_lazy("answer", "Sent"),
    State.DELIVERED: pgettext_lazy("answer", "Delivered"),
    State.UNKNOWN: pgettext_lazy("answer", "Unknown"),
    State.FAILED: pgettext_lazy("answer", "Failed"),
    State.EXPIRED: pgettext_lazy("answer", "Too old to send"),
    State.CANCELLED: pgettext_lazy("answer", "Cancelled"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing below a message. `kind` is answer, notice, note or reply; of a reply `text` is "" where it was written
    to the office alone: it is opened on its own page. `is_taken_back`: nobody ever got it."""

    kind: str
    at: datetime
    who: str
    text: str
    lang: str = ""
    number: int = 0
    shape: str = ""
    label: str = ""
    why: str = ""
    may_take_back: bool = False
    may_try_again: bool = False
    is_unknown: bool = False
    is_to_post: bool = False
    is_private: bool = False
    on_paper: bool = False
    stands_at: str = ""
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before an answer leaves: through what, to whom, how long, at which cost, and when. `over`: what of
    it is too long; `by_hand`: a person posts it; `until`: the network takes it no later."""

    account: str
    kind: str
    everybody: bool
    to: str
    counts: tuple[str, ...] = ()
    length: int = 0
    over: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    leaves_at: datetime | None = None
    until: datetime | None = None
    is_framed: bool = False
    by_hand: bool = False

    @property
    def fits(self) -> bool:
        return not self.over

    @property
    def is_long(self) -> bool:
        """Longer than what stands around it in public, so that whoever sends it is asked whether they mean it."""
        return self.everybody and self.length > USUAL_LENGTH

    @property
    def too_long(self) -> str:
        """By how much, and what to do."""
        length = " · ".join(self.over)
        said = _("Too long for this channel: %(length)s. Shorten it. What is left can follow in a second answer.")
        return said % {"length": length}


def entry_of(one: Answer, tried: Container[str] = ()) -> Entry:
    """An answer and how far it got; `tried` are the keys of those that are there already."""
    row = one.outbound
    state = row.state if row is not None else State.BY_HAND if one.is_to_print else State.SENT
    lost = state in (State.FAILED, State.EXPIRED)
    again = lost and actions.again_key(one) not in tried
    kind = "notice" if actions.is_notice(one) else "answer"
    return Entry(
        kind, one.written_at, _signed(one), one.text, one.lang, one.pk, SHAPES[state], _label(one, state),
        why=reason(row.code) if row is not None and state not in (State.SENT, State.DELIVERED) else "",
        may_take_back=state in (State.WAITING, State.BY_HAND), may_try_again=again,
        is_unknown=state == State.UNKNOWN, is_to_post=state == State.BY_HAND,
        on_paper=one.inbound.is_on_paper,
        is_private=row is not None and row.contact_id is not None and one.inbound.channel == Medium.SOCIAL,
        stands_at=row.external_id if row is not None and row.external_id.startswith("https://") else "",
        is_taken_back=row is not None and row.code == TAKEN_BACK,
    )  # fmt: skip


def _signed(one: Answer) -> str:
    if one.approved_by is None:
        return str(one.written_by)
    return _("%(name)s, approved by %(colleague)s") % {"name": one.written_by, "colleague": one.approved_by}


def _label(one: Answer, state: str) -> str:
    row = one.outbound
    if row is None and not one.inbound.is_on_paper:
        return _("On the page of their letter")
    if actions.is_notice(one):
        return str(State(state).label)
    if row is not None and _leaves_soon(one, row):
        return _("Leaves in a few seconds")
    return str(_LABELS.get(state, State(state).label))


def _leaves_soon(one: Answer, row: Outbound) -> bool:
    """It waits only so that it can be taken back; not for another attempt, the morning or the end of a pause."""
    now = timezone.now()
    if row.state != State.WAITING or row.code or not now < row.due_at <= now + actions.WAITS:
        return False
    return actions.leaves_at(one.inbound) <= timezone.now() and not Pause.objects.in_force().exists()


def facts_of(message: Inbound, *, text: str, lang: str) -> Facts | None:
    """None where it cannot be answered at all."""
    if actions.obstacle(message):
        return None
    rendered: Rendered | None = None
    if text.strip():
        try:
            rendered = actions.preview(message, text=text, lang=lang)
        except CannotAnswer:
            return None
    everybody, leaves_at = is_public(message), actions.leaves_at(message)
    counted = in_words(rendered.counts) if rendered else []
    through, kind, to = _through(message)
    return Facts(
        through, kind, everybody, to,
        tuple(words for words, _fits in counted),
        len(text.strip()),
        tuple(words for words, fits in counted if not fits),
        tuple(rendered.parts) if rendered else (),
        leaves_at if leaves_at > timezone.now() else None, actions.answerable_until(message),
        is_framed=rendered is not None and _characters(rendered) > len(text.strip()),
        by_hand=message.account is not None and isinstance(ADAPTERS.get(message.account.kind), ByHand),
    )  # fmt: skip


def _characters(rendered: Rendered) -> int:
    """Of all that leaves: a channel may add the name of the office, a link, what it answers."""
    return next((int(one.used) for one in rendered.counts if one.unit == "characters"), 0)


def _through(message: Inbound) -> tuple[str, str, str]:
    """Through which account, of which kind, to whom."""
    if message.is_on_paper:
        return _("Letter"), _("you print and post it"), ""
    if message.account is None or actions.is_answered_on_page(message):
        return _("The page of their letter"), _("nothing is sent: nobody has confirmed an address"), ""
    to = name_of(message) if is_public(message) else masked(message)
    return message.account.name, kind_of(message.account.kind), to
