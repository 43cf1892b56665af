"""A sensitive period: from when to when, and what the public reads meanwhile."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hemicycle.accounts.sensitive_periods import READY_NOTICES
from hemicycle.desk import timestamps
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.rules.models import PeriodKind

from .days import TERM

LONGEST_NOTICE = 400
_SPACES = re.compile(r"[ \t\r\n]+")
FURTHEST = timedelta(days=365 * TERM)
_LATER = gettext_lazy("Choose a time after the beginning, in the future.")

REFUSALS = {
    "begins-earlier": ("starts_at", gettext_lazy("This time has passed. Leave it empty to begin at once.")),
    "ends-earlier": ("ends_at", _LATER),
    "not-longer": ("ends_at", gettext_lazy("Choose a later end. To end it earlier, ask for it below.")),
    "too-soon": (
        "ends_at",
        gettext_lazy("Choose a time at least a day ahead: to end it sooner takes two people, and is asked for below."),
    ),
    "overlaps": ("starts_at", gettext_lazy("Another period of this kind overlaps these times. Extend that one.")),
    "over": ("ends_at", gettext_lazy("It is over already.")),
}
"""By the code of PeriodRefused: the field at which it is said, and the words."""


def too_far(now: datetime) -> str:
    last = date_format(timezone.localtime(now + FURTHEST), "DATE_FORMAT")
    return _("Choose a day until %(last)s.") % {"last": last}


class PeriodForm(forms.Form):
    """A new one. Its notices begin with words that are ready, one for each language of the site."""

    starts_at = timestamps.TimestampField(
        label=gettext_lazy("Begins"), help_text=gettext_lazy("Leave empty to begin at once.")
    )
    ends_at = timestamps.TimestampField(
        label=gettext_lazy("Ends"),
        help_text=gettext_lazy("It ends by itself at this minute. Leave empty if the end is not known yet."),
    )

    def __init__(self, *args: Any, kind: PeriodKind, **options: Any) -> None:
        super().__init__(*args, **options)
        for lang, _name in settings.LANGUAGES:
            with override(lang):
                ready = str(READY_NOTICES[kind])
            self.fields[f"notice-{lang}"] = forms.CharField(
                label=_("Notice to the public, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_NOTICE,
                initial=ready,
                widget=forms.Textarea(attrs={"rows": 3, "lang": lang, "dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts_at, ends_at = found.get("starts_at"), found.get("ends_at")
        now = timezone.now().replace(second=0, microsecond=0)
        if starts_at is not None and starts_at < now:
            self.refuse("begins-earlier")
        begins = max(filter(None, (starts_at, now)))
        if ends_at is not None and ends_at <= begins:
            self.refuse("ends-earlier")
        for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
            if moment is not None and moment > now + FURTHEST:
                self.add_error(name, too_far(now))
        return found

    def refuse(self, code: str) -> None:
        field, words = REFUSALS[code]
        self.add_error(field, str(words))

    @property
    def notices(self) -> dict[str, str]:
        """One line each; the spaces at which French does not break stay."""
        return {lang: _SPACES.sub(" ", self.cleaned_data[f"notice-{lang}"]) for lang, _name in settings.LANGUAGES}


class LongerForm(forms.Form):
    """Another end for one that is not over."""

    ends_at = timestamps.TimestampField(
        label=gettext_lazy("New end"), help_text=gettext_lazy("Leave empty if the end is not known yet.")
    )

    def clean_ends_at(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["ends_at"]
        if found is not None and found <= timezone.now():
            raise forms.ValidationError(str(_LATER))
        if found is not None and found > (now := timezone.now()) + FURTHEST:
            raise forms.ValidationError(too_far(now))
        return found

    def refuse(self, code: str) -> None:
        self.add_error("ends_at", str(REFUSALS[code][1]))
