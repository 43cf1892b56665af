"""What reviewers, and those who release, correct or withdraw, give as their reason."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.desk.actions import who_may_approve
from hemicycle.desk.forms.texts import LONGEST_TEXT, LONGEST_TITLE, WholeText, by_language
from hemicycle.desk.models import Announcement, on_duty_for
from hemicycle.desk.words import language_name

LONGEST_NOTE, LONGEST_REASON = 2_000, 300


def at_most(characters: int) -> str:
    """Said before it is broken."""
    return _("At most %(n)d characters.") % {"n": characters}


class NoteForm(forms.Form):
    note = WholeText(
        label=gettext_lazy("What must change"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author will read this."),
        error_messages={"required": gettext_lazy("Say what must change.")},
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
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    why = WholeText(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("The person you ask reads this; it is saved with the announcement."),
        error_messages={"required": gettext_lazy("Enter a reason.")},
    )

    def __init__(self, *args: Any, announcement: Announcement, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        to = cast("forms.ModelChoiceField[User]", self.fields["to"])
        # Whoever can approve it on its page needs no link, and the link would not be one approval more.
        here = [one.user_id for one in who_may_approve(announcement)]
        to.queryset = on_duty_for(announcement).exclude(pk__in=[by.pk, *here])


class OverruleForm(forms.Form):
    reason = WholeText(
        label=gettext_lazy("Why this may stay"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("It is saved with your name."),
        error_messages={"required": gettext_lazy("Enter why you override the remark.")},
    )


class ReasonForm(forms.Form):
    """A reason that the public reads, in each language in which it was said."""

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_lang = by_language("reason", announcement.by_language)
        for lang, name in self.by_lang.items():
            self.fields[name] = WholeText(
                label=_("Reason, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_REASON,
                help_text=at_most(LONGEST_REASON),
                error_messages={"required": _("Enter a reason.")},
                widget=forms.TextInput(attrs={"lang": lang, "dir": "auto"}),
            )

    @property
    def reasons(self) -> dict[str, str]:
        return {lang: self.cleaned_data[name] for lang, name in self.by_lang.items()}


class ProposalForm(forms.Form):
    """The texts as they would read, and why."""

    note = WholeText(
        label=gettext_lazy("Why"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, announcement: Announcement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.langs = sorted(announcement.by_language)
        for lang in self.langs:
            text, attrs = announcement.by_language[lang], {"lang": lang, "dir": "auto"}
            self.fields[f"title-{lang}"] = WholeText(
                label=_("Title, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_TITLE,
                error_messages={"required": _("Enter a title.")},
                initial=text.title,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"body-{lang}"] = WholeText(
                label=_("Text, %(language)s") % {"language": language_name(lang)},
                max_length=LONGEST_TEXT,
                error_messages={"required": _("Enter a text.")},
                initial=text.body,
                widget=forms.Textarea(attrs={**attrs, "rows": 8}),
            )
        self.own = {
            f"own-{target.account_id}-{lang}": (lang, target)
            for lang in self.langs
            for target in announcement.targets.all()
            if target.own_texts.get(lang)
        }
        for name, (lang, target) in self.own.items():
            self.fields[name] = forms.CharField(
                label=_("Text for %(channel)s, %(language)s")
                % {"channel": target.account.name, "language": language_name(lang)},
                max_length=LONGEST_TEXT,
                error_messages={"required": _("Enter a text.")},
                initial=target.own_texts[lang],
                widget=forms.Textarea(attrs={"lang": lang, "dir": "auto", "rows": 4}),
            )
        self.order_fields([*(name for lang in self.langs for name in self._names(lang)), "note"])

    def _names(self, lang: str) -> list[str]:
        return [f"title-{lang}", f"body-{lang}", *(name for name, (of, _target) in self.own.items() if of == lang)]

    @property
    def own_texts(self) -> dict[str, dict[int, str]]:
        """Those of channels that read otherwise, by language and account."""
        found: dict[str, dict[int, str]] = {}
        for name, (lang, target) in self.own.items():
            text = self.cleaned_data[name].replace("\r\n", "\n").strip()
            if text != target.own_texts[lang]:
                found.setdefault(lang, {})[target.account_id] = text
        return found

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
