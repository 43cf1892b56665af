"""Who is invited to a text: one line a person, as it is pasted from a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.record.templatetags.phrases import language_name

from ..models import Participant

# The product: several hundred take part in one text.
MOST_AT_ONCE = 500
_SEPARATOR = re.compile(r"\s*[,;\t]\s*")
_NAMED = re.compile(r"^(?P<name>[^<]*?)\s*<(?P<email>[^<>]+)>\s*(?P<rest>.*)$")
LONGEST_NAME = User._meta.get_field("name").max_length or 0
LONGEST_BODY = Participant._meta.get_field("body").max_length or 0


@dataclass(frozen=True, slots=True)
class Invited:
    name: str
    email: str
    body: str


@dataclass(frozen=True, slots=True)
class BadLine:
    number: int
    line: str
    why: str


class InvitationForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("People"),
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "One a line: name, e-mail address, body. Such as: Ada Sol, ada@norland.example, Senate"
        ),
        error_messages={"required": gettext_lazy("Enter at least one line.")},
    )
    part = forms.ChoiceField(
        label=gettext_lazy("What may they do?"),
        widget=forms.RadioSelect,
        choices=(
            (Participant.Part.PARTICIPANT, gettext_lazy("Read, comment and propose amendments")),
            (Participant.Part.EDITOR, gettext_lazy("Write the text as well, and decide on amendments")),
        ),
        initial=Participant.Part.PARTICIPANT,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"),
        help_text=gettext_lazy("Each of them can choose another one later."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(tag, language_name(tag)) for tag, _name in settings.LANGUAGES]
        self.fields["language"].choices = [(tag, name[:1].upper() + name[1:]) for tag, name in names]  # type: ignore[attr-defined]
        self.invited: list[Invited] = []
        self.bad: list[BadLine] = []

    def clean_people(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)s lines at once: send the rest after these.") % {"most": MOST_AT_ONCE}
            )
        seen: set[str] = set()
        for number, line in enumerate(lines, start=1):
            try:
                one = read_line(line)
            except ValidationError as error:
                self.bad.append(BadLine(number, line, str(error.message)))
                continue
            if one.email not in seen:
                seen.add(one.email)
                self.invited.append(one)
        return "\n".join(one.line for one in self.bad)


def read_line(line: str) -> Invited:
    """Raises ValidationError that says what is wrong with it."""
    named = _NAMED.match(line)
    parts = (
        [named["name"], named["email"], *filter(None, _SEPARATOR.split(named["rest"]))]
        if named
        else _SEPARATOR.split(line, maxsplit=2)
    )
    if len(parts) < 2:
        raise ValidationError(_("There is no e-mail address behind the name."))
    name, email, body = parts[0].strip(' "'), parts[1].strip().lower(), ", ".join(parts[2:]).strip()
    if not name:
        raise ValidationError(_("There is no name."))
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(_("“%(email)s” is no e-mail address.") % {"email": email}) from error
    if len(name) > LONGEST_NAME or len(body) > LONGEST_BODY:
        raise ValidationError(_("The name or the body is too long."))
    return Invited(name, email, body)
