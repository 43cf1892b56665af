"""What is news about a member, a party, a committee or a bill; only what everybody may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.record.feeds.feed import Entry
from hemicycle.record.models import (
    AgendaItem,
    Contribution,
    Document,
    DocumentVersion,
    Membership,
    Organization,
    Person,
    ProcedureStep,
    Sitting,
    Vote,
    VoteEvent,
)
from hemicycle.record.models.rows import readable
from hemicycle.record.models.speeches import openings
from hemicycle.record.search import finding
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.question import Question

# What a reader of feeds fetches at once; who was away for longer reads the pages.
MOST_ENTRIES = 50

# Makes the address of a row absolute.
Absolute = Callable[[str], str]


def of_member(person: Person, at: Absolute) -> list[Entry]:
    spoken = person.contributions.current().readable_by(None)
    return newest([*speech_entries(spoken, at), *_choices(person, at)])


def of_party(party: Organization, at: Absolute) -> list[Entry]:
    today = Membership.objects.on(timezone.localdate()).filter(organization=party)
    spoken = Contribution.objects.current().readable_by(None).filter(person__in=today.values("person"))
    return newest(speech_entries(spoken, at))


def of_committee(committee: Organization, at: Absolute) -> list[Entry]:
    sittings = Sitting.objects.readable_by(None).filter(organization=committee).newest_first()[:MOST_ENTRIES]
    bills = Document.objects.readable_by(None).filter(committee=committee)
    steps = ProcedureStep.objects.filter(document__in=bills).select_related("document").order_by("-date", "-order")
    met = [sitting_entry(row, committee, at) for row in sittings]
    return newest([*met, *(step_entry(row, at) for row in steps[:MOST_ENTRIES])])


def of_bill(bill: Document, at: Absolute) -> list[Entry]:
    texts = bill.versions.readable_by(None).filter(valid_from__isnull=False)
    votes = VoteEvent.objects.readable_by(None).filter(document=bill).select_related("sitting", "item")
    debates = AgendaItem.objects.filter(document=bill, sitting__classification__in=readable(None))
    return newest(
        [
            *(step_entry(row, at) for row in bill.steps.select_related("document")),
            *(text_entry(rows, bill, at) for rows in in_languages(texts)),
            *(vote_entry(row, at) for row in votes.prefetch_related("counts")),
            *(_debate(row, at) for row in debates.select_related("sitting")),
        ]
    )


def of_search(question: Question, at: Absolute) -> list[Entry]:
    """What is found and has a day, as everybody finds it."""
    hits = finding.find(question, to=None, limit=MOST_ENTRIES).hits
    return [
        Entry(
            hit.row,
            at(hit.url),
            " · ".join(str(part) for part in (hit.title, *hit.about)),
            _timestamp(hit.day),
            str(hit.passage or ""),
            hit.passage.language if hit.passage else "",
            str(hit.title) if hit.kind == Kind.SPEECH else "",
        )
        for hit in hits
        if hit.day
    ]


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """As many as a feed holds, the latest first."""
    return sorted(entries, key=lambda entry: (entry.at, str(entry.key)), reverse=True)[:MOST_ENTRIES]


def _timestamp(day: date, at: time | None = None) -> datetime:
    return timezone.make_aware(datetime.combine(day, at or time()))


def speech_entries(rows: Any, at: Absolute) -> Iterator[Entry]:
    latest = rows.select_related("sitting", "item", "person").newest(MOST_ENTRIES)
    for one in openings(latest, to=None, language=get_language()):
        speech = one.speech
        about = str(speech.item.titles.here) if speech.item else str(speech.get_kind_display())
        yield Entry(
            key=speech.pk,
            url=at(speech.get_absolute_url()),
            title=about,
            at=_timestamp(speech.sitting.date, speech.started_at or speech.sitting.opened_at),
            words=one.words,
            language=one.text.language,
            author=speech.person.name if speech.person else str(speech.labels.here),
        )


def _choices(person: Person, at: Absolute) -> Iterator[Entry]:
    events = VoteEvent.objects.readable_by(None)
    rows = Vote.objects.filter(person=person, event__in=events).select_related("event__sitting", "event__item")
    for vote in rows.order_by("-event__sitting__date", "-event__order")[:MOST_ENTRIES]:
        event = vote.event
        choice = {"choice": vote.get_option_display(), "about": str(event.titles.here) or event.number}
        yield Entry(
            key=vote.pk,
            url=at(event.get_absolute_url()),
            title=_("%(choice)s: %(about)s") % choice,
            at=_timestamp(event.sitting.date, event.held_at or event.sitting.opened_at),
            author=person.name,
        )


def sitting_entry(row: Sitting, body: Organization, at: Absolute) -> Entry:
    day = formats.date_format(row.date, "DATE_FORMAT")
    title = _("%(body)s sat on %(day)s") % {"body": body, "day": day}
    return Entry(row.pk, at(row.get_absolute_url()), title, _timestamp(row.date, row.opened_at))


def step_entry(row: ProcedureStep, at: Absolute) -> Entry:
    note = row.notes.here
    return Entry(
        key=row.pk,
        url=at(row.document.get_absolute_url()),
        title=f"{row.document.name} · {row.document.titles.here}: {row.get_stage_display()}",
        at=_timestamp(row.date),
        words=note.text,
        language=note.lang if note else "",
    )


def in_languages(texts: Iterable[DocumentVersion]) -> Iterable[list[DocumentVersion]]:
    """The texts of one day are one text in several languages, unless one language has two that day."""
    by_day: dict[tuple[date | None, int], list[DocumentVersion]] = {}
    for row in sorted(texts, key=lambda row: row.pk):
        turn = 0
        while any(one.language == row.language for one in by_day.get((row.valid_from, turn), ())):
            turn += 1
        by_day.setdefault((row.valid_from, turn), []).append(row)
    return by_day.values()


def text_entry(rows: Sequence[DocumentVersion], bill: Document, at: Absolute) -> Entry:
    """One entry, by the key of the oldest row, in the language of the moment where the text is in that."""
    row = next((one for one in rows if one.language == get_language()), rows[0])
    row.document = bill
    title = _("%(bill)s: text “%(label)s”") % {"bill": bill.name, "label": row.label}
    return Entry(rows[0].pk, at(row.get_absolute_url()), title, _timestamp(row.valid_from or date.min))


def vote_entry(row: VoteEvent, at: Absolute) -> Entry:
    counts = ", ".join(f"{count.get_option_display()} {count.value}" for count in row.counts.all())
    title = f"{row.titles.here or row.number}: {row.get_result_display()}".rstrip(": ")
    return Entry(
        row.pk,
        at(row.get_absolute_url()),
        title,
        _timestamp(row.sitting.date, row.held_at or row.sitting.opened_at),
        counts,
    )


def _debate(row: AgendaItem, at: Absolute) -> Entry:
    title = _("On the agenda: %(item)s") % {"item": row.titles.here}
    url = at(f"{row.sitting.get_absolute_url()}#item-{row.order}")
    return Entry(row.pk, url, title, _timestamp(row.sitting.date, row.sitting.opened_at))
