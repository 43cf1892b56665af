"""Timestamps as a person writes them, on the clock of the House: some do not exist, some come twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMAT = "%Y-%m-%dT%H:%M"


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def exists(local: datetime) -> bool:
    """Whether the clock of the House shows that at all: in spring it jumps over an hour."""
    aware = local.replace(tzinfo=zone())
    return aware.astimezone(UTC).astimezone(zone()).replace(tzinfo=None) == local


def is_ambiguous(local: datetime) -> bool:
    """In autumn an hour comes twice."""
    first, second = (local.replace(tzinfo=zone(), fold=fold) for fold in (0, 1))
    return exists(local) and first.utcoffset() != second.utcoffset()


def offset(moment: datetime) -> str:
    """UTC+02:00."""
    written = moment.strftime("%z")
    return f"UTC{written[:3]}:{written[3:5]}"


class TimestampField(forms.Field):
    """A date and time on the clock of the House. One that does not exist is refused; of one that comes twice the
    first is meant, and `describe_ambiguous` says so."""

    widget = forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local", "autocomplete": "off"})
    default_error_messages = {"invalid": gettext_lazy("Enter a date and a time, such as 2026-03-03 10:00.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "show_hidden_initial": True, **options})

    def prepare_value(self, value: object) -> object:
        return timezone.localtime(value, zone()).strftime(FORMAT) if isinstance(value, datetime) else value

    def to_python(self, value: object) -> datetime | None:
        written = str(value or "").strip()
        if not written:
            return None
        try:
            local = datetime.fromisoformat(written)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if local.tzinfo is not None or not 1900 <= local.year <= 2200:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        local = local.replace(second=0, microsecond=0)
        if not exists(local):
            raise ValidationError(
                _("%(time)s does not exist that night: the clocks go forward (%(zone)s). Choose another time.")
                % {"zone": settings.TIME_ZONE, "time": f"{local:%H:%M}"},
                code="does-not-exist",
            )
        return local.replace(tzinfo=zone())

    def has_changed(self, initial: object, data: object) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data) if initial or data else False


def describe_ambiguous(moment: datetime | None) -> str:
    """What is to be known of a moment: that its hour comes twice, and which is meant; "" where nothing is."""
    if moment is None:
        return ""
    local = moment.astimezone(zone())
    if not is_ambiguous(local.replace(tzinfo=None)):
        return ""
    fold = 0 if local.utcoffset() == local.replace(fold=0).utcoffset() else 1
    other = local.replace(fold=1 - fold)
    return _("That night %(time)s occurs twice: this is %(meant)s, not %(other)s.") % {
        "time": f"{local:%H:%M}",
        "meant": offset(local),
        "other": offset(other),
    }
