"""The name of the House, which chamber of the record it is, and under which licence it publishes: an administrator's
page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases import receiving
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.record.actions.indexing import ask_for_dataset
from hemicycle.record.models import Organization
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.rules import house_name
from hemicycle.rules import licence as licences
from hemicycle.rules.actions import decide
from hemicycle.rules.errors import BadParameter
from hemicycle.rules.parameters import PARAMETERS, in_force

from . import reaching

OTHERS = {
    receiving.OFFICE: "office",
    reaching.EMAIL: "email",
    reaching.FORM: "form",
    house_name.CHAMBER: "chamber",
    licences.CHOICE: "licence",
    licences.NAME: "licence_name",
    licences.URL: "licence_url",
}
"""The parameters that the page decides beside the name, with their fields."""
LISTS = {
    receiving.POST: "post",
    "official_hosts": "hosts",
    "official_contacts": "contacts",
    "sub_judice_terms": "cases",
}
"""Those of them that are lists."""
LONGEST_LINE = 200
"""A name of a site has at most 253 characters (RFC 1035), and no House has one that long."""
# What the window of an envelope shows.
MOST_LINES = 6


class LinesField(forms.CharField):
    """A list of words, one a line; `fault` says what is wrong with a line that is not of the parameter's form."""

    widget = forms.Textarea

    def __init__(self, *, of: str, fault: str | Promise, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 4}), **options)
        self.of, self.fault = of, fault

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        """Each word once. Raises ValidationError that names the first line that will not do."""
        lines = list(enumerate((line.strip() for line in str(value or "").splitlines()), start=1))
        for number, line in lines:
            if line and not self._fits(line):
                raise forms.ValidationError(self.fault % {"number": number, "line": line[:LONGEST_LINE]})
        return tuple(dict.fromkeys(line for _number, line in lines if line))

    def _fits(self, line: str) -> bool:
        try:
            PARAMETERS[self.of].checked((line,))
        except BadParameter:
            return False
        return len(line) <= LONGEST_LINE


class HouseForm(forms.Form):
    """A name for each language that the pages speak, and, where the record has several chambers, which is ours."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address to which people write"),
        required=False,
        help_text=gettext_lazy("It stands on the front page and beside each bill."),
    )
    form = forms.URLField(
        label=gettext_lazy("Page with a form to write to the House"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Where the House has another than the one here; it begins with https://."),
    )
    post = LinesField(
        of=receiving.POST,
        label=gettext_lazy("Postal address of the House"),
        help_text=gettext_lazy(
            "As on an envelope, a line each. It stands where people write to the House, and above the letters that "
            "are printed here."
        ),
        fault=gettext_lazy("Line %(number)d, “%(line)s”, is too long. Enter at most 60 characters a line."),
    )
    office = forms.ChoiceField(
        label=gettext_lazy("Office that gets letters from the form"),
        required=False,
        help_text=gettext_lazy("Letters to a member go to that member’s own office."),
    )
    chamber = forms.ChoiceField(
        label=gettext_lazy("Chamber of this House"),
        required=False,
        help_text=gettext_lazy("Its members stand first among all whom the record knows."),
    )

    licence = forms.ChoiceField(
        label=gettext_lazy("Licence of what the House publishes"),
        choices=licences.CHOICES,
        required=False,
        help_text=gettext_lazy(
            "It stands below announcements and the record, in feeds and in data. Pictures keep their own rights, and "
            "what was taken from a source keeps its licence."
        ),
    )
    licence_name = forms.CharField(
        label=gettext_lazy("Name of another licence"), required=False, max_length=licences.LONGEST
    )
    licence_url = forms.URLField(
        label=gettext_lazy("Address of another licence"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Where its text is; it begins with https://."),
        error_messages={"invalid": gettext_lazy("Enter an address that begins with https://.")},
    )

    hosts = LinesField(
        of="official_hosts",
        label=gettext_lazy("Official sites"),
        help_text=gettext_lazy(
            "One a line, such as parliament.example. A link to any other site gets a remark; where none is named "
            "here, links are not looked at."
        ),
        fault=gettext_lazy(
            "Line %(number)d, “%(line)s”, is no name of a site. Enter it as parliament.example, without https:// and "
            "without a path."
        ),
    )
    contacts = LinesField(
        of="official_contacts",
        label=gettext_lazy("Telephone numbers and addresses of offices"),
        help_text=gettext_lazy("One a line. They are nobody’s personal data, and announcements may give them."),
        fault=gettext_lazy("Line %(number)d, “%(line)s”, is too long. Enter one number or address a line."),
    )
    cases = LinesField(
        of="sub_judice_terms",
        label=gettext_lazy("Cases before the courts"),
        help_text=gettext_lazy(
            "One a line: the name or the words by which a case is known. An announcement that mentions it gets a "
            "remark."
        ),
        fault=gettext_lazy("Line %(number)d, “%(line)s”, is too long. Enter one name a line."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = house_name.house_names()
        for language, _name in settings.LANGUAGES:
            self.fields[f"name_{language}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language_name(language)},
                max_length=house_name.LONGEST,
                required=False,
                initial=names.get(language, ""),
            )
        for name, field in (OTHERS | LISTS).items():
            self.fields[field].initial = in_force(name)
        self.order_fields([name for name in self.fields if name.startswith("name_")])
        offices = Office.objects.filter(kind=Office.Kind.INSTITUTION).order_by("name")
        whoever = ("", _("The one that writes to followers"))
        self.fields["office"].choices = [whoever, *((one.slug, str(one)) for one in offices)]  # type: ignore[attr-defined]
        chambers = sorted((str(one), one.address) for one in Organization.objects.current().chambers())
        if len(chambers) < 2:
            del self.fields["chamber"]
            return
        by_name = ("", _("The one that bears the name of the House"))
        self.fields["chamber"].choices = [by_name, *((key, name) for name, key in chambers)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.names:
            self.add_error(
                f"name_{settings.LANGUAGE_CODE}", _("Enter the name of the House in at least one language.")
            )
        if not self.errors and found.get("licence") == licences.OWN:
            for field in ("licence_name", "licence_url"):
                if not found.get(field):
                    self.add_error(field, _("Enter the name and the address of the licence."))
        return found

    def clean_licence_url(self) -> str:
        return self._over_https("licence_url")

    def clean_post(self) -> tuple[str, ...]:
        lines: tuple[str, ...] = self.cleaned_data["post"]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Enter at most %(lines)d lines.") % {"lines": MOST_LINES})
        return lines

    def clean_form(self) -> str:
        return self._over_https("form")

    def _over_https(self, field: str) -> str:
        given: str = self.cleaned_data[field]
        if given and not given.startswith("https://"):
            raise forms.ValidationError(_("Enter an address that begins with https://."))
        return given

    @property
    def decided(self) -> dict[str, Any]:
        """The parameters beside the name."""
        found = self.cleaned_data
        return {name: found[field] for name, field in (OTHERS | LISTS).items() if field in found}

    @property
    def names(self) -> dict[str, str]:
        given = {language: self.cleaned_data.get(f"name_{language}", "") for language, _name in settings.LANGUAGES}
        return {language: name for language, name in given.items() if name}


@transaction.atomic
def rename(names: Mapping[str, str], *, by: Any) -> list[Announcement]:
    """Give the House its names. What would now be sent under another name than was approved is a draft again."""
    if names == house_name.house_names():
        return []
    house_name.name_house(names, by=by)
    return desk.revert_changed(by=by)


@transaction.atomic
def settle(form: HouseForm, *, by: Any) -> list[Announcement]:
    """All that the page decides, at once."""
    stated = {name: in_force(name) for name in (licences.CHOICE, licences.NAME, licences.URL)}
    decide(form.decided, by=by)
    if not stated.items() <= form.decided.items():
        # The file of the whole record names it.
        ask_for_dataset()
    return rename(form.names, by=by)


@allow(Role.ADMINISTRATOR)
def house(request: HttpRequest) -> HttpResponse:
    form = HouseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fallen = settle(form, by=request.user)
        messages.success(request, _("Saved."))
        if fallen:
            said = ngettext(
                "%(count)s announcement is a draft again, because it was approved under the old name.",
                "%(count)s announcements are drafts again, because they were approved under the old name.",
                len(fallen),
            )
            messages.warning(request, said % {"count": len(fallen)})
        return redirect("site:house")
    return render(request, "site/house.html", {"form": form}, status=422 if form.errors else 200)


def unnamed(person: User) -> Banner | None:
    """For who can name it."""
    if house_name.is_named() or not person.has_role((Role.ADMINISTRATOR,)):
        return None
    return Banner(
        kind="warning",
        title=_("This House has no name yet"),
        text=_("Every page, message and feed says it."),
        url=reverse("site:house"),
        action=_("Enter the name"),
    )
