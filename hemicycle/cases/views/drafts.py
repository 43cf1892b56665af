"""The form of an answer on the page of its case: what stands in it, and which words are no draft any more.

What was taken back stands in it again. The session keeps it until another answer is given, so that the page that says
so can be loaded again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from hemicycle.accounts.models import User
from hemicycle.cases.actions import facts_of
from hemicycle.cases.campaigns.by_post import filled_in
from hemicycle.cases.forms.cases import AnswerForm, InformForm
from hemicycle.cases.inbox.informing import message_to
from hemicycle.cases.inbox.suggestions import Suggestion
from hemicycle.cases.inbox.thread import Thread
from hemicycle.cases.models import Case, ProposedAnswer
from hemicycle.channels import actions as channels
from hemicycle.channels.inbox.answers import facts_of as facts_of_answer

# Of more cases at once nobody takes answers back.
MOST_KEPT = 10
_WORDS = "answer_words"


def keep_words(request: HttpRequest, case: Case, *, text: str, lang: str, informs: bool = False) -> None:
    kept = dict(list(request.session.get(_WORDS, {}).items())[1 - MOST_KEPT :])
    request.session[_WORDS] = kept | {case.reference: {"text": text, "lang": lang, "informs": informs}}


def forget_words(request: HttpRequest, case: Case) -> None:
    """Another answer is given."""
    kept = dict(request.session.get(_WORDS, {}))
    if kept.pop(case.reference, None) is not None:
        request.session[_WORDS] = kept


def kept_words(request: HttpRequest, case: Case) -> AnswerForm | None:
    words = request.session.get(_WORDS, {}).get(case.reference)
    return _form_with(**words) if words else None


def sent_keys(thread: Thread, proposals: Iterable[ProposedAnswer]) -> list[str]:
    """Of the forms whose words are no draft any more: they were given, or wait for a colleague."""
    return [one.key for one in thread.given] + [one.key for one in proposals]


def sent_back(proposals: Iterable[ProposedAnswer], reader: User) -> AnswerForm | None:
    """What a colleague sent back stands in the form of whoever wrote it, to be changed."""
    mine = next((one for one in proposals if one.returned_at and one.written_by_id == reader.pk), None)
    if mine is None:
        return None
    return _form_with(text=mine.text, lang=mine.lang, informs=mine.informs)


def _form_with(*, text: str, lang: str, informs: bool = False) -> AnswerForm:
    form = InformForm if informs else AnswerForm
    return form(initial={"text": text, "lang": lang, "key": channels.new_key(informs=informs)})


def form_to_inform(case: Case) -> InformForm:
    """With the prepared message in it, in their language."""
    assert case.latest is not None
    lang = channels.language_of(case.latest)
    text = message_to(case, facts_of(case.subjects.sure()), lang)
    return InformForm(initial={"text": text, "lang": lang, "key": channels.new_key(informs=True)})


def form_of_answer(
    case: Case, form: AnswerForm | None, *, seen: int, suggestions: Iterable[Suggestion]
) -> dict[str, Any]:
    found = case.latest
    assert found is not None
    filled = filled_in(case) if form is None else None
    lang = filled.lang if filled is not None else channels.language_of(found)
    words = {"text": filled.text} if filled is not None else {}
    given = form or AnswerForm(initial={"lang": lang, "key": channels.new_key(), **words})
    given.initial.setdefault("seen", seen)
    text, asked = str(given["text"].value() or ""), str(given["lang"].value() or lang)
    facts = facts_of_answer(found, text=text, lang=asked)
    if facts is None and (stopped := channels.obstacle(found)):
        return {"obstacle": channels.OBSTACLES[stopped]}
    # Only one that speaks of this case: any other would look as if somebody had chosen it.
    template = next((one.template.pk for one in suggestions if one.is_suggested and one.template.lang == asked), None)
    return {
        "answer_form": given, "facts": facts, "answer_template": template, "filled_in": filled,
        "is_final": channels.is_answered_on_page(found),
    }  # fmt: skip
