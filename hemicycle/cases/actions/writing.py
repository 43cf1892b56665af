"""A letter from the form on the web: it opens a case, its writer adds to it, or takes it back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.actions import notices
from hemicycle.cases.actions.confirming import CITIZEN, ask_to_confirm
from hemicycle.cases.actions.judging import SOFTWARE
from hemicycle.cases.actions.opening import add, new_case, open_case
from hemicycle.cases.actions.subjects import add_subject
from hemicycle.cases.errors import MayNotTakeBack
from hemicycle.cases.models import Case, CaseMessage, Origin, State, Urgency
from hemicycle.cases.receiving import reply_accounts
from hemicycle.channels.actions import contact_of, erase, store_letter
from hemicycle.channels.actions.web_letters import BATCH
from hemicycle.channels.files.attachments import Checked
from hemicycle.channels.models import Account, Contact, Inbound, Medium
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Area, Document, Organization, Person
from hemicycle.rules import audit

About = Document | Organization | Person | Announcement
# Who is not sure whether a letter went out sends it again within minutes.
SAME_WITHIN = timedelta(minutes=10)
ANSWER_STAYS = timedelta(days=1)
REFUSALS_NOTED_EVERY = timedelta(hours=1)
# Of these somebody may need it to help, or to find out who threatens.
_KEPT = (Urgency.THREAT, Urgency.SELF_HARM, Urgency.DANGER)


def write(
    *, office: Office, text: str, channel: str = "", address: str = "", lang: str, about: About | None = None,
    title: str = "", files: Iterable[Checked] = (), area: Area | None = None, form: str, by: Any = CITIZEN,
) -> Case:  # fmt: skip
    """A letter to an office, and its case. `address` is of the `channel` by which it is answered, both "" for none;
    `title` is what `about` is called in `lang`; `form` is the same when one form is sent twice, and then it is one
    letter. The same words about the same with the same address within minutes are one letter too, under two
    references: whoever sends the words of another learns nothing of theirs.

    Raises KeyError where the office answers by no such channel.
    """
    name = _name_of(form, text)
    if (existing := _written(office, name)) is not None:
        return _case_of(existing)
    try:
        return _write(
            office, text, channel, address, lang, about=about, title=title, files=files, area=area, name=name, by=by
        )
    except IntegrityError:
        # The second of two clicks at once.
        if (existing := _written(office, name)) is None:
            raise
        return _case_of(existing)


def _case_of(message: Inbound) -> Case:
    found: Case = Case.objects.holding(message).get()
    return found


def _name_of(form: str, text: str) -> str:
    """By which it is known that one form was sent twice."""
    return f"{form}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _written(office: Office, name: str) -> Inbound | None:
    rows = Inbound.objects.of_batch(office, BATCH).filter(channel=Medium.WEB, external_id=name)
    found: Inbound | None = rows.first()
    return found


@audit.atomic()
def _write(
    office: Office, text: str, channel: str, address: str, lang: str, *, about: About | None, title: str,
    files: Iterable[Checked], area: Area | None, name: str, by: Any,
) -> Case:  # fmt: skip
    account, contact = who_is_answered(office, channel, address, lang)
    earlier = _same_lately(contact, text, title)
    message = store_letter(
        office=office, account=account, contact=contact, text=text, subject=title, lang=lang,
        external_id=name, files=files, by=by,
    )  # fmt: skip
    if earlier is not None:
        return new_case(message, state=State.MERGED, merged_into=earlier)
    case = open_case(message, by=by)
    if area is not None:
        case.area = area
        case.save(update_fields=["area"])
    if about is not None:
        add_subject(case, about, origin=Origin.SENDER, by=by)
    ask_to_confirm(case)
    return case


@transaction.atomic
def note_refusals(office: Office, *, by: Any = CITIZEN) -> None:
    """So many letters come from one network, or with one address, that the next are refused for a while: those who
    answer there hear of it, once an hour."""
    if not cache.add(f"cases.refused:{office.pk}", True, timeout=REFUSALS_NOTED_EVERY.total_seconds()):
        return
    notices.note_refusals(office, by=by)
    audit.record("cases.refuse_letters", by=by, about=office, office=office)


@audit.atomic()
def write_again(case: Case, *, text: str, form: str, by: Any = CITIZEN) -> Inbound:
    """One more letter to the same case, by whoever has its key; the same form sent twice is one."""
    name = _name_of(form, text)
    if (existing := _written(case.office, name)) is not None:
        return existing
    message = store_letter(
        office=case.office, account=case.account, contact=case.contact, text=text, subject="", lang=case.lang,
        external_id=name, is_confirmed=case.confirmed_at is not None, by=by,
    )  # fmt: skip
    add(case, message, by=by)
    return message


def has_to_be_kept(case: Case) -> bool:
    """It, or what staff split off it, speaks of danger, as a person said; or the software takes it so, and nobody has
    seen to it yet."""
    return any(_has_to_be_kept(one) for one in _with_parts(case))


def waits_to_be_seen(case: Case) -> bool:
    """It has to be kept for what the software takes it for alone, until somebody has seen to it."""
    kept = [one for one in _with_parts(case) if _has_to_be_kept(one)]
    return bool(kept) and not any(map(_was_judged, kept))


def _has_to_be_kept(case: Case) -> bool:
    if case.urgency not in _KEPT:
        return False
    return _was_judged(case) or (case.state in (State.OPEN, State.MERGED) and case.answered_at is None)


def _was_judged(case: Case) -> bool:
    """By a person: what the software found is no judgement."""
    return case.evidence.get("by") not in (None, SOFTWARE) or bool(case.threat_reports.exists())


def _with_parts(case: Case) -> list[Case]:
    """The case, and those in which lies what staff split off it, of which its writer knows nothing."""
    parts = Case.objects.filter(messages__split_from__in=_keys(case)).exclude(pk=case.pk)
    return [case, *parts.distinct().order_by("pk")]


def _keys(case: Case) -> list[int]:
    return [case.pk, *case.merged.values_list("pk", flat=True)]


@transaction.atomic
def ask_to_take_back(case: Case, *, asked: bool = True, by: Any = CITIZEN) -> None:
    """It is erased once it has not to be kept any more (`to_take_back`); with `asked` false it stays after all."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    if (held.take_back_asked_at is not None) == asked:
        return
    held.take_back_asked_at = timezone.now() if asked else None
    held.save(update_fields=["take_back_asked_at"])
    audit.record("cases.ask_to_take_back", by=by, about=held, office=held.office, asked=asked)


def to_take_back() -> list[Case]:
    """What its writer asked to erase, and need not be kept; an answer is there to be read for a day."""
    asked = Case.objects.filter(take_back_asked_at__isnull=False).order_by("take_back_asked_at", "pk")
    read = timezone.now() - ANSWER_STAYS
    return [
        case
        for case in asked
        if not has_to_be_kept(case)
        and all(one.answered_at is None or one.answered_at < read for one in _with_parts(case))
    ]


@transaction.atomic
def take_back(case: Case, *, by: Any = CITIZEN) -> None:
    """Erase the letter for good, with all that belongs to it and what staff split off it. Raises MayNotTakeBack."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    if has_to_be_kept(held):
        raise MayNotTakeBack(held.written_reference)
    audit.record("cases.take_back", by=by, about=held, office=held.office)
    keys = _keys(held)
    theirs = CaseMessage.objects.filter(Q(case__in=keys) | Q(split_from__in=keys))
    erase(Inbound.objects.filter(pk__in=list(theirs.values_list("inbound", flat=True))), office=held.office, by=by)
    Case.objects.filter(pk__in=keys).delete()


def who_is_answered(office: Office, channel: str, address: str, lang: str) -> tuple[Account | None, Contact | None]:
    if not address:
        return None, None
    account = reply_accounts(office)[channel]
    return account, contact_of(office=office, channel=channel, address=address, lang=lang)


def _same_lately(contact: Contact | None, text: str, title: str) -> Case | None:
    if contact is None:
        return None
    lately = Case.objects.of_sender(contact.office, contact.digest).unmerged()
    lately = lately.filter(channel=Medium.WEB, direct=True, heard_at__gt=timezone.now() - SAME_WITHIN)
    # What is to be erased is erased alone.
    lately = lately.filter(latest__text=text, latest__subject=title[:300], take_back_asked_at=None)
    found: Case | None = lately.first()
    return found
