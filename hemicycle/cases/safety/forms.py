"""What a person fills in about a threat, and what the House tells its own staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import User
from hemicycle.cases.models import Guidance, Target, ThreatKind


class ReportForm(forms.Form):
    """On the page of a case: its fields have ids of their own."""

    # Nothing is chosen before somebody does: the police may read it.
    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose what it is")), *ThreatKind.choices])
    target = forms.ChoiceField(
        label=pgettext_lazy("report of a threat", "Against"), choices=[("", _("Choose against whom")), *Target.choices]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_report_%s", **options})


class StepForm(forms.Form):
    text = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("For those who see to this report. It is not in the file for the police."),
    )  # fmt: skip


class PassForm(StepForm):
    reference = forms.CharField(label=_("Reference of the police"), max_length=80, required=False)
    field_order = ("reference", "text")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_pass_%s", **options})


class RequiredNoteForm(StepForm):
    """A note alone, or with what ends the report."""

    def __init__(self, *args: Any, required: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = required


class AssessForm(ReportForm, RequiredNoteForm):
    field_order = ("kind", "target", "text")

    def __init__(self, *args: Any, **options: Any) -> None:
        said = _("Say why you assess it so.")
        super().__init__(*args, required=said, **{"auto_id": "id_assess_%s", **options})


class AssigneeForm(forms.Form):
    to = forms.ModelChoiceField(
        label=pgettext_lazy("report of a threat", "Assigned to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_assignee_%s", **options})
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = people


class GuidanceForm(forms.Form):
    """One text in each language of the site."""

    def __init__(self, *args: Any, topic: str, texts: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{topic}_%s", **options})
        self.topic, self.title = topic, Guidance(topic).label
        for lang, name in settings.LANGUAGES:
            self.fields[lang] = forms.CharField(
                label=name, required=False, max_length=1000, initial=texts.get(lang, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": lang, "dir": "auto"}),
            )  # fmt: skip

    def texts(self) -> dict[str, str]:
        return {lang: self.cleaned_data[lang] for lang, _name in settings.LANGUAGES}
