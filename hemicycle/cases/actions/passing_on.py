"""Where somebody wrote from, and passing a letter on to the office that sees to it: asked first, in the writer's own
language, through the channel they used, or on the page of a letter without an address; on paper where it came by post.
Nothing of it is known to the other office before their yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.cases import addresses
from hemicycle.cases.actions import handling, notices
from hemicycle.cases.actions.acknowledging import acknowledge
from hemicycle.cases.actions.opening import new_case, source_of
from hemicycle.cases.actions.subjects import copy_subjects, find_subjects
from hemicycle.cases.errors import CannotPassOn
from hemicycle.cases.messages import may_we_pass_on
from hemicycle.cases.models import Case, CaseMessage, PassingOn, State, Triage
from hemicycle.cases.references import typed_key
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import AttachedFile, OutgoingText
from hemicycle.channels.models import Account, Attachment, Contact, Inbound, Medium, Outbound
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.registry import ADAPTERS
from hemicycle.record.models import Area
from hemicycle.rules import audit
from hemicycle.rules.site_address import absolute

NOT_PASSED_ON: dict[str, str | Promise] = {
    "public": gettext_lazy("It cannot be passed on: everybody reads it where it was written."),
    "post": gettext_lazy(
        "It came by post without a postal address, so nobody can be asked. Add name and address to the letter first."
    ),
    "nobody": gettext_lazy("It cannot be passed on: it came without an address, so nobody can be asked."),
    "stopped": gettext_lazy("It cannot be passed on: whoever wrote it has asked for no more messages."),
    "closed": gettext_lazy("It cannot be passed on: the account it came to is closed, so nobody can be asked."),
    "unproven": gettext_lazy("It cannot be passed on yet: the address is not confirmed, so nobody is asked."),
}
# Beside an office that is not asked about.
NOT_TO_OFFICE: dict[str, str | Promise] = {
    "passed_on": gettext_lazy("has it already"),
    "unanswered": gettext_lazy("asked, not answered yet"),
    "refused": gettext_lazy("they said no"),
    "account": gettext_lazy("has no account by which it could answer"),
}


@transaction.atomic
def set_area(case: Case, area: Area | None, *, by: Any) -> None:
    """The constituency they wrote from, as they said or as staff found it."""
    Case.objects.filter(pk=case.pk).update(area=area)
    audit.record("cases.set_area", by=by, about=case, office=case.office)


@transaction.atomic
def ask_to_pass_on(case: Case, *, to: Office, by: User) -> PassingOn:
    """Ask whoever wrote it, once for each office. Raises CannotPassOn where nobody can be asked, they were asked about
    this office already, it is the same office, or the case became part of another meanwhile."""
    if Case.objects.select_for_update().unmerged().filter(pk=case.pk).first() is None:
        raise CannotPassOn(case.written_reference)
    if to.pk == case.office_id or why_not_passed_on(case) or why_not_to(to, case, case.passings.all()):
        raise CannotPassOn(case.written_reference)
    short = {"key": typed_key()} if is_asked_on_paper(case) else {}
    row: PassingOn = PassingOn.objects.create(case=case, to=to, office=case.office, asked_by=by, **short)
    if case.account is not None and case.contact is not None:
        _ask(row, case.account, case.contact)
    audit.record("cases.ask_to_pass_on", by=by, about=case, office=case.office, to=to.name)
    return row


@audit.atomic()
def withdraw_question(row: PassingOn, *, by: User) -> None:
    """Nobody waits for the answer any more, and a yes that comes yet passes nothing on. Raises CannotPassOn where it
    was answered or withdrawn meanwhile."""
    held = PassingOn.objects.select_for_update(of=("self",)).unanswered().select_related("case", "office")
    asked = held.filter(pk=row.pk).first()
    if asked is None:
        raise CannotPassOn(row.case.written_reference)
    asked.withdrawn_at = timezone.now()
    asked.save(update_fields=["withdrawn_at"])
    unsent = Outbound.objects.filter(content__source=_source_of(asked)).not_left()
    if unsent.exists():
        channels.cancel(unsent, why="withdrawn", by=by, about=asked.case, office=asked.office)
    audit.record("cases.withdraw_passing_on", by=by, about=asked.case, office=asked.office, to=asked.to.name)


def why_not_passed_on(case: Case) -> str:
    """Why nobody can be asked, one of NOT_PASSED_ON; "" where somebody can."""
    contact, account = case.contact, case.account
    if case.is_public:
        return "public"
    if is_asked_on_page(case):
        return ""
    on_paper = is_asked_on_paper(case)
    if case.channel == Medium.LETTER and not on_paper:
        return "post"
    if contact is None or not contact.address or (account is None and not on_paper):
        return "nobody"
    if contact.is_suppressed:
        return "stopped"
    if account is not None and not account.is_open:
        return "closed"
    # Anybody could have typed that address.
    return "unproven" if case.channel == Medium.WEB and case.confirmed_at is None else ""


def why_not_to(office: Office, case: Case, asked: Iterable[PassingOn]) -> str:
    """Why nobody is asked about this office, one of NOT_TO_OFFICE; "" where they can be. `asked`: the questions about
    the case. Who said no is not asked again about the same office."""
    row = next((one for one in asked if one.to_id == office.pk and one.withdrawn_at is None), None)
    if row is None:
        return "" if can_answer(office, case) else "account"
    if row.answered_at is None:
        return "unanswered"
    return "passed_on" if row.agreed else "refused"


def is_asked_on_page(case: Case) -> bool:
    """A letter from the form without an address: whoever wrote it has its page alone."""
    return case.channel == Medium.WEB and case.direct and case.account_id is None and case.contact_id is None


def is_asked_on_paper(case: Case) -> bool:
    """A letter by post with an address: the question is printed for it, and what comes back is recorded."""
    return case.channel == Medium.LETTER and case.contact is not None and bool(case.contact.address)


def passed_on_of(case: Case) -> list[tuple[PassingOn, Case | None]]:
    """Which offices have a letter, or one that was merged into it, by the yes of its writer. The case there is theirs
    to open from here only where they were asked on the page: else its key went to the address alone."""
    rows = PassingOn.objects.filter(Q(case=case) | Q(case__merged_into=case), agreed=True)
    return [
        (row, row.case_there if is_asked_on_page(row.case) else None)
        for row in rows.select_related("case", "to").order_by("pk")
    ]


def passed_on_by(row: PassingOn) -> Case | None:
    """The case of the other office, to whoever says yes by the key that was sent to the address alone. A question on
    paper went through the hands of staff, who know its key: the other office writes to that address itself."""
    return row.case_there if row.agreed and row.case.channel != Medium.LETTER else None


def can_answer(office: Office, case: Case) -> bool:
    """Whether an office could answer whoever wrote it, were it passed on to it."""
    if case.contact is None or case.contact.channel == Medium.LETTER:
        return True
    return account_of(office, case.contact.channel) is not None


@audit.atomic()
def record_passing_on(
    row: PassingOn, *, agreed: bool, came_by: str, scan: Iterable[AttachedFile] = (), by: User
) -> str:
    """Their answer as it came back by post or telephone, one of CameBy; the reference of the case there. The scan
    stays here, for it is the proof of their yes. Raises CannotPassOn as a second answer does, and of what was not
    asked on paper."""
    if not is_asked_on_paper(row.case):
        raise CannotPassOn(row.case.written_reference)
    there = answer_passing_on(row, agreed=agreed, recorded_by=by, came_by=came_by)
    if row.case.latest is not None:
        channels.attach_scans(row.case.latest, scan)
    return there


@audit.atomic()
def answer_passing_on(row: PassingOn, *, agreed: bool, recorded_by: User | None = None, came_by: str = "") -> str:
    """Their own answer, once; the reference of the case there, "" after a no. Raises CannotPassOn for a second answer,
    where the question was withdrawn, and where the other office takes nothing any more."""
    held = (
        PassingOn.objects.select_for_update(of=("self",))
        .select_related("case__office", "case__contact", "to")
        .get(pk=row.pk)
    )
    if held.answered_at is not None or held.withdrawn_at is not None:
        raise CannotPassOn(held.case.written_reference)
    held.agreed, held.answered_at = agreed, timezone.now()
    held.recorded_by, held.came_by = recorded_by, came_by
    held.save(update_fields=["agreed", "answered_at", "recorded_by", "came_by"])
    there = _pass_on(held) if agreed else None
    how = {"came_by": came_by} if came_by else {}
    by = recorded_by or "person"
    audit.record("cases.passing_on_answered", by=by, about=held.case, office=held.office, agreed=agreed, **how)
    return there.written_reference if there is not None else ""


def account_of(office: Office, medium: str) -> Account | None:
    """Through what an office answers on a medium; a letter from the form is answered by mail or text message."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium == medium and adapter.addressed]
    return Account.objects.open().filter(office=office, kind__in=kinds).order_by("opened_at", "pk").first()


def _ask(row: PassingOn, account: Account, contact: Contact) -> None:
    lang = _language_of(row.case)
    with translation.override(lang):
        outgoing = OutgoingText(
            _("May we pass on your letter?"), may_we_pass_on(row), lang, link=absolute(addresses.passing_on(row.key)),
            link_label=_("Say yes or no"), sender=str(row.office),
        )  # fmt: skip
        content = channels.prepare(
            account, source=_source_of(row), lang=lang,
            rendered=channels.render(account, outgoing),
        )  # fmt: skip
    channels.queue(content, to=contact, asked_for=True, by="cases")


def _source_of(row: PassingOn) -> str:
    return source_of(row.case, f"pass-on-{row.pk}")


def _language_of(case: Case) -> str:
    """As for an acknowledgement; where their messages say nothing, what was found of the case since."""
    message = case.latest
    if message is not None and channels.known_languages([message])[message.pk]:
        return channels.language_of(message)
    found = case.lang.partition("-")[0]
    if found in dict(settings.LANGUAGES):
        return found
    return channels.language_of(message) if message is not None else settings.LANGUAGE_CODE


def _pass_on(row: PassingOn) -> Case:
    """What they wrote, with its files, is a case there; answers and notes of ours are not theirs to read."""
    old = row.case
    answered_by = {"sender": ""} if is_asked_on_page(old) else _answered_by(row, old)
    messages = Inbound.objects.filter(pk__in=old.messages.values("inbound"), automatic=False, keyword="")
    copies = [_copied(one, row, answered_by) for one in messages.order_by("pk")]
    if not copies:
        raise CannotPassOn(old.written_reference)
    confirmed_at = None if is_asked_on_page(old) else old.confirmed_at or timezone.now()
    there = new_case(copies[-1], waiting_since=timezone.now(), area=old.area, confirmed_at=confirmed_at)
    CaseMessage.objects.bulk_create([CaseMessage(case=there, inbound=one) for one in copies[:-1]])
    audit.record("cases.open", by="person", about=there, office=row.to)
    copy_subjects(old, to=there, by="person")
    for one in copies:
        find_subjects(there, one)
    notices.note_message(there, by="cases")
    acknowledge(there, by="cases")
    if old.state in (State.OPEN, State.SET_ASIDE):
        handling.close(Case.objects.filter(pk=old.pk), triage=Triage.INFORM, by="person")
    return there


def _answered_by(row: PassingOn, old: Case) -> dict[str, Any]:
    """Through what the other office answers, and whom: a contact of its own, under a pseudonym of its own."""
    account = account_of(row.to, old.contact.channel) if old.contact is not None else None
    if old.contact is None or not old.contact.address or (account is None and not is_asked_on_paper(old)):
        raise CannotPassOn(old.written_reference)
    address = old.contact.address
    contact = channels.contact_of(office=row.to, channel=old.contact.channel, address=address, lang=old.contact.lang)
    return {"account": account, "contact": contact, "sender": Pseudonyms(row.to).of(address)}


def _copied(message: Inbound, row: PassingOn, answered_by: dict[str, Any]) -> Inbound:
    files = list(Attachment.objects.filter(inbound=message))
    copy = Inbound.objects.create(
        **answered_by, office=row.to, batch=row.batch, channel=message.channel, external_id=message.external_id,
        text=message.text, lang=message.lang or row.case.lang, subject=message.subject, direct=message.direct,
        is_authenticated=message.is_authenticated, received_at=timezone.now(),
        sent_at=message.sent_at or message.received_at,
    )  # fmt: skip
    Attachment.objects.bulk_create(
        [
            Attachment(
                inbound=copy, name=one.name, kind=one.kind, size=one.size, content=one.content, refused=one.refused
            )
            for one in files
        ]
    )
    return copy
