"""What a person fills in about a message that breaks a house rule, and about an appeal."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.channels import actions
from hemicycle.channels.errors import NotAServer, NotInMessage
from hemicycle.channels.models import Inbound, Measure, Outcome, Step
from hemicycle.channels.moderation.house_rules import HOUSE_RULES, title_of

WRONG_DAYS = {
    "invalid": _("Enter a whole number of days."),
    "min_value": _("A measure lasts at least one day."),
    "max_value": _("A measure lasts %(limit_value)s days at most."),
}


class MeasureForm(forms.Form):
    """A rule, the words that break it, and the mildest step that will do."""

    rule = forms.ChoiceField(
        label=_("Rule that it breaks"),
        help_text=_("An opinion breaks none, however sharp it is. If no rule fits, nothing is done."),
    )
    words = forms.CharField(
        label=_("Words that break it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Copied from the message. Whoever confirms it, or decides on an appeal, reads them."),
    )
    step = forms.ChoiceField(
        label=_("Measure"),
        widget=forms.RadioSelect,
        choices=Step.choices,
        initial=Step.HIDE,
        help_text=_("The mildest that will do. What is hidden is still read and counted as a voice."),
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=actions.LONGEST_MEASURE,
        error_messages=WRONG_DAYS,
        required=False,
        help_text=_("For a measure about the sender. Left empty, as many as the House has decided."),
    )

    def __init__(self, *args: Any, message: Inbound, **options: Any) -> None:
        super().__init__(*args, **options)
        self.message = message
        self.fields["rule"] = forms.ChoiceField(
            label=self.fields["rule"].label,
            help_text=self.fields["rule"].help_text,
            choices=[("", _("Choose a rule")), *((code, title_of(code)) for code in HOUSE_RULES)],
        )
        if not message.sender:
            self.fields["step"].choices = [(Step.HIDE.value, Step.HIDE.label)]  # type: ignore[attr-defined]

    def take(self, *, by: User) -> Measure | None:
        """The measure; None, with the error beside the field, where the words are not in the message."""
        said = self.cleaned_data
        days = said["days"] or actions.default_days(said["step"])
        try:
            return actions.moderate(
                self.message, step=said["step"], rule=said["rule"], words=said["words"], days=days, by=by
            )
        except NotInMessage:
            self.add_error("words", _("These words do not stand in the message. Copy them from it."))
        return None


class BlockForm(forms.Form):
    """A server from which nothing is heard for a while."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    server = forms.CharField(
        label=_("Server"),
        max_length=300,
        help_text=_("Its name, such as social.example. All servers whose names end with it are meant too."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("What comes from there, and which rule it breaks. An opinion is no reason."),
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=actions.LONGEST_MEASURE,
        error_messages=WRONG_DAYS,
        help_text=_("It always ends."),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], **options: Any) -> None:
        options.setdefault("initial", {"days": actions.default_days(Step.BLOCK)})
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        field.queryset = offices
        if len(offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), offices[0]

    def clean_server(self) -> str:
        try:
            return actions.server_in(self.cleaned_data["server"])
        except NotAServer as error:
            raise forms.ValidationError(_("That is the name of no other server.")) from error


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=Outcome.choices)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Whoever appealed reads it on the page that their link leads to."),
    )


class AppealForm(forms.Form):
    """For anybody who has the link."""

    text = forms.CharField(
        label=_("Why it should be lifted"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Somebody who had no part in it reads this and answers here. You need not say who you are."),
    )
