"""A text that is started, or gets another title: what it is called in each language, and who adopts it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.record.templatetags.phrases import language_name

from ..models import Policy

LONGEST = 160
OWN, SEVERAL = "own", "several"


class TextForm(forms.Form):
    """A title and a body in each language of the pages; those with a title are the languages of the text."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of text is it?"),
        widget=forms.RadioSelect,
        choices=(
            (OWN, gettext_lazy("The policy of this House: once it is adopted and in force, the software obeys it")),
            (
                SEVERAL,
                gettext_lazy("A text of several bodies: each adopts it for itself, and no software obeys it"),
            ),
        ),
    )

    def __init__(self, *args: Any, policy: Policy | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = [tag for tag, _name in settings.LANGUAGES]
        for tag in self.languages:
            name = {"language": language_name(tag)}
            self._add(f"title_{tag}", _("Title in %(language)s") % name, policy.title.get(tag, "") if policy else "")
        for tag in self.languages:
            name = {"language": language_name(tag)}
            label = _("Body that adopts it, in %(language)s") % name
            self._add(f"body_{tag}", label, policy.body.get(tag, "") if policy else "")
        first = self.languages[0]
        self.fields[f"title_{first}"].help_text = _("The text is written in every language that has a title here.")
        self.fields[f"body_{first}"].help_text = _("Such as: the Bureau, the plenary, a conference of speakers.")
        if policy is not None:
            del self.fields["kind"]
        elif Policy.objects.of_the_house() is not None:
            # A House has one.
            self.fields["kind"].choices = [(SEVERAL, dict(self.fields["kind"].choices)[SEVERAL])]  # type: ignore[attr-defined]
            self.fields["kind"].initial = SEVERAL
        else:
            self.fields["kind"].initial = OWN

    def _add(self, name: str, label: str, initial: str) -> None:
        self.fields[name] = forms.CharField(label=label, required=False, max_length=LONGEST, initial=initial)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first = self.languages[0]
        if not self.phrase("title"):
            self.add_error(f"title_{first}", _("Enter the title in at least one language."))
        for tag in self.chosen_languages:
            if not self.phrase("body").get(tag):
                self.add_error(f"body_{tag}", _("Enter who adopts the text, in each language that has a title."))
        return found

    def phrase(self, name: str) -> dict[str, str]:
        words = {tag: str(self.cleaned_data.get(f"{name}_{tag}") or "").strip() for tag in self.languages}
        return {tag: said for tag, said in words.items() if said}

    @property
    def chosen_languages(self) -> list[str]:
        return [tag for tag in self.languages if tag in self.phrase("title")]

    @property
    def is_enforced(self) -> bool:
        return bool(self.cleaned_data.get("kind") == OWN)

    @property
    def said(self) -> dict[str, Any]:
        """What the actions take: bodies only in the languages of the text."""
        body = {tag: words for tag, words in self.phrase("body").items() if tag in self.chosen_languages}
        return {"title": self.phrase("title"), "body": body, "languages": self.chosen_languages}
