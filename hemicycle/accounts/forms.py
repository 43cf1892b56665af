"""The forms that let a person into an office and choose notices, and the two days of a period."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import IntegrityError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from . import actions, members
from .errors import AddressTaken, OwnRole, RoleDoesNotFit
from .models import Assignment, Frequency, Office, PendingAssignment, User
from .notices.presenting import choices_of
from .roles import CONFIRMED, MAY, Role


class DayField(forms.DateField):
    """A day, typed or chosen in the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """From one day to another, both included; either may be left open."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return found


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=User._meta.get_field("email").max_length,
        help_text=_("A link to choose a password is sent there."),
    )
    name = forms.CharField(label=_("Name"), max_length=User._meta.get_field("name").max_length)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        help_text=_(
            "Editors, researchers, clerks and administrators of the House can start once a second person has "
            "confirmed their role."
        ),
    )

    def __init__(self, *args: Any, keeper: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keeper, self.again = keeper, False
        offices = Office.objects.kept_by(keeper)
        open_roles = {role for office in offices for role in office.open_roles}
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if len(offices) == 1:
            self.fields["office"].initial = offices[0]
        if open_roles.isdisjoint(CONFIRMED):
            self.fields["role"].help_text = ""
        if len(open_roles) == 1:
            self.fields["role"].initial = next(iter(open_roles))
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (r.value, _("%(role)s: %(may)s") % {"role": r.label, "may": MAY[r]}) for r in Role if r in open_roles
        ]

    def invite(self) -> User | None:
        """The person invited, or None with the reason beside the field. `again`: the role was given before."""
        given = self.cleaned_data
        asked = {"user__email": given["email"].lower(), "office": given["office"], "role": given["role"]}
        self.again = any(model.objects.filter(**asked).exists() for model in (Assignment, PendingAssignment))
        try:
            return actions.invite(
                email=given["email"],
                name=given["name"],
                office=given["office"],
                role=Role(given["role"]),
                by=self.keeper,
            )
        except RoleDoesNotFit:
            self.add_error("role", _("This person or this office cannot have that role."))
        except OwnRole:
            self.add_error(
                "email", _("You cannot give yourself a role. Ask someone else who manages people in this office.")
            )
        return None

    def pending(self, invited: User) -> PendingAssignment | None:
        """What waits for a second person of what was given just now."""
        given = self.cleaned_data
        return invited.pending_assignments.filter(office=given["office"], role=given["role"]).first()


class OfficeNamesForm(forms.Form):
    """What an office is called, and in another language, where one has another name for it."""

    name = forms.CharField(label=_("Name of the office"), max_length=Office._meta.get_field("name").max_length)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for language in _other_languages():
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name of the office, %(language)s")
                % {"language": get_language_info(language)["name_translated"]},
                help_text=_("Empty where it is the same."),
                max_length=Office._meta.get_field("name").max_length,
                required=False,
            )

    @property
    def names(self) -> dict[str, str]:
        """Those of other languages that were given."""
        found = {language: self.cleaned_data[f"name_{language}"] for language in _other_languages()}
        return {language: name for language, name in found.items() if name}


def _other_languages() -> list[str]:
    return [language for language, _name in settings.LANGUAGES if language != settings.LANGUAGE_CODE]


class OfficeForm(OfficeNamesForm):
    """A new office with the first person of it."""

    kind = forms.ChoiceField(
        label=_("Kind of office"),
        widget=forms.RadioSelect,
        choices=[
            (Office.Kind.INSTITUTION, _("Office of the House")),
            (Office.Kind.MEMBER, _("Office of a member: nobody of the House, you included, can read what it holds")),
        ],
        initial=Office.Kind.INSTITUTION,
    )
    member = forms.ChoiceField(
        label=_("Member"),
        help_text=_("Members of this House who have no office yet."),
        error_messages={"required": _("Choose the member whose office it is.")},
    )
    person = forms.CharField(
        label=_("Name of the first administrator"),
        max_length=User._meta.get_field("name").max_length,
        help_text=_("Whoever lets the others in. In a member’s office this is the member, or whom the member names."),
    )
    email = forms.EmailField(
        label=_("E-mail address of the first administrator"),
        max_length=User._meta.get_field("email").max_length,
        help_text=_("A link to choose a password is sent there."),
    )

    def __init__(self, *args: Any, opener: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.opener = opener
        names = [name for name in self.fields if name.startswith("name")]
        self.order_fields(["kind", "member", *names])
        if found := members.without_office():
            self.fields["member"].choices = [("", _("Choose a member")), *found]  # type: ignore[attr-defined]
        else:
            del self.fields["member"]

    @property
    def is_of_a_member(self) -> bool:
        return bool(self.cleaned_data.get("kind") == Office.Kind.MEMBER)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.is_of_a_member:
            # The page hides the question then.
            self.errors.pop("member", None)
        return found

    def open(self) -> tuple[Office, User] | None:
        """The office and whom it was opened with, or None with the reason beside the field."""
        given = self.cleaned_data
        if (there := Office.objects.filter(name__iexact=given["name"]).first()) is not None:
            return self._opened_before(there)
        try:
            return actions.open_office_with(
                name=given["name"], names=self.names, kind=Office.Kind(given["kind"]), email=given["email"],
                person=given["person"], member=given.get("member", "") if self.is_of_a_member else "", by=self.opener,
            )  # fmt: skip
        except RoleDoesNotFit:
            self.add_error("email", _("This person works for the House or for a member already."))
        except OwnRole:
            self.add_error("email", _("You cannot give yourself a role: name somebody else."))
        except IntegrityError:
            # The other of two clicks at the same moment.
            return self._opened_before(Office.objects.filter(name__iexact=given["name"]).first())
        return None

    def _opened_before(self, office: Office | None) -> tuple[Office, User] | None:
        """By a second click the same office; any other of that name is refused."""
        asked = {"user__email": self.cleaned_data["email"].lower(), "office": office, "granted_by": self.opener}
        for model in (Assignment, PendingAssignment):
            if office is not None and (held := model.objects.filter(**asked).select_related("user").first()):
                return office, held.user
        self.add_error("name", _("There is an office of this name already."))
        return None


class CorrectionForm(forms.Form):
    """The right address of somebody whose invitation went to a wrong one."""

    email = forms.EmailField(label=_("Right address"), max_length=User._meta.get_field("email").max_length)

    def __init__(self, *args: Any, invited: User, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invited, self.by = invited, by

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.invited.email:
            raise forms.ValidationError(
                _("The invitation went to this address. Enter the right one, or go back and send the link again.")
            )
        return email

    def correct(self) -> bool:
        """Whether it was, or the reason stands beside the field."""
        try:
            actions.correct_address(self.invited, email=self.cleaned_data["email"], by=self.by)
        except AddressTaken:
            self.add_error("email", _("Somebody else has this address already. Enter another one."))
            return False
        self.invited.refresh_from_db()
        return True


class NoticeChoicesForm(forms.Form):
    """One question for each kind of notice that this person may get."""

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for one in choices_of(person):
            self.fields[one.kind.name] = forms.ChoiceField(
                label=str(one.kind.label), choices=Frequency.choices, initial=one.frequency
            )

    @property
    def frequencies(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields}
