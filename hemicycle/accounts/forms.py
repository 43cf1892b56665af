"""The form that lets a person into an office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import actions
from .errors import RoleDoesNotFit
from .models import Office, User
from .roles import Role


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("A link to choose a password is sent there."))
    name = forms.CharField(label=_("Name"), max_length=120)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, keeper: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keeper = keeper
        offices = Office.objects.kept_by(keeper)
        open_roles = {role for office in offices for role in office.open_roles}
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["role"].choices = [(r.value, r.label) for r in Role if r in open_roles]  # type: ignore[attr-defined]

    def invite(self) -> User | None:
        """The person invited, or None with the reason beside the field."""
        given = self.cleaned_data
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
            return None
