"""Whoever wrote is told at once that it is here: its reference, who reads it, by when an answer is due.

Once for each case, in their language, through the channel they used, to them alone; from a channel on which that
cannot be done, not at all: there the answer in public carries the reference (messages.py). Never what a machine wrote,
nor one of our own addresses; never an address that asked for nothing more, nor one whose owner says that they did not
write. The same words once more to the same address of ours, and what comes beyond the automatic answers of an hour,
get their case and no acknowledgement: two machines fall silent. Whoever confirmed a letter from the form, or said yes
to passing it on here, is no machine that repeats itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy, override

from hemicycle.cases import messages
from hemicycle.cases.actions.opening import CASE_SOURCE, OUTCOME_SOURCE, source_of
from hemicycle.cases.models import Campaign, Case, Confirmation, State, is_passed_on
from hemicycle.channels import actions as channels
from hemicycle.channels.actions.keywords import KeywordRequest
from hemicycle.channels.contract import OutgoingText, Rendered
from hemicycle.channels.contract.capabilities import Answers, ByHand
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Account, Inbound, Medium, Outbound
from hemicycle.channels.personal_data import contacts
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force
from hemicycle.rules.personal_data import Subject

ACKNOWLEDGEMENT = "ack"
# Imported when a letter first needs it: no process starts with the analysis.
_SURE_LANGUAGE = "hemicycle.listening.text.languages.sure_language"
NOT_ACKNOWLEDGED: dict[str, str | Promise] = {
    "nobody": gettext_lazy("None: there is no address to write to."),
    "policy": gettext_lazy("None: the policy of the House acknowledges nothing on this channel."),
    "unproven": gettext_lazy("None yet: the address is not confirmed."),
    "network": gettext_lazy("None: on this network the software cannot write to its author in private."),
    "passed_on": gettext_lazy("None was sent when it was passed on to this office."),
    "other": gettext_lazy(
        "None was sent: the same was written before, that address had many messages within an hour, or it wants none."
    ),
}


@transaction.atomic(savepoint=False)
def acknowledge(case: Case, *, by: Any) -> bool:
    """Whether this call did; where it may not be done, or was done before, nothing happens."""
    message = case.latest
    if message is None or not _is_due(case, message):
        return False
    account, lang = message.account, _language_of(message)
    assert account is not None
    rendered = _rendered(case, message, account, lang)
    now = timezone.now()
    if rendered is None or not Case.objects.filter(pk=case.pk, acknowledged_at=None).update(acknowledged_at=now):
        return False
    case.acknowledged_at = now
    assert message.contact is not None
    said = channels.Personal(
        account, message.contact, source_of(case, ACKNOWLEDGEMENT), lang, rendered,
        not_after=channels.answerable_until(message), asked_for=True,
    )  # fmt: skip
    # Who marked it as acknowledged is the only one to say so: nothing of the kind is queued.
    channels.queue_each([said], due_at=now, by=by)
    audit.record("cases.acknowledge", by=by, about=case, office=case.office)
    return True


def _language_of(message: Inbound) -> str:
    """Theirs. A first letter by mail seldom says which it is but by its words: these are asked where they are sure."""
    if message.channel == Medium.EMAIL and not message.lang and not channels.known_languages([message])[message.pk]:
        found = import_string(_SURE_LANGUAGE)(message.text)
        if found in dict(settings.LANGUAGES):
            return str(found)
    return channels.language_of(message)


def why_not_acknowledged(case: Case) -> str:
    """Why whoever wrote it has no acknowledgement, one of NOT_ACKNOWLEDGED; "" where they have, or nobody owes them
    one."""
    message, account = case.latest, case.account
    if case.acknowledged_at is not None or case.state != State.OPEN or message is None or message.is_on_paper:
        return ""
    if account is None or case.contact is None or not case.contact.address:
        return "nobody"
    if message.channel not in in_force("acknowledged_media"):
        return "policy"
    if case.is_unproven:
        return "unproven"
    if not _writes_to_one(account):
        return "network"
    return "passed_on" if is_passed_on(message) else "other"


def _writes_to_one(account: Account) -> bool:
    """Whether the software says something through it that one person reads alone."""
    adapter = adapter_of(account.kind)
    return isinstance(adapter, Answers) and adapter.answers_directly and not isinstance(adapter, ByHand)


def _is_due(case: Case, message: Inbound) -> bool:
    if case.state != State.OPEN or case.acknowledged_at is not None or case.disputed_at is not None:
        return False
    if message.keyword or message.contact is None or message.channel not in in_force("acknowledged_media"):
        return False
    # Of a form anybody may type in the address of another.
    if message.channel == Medium.WEB and case.confirmed_at is None:
        return False
    return channels.may_answer_automatically(message) and _may_acknowledge(case, message)


def _may_acknowledge(case: Case, message: Inbound) -> bool:
    contact, account = message.contact, message.account
    if contact is None or account is None or not account.is_open or not contact.address or contact.is_suppressed:
        return False
    is_a_persons = message.channel == Medium.WEB or is_passed_on(message)
    return channels.may_answer_again(contact) and (is_a_persons or not _was_written_before(case, message))


def _was_written_before(case: Case, message: Inbound) -> bool:
    """The same words from the same sender to the same address, for which they have a reference: machines repeat
    themselves."""
    earlier = Case.objects.of_sender(case.office, message.sender).exclude(pk=case.pk).exclude(acknowledged_at=None)
    same = {"messages__inbound__text": message.text, "messages__inbound__recipient": message.recipient}
    return bool(earlier.filter(**same).exists())


def _rendered(case: Case, message: Inbound, account: Account, lang: str) -> Rendered | None:
    """None where nothing can be said to its author alone, by the software."""
    adapter, medium = adapter_of(account.kind), adapter_of(account.kind).medium
    if isinstance(adapter, ByHand) or not isinstance(adapter, Answers):
        return None
    with override(lang):
        if medium == Medium.SMS:
            return channels.render(account, messages.text_message(case, lang))
        if medium == Medium.EMAIL:
            return channels.render(account, _letter(case, message, adapter, lang))
        if not channels.can_be_private(message):
            return None
        try:
            rendered = channels.preview(message, text=messages.direct_message(case), lang=lang, privately=True)
        except CannotAnswer:
            return None
    return rendered if all(count.fits for count in rendered.counts) else None


def _letter(case: Case, message: Inbound, adapter: Answers, lang: str) -> OutgoingText:
    """Below theirs, where they wrote by mail; with a way to say that it was somebody else, unless it is known."""
    if (campaign := Campaign.announced_by(message)) is not None:
        return messages.announced(case, campaign, lang)
    is_known = message.is_authenticated or case.confirmed_at is not None
    outgoing = messages.letter(case, lang, dispute="" if is_known else _question_of(case).key)
    if message.channel != Medium.EMAIL:
        return outgoing
    # Just stored, it is not read again: a letter with its pictures may have megabytes.
    original = getattr(message, "original", None)
    thread = adapter.thread_of(message.external_id, bytes(original.raw) if original else b"")
    return replace(outgoing, answers=thread, direct=True) if thread else outgoing


def _question_of(case: Case) -> Confirmation:
    """The key of its page; no code fits it, for nobody was asked for one."""
    return Confirmation.objects.get_or_create(case=case, defaults={"code": ""})[0]


def end_acknowledgements(request: KeywordRequest) -> None:
    """They said STOP: what has not left stays here."""
    _about_cases(contact=request.contact).not_left().move("cancel", code="suppressed")


@transaction.atomic
def end_acknowledgements_of(subject: Subject, by: Any) -> None:
    """They object to being written to."""
    _about_cases(contact__in=contacts(subject)).not_left().move("cancel", code="suppressed")


def _about_cases(**whose: Any) -> Any:
    about = Q(content__source__startswith=CASE_SOURCE) | Q(content__source__startswith=OUTCOME_SOURCE)
    return Outbound.objects.filter(about, **whose)
