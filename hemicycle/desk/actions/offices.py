"""In the name of which office an announcement is written, while it is a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk.actions.library import in_office
from hemicycle.desk.actions.locking import editing, log_action
from hemicycle.desk.models import WRITERS, Announcement, State, Target
from hemicycle.rules.errors import IllegalMove

OWN_PLACES = ("web", "feed")
"""The House's own site and feeds, which show everything that is released."""


@transaction.atomic
def change_office(
    announcement: Announcement, *, office: Office, targets: Mapping[int, dict[str, Any]] | None = None, by: User
) -> dict[int, dict[str, Any]]:
    """Write it in the name of another office, for who writes in both. Its channels are those of its office: the former
    ones go, and are returned with their own texts, so that the change can be undone (`targets`).

    Raises IllegalMove where it is no draft or corrects something, PermissionError for who does not write in both.
    """
    if not all(_writes(by, one) for one in (announcement.office, office)):
        raise PermissionError("an announcement moves between offices in which one writes")
    with editing(announcement, by=by) as row:
        if row.state != State.DRAFT or row.corrects_id is not None:
            raise IllegalMove(row.state, "change the office")
        removed = dict(row.targets.values_list("account", "own_texts"))
        row.targets.all().delete()
        former, row.office = row.office, office
        default: dict[int, dict[str, Any]] = {one.pk: {} for one in usual_accounts(office)}
        for account, own_texts in (default if targets is None else targets).items():
            if Account.objects.open().filter(pk=account, office=office).exists():
                Target.objects.create(announcement=row, account_id=account, own_texts=own_texts)
        for medium in row.media.all():
            medium.item = in_office(medium.item, office, by=by)
            medium.save(update_fields=["item"])
        log_action(row, "change_office", by=by, was=former.slug)
    announcement.office = office
    return removed


def usual_accounts(office: Office) -> QuerySet[Account]:
    """What a new draft of this office begins with."""
    return Account.objects.open().filter(office=office, kind__in=OWN_PLACES)


def _writes(person: User, office: Office) -> bool:
    return person.assignments.filter(office=office, role__in=WRITERS).exists()
