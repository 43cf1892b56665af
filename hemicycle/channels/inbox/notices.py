"""What the bell says of messages that came in, of answers and of appeals, to those of their office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hemicycle.accounts.models import Frequency, Notice, User
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind
from hemicycle.channels.actions.notices import ANSWERED, APPEAL, ASSIGNED, MESSAGE
from hemicycle.channels.inbox.filters import MINE
from hemicycle.channels.inbox.rows import title_of
from hemicycle.channels.models import Account, Inbound, Measure
from hemicycle.channels.permissions import ANSWERERS, INBOX, MODERATORS, readable_by


def register_kinds() -> None:
    register_kind(
        Kind(
            MESSAGE,
            label=_("People wrote or replied"),
            said=ngettext_lazy("%(n)d new message from people.", "%(n)d new messages from people.", "n"),
            roles=ANSWERERS,
            describe=messages,
            frequency=Frequency.HOURLY,
            counts=True,
        )
    )
    register_kind(
        Kind(
            ASSIGNED,
            label=_("Messages were assigned to me"),
            said=ngettext_lazy("%(n)d message was assigned to you.", "%(n)d messages were assigned to you.", "n"),
            roles=INBOX,
            describe=assigned,
            counts=True,
        )
    )
    register_kind(
        Kind(
            ANSWERED,
            label=_("A colleague answered a message that is assigned to me"),
            said=_("A colleague answered a message that is assigned to you."),
            roles=INBOX,
            describe=answered,
        )
    )
    register_kind(
        Kind(
            APPEAL,
            label=_("Somebody appeals against a measure under the house rules"),
            said=_("An appeal against a measure awaits a decision."),
            roles=MODERATORS,
            describe=appeals,
        )
    )


def messages(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    inbox = reverse("channels:inbox")
    return each_described(
        notices,
        Account.objects.visible_to(person),
        lambda one: Described(one.name, f"{inbox}?account={one.pk}", _("Open the inbox")),
    )


def assigned(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """By office: the inbox shows what is theirs."""
    offices = {office.pk: office.name for office in person.offices}
    mine = f"{reverse('channels:inbox')}?whose={MINE}"
    return {
        one.pk: Described(offices[one.about], mine, _("See what is assigned to me"))
        for one in notices
        if one.about in offices
    }


def answered(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """By the title of its page; who wrote is named only where everybody reads it."""
    readable = readable_by(Inbound.objects.visible_to(person), person).select_related("contact", "account")
    return each_described(
        notices,
        readable,
        lambda one: Described(title_of(one), reverse("channels:received", args=[one.pk]), _("Read the answer")),
    )


def appeals(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return each_described(
        notices,
        Measure.objects.visible_to(person),
        lambda one: Described(
            f"{one.get_step_display()} · {one.rule_title}",
            reverse("channels:measure", args=[one.pk]),
            _("Decide on the appeal"),
        ),
    )
