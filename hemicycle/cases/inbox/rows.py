"""A row of the inbox: who, the first words, what it answers, how old, whose, and how it stands.

Of what everybody reads on its network the words and the name there are shown; of what was written to the office alone
the first words without personal data, to those who read letters, and nobody's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.models import Office, User
from hemicycle.cases.inbox.languages import language_shown
from hemicycle.cases.models import (
    Case,
    CaseMessage,
    CaseTag,
    ProposedAnswer,
    State,
    Subject,
    Triage,
    Urgency,
    with_reports,
)
from hemicycle.cases.outcomes.hearing import before_due, day_of_next_hearing
from hemicycle.channels.actions import known_languages, without_personal_data
from hemicycle.channels.inbox.names import name_of
from hemicycle.channels.inbox.sources import Source, described
from hemicycle.channels.models import NOTICE_KEY, Attachment, Inbound, Medium
from hemicycle.channels.models import State as Delivery
from hemicycle.channels.permissions import INBOX, MAY_READ
from hemicycle.listening.text.readable import without_salutation
from hemicycle.record.models import MemberOffice

# The two lines there are beside the thread. Of a letter never more than half, for to read it is a step of its own,
# which is logged.
WORDS = 140
# A sitting further off is no reason to take one letter before another.
SOON = timedelta(days=7)
# How mail programs begin the subject of a reply: what follows is the title of what it answers, and not their words.
_REPLY = re.compile(r"(re|aw|rép|rv|sv)\s*:", re.IGNORECASE)
# Enough that what is cut off cannot be half of a name or a number.
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """`words` is "" where the reader may not see any; `first` are those with which the case began, in the language
    `first_lang`, where these are an addition to it; `urgency`: why it cannot wait, with the day; `count` says how many
    there are, of the latest message; `lang` is "" where nothing tells it; `messages` is how many there are.
    `is_guarded`: it threatens somebody, and nobody reads its words in passing. `heard_before`: the sitting on its
    bill, where it comes soon and before the answer is due, which is on the day `due_on`; None where none is owed."""

    case: Case
    who: str
    first: str
    first_lang: str
    words: str
    urgency: str
    lang: str
    count: int
    may_read: bool
    answers: Source | None
    subjects: list[Subject]
    tags: list[str]
    age: str
    state: str
    label: str
    files: int
    messages: int
    is_guarded: bool
    heard_before: date | None
    due_on: date | None
    is_overdue: bool
    is_due_today: bool


def rows_of(found: list[Case], *, reader: User, sources: dict[int, Source]) -> list[Row]:
    """In the same order; what belongs to them is found for all of them at once."""
    answered, messages = _answers_to(found)
    known = known_languages([one.latest for one in found if one.latest is not None])
    number = Counter(case for case, _message in messages)
    page = _Page(sources, answered, known, number, _members_of(found), _firsts_of(found, messages))
    letters, comments = reader.offices_as(MAY_READ), reader.offices_as(INBOX)
    return [_row(one, page, may_read=one.office_id in (comments if one.is_public else letters)) for one in found]


def _members_of(found: Iterable[Case]) -> dict[int, str]:
    """Whose office it is that got them, by its key; it asks only where there is a member's office among them."""
    offices = {one.office_id for one in found if one.office.kind == Office.Kind.MEMBER}
    rows = MemberOffice.objects.filter(office__in=offices) if offices else MemberOffice.objects.none()
    return dict(rows.values_list("office", "person__name"))


def whole(cases: Any, *, beside: Case | None = None) -> list[Case]:
    """The cases of one page in their order, with all that a row shows, and with the number of `files` of the latest
    message and whether an answer waits for approval (`is_proposed`); it was cut by their keys, so that no long texts
    are sorted for it. What belongs to the case `beside` is found with them.
    """
    files = Attachment.objects.filter(inbound=OuterRef("latest")).order_by().values("inbound")
    files = files.annotate(n=Count("pk"))
    # Two queries: PostgreSQL plans the one within the other for seconds where there are a million.
    keys = list(cases.values_list("pk", flat=True))
    rows = with_reports(Case.objects.filter(pk__in=keys))
    messages = CaseMessage.objects.filter(case=OuterRef(OuterRef("pk"))).order_by().values("inbound")
    proposed = ProposedAnswer.objects.waiting().filter(inbound__in=messages)
    rows = rows.annotate(files=Subquery(files.values("n")), is_proposed=Exists(proposed))
    related = ("office", "account", "assignee", "latest__account", "latest__contact", "latest__answers__content")
    found = sorted(rows.select_related(*related), key=lambda one: keys.index(one.pk))
    about = Subject.objects.with_names().annotate(sits_on=day_of_next_hearing())
    tags = CaseTag.objects.select_related("tag").order_by("tag__name")
    both = [*found, beside] if beside is not None else found
    prefetch_related_objects(both, Prefetch("subjects", about), Prefetch("tags", tags))
    return found


def sources_of(cases: Iterable[Case]) -> dict[int, Source]:
    latest = [one.latest for one in cases if one.latest is not None]
    return described({one.answers.content for one in latest if one.answers is not None})


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of many cases: what they answer, and of the last answer to each since when it is known not to have
    arrived, and how far it got; how many messages each has; whose each member's office is; with what those began to
    which something was added."""

    sources: dict[int, Source]
    answered: dict[int, tuple[datetime | None, str | None]]
    languages: dict[int, str]
    messages: dict[int, int]
    members: dict[int, str]
    firsts: dict[int, Inbound]


def _row(case: Case, page: _Page, *, may_read: bool) -> Row:
    returned_at, how_far = page.answered.get(case.pk, (None, None))
    state, label = state_of(
        case, is_answered=case.pk in page.answered, is_undelivered=bool(returned_at),
        is_to_post=how_far == Delivery.BY_HAND, is_proposed=getattr(case, "is_proposed", False),
    )  # fmt: skip
    is_guarded = case.urgency == Urgency.THREAT or getattr(case, "is_reported", False)
    latest, due = case.latest, case.answer_due_at
    due_on = timezone.localdate(due) if due is not None else None
    answered = latest.answers if latest is not None else None
    is_shown = may_read and not is_guarded
    first = page.firsts.get(case.pk) if is_shown else None
    hearings = [day for one in case.subjects.all() if (day := getattr(one, "sits_on", None)) is not None]
    return Row(
        case=case,
        who=title_of(case),
        first=_begins(case, first, page, most=WORDS // 2) if first is not None else "",
        first_lang=first.lang if first is not None else "",
        words=_begins(case, latest, page, most=WORDS // 2 if first else WORDS, is_added=first is not None)
        if is_shown and latest
        else "",
        urgency=urgency_of(case),
        lang=language_shown(case.lang or page.languages.get(latest.pk, ""), latest.text) if latest else case.lang,
        count=len(latest.text.split()) if latest is not None else 0,
        may_read=may_read,
        answers=page.sources.get(answered.content_id) if answered is not None else None,
        # An announcement stands above them by its title, as what it answers or as the subject of an e-mail.
        subjects=[one for one in case.subjects.all() if one.announcement_id is None or _is_by_form(case)],
        tags=[one.tag.name for one in case.tags.all()],
        age=_age_of(case.heard_at),
        state=state,
        label=label,
        files=getattr(case, "files", None) or 0,
        messages=page.messages.get(case.pk, 0),
        is_guarded=is_guarded,
        heard_before=before_due(case, [day for day in hearings if day <= timezone.localdate() + SOON]),
        due_on=due_on,
        is_overdue=due is not None and due <= timezone.now(),
        is_due_today=due_on == timezone.localdate(),
    )


def urgency_of(case: Case) -> str:
    """Why it cannot wait, with the day where one is known; "" where it can."""
    why, day = case.get_urgency_display(), case.urgent_day
    if not why or day is None:
        return why
    return _("%(why)s: %(day)s") % {"why": why, "day": date_format(day, "MONTH_DAY_FORMAT")}


def _firsts_of(found: Iterable[Case], messages: Iterable[tuple[int, int]]) -> dict[int, Inbound]:
    """By the key of a letter that was added to, with what it began; it asks only where there is one."""
    began: dict[int, int] = {}
    for case, message in messages:
        began[case] = min(message, began.get(case, message))
    began = {
        one.pk: began[one.pk]
        for one in found
        if not one.is_public and began.get(one.pk, one.latest_id) != one.latest_id
    }
    rows = Inbound.objects.filter(pk__in=began.values()).only("subject", "text", "lang") if began else ()
    written = {one.pk: one for one in rows}
    return {case: written[message] for case, message in began.items()}


def _answers_to(found: Iterable[Case]) -> tuple[dict[int, tuple[datetime | None, str | None]], set[tuple[int, int]]]:
    """By the key of a case its last answer, and the messages of each; in one query. The notice of a measure is
    none, unless it did not arrive."""
    rows = CaseMessage.objects.filter(case__in=[one.pk for one in found]).order_by("inbound__given_answers")
    given = "inbound__given_answers"
    columns = ("case", "inbound", f"{given}__key", f"{given}__returned_at", f"{given}__outbound__state")
    answered: dict[int, tuple[datetime | None, str | None]] = {}
    messages = set[tuple[int, int]]()
    for case, message, key, returned_at, state in rows.values_list(*columns):
        messages.add((case, message))
        if key is not None and (returned_at or not key.startswith(NOTICE_KEY)):
            answered[case] = (returned_at, state)
    return answered, messages


def _age_of(at: datetime) -> str:
    # What is younger than a minute Django calls "0 minutes".
    is_new = timezone.now() - at < timedelta(minutes=1)
    return pgettext("age of a letter", "now") if is_new else timesince(at, depth=1)


def title_of(case: Case) -> str:
    """By what a case is known on every page: whoever wrote it where everybody reads it, else its reference."""
    name = name_of(case.latest) if case.latest is not None and case.is_public else ""
    return name or case.written_reference


def state_of(
    case: Case, *, is_answered: bool, is_undelivered: bool, is_to_post: bool = False, is_proposed: bool = False
) -> tuple[str, str]:
    """The shape of docs/look.md, and the word."""
    if is_proposed and case.is_open:
        return "waiting", _("Answer waits for approval")
    if is_to_post and case.is_open:
        return "waiting", _("Answer to post by hand")
    if is_undelivered and case.is_open:
        return "failed", _("Answer not delivered")
    if case.state == State.CLOSED:
        if is_answered and case.triage == Triage.INFORM and case.answered_at is None:
            return "done", pgettext("case", "Informed")
        return (
            ("done", _("Answered")) if is_answered or case.answered_at else ("set-aside", pgettext("case", "Closed"))
        )
    if case.is_snoozed:
        return "waiting", _("Snoozed")
    if case.has_come_back:
        return "suggested", _("Back from snooze")
    if case.state != State.OPEN:
        return "set-aside", str(case.get_state_display())
    return "draft", _("To do")


def _begins(case: Case, message: Inbound, page: _Page, *, most: int, is_added: bool = False) -> str:
    """The first words of one of its messages, with which the case began or which `is_added`. Of a letter of a campaign
    those of its sender, where it has such: the others stand in many letters."""
    if case.own_words and not is_added:
        return _cut(" ".join(case.own_words.split()), min(most, len(message.text) // 2))
    replies = _REPLY.match(message.subject.lstrip()) and message.text.strip()
    subject = "" if _is_by_form(case) or replies else message.subject
    # The few words that are shown say what it is about, rather than whom it greets.
    said = without_salutation(message.text[:_LOOKED_AT])
    whole = " ".join(" – ".join(filter(None, (subject, said))).split())
    if case.is_public:
        return _cut(whole, most)
    public = [one.member.name for one in case.subjects.all() if one.member is not None]
    public += [page.members[case.office_id]] if case.office_id in page.members else []
    return _cut(without_personal_data(whole, message.lang, public), min(most, len(whole) // 2))


def _is_by_form(case: Case) -> bool:
    """A letter written in the form: what stands above it names what it is about, and is no word of whoever wrote."""
    return case.channel == Medium.WEB and case.direct


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"
