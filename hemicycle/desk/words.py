"""Words and shapes of states, and messages for refusals."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hemicycle.channels.models import Account
from hemicycle.desk.errors import (
    BadPicture,
    DigestMismatch,
    EditConflict,
    InvalidTime,
    LinkClosed,
    MayNotApprove,
    NotIndependent,
    NotReady,
    NotTrained,
    OwnWork,
)
from hemicycle.desk.languages import Following, missing_languages
from hemicycle.desk.models import Announcement, DutyLink, LibraryItem, State
from hemicycle.desk.timestamps import zone
from hemicycle.follow.numbers import SMALLEST
from hemicycle.rules.parameters import PARAMETERS, in_force


def language_name(code: str) -> str:
    """The name of a language in itself, capitalised."""
    known = {tag for tag, _name in settings.LANGUAGES}
    name: str = get_language_info(code)["name_local"] if code in known else code
    return f"{name[:1].upper()}{name[1:]}"


def people(count: int) -> str:
    """How many people, on every page alike."""
    if 0 < count < SMALLEST:
        return _("fewer than five people")
    number = number_format(count, force_grouping=True)
    return ngettext("%(number)s person", "%(number)s people", count) % {"number": number}


def said_to_follow(found: Following) -> str:
    """Which languages follow an announcement that could not wait, and by when."""
    due = {
        "languages": _listed(found.languages),
        "moment": date_format(localtime(found.due_at, zone()), "DATETIME_FORMAT"),
    }
    words = _("Overdue since %(moment)s: %(languages)s") if found.is_overdue else _("Due by %(moment)s: %(languages)s")
    return words % due


def to_follow_a_release(announcement: Announcement) -> str:
    """For who approves one that cannot wait: which languages would follow, and within which time."""
    missing = missing_languages(announcement)
    if not missing:
        return ""
    hours = PARAMETERS["language_delay_hours"].said(in_force("language_delay_hours"))
    return _("To follow within %(hours)s: %(languages)s.") % {"hours": hours, "languages": _listed(missing)}


def _listed(languages: Iterable[str]) -> str:
    return PARAMETERS["required_languages"].said(tuple(languages))


# The shapes of docs/look.md.
SHAPES: dict[str, str] = {
    State.DRAFT: "draft",
    State.IN_REVIEW: "waiting",
    State.APPROVED: "confirmed",
    State.SCHEDULED: "running",
    State.RELEASED: "done",
    State.CORRECTED: "suggested",
    State.WITHDRAWN: "cancelled",
    State.MISSED: "failed",
    State.DISCARDED: "set-aside",
}

_REASONS: dict[str, str | Promise] = {
    "no-text": gettext_lazy("There is no text in any language yet."),
    "empty-text": gettext_lazy("The title or the text is empty in one of its languages."),
    "no-channel": gettext_lazy("No channel is chosen."),
    "no-reason": gettext_lazy("Enter a reason."),
    "time-passed": gettext_lazy("Its release time has passed. Choose one in the future, or none."),
    "deadline-passed": gettext_lazy(
        "The time after which it is not to be sent has passed. Choose a later one, or none."
    ),
    "picture-rights": gettext_lazy(
        "The rights of a picture do not allow it. Edit the announcement: the picture says what to do."
    ),
}

TIMES = {
    "release_at": gettext_lazy("Release at"),
    "embargo_until": gettext_lazy("Under embargo until"),
    "not_after": gettext_lazy("Do not send after"),
    "expires_at": gettext_lazy("Expires"),
}


def refusal(error: Exception) -> str:
    """What was refused, and what to do now."""
    if isinstance(error, NotReady):
        return " ".join(missing(error.reasons))
    if isinstance(error, InvalidTime):
        return _("“%(time)s” must be in the future and after the release time.") % {
            "time": str(TIMES.get(str(error), error))
        }
    for kind, words in _REFUSALS.items():
        if isinstance(error, kind):
            return str(words)
    return _("This is no longer possible: see its current state.")


_REFUSALS: dict[type[Exception], str | Promise] = {
    EditConflict: gettext_lazy(
        "Someone else has changed it in the meantime. Nothing was overwritten; check it again."
    ),
    DigestMismatch: gettext_lazy("It has changed since you read it. Read it again, then decide."),
    OwnWork: gettext_lazy("You wrote or edited this, so someone else must decide."),
    NotIndependent: gettext_lazy(
        "Someone who gave you your role, or whose role you gave, wrote, edited or approved this. You count as one "
        "person. Let someone else decide, or ask somebody on duty in another office."
    ),
    LinkClosed: gettext_lazy("This link can no longer be used."),
    NotTrained: gettext_lazy(
        "The policy asks for valid training before somebody approves or releases, and you have no valid record of all "
        "of it. Duties, Training shows what is missing; the Secretary General’s office records what you complete."
    ),
    MayNotApprove: gettext_lazy("You are not one of the people who may approve this."),
}


def bad_picture(error: BadPicture, name: str) -> str:
    """Why a file was not taken, and what to do."""
    return f"{name[:80]}: {_PICTURES[error.why]}"


_PICTURES: dict[str, str | Promise] = {
    "kind": gettext_lazy(
        "This is not a PNG, JPEG or WebP file, whatever its name says. Save the picture in one of these formats."
    ),
    "size": gettext_lazy("The file is larger than 10 MB. Save it smaller."),
    "pixels": gettext_lazy("The picture has more than 40 million pixels. Save it smaller."),
    "shape": gettext_lazy("The picture is more than ten times longer than it is wide. Crop it."),
    "moving": gettext_lazy("The picture is animated and cannot be paused. Save a still picture."),
    "broken": gettext_lazy("The file is damaged and cannot be shown. Save the picture again."),
    "number": gettext_lazy("There are already ten pictures, more than any channel accepts."),
}


def left_out(rows: Iterable[Account | LibraryItem]) -> str:
    """Which channels and files an announcement does not begin with, and why; "" for none."""
    names = ", ".join(_("%(name)s (%(why)s)") % {"name": row.name, "why": _why_left_out(row)} for row in rows)
    return _("Left out: %(names)s.") % {"names": names} if names else ""


def _why_left_out(row: Account | LibraryItem) -> str:
    if isinstance(row, Account):
        return _("closed")
    if row.has_ended and row.usable_until:
        return _("rights ended on %(day)s") % {"day": date_format(row.usable_until)}
    return _("archived")


def link_closed(link: DutyLink, why: str) -> str:
    """Why a link to somebody on duty cannot be answered any more."""
    at = date_format(localtime(link.ended_at or link.expires_at), "DATETIME_FORMAT")
    return str(_OVER[why]) % {"moment": at}


_OVER: dict[str, str | Promise] = {
    DutyLink.State.APPROVED: gettext_lazy("You approved it with this link on %(moment)s. A link is used once."),
    DutyLink.State.SENT_BACK: gettext_lazy("You sent it back with this link on %(moment)s. A link is used once."),
    DutyLink.State.TAKEN_BACK: gettext_lazy("The person who asked you revoked the link on %(moment)s."),
    "expired": gettext_lazy(
        "You could answer with this link until %(moment)s. Ask for a new one if you are still needed."
    ),
    "changed": gettext_lazy("The text was changed after you were asked, so this link no longer works."),
    "decided": gettext_lazy("It has already been decided: there is nothing left to approve."),
}


def missing(reasons: Iterable[str]) -> list[str]:
    """What keeps it from being handed in; checks are named by the remarks themselves."""
    sentences = [str(_REASONS[reason]) for reason in reasons if reason in _REASONS]
    if any(reason not in _REASONS for reason in reasons):
        sentences.append(_("Blocking remarks must be resolved first."))
    return sentences
