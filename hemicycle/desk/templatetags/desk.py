"""Tags and filters of the desk's pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from hemicycle.accounts.patterns import Remark, marked
from hemicycle.channels.sms import gsm
from hemicycle.desk import words
from hemicycle.desk.languages import following
from hemicycle.desk.models import Announcement, MediaFile, State
from hemicycle.desk.presenters import remarks
from hemicycle.desk.presenters.page import picture_url
from hemicycle.record.phrases import LocalizedText

register = template.Library()
register.filter(words.language_name)
register.filter(words.people)


class Titled(Protocol):
    @property
    def title(self) -> LocalizedText: ...


class InState(Protocol):
    @property
    def state(self) -> str: ...

    @property
    def is_on_hold(self) -> bool: ...


@register.simple_tag
def state_of(announcement: InState) -> SafeString:
    """Its state in a word, with its shape."""
    return _state(announcement.state, announcement.is_on_hold, get_language())


@cache
def _state(state: str, is_on_hold: bool, _language: str | None) -> SafeString:
    """A page may show the same ten two hundred times; nothing changes them while a process lives."""
    shown = (
        ("set-aside", pgettext("announcement", "On hold")) if is_on_hold else (words.SHAPES[state], State(state).label)
    )
    return mark_safe(render_to_string("patterns/state.html", {"state": shown[0], "label": str(shown[1])}))  # noqa: S308


@register.simple_tag
def to_follow(announcement: Announcement) -> SafeString:
    """By when which languages are to follow one that could not wait; nothing where none is."""
    found = following(announcement)
    if found is None:
        return mark_safe("")
    shape = "failed" if found.is_overdue else "waiting"
    said = {"state": shape, "label": words.said_to_follow(found)}
    return mark_safe(render_to_string("patterns/state.html", said))  # noqa: S308


@register.simple_tag
def cannot_wait(announcement: Announcement) -> str:
    """For who approves it: which languages would follow, and within how many hours."""
    return words.to_follow_a_release(announcement)


@register.simple_tag
def title_of(announcement: Titled) -> SafeString:
    """What it is called, in the language in which it is; a month shows a hundred."""
    if title := announcement.title:
        return format_html('<span lang="{}" dir="auto">{}</span>', title.lang, title)
    return format_html('<span class="untitled">{}</span>', gettext("Without a title"))


@register.filter
def just_now(at: datetime) -> bool:
    """Less than a minute ago, which timesince shows as zero."""
    return timezone.now() - at < timedelta(minutes=1)


@register.filter
def lookup(found: Mapping[Any, Any], key: Any) -> Any:
    return found.get(key)


@register.filter
def marks(notes: list[remarks.Note], part: str) -> list[Remark]:
    return remarks.marks(notes, part)


@register.simple_tag
def marked_by(text: str, notes: list[remarks.Note], part: str) -> SafeString:
    return marked(text, remarks.marks(notes or [], part))


@register.filter
def of_channel(notes: list[remarks.Note] | None, kind: str) -> list[remarks.Note]:
    return remarks.of_channel(notes or [], kind)


@register.inclusion_tag("desk/composer/refusal.html", takes_context=True)
def refusal(context: Context, place: str) -> dict[str, str]:
    """Why a field was not taken, at the field."""
    return {"place": place, "why": (context.get("refusals") or {}).get(place, "")}


@register.simple_tag
def picture_src(announcement: Announcement, medium: MediaFile, token: str = "") -> str:
    """The address of a picture of a preview; below the signed link for its reader."""
    return picture_url(announcement, medium, token)


@register.simple_tag
def house_zone() -> str:
    return settings.TIME_ZONE


@register.filter
def segments(text: str) -> tuple[str, ...]:
    """A text message as the networks cut it."""
    return gsm.cut(text).parts


@register.filter
def read_value(field: BoundField) -> SafeString:
    """The initial value of a field, hidden: to know later what this person changed."""
    if not field.field.show_hidden_initial:
        return SafeString("")
    # Django names the hint here too, and nobody reads this field.
    return SafeString(re.sub(r' aria-describedby="[^"]*"', "", field.as_hidden(only_initial=True)))
