"""Who proposes the release of a draft and who gives it: two people of its office; in a member's own office one."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import Assignment, Office
from hemicycle.accounts.roles import Role
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification

from ..errors import ListeningError, NobodyToRelease, NotByOneself, QuotesNotReviewed
from ..models import Dossier
from ..models.inquiry import CORRECTORS, RELEASERS
from ..text.words import grouped
from .reviews import missing


def needs_two(draft: Dossier) -> bool:
    """Of the House's dossiers; in a member's office there may be nobody else."""
    return draft.inquiry.classification != Classification.CONFIDENTIAL


def who_may(roles: Iterable[Role], office: Office) -> list[Assignment]:
    held = Assignment.objects.filter(office=office, role__in=roles, user__is_active=True)
    return list(held.select_related("user").order_by("pk"))


def others_who_may(roles: Iterable[Role], draft: Dossier, *, besides: Any) -> list[str]:
    """The names of those who hold one of the roles in the draft's office, each once, without this person."""
    held = who_may(roles, draft.inquiry.office)
    people = {one.user.audit_label: str(one.user) for one in held}
    people.pop(audit.actor_of(besides), None)
    return list(people.values())


def can_release(draft: Dossier, *, besides: Any) -> str:
    """Who can, in a sentence; where nobody can, what to do about it."""
    names = others_who_may(RELEASERS, draft, besides=besides)
    if not names:
        return _nobody_else(draft, besides)
    return _("%(names)s can release it.") % {"names": one_of(names)}


def why_not_proposed(draft: Dossier, *, by: Any) -> ListeningError | None:
    """What has to be done before this person can propose the release; None where nothing has."""
    return _unread(draft) or nobody_to_release(draft, by=by)


def nobody_to_release(draft: Dossier, *, by: Any) -> ListeningError | None:
    """Where every quote is read: whether somebody else in the office can release what this person proposes."""
    if others_who_may(RELEASERS, draft, besides=by):
        return None
    return NobodyToRelease(_nobody_else(draft, by))


def why_not_released(draft: Dossier, *, by: Any) -> ListeningError | None:
    """What has to be done before this person can release it; None where nothing has."""
    return _unread(draft) or not_by_oneself(draft, by=by)


def not_by_oneself(draft: Dossier, *, by: Any) -> ListeningError | None:
    """Where every quote is read: whether another person has to propose or to release it."""
    if not needs_two(draft):
        return None
    if not draft.is_proposed:
        return NotByOneself(_("Somebody proposes the release first; another person releases."))
    if draft.proposed_by == audit.actor_of(by):
        said = _("You proposed this release; another person releases.")
        return NotByOneself(f"{said} {can_release(draft, besides=by)}")
    return None


def one_of(names: list[str]) -> str:
    """Names in a sentence: “A”, “A or B”, “A, B or C”."""
    *first, last = names
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _unread(draft: Dossier) -> ListeningError | None:
    left = len(missing(draft))
    if not left:
        return None
    text = ngettext(
        "%(n)s quote has not been read in its letter yet.",
        "%(n)s quotes have not been read in their letters yet.",
        left,
    )
    return QuotesNotReviewed(text % {"n": grouped(left)})


def _nobody_else(draft: Dossier, by: Any) -> str:
    """A clerk who is alone need not wait for a second clerk: a researcher proposes, and the clerk releases."""
    nobody = _("Nobody else in this office can release a dossier.")
    held = {one.user.audit_label for one in who_may(RELEASERS, draft.inquiry.office)}
    others = others_who_may(CORRECTORS, draft, besides=by)
    role = _("An administrator can give another person of this office the role of a clerk.")
    if audit.actor_of(by) not in held or not others:
        return f"{nobody} {role}"
    propose = _("%(names)s can propose the release; then you release it.") % {"names": one_of(others)}
    return f"{nobody} {propose}"
