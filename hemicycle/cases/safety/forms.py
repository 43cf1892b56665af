"""What a person fills in about a threat."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.cases.models import Target, ThreatKind


class ReportForm(forms.Form):
    """On the page of a case: its fields have ids of their own."""

    # Nothing is chosen before somebody does: the police may read it.
    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose what it is")), *ThreatKind.choices])
    target = forms.ChoiceField(label=_("Against"), choices=[("", _("Choose against whom")), *Target.choices])

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


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who sees to it"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_hand_%s", **options})
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = people
