"""Whether the owner of an address wrote the letter that names it: they say so by a link, by a code, or by a text.

Until they do nothing else goes to that address, and what goes there quotes no word of the letter: whoever types in the
address of another sends them nothing of their own. Where an address was asked often enough today, or wants no
messages, nothing is sent; the page says the same.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.cases import addresses
from hemicycle.cases.actions.acknowledging import acknowledge
from hemicycle.cases.actions.opening import CASE_SOURCE, source_of
from hemicycle.cases.errors import WrongCode
from hemicycle.cases.messages import in_an_emergency
from hemicycle.cases.models import Case, CaseMessage, Confirmation, OutcomeNotice
from hemicycle.cases.models.confirmation import CODE_DIGITS, CONFIRM_WITHIN, ConfirmationQuerySet
from hemicycle.channels.actions import cancel, confirm_letters, disown_letters, prepare, queue, render
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import ANSWER_SOURCE, Contact, Content, Inbound, InboundQuerySet, Medium, Outbound
from hemicycle.channels.sms.gsm import in_gsm
from hemicycle.channels.sms.quiet_hours import due_now
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

CITIZEN = "citizen"
"""In the audit log, whoever wrote: it names nobody."""
CODE = "code"
"""The `keyword` of a text message that is nothing but a code."""
WHAT = "confirm"


@transaction.atomic
def ask_to_confirm(case: Case, *, sends: bool = True) -> Confirmation | None:
    """Ask the owner of the address once, or with `sends` false not before somebody has it sent; None for a letter
    without one."""
    if case.contact is None:
        return None
    code = _new_code()
    found = Confirmation.objects.create(case=case, code=_hashed(case, code))
    if sends:
        _send_unless_enough(case, case.contact, found, code)
    return found


@transaction.atomic
def ask_again(case: Case, *, key: str = "", sends: bool = True) -> None:
    """The question once more, with a new code; `key` "" where the link of the first one goes on working."""
    found = Confirmation.objects.select_for_update().get(case=case)
    code = _new_code()
    found.code, found.attempts, found.sent_at, found.key = _hashed(case, code), 0, timezone.now(), key or found.key
    found.save(update_fields=["code", "attempts", "sent_at", "key"])
    assert case.contact is not None
    if sends:
        _send_unless_enough(case, case.contact, found, code)


def questions_of(case: Case) -> str:
    """How the sources begin of what asks whether this letter was theirs."""
    return source_of(case, WHAT)


@audit.atomic()
def confirm(case: Case, *, by: Any) -> bool:
    """Its sender's address is theirs. Whether that is new; what its owner disputes stays disputed."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    if held.confirmed_at is not None or held.disputed_at is not None or held.contact_id is None:
        return False
    held.confirmed_at = timezone.now()
    held.save(update_fields=["confirmed_at"])
    confirm_letters(letters_of(held), by=by)
    audit.record("cases.confirm", by=by, about=held, office=held.office)
    acknowledge(held, by=by)
    return True


def confirm_by_code(case: Case, *, code: str) -> bool:
    """Raises WrongCode, and counts the attempt. A letter that was sent twice was asked about once: its code confirms
    both."""
    asked = case.merged_into or case
    if _with_code(Confirmation.objects.filter(case=asked), code) is None:
        raise WrongCode(case.written_reference)
    if asked != case:
        Case.objects.filter(pk=case.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    return confirm(asked, by=CITIZEN)


@transaction.atomic(savepoint=False)
def confirm_by_text(message: Inbound) -> None:
    """A text message with the code of one of our questions to the number it came from, whatever else was sent there
    since; called before the message finds its case."""
    if message.channel != Medium.SMS or message.automatic or message.keyword or message.contact is None:
        return
    if len(_digits(message.text)) != CODE_DIGITS:
        return
    asked = Confirmation.objects.in_time().filter(case__contact=message.contact)
    found = _with_code(asked.order_by("-sent_at", "-pk"), message.text)
    if found is None:
        return
    message.keyword = CODE
    message.save(update_fields=["keyword"])
    confirm(found.case, by=CITIZEN)


@transaction.atomic
def dispute(case: Case, *, by: Any) -> bool:
    """The owner of the address did not write it: nothing more goes there about it, what staff split off it or the same
    words sent twice, and nothing leads from these to them. Whether that is new."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    if held.disputed_at is not None:
        return False
    for one in (held, *_split_off(held), *_sent_twice(held)):
        letters = letters_of(one)
        waiting = Outbound.objects.filter(contact=one.contact, office=one.office).not_left()
        about = waiting.filter(content__source__startswith=f"{CASE_SOURCE}{one.pk}:")
        given = waiting.filter(content__source__startswith=ANSWER_SOURCE, answer__inbound__in=letters)
        outcomes = waiting.filter(pk__in=OutcomeNotice.objects.filter(case=one).values("outbound"))
        found = Outbound.objects.filter(pk__in=[row.pk for row in (*about, *given, *outcomes)])
        cancel(found, why="asked", by=by, about=one, office=one.office)
        disown_letters(letters)
        one.disputed_at, one.confirmed_at, one.contact, one.sender = timezone.now(), None, None, ""
        one.save(update_fields=["disputed_at", "confirmed_at", "contact", "sender"])
        audit.record("cases.dispute", by=by, about=one, office=one.office)
    return True


def _split_off(case: Case) -> list[Case]:
    """The cases that staff made of this letter alone; with what else they put one of its messages, the owner of the
    address may have written."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("office").filter(disputed_at=None)
    rows = rows.filter(Exists(CaseMessage.objects.filter(case=OuterRef("pk"), split_from=case)))
    others = CaseMessage.objects.filter(case=OuterRef("pk")).exclude(split_from=case)
    return list(rows.filter(~Exists(others)).order_by("pk"))


def _sent_twice(case: Case) -> list[Case]:
    """The same words with the same address, under a reference of their own, that nobody confirmed."""
    rows = case.merged.select_for_update(of=("self",)).select_related("office").order_by("pk")
    return [one for one in rows.filter(disputed_at=None) if one.is_copy]


def letters_of(case: Case) -> InboundQuerySet:
    """What came in for this case by the form or by mail, in the name of an address that may be somebody else's."""
    rows: InboundQuerySet = Inbound.objects.filter(pk__in=case.messages.values("inbound"))
    return rows.filter(Q(channel=Medium.EMAIL) | Q(channel=Medium.WEB, direct=True))


@transaction.atomic
def _with_code(asked: ConfirmationQuerySet, code: str) -> Confirmation | None:
    """The one of these questions whose code it is. A wrong one counts as an attempt on each: of none are more codes
    tried than of a question that stands alone."""
    rows = [one for one in asked.select_for_update(of=("self",)).select_related("case") if one.takes_code]
    digits = _digits(code)
    found = next((one for one in rows if constant_time_compare(one.code, _hashed(one.case, digits))), None)
    if found is None:
        Confirmation.objects.filter(pk__in=[one.pk for one in rows]).update(attempts=F("attempts") + 1)
    return found


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _hashed(case: Case, code: str) -> str:
    return salted_hmac("cases.confirmation", f"{case.pk}:{code}", algorithm="sha256").hexdigest()


def _was_asked_enough(contact: Contact, now: Confirmation) -> bool:
    """So many questions a day as an address gets of any kind; of text messages to strangers so many as the House pays
    for."""
    earlier = Confirmation.objects.of_today().exclude(pk=now.pk)
    if not contact.is_new and _reach(earlier.filter(case__contact=contact), in_force("follow_messages_a_day")):
        return True
    by_text = earlier.filter(case__contact__channel=Medium.SMS)
    return contact.channel == Medium.SMS and _reach(by_text, in_force("follow_texts_a_day"))


def _reach(rows: ConfirmationQuerySet, most: int) -> bool:
    """Counted no further than that, however many there are in a flood."""
    return rows[:most].count() >= most


def _send_unless_enough(case: Case, contact: Contact, found: Confirmation, code: str) -> None:
    if not contact.is_suppressed and not _was_asked_enough(contact, found):
        _send(case, contact, found, code)


def _send(case: Case, contact: Contact, found: Confirmation, code: str) -> None:
    assert case.account is not None
    with override(case.lang):
        outgoing = _question(case, contact, found, code)
        rendered = render(case.account, outgoing)
    before = Content.objects.filter(source__startswith=questions_of(case)).count()
    source = f"{questions_of(case)}{before + 1 if before else ''}"
    content = prepare(case.account, source=source, lang=case.lang, rendered=rendered)
    due = due_now(contact.channel)
    queue(content, to=contact, due_at=due, not_after=due + CONFIRM_WITHIN, by=CITIZEN)


def _question(case: Case, contact: Contact, found: Confirmation, code: str) -> OutgoingText:
    link = absolute(addresses.confirmation(found.key))
    words = {"office": str(case.office), "reference": case.written_reference, "code": code}
    if contact.channel == Medium.SMS:
        body = _("%(office)s: somebody wrote to us and gave this number. Was it you? Reply %(code)s, or open:") % words
        return OutgoingText("", in_gsm(body), case.lang, link=link)
    paragraphs = [
        _("Somebody wrote to %(office)s and gave this address for the answer. Reference: %(reference)s.") % words,
        _("If it was you, open the page below and press Confirm, or type this code where you wrote: %(code)s.")
        % words,
        in_an_emergency(),
    ]
    # Below the link that confirms: whoever opens the first one they see has confirmed, not disowned, what they wrote.
    other = _("If it was not you, say so here, and you will hear nothing more about it:")
    title = _("Confirm your letter: %(reference)s") % words
    label = _("Confirm that you wrote it")
    return OutgoingText(
        title, "\n\n".join(paragraphs), case.lang, link=link, link_label=label, sender=words["office"],
        footer=f"{other}\n{absolute(addresses.dispute(found.key))}",
    )  # fmt: skip
