"""Who has to set up a second factor and has none (parameter second_factor_roles).

Their roles open nothing (models/people.py: `shut_roles`); here it is said to them, and to those who let others in.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.rules.parameters import in_force

from ..models import Assignment, Office, User
from ..navigation import Banner
from ..roles import KEEPERS


def shut_assignments() -> QuerySet[Assignment]:
    """Those that open nothing until the person has set up a second factor; of whoever gives one at the House's
    directory, those too, for that is known of a session only."""
    asked = in_force("second_factor_roles")
    if not asked:
        return Assignment.objects.none()
    with_one = User.objects.with_second_factor()
    return Assignment.objects.filter(role__in=asked, user__is_active=True).exclude(user__in=with_one.values("pk"))


def own_role_is_shut(user: User) -> Banner | None:
    """What every page says to whoever has other roles that open something meanwhile."""
    if not user.shut_roles or not user.roles:
        return None
    title = ngettext(
        "Your role %(roles)s opens nothing until you have set up a second factor",
        "Your roles %(roles)s open nothing until you have set up a second factor",
        len(user.shut_roles),
    ) % {"roles": named_roles(user)}
    return Banner("warning", title, url=reverse("second_factor"), action=_("Set it up"))


def named_roles(user: User) -> str:
    return ", ".join(sorted(str(role.label) for role in user.shut_roles))


def others_roles_are_shut(user: User) -> Banner | None:
    """To those who let others in: how many of their offices' people cannot work yet."""
    if not user.has_role(KEEPERS) or not in_force("second_factor_roles"):
        return None
    theirs = shut_assignments().filter(office__in=Office.objects.kept_by(user)).exclude(user=user)
    number = theirs.values("user").distinct().count()
    if not number:
        return None
    title = ngettext(
        "%(n)d person has a role that asks for a second factor, and has set up none",
        "%(n)d people have a role that asks for a second factor, and have set up none",
        number,
    ) % {"n": number}
    return Banner("warning", title, _("Their roles open nothing until they do."), reverse("people"), _("See who"))
