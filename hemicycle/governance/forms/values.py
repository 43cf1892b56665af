"""A form field for each parameter, by its type: a number with its unit, an hour, one of several words, a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.cases.inbox.triage import written_before
from hemicycle.rules.errors import BadParameter
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, Parameter, words_known

from ..models import Version
from ..words import PLACEHOLDER

PREFIX = "value-"
HOUR = "14:30"


class Lines(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list | tuple) else str(value or "").splitlines()
        return [line.strip() for line in lines if str(line).strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class LanguagesWidget(forms.MultiWidget):
    """A box for each language of the site."""

    template_name = "governance/text_by_language.html"

    def __init__(self) -> None:
        look = {"rows": 3, "dir": "auto", "class": "form-control"}
        super().__init__({tag: forms.Textarea({**look, "lang": tag}) for tag, _name in settings.LANGUAGES})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, (_tag, language) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            box["label"] = language
        return context

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(tag, "") for tag, _name in settings.LANGUAGES]


class Languages(forms.MultiValueField):
    """A text in each language of the site: whoever changes one sees the others."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        wrong = {"required": _("Write it in each language.")}
        boxes = [forms.CharField(max_length=max_length) for _language in settings.LANGUAGES]
        super().__init__(boxes, widget=LanguagesWidget(), error_messages=wrong, **options)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        pairs = zip(settings.LANGUAGES, data_list, strict=False)
        texts = {tag: text.replace("\r\n", "\n") for (tag, _name), text in pairs}
        # Django asks of blanks no more than that they are there.
        if not all(texts.values()):
            raise forms.ValidationError(self.error_messages["required"], "required")
        return texts


def field_of(parameter: Parameter) -> forms.Field:
    """Labelled by what it is about; the hint says how it is typed, the default and where that comes from."""
    names = {"default": parameter.said(parameter.default).rstrip("."), "source": parameter.source}
    hint = _("By default: %(default)s. Source: %(source)s.") % names
    if parameter.typed:
        hint = f"{parameter.typed} {hint}"
    given: dict[str, Any] = {"label": str(parameter.meaning), "help_text": hint}
    if parameter.type in (int, float):
        number = forms.IntegerField if parameter.type is int else forms.FloatField
        least = 0 if parameter.or_zero else 1
        wrong = _("Enter a number from %(least)s to %(most)s.") % {"least": least, "most": parameter.most}
        given["error_messages"] = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        return number(**given, min_value=least if parameter.type is int else None, max_value=parameter.most)
    if parameter.type is dict:
        return Languages(**given, max_length=1000)
    if parameter.type is tuple and (words := _worded(parameter)):
        return forms.MultipleChoiceField(**given, required=False, choices=words, widget=forms.CheckboxSelectMultiple)
    if parameter.type is tuple:
        given["help_text"] = f"{hint} {_('One a line.')}"
        return Lines(**given, required=False)
    if parameter.choices:
        return forms.ChoiceField(**given, choices=_worded(parameter), widget=forms.RadioSelect)
    if _is_hour(parameter):
        return forms.CharField(**given, widget=forms.TimeInput({"type": "time"}))
    return forms.CharField(**given, required=False, max_length=300)


def _worded(parameter: Parameter) -> list[tuple[str, str]]:
    """What may be chosen; empty where anything may be typed."""
    return [(key, said[:1].upper() + said[1:]) for key, said in words_known(parameter).items()]


def _is_hour(parameter: Parameter) -> bool:
    try:
        parameter.checked(HOUR)
    except BadParameter:
        return False
    return not parameter.choices and parameter.default.count(":") == 1


def refuse_unfit(form: forms.Form, field: str, parameter: Parameter, value: Any) -> None:
    """Says at the field that the parameter cannot have this value, where it cannot."""
    try:
        parameter.checked(value)
    except BadParameter:
        said = _("This value is not possible here. The default would be: %(default)s.")
        form.add_error(field, said % {"default": parameter.said(parameter.default)})


class ValuesForm(forms.Form):
    """The values that an article decides, one field each; one more may be added, and each removed."""

    def __init__(
        self, *args: Any, version: Version, values: Mapping[str, Any], besides: str = "", text: str = "",
        **options: Any,
    ) -> None:  # fmt: skip
        """`text`: the words, in whose order the values stand."""
        super().__init__(*args, **options)
        named = PLACEHOLDER.findall(text)
        own = (name for name in values if name in PARAMETERS)
        self.names = sorted(own, key=lambda name: (named.index(name) if name in named else len(named), name))
        for name in self.names:
            field = self.fields[PREFIX + name] = field_of(PARAMETERS[name])
            field.initial = values[name]
        if self.names:
            self.fields["remove"] = forms.MultipleChoiceField(
                label=_("Remove from this article"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(name, str(PARAMETERS[name].meaning)) for name in self.names],
                help_text=_("What no article decides has its default. Take it out of the words as well."),
            )
        self.fields["add"] = forms.ChoiceField(
            label=_("Let this article decide one thing more"),
            required=False,
            choices=[("", _("Nothing more")), *undecided(version, besides, self.names)],
            help_text=_("It begins with the default. What another article decides is not offered."),
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.names:
            if PREFIX + name in found:
                refuse_unfit(self, PREFIX + name, PARAMETERS[name], found[PREFIX + name])
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What the article decides as it was typed, with what was added and without what was removed."""
        removed = self.cleaned_data.get("remove", [])
        kept = {name: self.cleaned_data[PREFIX + name] for name in self.names if name not in removed}
        if added := self.cleaned_data.get("add"):
            kept[added] = beginning(PARAMETERS[added])
        return kept

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[PREFIX + name] for name in self.names]

    @property
    def list_fields(self) -> list[forms.BoundField]:
        """Which values it decides at all."""
        return [self[name] for name in ("add", "remove") if name in self.fields]


def beginning(parameter: Parameter) -> Any:
    """What an article says of it at first: the default, as JSON keeps it. A text is written out in each language, in
    the words that staff had written before, where they had."""
    if parameter.type is dict:
        return written_out(parameter, parameter.default) | written_before(parameter.name)
    return list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default


def written_out(parameter: Parameter, value: Any) -> Any:
    """A text in each language of the site, also where the value says none; another value as it is."""
    if parameter.type is not dict:
        return value
    texts = {}
    for tag, _name in settings.LANGUAGES:
        with translation.override(tag):
            texts[tag] = parameter.said(value)
    return texts


def undecided(version: Version, besides: str, own: list[str]) -> list[tuple[str, str]]:
    """What a policy may decide, and no other article of this version does."""
    taken = {name for one in version.articles.all() if one.key != besides for name in one.parameters}
    free = [
        (name, str(one.meaning))
        for name, one in PARAMETERS.items()
        if one.decided_by is DecidedBy.POLICY and name not in taken and name not in own
    ]
    return sorted(free, key=lambda pair: pair[1].lower())
