"""FOLLOW, STATUS, LIST, UNFOLLOW and YES: what a person sends to follow something, and what they are told.

No answer says back what was sent, only names that are public: who writes in the name of another sends them no words of
their own. Answers are kept to the letters of GSM-7 where the language allows it, so that they stay short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hemicycle.channels.actions import choose_language
from hemicycle.channels.actions.keywords import Ended, KeywordRequest, fold, forgive_slips, register
from hemicycle.channels.contract import OutgoingText
from hemicycle.follow import actions, followables, messages
from hemicycle.follow.actions.news import latest
from hemicycle.follow.actions.subscribing import CITIZEN
from hemicycle.follow.errors import TooManySearches
from hemicycle.follow.followables import find, keyword_of, short_name_of
from hemicycle.follow.messages import lines
from hemicycle.follow.models import FollowedSearch, News, Subscription, Topic
from hemicycle.record.models import AgendaItem, Document
from hemicycle.record.search.finding import find as search
from hemicycle.record.search.question import Question
from hemicycle.rules.site_address import absolute

# What fits into an answer.
MOST_NAMES = 3
# What one writes before words that are looked for, not names.
_SEARCH = frozenset({"search", "recherche", "busqueda"})
# Without accents: they would more than halve what fits into a text message.
_YES = {"en": "yes", "fr": "oui", "es": "si"}
_EVERYTHING = frozenset({"all", "everything", "tout", "tous", "todo", "todos"})


def word_of_confirmation(lang: str) -> str:
    """What the question in this language asks for; it is understood in every language."""
    return _YES.get(lang, _YES["en"]).upper()


def follow(request: KeywordRequest) -> str | OutgoingText:
    if said := _behind_search(request.rest):
        return _follow_search(request, said)
    row, answer = _one(rows := find(request.rest))
    if row is None:
        return answer if rows or followables.is_number(request.rest) else _follow_search(request, request.rest, answer)
    if _follows(request, row):
        return messages.short_already(row)
    _speak(request)
    actions.ask(request.contact, to_follow=row, words=request.message.text, through=request.contact.channel)
    return messages.short_question(row)


def _follow_search(request: KeywordRequest, said: str, unless_found: str = "") -> str | OutgoingText:
    """What the record has on these words. Where it has nothing, `unless_found` is answered, if that is given."""
    question = Question.read({"q": said})
    found = search(question, to=None, limit=1, forgiving=True)
    if not question or (unless_found and not found.total):
        return unless_found or _how()
    # Digests look for what was typed: a slip would never be found.
    question = Question.read({"q": found.meant}) if found.meant else question
    words = messages.short_question(FollowedSearch(), results=found.total)
    _speak(request)
    try:
        row = actions.ask_search(request.contact, question=question, words=words, through=request.contact.channel)
    except TooManySearches:
        return messages.too_many_searches(request.contact)
    return messages.short_already(row) if _follows(request, row) else words


def _behind_search(rest: str) -> str:
    """FOLLOW SEARCH water: the words, even where a bill or a committee is called so."""
    word, _space, said = rest.partition(" ")
    return said.strip() if fold(word) in _SEARCH else ""


def _follows(request: KeywordRequest, row: Any) -> bool:
    return bool(_mine(request).confirmed().filter(followable=followables.key_of(row)).exists())


def _speak(request: KeywordRequest) -> None:
    """From now on in the language in which somebody asks."""
    if request.contact.lang != request.lang:
        choose_language(request.contact, lang=request.lang, by=CITIZEN)


def agree(request: KeywordRequest) -> str:
    asked = [followables.by_key(row.followable) for row in _mine(request).pending()]
    words = " ".join([*(messages.short_question(row) for row in asked if row), request.message.text])
    confirmed = actions.confirm(request.contact, words=words, through=request.contact.channel)
    if not confirmed:
        return _("There is nothing to confirm.") + " " + _how()
    return _("You now follow: %(things)s. To end it: UNFOLLOW. To end all: STOP.") % {"things": _names(confirmed)}


def unfollow(request: KeywordRequest) -> str | Ended:
    """Without a name, the only thing one follows."""
    mine = [row.followable for row in _mine(request)]
    if fold(request.rest) in _EVERYTHING or (not request.rest and len(mine) == 1):
        ended = actions.end(request.contact, through=request.contact.channel)
    else:
        fits = [word for row in find(request.rest) if (word := followables.key_of(row)) in mine]
        fits = fits or _searches(mine, _behind_search(request.rest) or request.rest)
        ended = actions.end(request.contact, keys=fits[:1], through=request.contact.channel) if len(fits) == 1 else []
    if ended:
        return Ended(_("You no longer follow: %(things)s.") % {"things": _names(ended)})
    if not mine:
        return _("You follow nothing.") + " " + _how()
    return _("You follow: %(things)s. Send UNFOLLOW and one of these.") % {"things": _names(mine)}


def _searches(words: Sequence[str], said: str) -> list[str]:
    """Of what somebody follows, the searches for these words."""
    rows = {word: followables.by_key(word) for word in words if word.startswith(f"{followables.SEARCH}:")}
    return [
        word for word, row in rows.items() if isinstance(row, FollowedSearch) and fold(row.question.text) == fold(said)
    ]


def list_all(request: KeywordRequest) -> str | OutgoingText:
    mine = [row.followable for row in _mine(request).confirmed()]
    if not mine:
        return _("You follow nothing.") + " " + _how()
    words = _("You follow: %(things)s. Your page:") % {"things": _names(mine)}
    return messages.own_page(request.contact, words=words, lang=request.lang)


StatusOfOwn = Callable[[KeywordRequest], str]
_own: list[StatusOfOwn] = []
_unknown: list[StatusOfOwn] = []


def register_status(*, own: StatusOfOwn, unknown: StatusOfOwn) -> None:
    """`own` says how something of the sender's own stands that the words name, asked before the record is; `unknown`
    says it where the record has nothing either. Both give "" for what is not theirs to say."""
    _own.append(own)
    _unknown.append(unknown)


def status(request: KeywordRequest) -> str:
    """Where something stands: the sender's own, else the last that everybody may know of it."""
    if said := _first(_own, request):
        return said
    row, answer = _one(rows := find(request.rest))
    if row is None:
        return answer if rows else _first(_unknown, request) or answer
    address = absolute(row.get_absolute_url())
    if isinstance(row, Topic):
        last = News.objects.about([followables.key_of(row)]).oldest_first().last()
        line = lines([last.words], request.lang)[0] if last else None
        return f"{line.title}\n{line.url}" if line else f"{row}\n{address}"
    if isinstance(row, Document):
        return _stage_of(row, address)
    entry = latest(row)
    if entry is None:
        return f"{short_name_of(row)}\n{address}"
    day = formats.date_format(entry.at.date(), "DATE_FORMAT")
    return f"{day}: {entry.title}\n{address}"


def _first(say: Iterable[StatusOfOwn], request: KeywordRequest) -> str:
    return next((said for one in say if (said := one(request))), "")


def _stage_of(bill: Document, address: str) -> str:
    """Where a bill stands, since when, and when it goes on."""
    today = timezone.localdate()
    step, planned = bill.step_on(today), bill.step_after(today)
    coming = AgendaItem.objects.coming_up(today, to=None).filter(document=bill).first()
    said = [f"{short_name_of(bill)}: {step.get_stage_display()}, {_day(step.date)}." if step else short_name_of(bill)]
    if coming is not None:
        said.append(_("Next in the House: %(day)s.") % {"day": _day(coming.sitting.date)})
    elif planned is not None:
        said.append(f"{planned.get_stage_display()}: {_day(planned.date)}.")
    return "\n".join([" ".join(said), address])


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _one(rows: Sequence[Any]) -> tuple[Any, str]:
    """What is meant, or what to say where that is nothing or several things."""
    if len(rows) == 1:
        return rows[0], ""
    if rows:
        names = ", ".join(short_name_of(row) for row in rows[:MOST_NAMES])
        return None, _("Which one? %(names)s. Send the word and the whole name.") % {"names": names}
    return None, _how()


def _how() -> str:
    topics = ", ".join(keyword_of(topic) for topic in Topic.objects.open().in_order()[:MOST_NAMES])
    said = _("Send FOLLOW and the number of a bill, the name of a member or committee, or words to look for.")
    return f"{said} {_('Also:')} {topics}." if topics else said


def _names(words: Sequence[str]) -> str:
    rows = [row for word in words if (row := followables.by_key(word)) is not None]
    names = [short_name_of(row) for row in rows[:MOST_NAMES]]
    if len(words) > MOST_NAMES:
        names.append(f"+{len(words) - MOST_NAMES}")
    return ", ".join(names)


def _mine(request: KeywordRequest) -> Any:
    return Subscription.objects.of(request.contact)


def stop(request: KeywordRequest) -> None:
    """STOP is the channels’ own; what was followed ends with it."""
    actions.end(request.contact, through=request.contact.channel)


def register_all() -> None:
    register({"en": ("follow",), "fr": ("suivre",), "es": ("seguir",)}, follow)
    register({"en": ("unfollow",), "fr": ("retirer",), "es": ("dejar",)}, unfollow)
    register({"en": ("status",), "fr": ("etat",), "es": ("estado",)}, status)
    for word in ("follow", "suivre", "seguir", "unfollow", "retirer", "dejar", "status", "etat", "estado"):
        forgive_slips(word, before=followables.is_number)
    register({"en": ("list",), "fr": ("liste",), "es": ("lista",)}, list_all, alone=True)
    register({lang: (word,) for lang, word in _YES.items()}, agree, alone=True)
