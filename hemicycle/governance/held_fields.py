"""What a person reads of their own data: the names of fields and the values, in their language.

What is named here are the keys of Holding.data (rules/personal_data.py). Keys that came from outside, such as facts
that a file stated of its senders, stay as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.models import Act, Medium
from hemicycle.channels.models.outbound import State
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.rules import audit

FIELDS: Mapping[str, str | Promise] = {
    "about": pgettext_lazy("held", "About"),
    "act": pgettext_lazy("held", "What you did"),
    "action": pgettext_lazy("held", "What was done"),
    "address": _("Address"),
    "answer": _("Answer"),
    "answered_at": pgettext_lazy("held", "Answered"),
    "answers": _("Answer"),
    "appeals": _("Appeal"),
    "asked_at": pgettext_lazy("held", "Asked"),
    "asked_to_confirm_at": pgettext_lazy("held", "Asked to confirm"),
    "at": _("When"),
    "came_at": pgettext_lazy("held", "Received"),
    "campaign": _("Campaign"),
    "channel": _("Channel"),
    "closed_at": pgettext_lazy("held", "Closed"),
    "confirmed_at": pgettext_lazy("held", "Confirmed"),
    "consents": pgettext_lazy("held", "Consent"),
    "content__lang": _("Language"),
    "content__parts": pgettext_lazy("held", "Content"),
    "content__source": pgettext_lazy("held", "About"),
    "counted_as": pgettext_lazy("held", "Counted as"),
    "decided_at": pgettext_lazy("held", "Decided"),
    "delivered_at": pgettext_lazy("held", "Delivered"),
    "dossier": _("Dossier"),
    "due_at": pgettext_lazy("held", "Due"),
    "email": _("E-mail address"),
    "ended_at": pgettext_lazy("held", "Ended"),
    "facts": pgettext_lazy("held", "Facts stated with the message"),
    "files": _("File"),
    "followable": pgettext_lazy("held", "Key of what is followed"),
    "follows": pgettext_lazy("held", "Followed"),
    "inquiry": _("Inquiry"),
    "is_authenticated": pgettext_lazy("held", "Sender verified"),
    "kind": _("Kind"),
    "known_since": pgettext_lazy("held", "Known since"),
    "language": _("Language"),
    "measure": pgettext_lazy("held", "Step"),
    "measures": pgettext_lazy("held", "Measure by the house rules"),
    "name": _("Name"),
    "not_written_to": pgettext_lazy("held", "Nothing is sent there"),
    "notes": pgettext_lazy("held", "Note by staff"),
    "office": _("Office"),
    "office__name": _("Office"),
    "opened_at": pgettext_lazy("held", "Opened"),
    "outcome": pgettext_lazy("held", "Outcome"),
    "organisation": _("Organisation"),
    "outcomes": pgettext_lazy("held", "Outcome"),
    "question": _("Question"),
    "raw": pgettext_lazy("held", "As it came"),
    "reason": _("Reason"),
    "recipient": pgettext_lazy("held", "Written to"),
    "received_at": pgettext_lazy("held", "Received"),
    "reference": pgettext_lazy("held", "Reference"),
    "refused": pgettext_lazy("held", "Not kept, because"),
    "role": _("Role"),
    "roles": _("Role"),
    "rule": pgettext_lazy("held", "House rule"),
    "sent_at": pgettext_lazy("held", "Sent"),
    "sent_to_you": pgettext_lazy("held", "Sent to you"),
    "since": pgettext_lazy("held", "Since"),
    "size": pgettext_lazy("held", "Size in bytes"),
    "state": _("State"),
    "subject": pgettext_lazy("held", "Subject"),
    "tags": pgettext_lazy("held", "Tags"),
    "text": _("Text"),
    "text_as_shown": pgettext_lazy("held", "Text as staff read it"),
    "themes": _("Theme"),
    "through": pgettext_lazy("held", "By which way"),
    "to": pgettext_lazy("held", "To what"),
    "until": pgettext_lazy("held", "Until"),
    "urgency": pgettext_lazy("held", "Urgency"),
    "version": _("Version"),
    "words": pgettext_lazy("held", "Words"),
    "written_at": pgettext_lazy("held", "Written"),
}


def _choice(*choices: Iterable[tuple[Any, Any]]) -> Callable[[str], str]:
    known = {code: label for one in choices for code, label in one}
    return lambda code: str(known.get(code, code))


_channel = _choice(Medium.choices, [("form", _("a form of the House"))])
# Values that are codes of ours, and how they are said.
CODES: Mapping[str, Callable[[str], str]] = {
    "act": _choice(Act.choices),
    "action": audit.label,
    "channel": _channel,
    "content__lang": language_name,
    "language": language_name,
    "state": _choice(State.choices),
    "through": _channel,
}
# By which programs find what something is about; to a person they say nothing.
FOR_PROGRAMS = frozenset({"about", "content__source", "followable", "to"})


def lines(row: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """(name, value) of everything that says something to a person, what is nested with its names one after the
    other."""
    for key, value in row.items():
        if key in FOR_PROGRAMS:
            continue
        name = f"{above}{FIELDS.get(key, key)}"
        if isinstance(value, Mapping):
            yield from lines(value, f"{name} › ")
        elif isinstance(value, list | tuple):
            for n, one in enumerate(value, 1):
                yield from lines(one, f"{name} {n} › ") if isinstance(one, Mapping) else [(f"{name} {n}", said(one))]
        elif value not in ("", None):
            yield name, CODES[key](str(value)) if key in CODES else said(value)


def said(value: object) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)
