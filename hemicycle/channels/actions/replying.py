"""Answers to people who wrote, through the account they wrote to: in public where they wrote in public, else to them
alone.

An answer waits some seconds before it leaves, so that whoever wrote it can take it back. The app that sees to what was
written is called when an answer is given, and when it turns out that none was.

A letter written in the form on the web names an address that may be somebody else's, or none: until that is confirmed
its answer stands on the letter's own page, which opens by a key, and nothing is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemicycle.accounts.models import User
from hemicycle.accounts.training import lacks_training
from hemicycle.channels.actions import posting, sending
from hemicycle.channels.actions.forgetting import forget_in_answers
from hemicycle.channels.actions.receiving import register_forgetting
from hemicycle.channels.contract import Count, OutgoingText, Rendered
from hemicycle.channels.contract.capabilities import Answers, AnswersForAWhile, ByHand
from hemicycle.channels.errors import CannotAnswer, NotByHand
from hemicycle.channels.models import (
    INFORM_KEY,
    TAKEN_BACK,
    Account,
    Answer,
    Inbound,
    Medium,
    Original,
    Outbound,
    is_public,
)
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.sms.quiet_hours import quiet_hours
from hemicycle.rules import audit

# Mail programs that let a message be taken back wait between 5 and 30 seconds.
WAITS = timedelta(seconds=20)
# Of channels that set no limit of their own: some ten pages of print.
LONGEST_ANSWER = 20_000
# Receipts and bounces come within days (RFC 5321, 4.5.4.1: four to five).
MAY_STILL_FAIL = timedelta(days=14)

OBSTACLES: dict[str, str | Promise] = {
    "machine": _("A machine wrote it; it is never answered."),
    "closed": _("The account it came to is closed: nothing leaves through it any more."),
    "elsewhere": _("From here nothing can be answered on this network. Answer there, then close the message here."),
    "directly": _(
        "Through this account nobody can be written to alone. Answer another way, then close the message here."
    ),
    "no-answers": _("On this network an account cannot answer. Answer another way, then close the message here."),
    "window": _(
        "This network takes an answer only within 24 hours of what somebody last wrote, and these are over. Answer"
        " when they write again, or another way, then close the message here."
    ),
    "window-at-night": _(
        "This network takes an answer only within 24 hours of what somebody last wrote, and these end before phones"
        " may be written to again. Answer when they write again, or another way."
    ),
    "nobody": _("It came without an address: there is nobody to write to."),
    "stopped": _("Whoever wrote it has asked for no more messages. Only they can change that, by sending START."),
    "untrained": _(
        "The policy asks for valid training before somebody answers in public, and you have no valid record of all of"
        " it. Duties, Training shows what is missing; the Secretary General’s office records what you complete."
    ),
    "too-long": _("It is too long for this channel. Shorten it."),
    "own": _("You wrote it: a colleague approves it."),
    "gone": _("Somebody else has seen to it meanwhile."),
    "waits": _("The same words wait for approval already."),
    "changed": _("They wrote again meanwhile, or a colleague answered. Read that first; nothing has been sent."),
}


AnswerEvent = Callable[[Answer, Any], None]
LetterFrame = Callable[[Inbound, OutgoingText], OutgoingText]
_given: list[AnswerEvent] = []
_undone: list[AnswerEvent] = []
_frames: list[LetterFrame] = []


def register_answer_events(*, given: AnswerEvent, undone: AnswerEvent) -> None:
    """`given`: an answer leaves, or a person has posted it; `undone`: it was taken back, or did not arrive. Called
    with it and with who did it, in the same transaction."""
    _given.append(given)
    _undone.append(undone)


def register_letter_frame(frame: LetterFrame) -> None:
    """What stands round an answer by mail, as to a letter from the form on the web, of which the mailbox of its writer
    knows nothing, and round one in public where nothing can be said to its author alone; called in the language of the
    answer."""
    _frames.append(frame)


def reopen_answered(answer: Answer, *, by: Any) -> None:
    """What it settled is to be done again, although it has arrived: it said what does not hold any more."""
    _happened(_undone, answer, by)


def _happened(events: Iterable[AnswerEvent], answer: Answer, by: Any) -> None:
    for call in events:
        call(answer, by)


def obstacle(message: Inbound, *, privately: bool = False) -> str:
    """Why it cannot be answered, one of OBSTACLES; "" where it can. `privately`: to its author alone, be it that
    everybody reads what they wrote."""
    account = message.account
    if message.automatic:
        return "machine"
    if is_answered_on_page(message):
        return ""
    if message.is_on_paper:
        return _obstacle_on_paper(message)
    if account is None or not account.is_open:
        return "closed"
    adapter = ADAPTERS.get(account.kind)
    if not isinstance(adapter, Answers):
        return "elsewhere"
    if isinstance(adapter, ByHand) and not adapter.takes_answers:
        return "no-answers"
    if privately or not is_public(message):
        return _obstacle_to_one(message, adapter)
    return ""


def is_answered_on_page(message: Inbound) -> bool:
    """Whether its answer stands on the letter's own page alone: nobody has confirmed an address to send it to."""
    is_letter = message.channel == Medium.WEB and message.direct
    return is_letter and (message.account is None or message.contact is None or not message.is_authenticated)


def _obstacle_on_paper(message: Inbound) -> str:
    contact = message.contact
    if contact is None or not contact.address:
        return "nobody"
    return "stopped" if contact.is_suppressed else ""


def _obstacle_to_one(message: Inbound, adapter: Answers) -> str:
    if not adapter.answers_directly:
        return "directly"
    if message.contact is None or not message.contact.address:
        return "nobody"
    return "stopped" if message.contact.is_suppressed else _obstacle_of_time(message)


def _obstacle_of_time(message: Inbound) -> str:
    until, now = answerable_until(message), timezone.now()
    if until is None or until > leaves_at(message):
        return ""
    return "window-at-night" if until > now else "window"


def answerable_until(message: Inbound) -> datetime | None:
    """Until when its network takes an answer to whoever wrote it; None where it sets no time."""
    account = message.account
    adapter = ADAPTERS.get(account.kind) if account is not None else None
    if not isinstance(adapter, AnswersForAWhile) or message.contact is None:
        return None
    rows = Inbound.objects.filter(account=account, contact=message.contact)
    last: datetime | None = rows.aggregate(at=Max(Coalesce("sent_at", "received_at")))["at"]
    return last + adapter.answers_within if last else None


def leaves_at(message: Inbound) -> datetime:
    """When an answer that is written now leaves: phones are left alone in the quiet hours."""
    now, resting = timezone.now(), quiet_hours()
    return resting.over(now) if medium_of_answer(message) == Medium.SMS and resting.cover(now) else now


def medium_of_answer(message: Inbound) -> str:
    """Which may be another than that of the message: a letter from the web is answered by mail or text message."""
    account = message.account
    adapter = ADAPTERS.get(account.kind) if account is not None else None
    return str(adapter.medium) if adapter is not None else str(message.channel)


def preview(message: Inbound, *, text: str, lang: str, privately: bool = False) -> Rendered:
    """What would leave, exactly. Raises CannotAnswer."""
    if why := obstacle(message, privately=privately):
        raise CannotAnswer(why)
    if is_answered_on_page(message) or message.is_on_paper:
        return Rendered({}, (text.strip(),), (Count("characters", len(text.strip()), LONGEST_ANSWER),))
    assert message.account is not None
    outgoing = _outgoing(message, message.account, text, lang)
    direct = privately or not is_public(message)
    rendered = sending.render(message.account, replace(outgoing, direct=direct))
    return replace(rendered, counts=tuple(map(_limited, rendered.counts)))


def _limited(count: Count) -> Count:
    return replace(count, most=LONGEST_ANSWER) if count.unit == "characters" and count.most is None else count


@transaction.atomic
def give_answer(message: Inbound, *, text: str, lang: str, key: str, by: User, privately: bool = False) -> Answer:
    """Queue an answer; `key` is that of its form, and the same form twice is one answer. `privately`: to the author
    of a public message alone. Raises CannotAnswer."""
    existing: Answer | None = Answer.objects.filter(key=key, inbound=message).first()
    if existing is not None:
        return existing
    rendered = check_answer(message, text=text, lang=lang, privately=privately, by=by)
    answer = Answer.objects.create(
        office=message.office, inbound=message, key=key, text=text.strip(), lang=lang, written_by=by
    )
    to_all = is_public(message) and not privately
    if is_answered_on_page(message):
        _happened(_given, answer, by)
    elif not message.is_on_paper:
        _queue(answer, rendered, to_all=to_all, by=by)
    audit.record("channels.answer", by=by, about=message, office=message.office, lang=lang, to_all=to_all)
    return answer


def check_answer(message: Inbound, *, text: str, lang: str, by: User, privately: bool = False) -> Rendered:
    """What would leave, where this person may give this answer. Raises CannotAnswer."""
    rendered = preview(message, text=text, lang=lang, privately=privately)
    if is_public(message) and not privately and lacks_training(by.pk):
        raise CannotAnswer("untrained")
    if not all(count.fits for count in rendered.counts):
        raise CannotAnswer("too-long")
    return rendered


def _queue(answer: Answer, rendered: Rendered, *, to_all: bool, by: Any) -> None:
    message, account = answer.inbound, answer.inbound.account
    assert account is not None
    content = sending.prepare(account, source=answer.source, lang=answer.lang, rendered=rendered)
    by_hand = isinstance(ADAPTERS[account.kind], ByHand)
    due_at = timezone.now() + (timedelta(0) if by_hand else WAITS)
    to = None if to_all else message.contact
    answer.outbound = sending.queue(content, to=to, due_at=due_at, not_after=answerable_until(message), by=by)
    answer.save(update_fields=["outbound"])
    if by_hand:
        posting.prepare_by_hand(answer.outbound)
    else:
        _happened(_given, answer, by)


@transaction.atomic
def send_page_answer(answer: Answer, *, by: Any) -> bool:
    """What stood on the page of a letter goes to whoever wrote it too, since their address is known; whether it does.
    Where it cannot be sent, it stays on the page."""
    try:
        rendered = preview(answer.inbound, text=answer.text, lang=answer.lang)
    except CannotAnswer:
        return False
    if is_answered_on_page(answer.inbound) or not all(count.fits for count in rendered.counts):
        return False
    _queue(answer, rendered, to_all=False, by=by)
    return True


@transaction.atomic
def take_back(answer: Answer, *, by: Any) -> bool:
    """Before it has left; whether this call did."""
    if answer.is_to_print:
        audit.record("channels.take_back_answer", by=by, about=answer.inbound, office=answer.office)
        return bool(Answer.objects.filter(pk=answer.pk, posted_at=None).delete()[0])
    if answer.outbound is None or not Outbound.objects.filter(pk=answer.outbound.pk).not_left().move(
        "cancel", code=TAKEN_BACK
    ):
        return False
    audit.record("channels.take_back_answer", by=by, about=answer.inbound, office=answer.office)
    _happened(_undone, answer, by)
    return True


@transaction.atomic
def mark_answer_posted(answer: Answer, *, address: str, by: User) -> Answer:
    """A person posted it by hand: `address` is where it stands, "" where the network shows none.

    Raises BadPost, NotByHand.
    """
    if answer.is_to_print:
        answer.posted_at = timezone.now()
        answer.save(update_fields=["posted_at"])
        audit.record("channels.post_letter", by=by, about=answer.inbound, office=answer.office)
        _happened(_given, answer, by)
        return answer
    if answer.outbound is None:
        raise NotByHand(answer.source)
    answer.outbound = posting.mark_answered(answer.outbound, address=address, by=by)
    _happened(_given, answer, by)
    return answer


@transaction.atomic
def unmark_answer_posted(answer: Answer, *, by: User) -> Answer:
    """It was marked by mistake: it is to be posted. Raises NotByHand."""
    if answer.posted_at is not None:
        answer.posted_at = None
        answer.save(update_fields=["posted_at"])
        audit.record("channels.unpost_letter", by=by, about=answer.inbound, office=answer.office)
        _happened(_undone, answer, by)
        return answer
    if answer.outbound is None:
        raise NotByHand(answer.source)
    answer.outbound = posting.unpost(answer.outbound, by=by)
    _happened(_undone, answer, by)
    return answer


def return_undelivered(worker: str = "worker", stopping: Any = None) -> int:
    """Say of each answer once that it did not arrive; how many."""
    since = timezone.now() - MAY_STILL_FAIL
    found = list(Answer.objects.filter(returned_at=None, written_at__gt=since).undelivered())
    for answer in found:
        _return(answer, by=worker)
    return len(found)


@transaction.atomic
def _return(answer: Answer, *, by: Any) -> None:
    if Answer.objects.filter(pk=answer.pk, returned_at=None).update(returned_at=timezone.now()):
        _happened(_undone, answer, by)


def try_again(answer: Answer, *, by: User) -> Answer:
    """The same words once more to the same, where they did not arrive. Raises CannotAnswer."""
    if not Answer.objects.filter(pk=answer.pk).undelivered().exists():
        raise CannotAnswer("gone")
    to_one = answer.outbound is not None and answer.outbound.contact_id is not None
    privately = to_one and is_public(answer.inbound)
    return give_answer(
        answer.inbound, text=answer.text, lang=answer.lang, key=again_key(answer), by=by, privately=privately
    )


def again_key(answer: Answer) -> str:
    """The key of its second attempt, so that two clicks are one."""
    return f"{INFORM_KEY if answer.informs else ''}again-{answer.pk}"


def new_key(*, informs: bool = False) -> str:
    """Of a form; `informs`: of one that only says that a message was read."""
    return f"{INFORM_KEY}{secrets.token_hex(12)}" if informs else secrets.token_hex(16)


def _outgoing(message: Inbound, account: Account, text: str, lang: str) -> OutgoingText:
    adapter = ADAPTERS[account.kind]
    assert isinstance(adapter, Answers)
    original = Original.objects.filter(inbound=message).first()
    with override(lang):
        outgoing = OutgoingText(
            _subject(message), text.strip(), lang, sender=message.office.sender_name,
            answers=adapter.thread_of(message.external_id, bytes(original.raw) if original else b""),
            mention=message.contact.address if message.contact else "",
        )  # fmt: skip
        if adapter.medium != Medium.EMAIL and (adapter.answers_directly or not is_public(message)):
            return outgoing
        for frame in _frames:
            outgoing = frame(message, outgoing)
    return outgoing


def _subject(message: Inbound) -> str:
    """What stands above a letter, once with the sign of an answer that programs know (RFC 5322, 3.6.5)."""
    if medium_of_answer(message) != Medium.EMAIL or not message.subject:
        return ""
    bare = message.subject.strip()
    return bare if bare[:3].casefold() == "re:" else f"Re: {bare}"


register_forgetting(forget_in_answers)
