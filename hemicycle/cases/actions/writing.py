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
from hemicycle.cases.actions.subjects import add_subject
from hemicycle.cases.models import Case, Origin, State
from hemicycle.cases.receiving import reply_accounts
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
    title: str = "", files: Iterable[Checked] = (), area: Area | None = None, form: str, by: Any = CITIZEN,
) -> Case:  # fmt: skip
    """A letter to an office, and its case. `address` is of the `channel` by which it is answered, both "" for none;
    `title` is what `about` is called in `lang`; `form` is the same when one form is sent twice, and then it is one
    letter, unless its words, address or files have changed. The same words about the same with the same address within
    minutes are one letter too, under two references, unless files come with them: whoever sends the words of another
    learns nothing of theirs.

    Raises KeyError where the office answers by no such channel.
    """
    kept = list(files)
    name = _name_of(form, text, address, kept)
    if (existing := _written(office, name)) is not None:
        return _case_of(existing)
    try:
        return _write(
            office, text, channel, address, lang, about=about, title=title, files=kept, area=area, name=name, by=by
        )
    except IntegrityError:
        # The second of two clicks at once.
        if (existing := _written(office, name)) is None:
            raise
        return _case_of(existing)


def _case_of(message: Inbound) -> Case:
    found: Case = Case.objects.holding(message).get()
    return found


def _name_of(form: str, text: str, address: str = "", files: Sequence[Checked] = ()) -> str:
    """By which it is known that one form was sent twice. Keyed: it outlives the address, where its owner disputes it."""
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
    files: Sequence[Checked], area: Area | None, name: str, by: Any,
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
