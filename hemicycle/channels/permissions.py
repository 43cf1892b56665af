"""Who looks after the channels. What belongs to an office is seen by the people of that office alone, whatever else
they are."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hemicycle.accounts.models import Assignment, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import READ_BY_EVERYBODY, Inbound, InboundQuerySet, is_public

ATTENDANTS = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR, Role.MEMBER)
"""Those who see how the channels of their office are, and get a banner when something does not leave."""

MAY_PAUSE = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
"""Stopping must never wait for somebody; it stops what other offices send, too, so it is the House's to do."""

MAY_RESUME = (Role.EDITOR, Role.ADMINISTRATOR)
"""Those who answer for what is said, or for the machines of the House, resume what was stopped."""

MAY_KEEP = (Role.EDITOR, Role.ADMINISTRATOR, Role.MEMBER)
"""Those who open, change and close accounts, each in the offices where they are that."""

MAY_ADD_REPLIES = (Role.OFFICER, Role.EDITOR, Role.MEMBER)
"""Those who add replies from a network that has no interface for them; they have seen them there."""

INBOX = (Role.OFFICER, Role.EDITOR, Role.CLERK, Role.RESEARCHER, Role.MEMBER)
"""Those who see that something came, through what, and to what it answers."""

MAY_READ = (Role.CLERK, Role.RESEARCHER, Role.MEMBER)
"""Those who read what a person wrote to the office as it came, as with letters (listening); each look is noted. What
everybody reads on its network, whoever of INBOX speaks for the account reads here too."""

ANSWERERS = (Role.OFFICER, Role.EDITOR, Role.CLERK, Role.MEMBER)
"""Those who answer people, each what they may read; a researcher reads to find out, and speaks for nobody."""

MODERATORS = (Role.EDITOR, Role.CLERK, Role.MEMBER)
"""Those who apply the house rules to what everybody reads, each in the offices where they are that."""


def readable_by(rows: InboundQuerySet, person: User) -> InboundQuerySet:
    """Of these, what this person may read."""
    letters, comments = person.offices_as(MAY_READ), person.offices_as(INBOX)
    readable: InboundQuerySet = rows.filter(
        Q(office__in=letters) | (READ_BY_EVERYBODY & Q(office__in=comments, account__isnull=False))
    )
    return readable


def may_read(person: User, message: Inbound) -> bool:
    roles = INBOX if is_public(message) else MAY_READ
    return message.office_id in person.offices_as(roles)


def may_answer(person: User, message: Inbound) -> bool:
    return may_read(person, message) and message.office_id in person.offices_as(ANSWERERS)


def readers_of(message: Inbound) -> QuerySet[User]:
    """Who may be given it: the people of its office who may read it."""
    roles = INBOX if is_public(message) else MAY_READ
    held = Assignment.objects.filter(office=message.office_id, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
