"""The details of an announcement: what kind it is, who is to find it, when and through which channels it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.channels.models import Account
from hemicycle.desk import timestamps
from hemicycle.desk.forms.texts import WholeText, by_language
from hemicycle.desk.models import Announcement, Purpose, Sensitivity
from hemicycle.desk.words import TIMES, language_name
from hemicycle.follow.models import Topic
from hemicycle.rules.parameters import in_force

LONGEST_HASHTAGS, LONGEST_WARNING = 300, 100
MOST_HASHTAGS = 8


class DetailsForm(forms.Form):
    """What kind of announcement it is, and who is to find it. What was read travels along, field by field."""

    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices, show_hidden_initial=True)
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Sensitivity"), choices=Sensitivity.choices, show_hidden_initial=True
    )
    cannot_wait = forms.BooleanField(
        label=gettext_lazy("Cannot wait for every language"),
        required=False,
        help_text=gettext_lazy(
            "It goes out in the languages it has. Approvers see this, and the others have to follow."
        ),
        show_hidden_initial=True,
    )
    for_safety = forms.BooleanField(
        label=gettext_lazy("Warning for the safety of life"),
        required=False,
        help_text=gettext_lazy("It goes on in election periods, dissolutions and mourning. Approvers see this mark."),
        show_hidden_initial=True,
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
        said = _("Approvals needed: %(routine)s for a routine announcement, %(sensitive)s for a sensitive one.")
        numbers = {"routine": in_force("approvals_needed"), "sensitive": in_force("approvals_sensitive")}
        self.fields["sensitivity"].help_text = said % numbers
        topics = cast("forms.ModelMultipleChoiceField[Topic]", self.fields["topics"])
        chosen = Topic.objects.filter(pk__in=self.initial["topics"])
        topics.queryset = (Topic.objects.open() | chosen).in_order()
        # Read once: the field is drawn, and asked whether there are any. list() would have them counted before.
        self.offered_topics = [one for one in cast("Iterable[Any]", topics.choices)]  # noqa: C416
        topics.choices = self.offered_topics
        warning, tags = _("Content warning, %(language)s"), _("Hashtags, %(language)s")
        hint = _("Shown to readers before they open it. Leave empty if there is nothing to warn about.")
        self.warned = self._in_each("warnings", warning, LONGEST_WARNING, hint, dir="auto")
        self.tags = self._in_each("hashtags", tags, LONGEST_HASHTAGS, autocomplete="off", autocapitalize="off")

    def _in_each(self, field: str, label: str, longest: int, hint: str = "", **attrs: str) -> dict[str, str]:
        names = by_language(field, self.announcement.by_language)
        for lang, name in names.items():
            self.fields[name] = WholeText(
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
    flat = ("purpose", "sensitivity", "for_safety", "cannot_wait")
    kind = {name: getattr(announcement, name) for name in flat}
    return {**kind, "topics": topics, **warnings, **tags}


class TimesForm(forms.Form):
    """When, in the time zone of the House."""

    release_at = timestamps.TimestampField(
        label=TIMES["release_at"],
        help_text=gettext_lazy(
            "Once approved, it goes out at this time. Leave empty to release it when someone chooses Release now."
        ),
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

    @property
    def more_is_set(self) -> bool:
        """Whether one of the times that are seldom wanted has a value or an error."""
        rest = [name for name in TIMES if name != "release_at"]
        return any(self[name].value() or self[name].errors for name in rest)

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
        error_messages={"invalid_choice": gettext_lazy("One of these channels was closed meanwhile. Choose again.")},
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        options.setdefault("initial", {"accounts": [target.account_id for target in announcement.targets.all()]})
        super().__init__(*args, **options)
        field = cast("forms.ModelMultipleChoiceField[Account]", self.fields["accounts"])
        field.queryset = Account.objects.open().filter(office=announcement.office_id)
