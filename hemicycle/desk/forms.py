"""What a person fills in at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk import timestamps
from hemicycle.desk.models import WRITERS, Announcement, MediaFile, Purpose, Sensitivity, on_duty_for
from hemicycle.desk.offices import usual_office
from hemicycle.desk.words import TIMES, language_name
from hemicycle.follow.models import Topic

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE, LONGEST_REASON, LONGEST_WARNING = 200, 20_000, 2_000, 300, 100
MOST_HASHTAGS = 8


def languages() -> list[tuple[str, str]]:
    """Those of the House, the one of the page first."""
    here = get_language()
    return sorted(
        ((code, language_name(code)) for code, _name in settings.LANGUAGES), key=lambda pair: pair[0] != here
    )


class NewForm(forms.Form):
    """What a new announcement begins with; the rest is written in the composer."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE, required=False)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You can add or remove languages while you write."),
    )
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in = user.assignments.filter(role__in=WRITERS).values("office")
        self.offices = offices = Office.objects.filter(pk__in=written_in)
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        office.queryset, office.empty_label = offices, None
        self.initial.setdefault("office", usual_office(user))
        if len(offices) == 1:
            office.widget = forms.HiddenInput()
        cast("forms.MultipleChoiceField", self.fields["languages"]).choices = languages()
        self.initial.setdefault("languages", [code for code, _name in settings.LANGUAGES])

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """The title stands in the language of the page, or in the first that was chosen."""
        chosen = self.cleaned_data["languages"]
        here = get_language() if get_language() in chosen else chosen[0]
        return {lang: (self.cleaned_data["title"] if lang == here else "", "") for lang in chosen}


class TextForm(forms.Form):
    """Title and text in one language. `edit` counts what was read."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lang: str, **options: Any) -> None:
        super().__init__(*args, **{**options, "prefix": lang})
        for name in ("title", "body"):
            self.fields[name].widget.attrs |= {"lang": lang, "dir": "auto", "spellcheck": "true"}


class LanguageForm(forms.Form):
    lang = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["lang"]).choices = [
            one for one in languages() if one[0] not in announcement.by_language
        ]


class Several(forms.ClearableFileInput):
    """An input that takes more than one file."""

    allow_multiple_selected = True


def by_language(name: str, langs: Iterable[str]) -> dict[str, str]:
    """The names of fields of which there is one for each language of an announcement: `name-en`, `name-fr`."""
    return {lang: f"{name}-{lang}" for lang in langs}


class DetailsForm(forms.Form):
    """What kind of announcement it is, and who is to find it. What was read travels along, field by field."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices, show_hidden_initial=True)
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Sensitivity"), choices=Sensitivity.choices, show_hidden_initial=True
    )
    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People who follow one of them get a message."),
        show_hidden_initial=True,
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        self.announcement = announcement
        options.setdefault("initial", initial_details(announcement))
        super().__init__(*args, **options)
        topics = cast("forms.ModelMultipleChoiceField[Topic]", self.fields["topics"])
        chosen = Topic.objects.filter(pk__in=self.initial["topics"])
        topics.queryset = (Topic.objects.open() | chosen).in_order()
        warning, tags = _("Content warning, %(language)s"), _("Hashtags, %(language)s")
        hint = _("Shown to readers before they open it. Leave empty if there is nothing to warn about.")
        self.warned = self._in_each("warnings", warning, LONGEST_WARNING, hint, dir="auto")
        self.tags = self._in_each("hashtags", tags, LONGEST_REASON, autocomplete="off", autocapitalize="off")

    def _in_each(self, field: str, label: str, longest: int, hint: str = "", **attrs: str) -> dict[str, str]:
        names = by_language(field, self.announcement.by_language)
        for lang, name in names.items():
            self.fields[name] = forms.CharField(
                label=label % {"language": language_name(lang)}, required=False, max_length=longest, help_text=hint,
                show_hidden_initial=True, widget=forms.TextInput(attrs={"lang": lang, **attrs}),
            )  # fmt: skip
        return names

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.tags.values():
            tags = [tag.lstrip("#") for tag in found.get(name, "").replace(",", " ").split()]
            if any(not tag.replace("_", "").isalnum() for tag in tags):
                self.add_error(name, _("A hashtag is one word of letters and digits, such as #OpenParliament."))
            elif len(tags) > MOST_HASHTAGS:
                self.add_error(name, _("At most %(most)d hashtags.") % {"most": MOST_HASHTAGS})
            found[name] = " ".join(f"#{tag}" for tag in dict.fromkeys(tags))
        return found

    @property
    def hashtags(self) -> dict[str, list[str]]:
        written = {lang: self.cleaned_data[name].split() for lang, name in self.tags.items()}
        return {lang: [tag.lstrip("#") for tag in tags] for lang, tags in written.items() if tags}

    @property
    def warnings(self) -> dict[str, str]:
        written = {lang: " ".join(self.cleaned_data[name].split()) for lang, name in self.warned.items()}
        return {lang: words for lang, words in written.items() if words}


def initial_details(announcement: Announcement) -> dict[str, Any]:
    """What the fields of the details hold now."""
    tags = {
        f"hashtags-{lang}": " ".join(f"#{tag}" for tag in announcement.hashtags.get(lang, ()))
        for lang in announcement.by_language
    }
    warnings = {f"warnings-{lang}": announcement.warnings.get(lang, "") for lang in announcement.by_language}
    topics = sorted(topic.pk for topic in announcement.topics.all())
    kind = {"purpose": announcement.purpose, "sensitivity": announcement.sensitivity, "topics": topics}
    return {**kind, **warnings, **tags}


class TimesForm(forms.Form):
    """When, in the time zone of the House."""

    release_at = timestamps.TimestampField(
        label=TIMES["release_at"],
        help_text=gettext_lazy("Leave empty to release it as soon as it is approved and someone chooses Release now."),
    )
    embargo_until = timestamps.TimestampField(
        label=TIMES["embargo_until"],
        help_text=gettext_lazy("Nothing is sent before this time, even if the release time above is earlier."),
    )
    not_after = timestamps.TimestampField(
        label=TIMES["not_after"],
        help_text=gettext_lazy("If it has not been sent by then, it will not be sent."),
    )
    expires_at = timestamps.TimestampField(
        label=TIMES["expires_at"],
        help_text=gettext_lazy("It stays on the public register, marked as expired."),
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        options.setdefault("initial", {name: getattr(announcement, name) for name in TIMES})
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.changed_data:
            if found.get(name) is not None and found[name] <= timezone.now():
                self.add_error(name, _("This time has passed. Choose one in the future, or none."))
        first = max(filter(None, (found.get("release_at"), found.get("embargo_until"))), default=None)
        for name in ("not_after", "expires_at"):
            if first is not None and found.get(name) is not None and found[name] <= first:
                self.add_error(name, _("This must be later than the release time."))
        return found


class ChannelsForm(forms.Form):
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Channels"),
        queryset=Account.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        options.setdefault("initial", {"accounts": [target.account_id for target in announcement.targets.all()]})
        super().__init__(*args, **options)
        field = cast("forms.ModelMultipleChoiceField[Account]", self.fields["accounts"])
        field.queryset = Account.objects.open().filter(office=announcement.office_id)


class VariantForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text for this channel"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class PicturesForm(forms.Form):
    """One file or more; what each of them is, its content says."""

    pictures = forms.FileField(
        label=gettext_lazy("Add pictures"),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 10 MB each. Place, time and author are removed from the file."
        ),
        widget=Several(attrs={"accept": "image/png,image/jpeg,image/webp", "multiple": True}),
    )


class PictureForm(forms.Form):
    """What a picture shows, in each language of the announcement, and which words stand in it."""

    decorative = forms.BooleanField(
        label=gettext_lazy("Decorative"),
        required=False,
        help_text=gettext_lazy("It carries no information, so it needs no description."),
    )

    def __init__(self, *args: Any, medium: MediaFile, langs: Iterable[str], **options: Any) -> None:
        options.setdefault("initial", {"decorative": medium.decorative})
        super().__init__(*args, **{**options, "prefix": f"picture-{medium.pk}"})
        self.medium = medium
        self.alternatives, self.words = by_language("alternative", langs), by_language("words", langs)
        for names, kept, label in (
            (self.alternatives, medium.alternatives, _("Description, %(language)s")),
            (self.words, medium.words, _("Text in the picture, %(language)s")),
        ):
            for lang, name in names.items():
                self.fields[name] = forms.CharField(
                    label=label % {"language": language_name(lang)},
                    required=False,
                    max_length=LONGEST_NOTE,
                    initial=kept.get(lang, ""),
                    widget=forms.Textarea(attrs={"lang": lang, "dir": "auto", "rows": 2}),
                )

    @property
    def alternative_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.alternatives.values()]

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.words.values()]

    @property
    def described(self) -> dict[str, Any]:
        """For `actions.describe_media_file`; what was said in a language that is not there now stays."""
        data = self.cleaned_data
        return {
            "alternatives": {
                **self.medium.alternatives,
                **{lang: data[name] for lang, name in self.alternatives.items()},
            },
            "words": {**self.medium.words, **{lang: data[name] for lang, name in self.words.items()}},
            "decorative": data["decorative"],
        }


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What must change"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author will read this."),
    )


class OnDuty(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People by name and the office in which they are on duty."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({', '.join(str(one.office) for one in obj.on_duty_in)})"  # type: ignore[attr-defined]


class DutyForm(forms.Form):
    to = OnDuty(
        label=gettext_lazy("Who is asked"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
        help_text=gettext_lazy("Editors and clerks of the House who had no part in the text."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The person you ask reads this; it is saved with the announcement."),
    )

    def __init__(self, *args: Any, announcement: Announcement, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        to = cast("forms.ModelChoiceField[User]", self.fields["to"])
        to.queryset = on_duty_for(announcement).exclude(pk=by.pk)


class OverruleForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why this may stay"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("It is saved with your name."),
    )


class ReasonForm(forms.Form):
    """A reason that the public reads, in each language in which it was said."""

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_lang = by_language("reason", announcement.by_language)
        for lang, name in self.by_lang.items():
            self.fields[name] = forms.CharField(
                label=_("Reason, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_REASON,
                widget=forms.TextInput(attrs={"lang": lang, "dir": "auto"}),
            )

    @property
    def reasons(self) -> dict[str, str]:
        return {lang: self.cleaned_data[name] for lang, name in self.by_lang.items()}


class ProposalForm(forms.Form):
    """The texts as they would read, and why."""

    note = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.langs = sorted(announcement.by_language)
        for lang in self.langs:
            text, attrs = announcement.by_language[lang], {"lang": lang, "dir": "auto"}
            self.fields[f"title-{lang}"] = forms.CharField(
                label=_("Title, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_TITLE,
                initial=text.title,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"body-{lang}"] = forms.CharField(
                label=_("Text, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_TEXT,
                initial=text.body,
                widget=forms.Textarea(attrs={**attrs, "rows": 8}),
            )
        self.order_fields([*(f"{name}-{lang}" for lang in self.langs for name in ("title", "body")), "note"])

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        found = self.cleaned_data
        return {
            lang: {
                "title": " ".join(found[f"title-{lang}"].split()),
                "body": found[f"body-{lang}"].replace("\r\n", "\n").strip(),
            }
            for lang in self.langs
        }
