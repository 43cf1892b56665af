"""Whoever has the page of a letter that is not confirmed yet corrects its address, or has the question sent again.

What waits for the first address is cancelled and its link stops working: nothing leads from it to the letter any more.
Where the new one wants no messages, or was asked often enough today, nothing is sent; the page says the same.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from hemicycle.cases.actions.confirming import CITIZEN, ask_again, letters_of, questions_of
from hemicycle.cases.actions.writing import set_apart, who_is_answered
from hemicycle.cases.models import Case
from hemicycle.channels.actions import cancel, readdress_letters
from hemicycle.channels.models import Outbound
from hemicycle.rules import audit


def may_readdress(case: Case) -> bool:
    if case.contact_id is None or case.confirmed_at is not None or case.disputed_at is not None:
        return False
    return case.is_copy or (case.merged_into_id is None and hasattr(case, "confirmation"))


@transaction.atomic
def readdress(case: Case, *, channel: str = "", address: str = "", asks: bool = True, by: Any = CITIZEN) -> bool:
    """Ask again, unless `asks` is false; with an `address`, its owner instead, and a letter that came twice is two
    from then on. Whether it could still be done. Raises KeyError where the office answers by no such channel."""
    held = Case.objects.select_for_update(of=("self",)).select_related("office", "account", "contact").get(pk=case.pk)
    if not may_readdress(held):
        return False
    held = set_apart(held, by=by)
    account, contact = who_is_answered(held.office, channel, address, held.lang)
    waiting = Outbound.objects.filter(contact=held.contact, office=held.office).not_left()
    keys = list(waiting.filter(content__source__startswith=questions_of(held)).values_list("pk", flat=True))
    cancel(Outbound.objects.filter(pk__in=keys), why="asked", by=by, about=held, office=held.office)
    is_new = contact is not None and contact.pk != held.contact_id
    if contact is not None and is_new:
        for one in held.merged.all():
            set_apart(one, by=by)
        readdress_letters(letters_of(held), account=account, contact=contact)
        held.account, held.contact, held.sender = account, contact, contact.digest
        held.save(update_fields=["account", "contact", "sender"])
    ask_again(held, key=secrets.token_urlsafe() if is_new else "", sends=asks)
    audit.record("cases.readdress", by=by, about=held, office=held.office, changed=is_new)
    return True
