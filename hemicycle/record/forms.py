"""What staff fill in by hand: words in several languages, links, names, dates of which a part is known, who spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Max
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import PeriodForm
from hemicycle.record.actions.people import PARTIAL_DATE
from hemicycle.record.linkage.candidates import Candidate
from hemicycle.record.models import Person, ProcedureStep
from hemicycle.record.phrases import NotAPhrase, Phrase, checked

partial_date = RegexValidator(rf"^{PARTIAL_DATE.pattern}\Z", _("Enter a date as YYYY, YYYY-MM or YYYY-MM-DD."))
colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Enter a colour as # and six hexadecimal digits, such as #1f5640."))


class PhraseInput(forms.Widget):
    """One field for each language of the House, and for each other one in which something is said."""

    template_name = "record/reference/wording.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, lines: int = 1) -> None:
        super().__init__(attrs)
        self.lines = lines

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        values = value if isinstance(value, Mapping) else {}
        here = [code for code, _name in settings.LANGUAGES]
        tags = [*here, *sorted(set(values) - set(here))]
        context["widget"] |= {
            "lines": self.lines,
            "entries": [(tag, _language(tag), values.get(tag, "")) for tag in tags],
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        prefix = f"{name}__"
        return {key.removeprefix(prefix): data[key] for key in data if key.startswith(prefix)}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}__") for key in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}__{settings.LANGUAGES[0][0]}" if id_ else ""


class PhraseFormField(forms.Field):
    """A Phrase; a language in which nothing is said is left out."""

    widget = PhraseInput

    def to_python(self, value: Any) -> Phrase:
        values = value if isinstance(value, Mapping) else {}
        spoken = {tag: words.strip().replace("\r\n", "\n") for tag, words in values.items() if words.strip()}
        try:
            return checked(spoken)
        except NotAPhrase as wrong:
            raise ValidationError(_("One of these is not a language.")) from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        return dict(initial or {}) != dict(self.to_python(data))


class LinesInput(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, **(attrs or {})})

    def format_value(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return "\n".join(f"{kind}: {entry}" for kind, entry in value.items())
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


class PairsField(forms.Field):
    """“web: https://…”, one a line, as a mapping."""

    widget = LinesInput

    def to_python(self, value: Any) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for line in filter(None, map(str.strip, str(value or "").splitlines())):
            kind, colon, entry = line.partition(":")
            if not colon or not kind.strip() or not entry.strip():
                raise ValidationError(_("One a line, with its kind before it: “web: https://…”."))
            pairs[kind.strip().lower()] = entry.strip()
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != self.to_python(data)


class NamesField(forms.Field):
    """Names, one a line, as a list."""

    widget = LinesInput

    def to_python(self, value: Any) -> list[str]:
        return list(filter(None, map(str.strip, str(value or "").splitlines())))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class ReferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of reference data; when it ends is not before it began."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "label_suffix": ""})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = given.get("since") or "", given.get("until") or ""
        if since and until and until < since[: len(until)]:
            self.add_error("until", _("This is earlier than the start."))
        return given


class StepForm(ReferenceForm):
    """A step of a bill through the House; without a place it comes after those that are there."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["order"].required = False

    def clean_order(self) -> int:
        place: int | None = self.cleaned_data["order"]
        if place is not None or self.instance.document_id is None:
            return place or 1
        last = ProcedureStep.objects.filter(document=self.instance.document_id).aggregate(last=Max("order"))["last"]
        return (last or 0) + 1


class SpeakerForm(PeriodForm):
    """Who speaks under a name: one of the candidates, somebody found by typing, or nobody of the record."""

    ANOTHER, NOBODY = "another", "nobody"

    who = forms.ChoiceField(
        label=_("Who is it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who it is.")}
    )
    field_order = ("who", "person", "since", "until")

    def __init__(
        self, data: QueryDict | None, *, candidates: Sequence[tuple[Candidate, str, list[str]]], widget: Any
    ) -> None:
        if data and data.get("person") and not data.get("who"):
            # Whoever has typed a name has said who it is.
            data = data.copy()
            data["who"] = self.ANOTHER
        super().__init__(data)
        self.label_suffix = ""
        self._people = {str(one.person.pk): one.person for one, _party, _reasons in candidates}
        self.fields["person"] = forms.ModelChoiceField(
            Person.objects.current(), label=_("Someone else in the record, by name"), required=False, widget=widget
        )
        self.fields["since"].help_text = _(
            "If the name, such as that of an office, belongs to someone else on other days."
        )
        self.fields["until"].help_text = _("Empty: in later sittings too.")
        self.order_fields(self.field_order)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *((str(one.person.pk), _as_choice(one, party, reasons)) for one, party, reasons in candidates),
            (self.ANOTHER, _("Someone else in the record")),
            (self.NOBODY, _("Nobody in the record: an official, a guest, several people at once")),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("who") == self.ANOTHER and not values.get("person") and "person" not in self.errors:
            self.add_error("person", _("Choose who it is."))
        return values

    @property
    def person(self) -> Person | None:
        """None for nobody of the record."""
        if self.cleaned_data["who"] == self.ANOTHER:
            found: Person = self.cleaned_data["person"]
            return found
        return self._people.get(self.cleaned_data["who"])


def _as_choice(one: Candidate, party: str, reasons: Sequence[str]) -> str:
    facts = [fact for fact in (party, *reasons) if fact]
    details = format_html_join("", "<span>{}</span>", ((fact,) for fact in facts))
    return format_html('{} <span class="row-facts">{}</span>', one.person.name, details)


def _language(tag: str) -> str:
    try:
        return str(get_language_info(tag)["name_local"]).capitalize()
    except KeyError:
        return tag
