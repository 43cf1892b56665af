"""Messages of the inbox of the inquiry's own office are taken into the inquiry, and out of it again.

A member's office and the House are two walls apart: an inquiry takes messages of its own office and of no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.channels.models import Inbound, InboundQuerySet, Medium
from hemicycle.rules import audit

from ..errors import NothingToCollect
from ..models import Collected, Collection, Finding, Inquiry, Link, Mention
from ..models.guarded import reported_to
from . import batches, name_of
from .analyses import analyse_if_idle
from .inquiries import locked_open
from .replay import replay


@dataclass(frozen=True)
class Wanted:
    """Messages with any of these phrases, through any of these channels, from one day to another; empty is any."""

    phrases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def waiting(inquiry: Inquiry, wanted: Wanted) -> InboundQuerySet:
    """What would be taken: messages to the inquiry's own office that are not in it yet; STOP and FOLLOW are none, nor
    is what somebody wrote on a network to the office alone, beside all that is public there, or what was reported as a
    threat."""
    return _asked_for(inquiry, wanted).for_inquiries().exclude(pk__in=reported_to(inquiry.office))


def with_safety(inquiry: Inquiry, wanted: Wanted) -> int:
    """How many are what is asked for, and not taken because they were reported as threats."""
    return _asked_for(inquiry, wanted).for_inquiries().filter(pk__in=reported_to(inquiry.office)).count()


def left_out(inquiry: Inquiry, wanted: Wanted) -> int:
    """How many are what is asked for, and not taken because they were written to the office alone."""
    return _asked_for(inquiry, wanted).filter(direct=True).exclude(channel=Medium.WEB).count()


def _asked_for(inquiry: Inquiry, wanted: Wanted) -> InboundQuerySet:
    inbox = Inbound.objects.of_office(inquiry.office).saying_something().not_objected()
    found = inbox.exclude(pk__in=inquiry.collected.values("inbound"))
    found = found.saying_any(wanted.phrases).sent_between(wanted.since, wanted.until)
    return found.filter(channel__in=wanted.channels) if wanted.channels else found


def preview(inquiry: Inquiry, wanted: Wanted) -> Mapping[str, int]:
    """How many messages would be taken, by channel; nothing happens."""
    rows = waiting(inquiry, wanted).order_by().values_list("channel").annotate(n=Count("pk"))
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


@transaction.atomic
def collect(inquiry: Inquiry, wanted: Wanted, *, by: Any) -> Collection:
    """Take them in, and analyse. Raises InquiryClosed, NothingToCollect."""
    found = locked_open(inquiry)
    collection = Collection.objects.create(
        inquiry=found,
        phrases=list(wanted.phrases),
        channels=list(wanted.channels),
        since=wanted.since,
        until=wanted.until,
        by=audit.actor_of(by),
        by_name=name_of(by),
    )
    keys = list(waiting(found, wanted).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NothingToCollect(_("No message of the inbox is what you ask for, or all of them are here already."))
    for some in batches(keys):
        Collected.objects.bulk_create(Collected(inquiry=found, inbound_id=key, collection=collection) for key in some)
    collection.added = len(keys)
    collection.save(update_fields=["added"])
    audit.record(
        "listening.collect", by=by, about=collection, office=found.office, inquiry=found.address, messages=len(keys)
    )
    analyse_if_idle(found, by=by)
    return collection


@transaction.atomic
def undo_collection(collection: Collection, *, by: Any) -> int:
    """Take the messages out of the inquiry again, with what was found about them; returns how many.

    They stay in the inbox. Raises InquiryClosed.
    """
    found = locked_open(collection.inquiry)
    rows = Collection.objects.select_for_update().filter(pk=collection.pk, undone_at__isnull=True)
    if not rows.update(undone_at=timezone.now(), undone_by_name=name_of(by)):
        raise NothingToCollect(_("These messages were removed already."))
    keys = list(Collected.objects.filter(collection=collection).values_list("inbound", flat=True))
    for some in batches(keys):
        for model in (Mention, Link):
            model.objects.filter(finding__analysis__inquiry=found, finding__inbound__in=some).delete()
        Finding.objects.filter(analysis__inquiry=found, inbound__in=some).delete()
        Collected.objects.filter(inquiry=found, inbound__in=some).delete()
    audit.record(
        "listening.uncollect", by=by, about=collection, office=found.office, inquiry=found.address, messages=len(keys)
    )
    if found.shown is not None:
        found.shown.inquiry = found
        replay(found.shown)
    analyse_if_idle(found, by=by)
    return len(keys)
