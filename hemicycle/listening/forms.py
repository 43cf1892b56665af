"""What a person fills in about inquiries, files and corrections."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.forms import PeriodForm
from hemicycle.accounts.models import Office, User
from hemicycle.record.models import Document

from .actions.collecting import Wanted
from .models import Dossier, Group, Inquiry, Upload
from .models.inquiry import CORRECTORS
from .text.words import FIELDS, MEDIA, REASONS_TO_LOOK, REDACTED, language_choices


class BillChoice(forms.ModelChoiceField[Document]):
    def label_from_instance(self, bill: Document) -> str:
        return f"{bill.name} · {bill.titles.here}"


class InquiryForm(forms.ModelForm[Inquiry]):
    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("How colleagues will find it, such as “Letters on Bill 12”.")
    )
    question = forms.CharField(
        label=_("Question"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the committee wants to know, in one sentence."),
    )
    bill = BillChoice(
        label=_("Bill"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("A message that only quotes the bill is not counted as part of a campaign."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("The language of the title and the question.")
    )
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), help_text=_("Only this office sees the inquiry.")
    )

    class Meta:
        model = Inquiry
        fields = ("title", "question", "bill", "language", "office")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        held = user.assignments.filter(role__in=CORRECTORS).values("office")
        offices = Office.objects.filter(pk__in=held)
        bill = cast("BillChoice", self.fields["bill"])
        office = cast("forms.ModelChoiceField[Office]", self.fields["office"])
        bill.queryset = Document.objects.bills().newest_first()
        office.queryset = offices
        self.initial.setdefault("office", offices.first())
        if len(offices) == 1:
            office.widget = forms.HiddenInput()


class DescriptionForm(forms.ModelForm[Inquiry]):
    """What an inquiry is called and asks, once it is open."""

    title = InquiryForm.base_fields["title"]
    question = InquiryForm.base_fields["question"]

    class Meta:
        model = Inquiry
        fields = ("title", "question")


class DossierForm(forms.ModelForm[Dossier]):
    title = forms.CharField(
        label=_("Title in that language"),
        max_length=160,
        required=False,
        help_text=_(
            "Where the dossier is in another language than the inquiry. Left empty, the title stays as it is."
        ),
    )
    question = forms.CharField(
        label=_("Question in that language"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = Dossier
        fields = ("language",)

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inquiry = inquiry
        if not inquiry.question:
            del self.fields["question"]

    def clean(self) -> dict[str, Any]:
        """Title and question are read together: both are translated, or neither."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, other in (("title", "question"), ("question", "title")):
            if other in self.fields and given.get(name) and not given.get(other):
                self.add_error(other, _("Give the title and the question in that language, or neither."))
        if given.get("title") and given.get("language") == self.inquiry.language:
            self.add_error("title", _("The inquiry is in this language already."))
        return given


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table (CSV, XLSX, JSONL, Parquet, an export of a consultation platform), mail (EML, mbox), a letter "
            "(PDF, DOCX, ODT, text) or a ZIP of letters."
        ),
    )


class ColumnsForm(forms.Form):
    """One choice for each field of a message, the engine's guess chosen beforehand.

    Questions that are ticked stand in place of the text; facts are what messages can be compared by.
    """

    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Columns that each answer a question of its own: every answer becomes a message."),
    )
    facts = forms.MultipleChoiceField(
        label=_("Facts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Columns with a few fixed values to compare messages by, such as the region."),
    )
    channel_if_unknown = forms.ChoiceField(label=_("Channel, where a row does not say"), required=False)
    lang_if_unknown = forms.ChoiceField(label=_("Language, where a row does not say"), required=False)

    def __init__(self, *args: Any, upload: Upload, **options: Any) -> None:
        super().__init__(*args, **options)
        guessed: Mapping[str, str] = upload.guess["columns"]
        names = [column["name"] for column in upload.guess["found"]]
        for name, (label, hint) in FIELDS.items():
            self.fields[name] = self._column(name, label, hint, names, guessed.get(name, ""))
        self._offer_several(upload.guess)
        _offer(self.fields["channel_if_unknown"], [("", _("Not known")), *MEDIA.items()])
        _offer(self.fields["lang_if_unknown"], [("", _("Not known")), *language_choices()])
        first, *others = FIELDS
        self.order_fields([first, "questions", *others, "facts", "channel_if_unknown", "lang_if_unknown"])

    def _offer_several(self, guess: Mapping[str, Any]) -> None:
        """Questions among the columns with room for a sentence, facts among those with values that come again."""
        for name, may_be in (("questions", _holds_sentences), ("facts", _repeats)):
            guessed = [*guess.get(name, []), *(guess.get("candidates", []) if name == "questions" else [])]
            names = [one["name"] for one in guess["found"] if one["name"] in guessed or may_be(one)]
            _offer(self.fields[name], [(one, one) for one in names])
            self.fields[name].initial = guess.get(name, [])
        questions = self.fields["questions"]
        ticked = questions.widget.value_from_datadict(self.data, self.files, self.add_prefix("questions"))
        self.fields["text"].required = not (ticked if self.is_bound else questions.initial)
        for name in ("questions", "facts"):
            if not cast("forms.MultipleChoiceField", self.fields[name]).choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("questions"):
            found["text"] = ""
        taken: dict[str, Any] = {}
        for name, (label, _hint) in FIELDS.items():
            column = found.get(name)
            if column and column in taken:
                text = _("“%(column)s” is already chosen for “%(field)s”. Choose another column, or none.")
                self.add_error(name, text % {"column": column, "field": taken[column]})
            elif column:
                taken[column] = label
        return found

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def chosen_questions(self) -> list[str]:
        return list(self.cleaned_data.get("questions", []))

    @property
    def chosen_facts(self) -> list[str]:
        return list(self.cleaned_data.get("facts", []))

    @staticmethod
    def _column(name: str, label: Any, hint: Any, names: Sequence[str], guessed: str) -> forms.ChoiceField:
        # The guess may be made of several columns ("subject+body"); it is then a choice of its own.
        choices = [*([guessed] if guessed and guessed not in names else []), *names]
        nothing = [("", _("None"))]
        if name == "text":
            nothing = [] if guessed else [("", _("Choose a column"))]
        return forms.ChoiceField(
            label=label,
            help_text=hint,
            required=False,
            choices=[*nothing, *((choice, choice) for choice in choices)],
            initial=guessed,
        )


# A line of a form holds a name or a choice; a sentence is longer.
SHORTEST_ANSWER = 20


def _holds_sentences(column: Mapping[str, Any]) -> bool:
    return float(column["mean_length"]) >= SHORTEST_ANSWER


def _repeats(column: Mapping[str, Any]) -> bool:
    """Each value is there twice or more, on average."""
    return 0 < float(column["distinct"]) <= 1 / 2


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=160, help_text=_("Shown in every language just as you write it.")
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("One sentence for colleagues; it is kept in the history."),
    )


class DeclineForm(forms.Form):
    """The one who proposed it has to know what to change."""

    why = forms.CharField(label=_("Why it goes back"), max_length=300)


class QuoteForm(forms.Form):
    """Words of the office beside a quote in another language; they are marked as such."""

    translation = forms.CharField(
        label=_("Translation by this office"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed under the quote and marked as this office's translation. It may be empty."),
    )


class SplitForm(WhyForm):
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    field_order = ("name", "why")


class TargetForm(WhyForm):
    """Another campaign or another theme of the same analysis."""

    into = forms.ChoiceField()
    field_order = ("into", "why")

    def __init__(self, *args: Any, groups: Sequence[Group], label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].label = label
        _offer(self.fields["into"], [(group.key, group.label) for group in groups])


class LookForm(forms.Form):
    """Why somebody wants to see a message as it came."""

    why = forms.ChoiceField(label=_("Why you need to see it"), help_text=_("The reason is recorded with your name."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["why"], [("", _("Choose a reason")), *REASONS_TO_LOOK.items()])


class LanguageForm(forms.Form):
    lang = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, lang: str, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [choice for choice in language_choices() if choice[0] != lang]
        _offer(self.fields["lang"], [("", _("Choose a language")), *others])


class RedactForm(forms.Form):
    words = forms.CharField(label=_("Words to redact"), max_length=200, strip=True)
    kind = forms.ChoiceField(label=_("What they are"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["kind"], list(REDACTED.items()))


class ClauseForm(forms.Form):
    """A clause of the bill, to say by hand what a message speaks of."""

    target = forms.ChoiceField(label=_("Clause"))

    def __init__(self, *args: Any, clauses: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["target"], clauses)


class InboxForm(PeriodForm):
    """Which messages of the inbox belong to an inquiry."""

    field_order = ("phrases", "since", "until", "channels")
    phrases = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One phrase a line; a message with any of them is collected. Without words, every message is."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        choices=list(MEDIA.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )

    def __init__(self, *args: Any, inquiry: Inquiry, **options: Any) -> None:
        super().__init__(*args, **options)
        if inquiry.bill is not None:
            self.initial.setdefault("phrases", "\n".join(_names_of(inquiry.bill)))

    @property
    def wanted(self) -> Wanted:
        found = self.cleaned_data
        phrases = tuple(
            dict.fromkeys(" ".join(line.split()) for line in found["phrases"].splitlines() if line.strip())
        )
        return Wanted(phrases, tuple(found["channels"]), found["since"], found["until"])


def _names_of(bill: Document) -> list[str]:
    """What people call a bill, in every language: the words to look for first."""
    said = [*bill.popular_names.values(), *bill.hashtags.values(), *bill.titles.values()]
    return list(dict.fromkeys(said))


def _offer(field: forms.Field, choices: Sequence[tuple[str, Any]]) -> None:
    cast("forms.ChoiceField", field).choices = choices
