"""A letter from the form on the web: it opens a case, and its writer adds to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hemicycle.accounts.models import Office
from hemicycle.cases.actions import notices
from hemicycle.cases.actions.confirming import CITIZEN, ask_to_confirm
from hemicycle.cases.actions.opening import add, new_case, open_case
from hemicycle.cases.actions.subjects import add_subject, copy_subjects
from hemicycle.cases.models import Case, Origin, OwnPoint, State
from hemicycle.cases.receiving import reply_accounts
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.channels.actions import contact_of, store_letter
from hemicycle.channels.actions.web_letters import BATCH
from hemicycle.channels.files.attachments import Checked
from hemicycle.channels.models import Account, Contact, Inbound, Medium
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Area, Document, Organization, Person
from hemicycle.rules import audit

About = Document | Organization | Person | Announcement
# Who is not sure whether a letter went out sends it again within minutes.
SAME_WITHIN = timedelta(minutes=10)
REFUSALS_NOTED_EVERY = timedelta(hours=1)


def write(
    *, office: Office, text: str, channel: str = "", address: str = "", lang: str, about: About | None = None,
    title: str = "", files: Iterable[Checked] = (), area: Area | None = None, form: str, asks: bool = True,
    by: Any = CITIZEN,
) -> Case:  # fmt: skip
    """A letter to an office, and its case. `address` is of the `channel` by which it is answered, both "" for none;
    `title` is what `about` is called in `lang`; `form` is the same when one form is sent twice, and then it is one
    letter, unless its words, address or files have changed. The same words about the same with the same address within
    minutes are one letter too, under two references, unless files come with them: whoever sends the words of another
    learns nothing of theirs. `asks`: whether its address is asked now whether it wrote it.

    Raises KeyError where the office answers by no such channel.
    """
    kept = list(files)
    name = _name_of(form, text, address, kept)
    if (existing := _written(office, name)) is not None:
        return _case_of(existing)
    try:
        return _write(
            office, text, channel, address, lang, about=about, title=title, files=kept, area=area, name=name,
            asks=asks, by=by,
        )  # fmt: skip
    except IntegrityError:
        # The second of two clicks at once.
        if (existing := _written(office, name)) is None:
            raise
        return _case_of(existing)


def _case_of(message: Inbound) -> Case:
    found: Case = Case.objects.holding(message).get()
    return found


def _name_of(form: str, text: str, address: str = "", files: Sequence[Checked] = ()) -> str:
    """By which it is known that one form was sent twice. Keyed: it outlives an address that its owner disputes."""
    sent = (text.encode(), address.encode(), *(one.content or b"" for one in files))
    digests = b"".join(hashlib.sha256(one).digest() for one in sent)
    return f"{form}:{salted_hmac('cases.letter', digests, algorithm='sha256').hexdigest()[:32]}"


def _written(office: Office, name: str) -> Inbound | None:
    rows = Inbound.objects.of_batch(office, BATCH).filter(channel=Medium.WEB, external_id=name)
    found: Inbound | None = rows.first()
    return found


@audit.atomic()
def _write(
    office: Office, text: str, channel: str, address: str, lang: str, *, about: About | None, title: str,
    files: Sequence[Checked], area: Area | None, name: str, asks: bool, by: Any,
) -> Case:  # fmt: skip
    account, contact = who_is_answered(office, channel, address, lang)
    # A file that was forgotten is read with its letter: nobody opens one that is merged.
    earlier = None if files else _same_lately(contact, text, title)
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
    ask_to_confirm(case, sends=asks)
    return case


@transaction.atomic
def note_refusals(office: Office, *, by: Any = CITIZEN) -> None:
    """So many letters come from one network that the next are refused for a while: those who answer there hear of it,
    once an hour."""
    if not cache.add(f"cases.refused:{office.pk}", True, timeout=REFUSALS_NOTED_EVERY.total_seconds()):
        return
    notices.note_refusals(office, by=by)
    audit.record("cases.refuse_letters", by=by, about=office, office=office)


def write_again(case: Case, *, text: str, form: str, by: Any = CITIZEN) -> Inbound:
    """One more letter to the same case, by whoever has its key; the same form sent twice is one."""
    name = _name_of(form, text)
    if (existing := _written(case.office, name)) is not None:
        return existing
    try:
        return _write_again(case, text, name=name, by=by)
    except IntegrityError:
        # The second of two clicks at once.
        if (existing := _written(case.office, name)) is None:
            raise
        return existing


@audit.atomic()
def _write_again(case: Case, text: str, *, name: str, by: Any) -> Inbound:
    message = store_letter(
        office=case.office, account=case.account, contact=case.contact, text=text, subject="", lang=case.lang,
        external_id=name, is_confirmed=case.confirmed_at is not None, by=by,
    )  # fmt: skip
    add(case, message, by=by)
    return message


@audit.atomic()
def set_apart(case: Case, *, by: Any = CITIZEN) -> Case:
    """What was taken for the same letter once more is one of its own, asked about by itself, before its page does what
    concerns it alone; any other case stays as it is."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("office", "account", "contact", "merged_into")
    held: Case = rows.get(pk=case.pk)
    first = held.merged_into
    if first is None or not held.is_copy:
        return held
    held.state, held.merged_into, held.waiting_since = CASE_WORKFLOW.after(held.state, "split"), None, held.opened_at
    held.campaign, held.own_words, held.searched_at = first.campaign, first.own_words, first.searched_at
    held.own_point = OwnPoint.FOUND if held.own_words else OwnPoint.NONE
    held.save(
        update_fields=["state", "merged_into", "waiting_since", "campaign", "own_words", "searched_at", "own_point"]
    )
    copy_subjects(first, to=held, by=by)
    ask_to_confirm(held)
    audit.record("cases.split", by=by, about=first, office=held.office, into=held.written_reference)
    return held


def who_is_answered(office: Office, channel: str, address: str, lang: str) -> tuple[Account | None, Contact | None]:
    if not address:
        return None, None
    account = reply_accounts(office)[channel]
    return account, contact_of(office=office, channel=channel, address=address, lang=lang)


def _same_lately(contact: Contact | None, text: str, title: str) -> Case | None:
    if contact is None or contact.is_new:
        return None
    lately = Case.objects.of_sender(contact.office, contact.digest).unmerged()
    lately = lately.filter(channel=Medium.WEB, direct=True, heard_at__gt=timezone.now() - SAME_WITHIN)
    # What is to be erased is erased alone.
    lately = lately.filter(latest__text=text, latest__subject=title[:300], take_back_asked_at=None)
    found: Case | None = lately.first()
    return found
