"""What is asked of an announcement as a whole: its office, another day, the template with which it begins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.desk.forms.texts import WholeText
from hemicycle.desk.models import Announcement, Template
from hemicycle.desk.timestamps import exists, zone
from hemicycle.desk.words import language_name


class OfficeForm(forms.Form):
    """Another office in which the person writes."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("Office"), queryset=Office.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": gettext_lazy("Choose an office.")},
    )  # fmt: skip

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelChoiceField[Office]", self.fields["office"]).queryset = offices


class MoveForm(forms.Form):
    """Another day, at the same time of day."""

    day = forms.DateField(
        label=gettext_lazy("New day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Enter a day, such as 2026-03-03."),
        },
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        assert announcement.release_at is not None
        self.at = announcement.release_at.astimezone(zone())
        self.initial.setdefault("day", self.at.date())

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        moved = datetime.combine(day, self.at.time())
        if not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Enter a day, such as 2026-03-03."))
        if not exists(moved):
            raise forms.ValidationError(
                _("On that day there is no %(time)s: the clocks go forward. Choose another day.")
                % {"time": f"{moved:%H:%M}"}
            )
        if moved.replace(tzinfo=zone()) <= timezone.now():
            raise forms.ValidationError(
                _("%(time)s on that day has passed. Choose a later day.") % {"time": f"{moved:%H:%M}"}
            )
        return day

    @property
    def release_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.at.time(), tzinfo=zone())


class TemplateForm(forms.Form):
    """Name and texts of a template; at least one language has a title or a text."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=80,
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None)

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset = offices
        if len(offices) == 1:
            office.widget, office.initial = forms.HiddenInput(), offices[0]
        self.langs = [code for code, _name in settings.LANGUAGES]
        for lang in self.langs:
            words = {"language": language_name(lang)}
            attrs = {"lang": lang, "dir": "auto"}
            self.fields[f"title-{lang}"] = WholeText(
                label=_("Title: %(language)s") % words, max_length=200, required=False,
                widget=forms.TextInput(attrs=attrs),
            )  # fmt: skip
            self.fields[f"body-{lang}"] = WholeText(
                label=_("Text: %(language)s") % words, max_length=20_000, required=False,
                widget=forms.Textarea(attrs={**attrs, "rows": 5}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.texts:
            self.add_error(f"title-{self.langs[0]}", _("Write a title or a text in at least one language."))
        return cleaned

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        said = {lang: (self.cleaned_data[f"title-{lang}"], self.cleaned_data[f"body-{lang}"]) for lang in self.langs}
        return {lang: texts for lang, texts in said.items() if any(texts)}


class FillForm(forms.Form):
    """What a template leaves open, asked in each language in which it stands."""

    def __init__(self, *args: Any, template: Template, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked: dict[str, tuple[str, str]] = {}
        for lang in template.texts:
            for number, name in enumerate(template.placeholders(lang)):
                field = f"{lang}-{number}"
                self.asked[field] = (lang, name)
                self.fields[field] = forms.CharField(
                    label=f"{name} ({language_name(lang)})",
                    max_length=200,
                    widget=forms.TextInput(attrs={"lang": lang, "dir": "auto"}),
                    error_messages={"required": gettext_lazy("Enter what stands here this time.")},
                )

    @property
    def values(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for field, (lang, name) in self.asked.items():
            found.setdefault(lang, {})[name] = self.cleaned_data[field]
        return found
