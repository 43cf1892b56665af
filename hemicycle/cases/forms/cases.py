"""What a person fills in about a case of the inbox: an answer, a note, a day, a colleague, a template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import DayField
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.patterns import grouped
from hemicycle.cases import actions
from hemicycle.cases.actions.answer_templates import braced, why_not_fillable
from hemicycle.cases.forms.paper import ScanField
from hemicycle.cases.inbox.constituency import area_of_address
from hemicycle.cases.models import AnswerTemplate, Case, SavedView
from hemicycle.channels import actions as channels
from hemicycle.channels.actions import LONGEST_ANSWER
from hemicycle.channels.models import INFORM_KEY
from hemicycle.channels.permissions import INBOX

# Whoever puts something off for longer forgets it; close it then, and reopen it.
LONGEST_SNOOZE = timedelta(days=366)


class SendBackForm(forms.Form):
    """Why an answer is not approved, for whoever wrote it."""

    why = forms.CharField(
        label=_("What is to change"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is to change: whoever wrote it reads that.")},
    )  # fmt: skip


def _offer(field: forms.Field, offices: QuerySet[Office]) -> None:
    """The one that somebody wrote to last is chosen already; where there is only one, nobody is asked."""
    choice = cast("forms.ModelChoiceField[Office]", field)
    choice.queryset = offices
    last = Case.objects.filter(office=OuterRef("pk")).order_by("-heard_at").values("heard_at")[:1]
    choice.initial = offices.order_by(Subquery(last).desc(nulls_last=True), "name").first()
    if len(offices) == 1:
        choice.widget = forms.HiddenInput()


_TOO_LONG = _("An answer has at most %(limit_value)s characters, and this one has %(show_value)s. Shorten it.")


class AnswerForm(forms.Form):
    """`key` is the same when it is sent twice; `asked`: at which length somebody was asked whether they mean it;
    `seen`: how many messages and answers the page showed."""

    text = forms.CharField(
        label=_("Answer"), widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        # Of the field itself a browser would cut what is pasted, without a word.
        validators=[MaxLengthValidator(LONGEST_ANSWER, _TOO_LONG)],
        error_messages={"required": _("Write an answer.")},
    )  # fmt: skip
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    asked = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    advice = ""

    def ask_whether_still_meant(self, seen: int, said: str) -> None:
        """Once for what came meanwhile: the page shows it, and sent again as it is, it leaves."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["seen"] = str(seen)
        self.advice = said

    def ask_whether_meant(self, length: int) -> None:
        """Once for a long answer: `advice` says so, and sent again as it is, it leaves."""
        if self.cleaned_data["asked"] == length:
            return
        self.data = cast(QueryDict, self.data).copy()
        self.data["asked"] = str(length)
        said = gettext(
            "%(length)s characters are long for an answer that everybody reads: most people write up to 500 there. "
            "Shorten it, or press the button again to send it as it is."
        )
        self.advice = said % {"length": grouped(length)}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if names := actions.unfilled_placeholders(text):
            raise forms.ValidationError(gettext("Fill in %(names)s first, or take it out.") % {"names": braced(names)})
        return text


class InformForm(AnswerForm):
    """What somebody gets whose case is closed as *Inform*; without `write` it is closed alone. Beside an answer on one
    page: its fields have ids of their own."""

    write = forms.BooleanField(label=_("Write to them"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_inform_%s", **options})
        self.fields["text"].label = _("Message")
        self.fields["text"].error_messages["required"] = _("Write a message, or untick “Write to them”.")

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if key.startswith(INFORM_KEY) else channels.new_key(informs=True)


class PostedAnswerForm(forms.Form):
    """That an answer was posted by hand; many networks show no address of a comment."""

    address = forms.CharField(
        label=_("Address of the answer, where the network shows one"),
        required=False,
        max_length=2_000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, answer: int, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_posted_{answer}_%s", **options})
        self.answer = answer


class NoteForm(forms.Form):
    """Beside an answer on one page: its fields have ids of their own."""

    text = forms.CharField(
        label=_("Internal note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("For your office alone; it never leaves."),
        error_messages={"required": _("Write a note.")},
    )
    mentioned = forms.ModelMultipleChoiceField(
        label=_("Notify"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_note_%s", **options})
        field = cast("forms.ModelMultipleChoiceField[User]", self.fields["mentioned"])
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people])
        # Read once, with what else the page says of them.
        field.choices = [(one.pk, str(one)) for one in people]
        self.people = people
        if not people:
            del self.fields["mentioned"]
            return
        self.fields["text"].help_text = _(
            "For your office alone; it never leaves. @ with the whole name of a colleague who may read this letter "
            "notifies them, as a tick below does."
        )


class SnoozeForm(forms.Form):
    """`until` is typed, or one of the days that the page offers."""

    until = DayField(
        label=_("Until"),
        error_messages={"required": _("Choose a day after today."), "invalid": _("This is no date.")},
    )

    def clean_until(self) -> datetime:
        """The beginning of that day."""
        day: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(gettext("Choose a day after today."))
        if day > today + LONGEST_SNOOZE:
            raise forms.ValidationError(gettext("Choose a day within a year."))
        return timezone.make_aware(datetime.combine(day, time.min))


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=User.objects.none(), required=False, empty_label=_("Not assigned")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[User]", self.fields["assignee"])
        field.queryset = people
        # Read once, with what else the page says of them.
        field.choices = [("", _("Not assigned")), *((one.pk, str(one)) for one in people)]


class EscalateForm(forms.Form):
    """Beside the other decisions of the guide: only this one asks for it."""

    to = forms.ModelChoiceField(
        label=_("Escalate to"), queryset=User.objects.none(),
        error_messages={
            "required": _("Choose the colleague who is to see to it."),
            "invalid_choice": _("Choose a colleague of the office who may answer it."),
        },
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args: Any, people: Sequence[User], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_escalate_%s", **options})
        field = cast("forms.ModelChoiceField[User]", self.fields["to"])
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people])
        # Read once, with what else the page says of them.
        field.choices = [("", _("Choose a colleague")), *((one.pk, str(one)) for one in people)]
        self.people = people


# Nothing older is answered in its time; an archive is no inbox.
LONGEST_UNDERWAY = timedelta(days=366)


class PostalAddressField(forms.CharField):
    """Name and postal address, line by line; "" of a letter without any."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"})
        label = _("Name and postal address")
        super().__init__(**{"label": label, "max_length": 600, "required": False, "widget": widget, **options})

    def clean(self, value: Any) -> str:
        lines = (" ".join(line.split()) for line in super().clean(value).splitlines())
        return "\n".join(filter(None, lines))


class PostalAddressForm(forms.Form):
    """To correct it on the page of the case; `take_out` is the button that leaves the letter without any."""

    sender = PostalAddressField(help_text=_("As on an envelope, line by line; stored encrypted."))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "take_out" in self.data:
            found["sender"] = ""
        elif not found.get("sender") and "sender" not in self.errors:
            self.add_error("sender", _("Write name and address."))
        return found


class LetterForm(forms.Form):
    """A letter that came by post. `key` is the same when it is sent twice."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    received_on = DayField(label=_("Received on"), error_messages={"required": _("Say on which day it came.")})
    sender = PostalAddressField(
        help_text=_("As on an envelope, line by line; stored encrypted. Without it the letter cannot be answered.")
    )
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=get_language)
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    text = forms.CharField(
        label=_("What was written"), max_length=100_000, required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=_("Typed or pasted. What is only on the scan is found by no search."),
    )  # fmt: skip
    scan = ScanField(label=_("Scan"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, offices: Sequence[Office], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["office"], Office.objects.filter(pk__in=[one.pk for one in offices]))

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."))
        if day < timezone.localdate() - LONGEST_UNDERWAY:
            raise forms.ValidationError(gettext("Enter letters of the last year only."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said["text"].strip() and not said["scan"]:
            self.add_error("text", gettext("Type what was written, or choose a scan."))
        return said

    def store(self, *, by: User) -> Case:
        said, day = self.cleaned_data, self.cleaned_data["received_on"]
        now = timezone.localtime()
        at = now if day == now.date() else timezone.make_aware(datetime.combine(day, time(12)))
        sender = said["sender"]
        return actions.add_letter(
            office=said["office"], sender=sender, text=said["text"].strip(),
            subject=" ".join(said["subject"].split()), lang=said["lang"], received_at=at, files=said["scan"],
            area=area_of_address(sender), form=said["key"], by=by,
        )  # fmt: skip


class SaveViewForm(forms.Form):
    """Of which office, is asked only of those who work in several."""

    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Write a name.")})
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    is_shared = forms.BooleanField(label=_("For everybody of the office"), required=False)

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["office"], Office.objects.filter(pk__in=person.offices_as(INBOX)))


class RenameViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, error_messages={"required": _("Write a name.")})

    def __init__(self, *args: Any, view: SavedView, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_view_{view.pk}_%s", "initial": {"name": view.name}, **options})
        self.view = view

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        same = SavedView.objects.filter(office=self.view.office, owner=self.view.owner, name=name)
        if same.exclude(pk=self.view.pk).exists():
            raise forms.ValidationError(gettext("There is a view of this name."))
        return name


class AnswerTemplateForm(forms.Form):
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("By which colleagues choose it."))
    lang = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=get_language)
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "{name} becomes the writer’s name on their network: it is known only for people on networks, others get no"
            " answer with it. {bill} becomes the bill that the case is about, {stage} its last step, {sitting} the day"
            " and the body of the next sitting that deals with it, {committee} the committee responsible, {link} the"
            " address of its page, each in the language of the template. What is not known stays in braces, and an"
            " answer does not leave before somebody has filled it in."
        ),
    )

    def __init__(self, *args: Any, offices: QuerySet[Office], template: AnswerTemplate | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.template = template
        _offer(self.fields["office"], offices)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if why := why_not_fillable(text):
            raise forms.ValidationError(why)
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        same = AnswerTemplate.objects.filter(
            office=said.get("office"), name=" ".join(said.get("name", "").split()), lang=said.get("lang", "")
        )
        if self.template is not None:
            same = same.exclude(pk=self.template.pk)
        if said.get("office") and same.exists():
            self.add_error("name", gettext("There is a template of this name in this language."))
        return said

    def store(self, *, by: User) -> AnswerTemplate:
        said = self.cleaned_data
        return actions.save_template(
            self.template, office=said["office"], name=said["name"], lang=said["lang"], text=said["text"], by=by
        )
