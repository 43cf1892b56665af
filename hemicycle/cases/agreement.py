"""That the committee agreed to what is said in its name, as it is read: on which day, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.cases.models import Announced, Heard, Outcome
from hemicycle.desk.agreed import Agreed
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Sitting
from hemicycle.rules.site_address import absolute

# Of a committee that sits each week, those of a quarter of a year.
MOST_SITTINGS = 13
LINKED = "https://"


@dataclass(frozen=True, slots=True)
class Agreement:
    """`link`: where everybody reads the minutes, "" where that is nowhere; `minutes`: as typed, for staff."""

    on: date
    minutes: str
    link: str


def agreement_of(row: Announced) -> Agreement | None:
    """None where nothing is agreed, or no longer to these words."""
    if row.agreed_on is None or not row.is_agreed:
        return None
    return Agreement(row.agreed_on, row.minutes, _link(row, row.agreed_on))


def _link(row: Announced, on: date) -> str:
    """What was typed, else the sitting of that day in the public record."""
    if row.minutes.startswith(LINKED) and " " not in row.minutes:
        return row.minutes
    sitting = Sitting.objects.readable_by(None).filter(organization=row.bill.committee_id, date=on).first()
    return absolute(sitting.get_absolute_url()) if sitting is not None else ""


def agreed_in_words(row: Announced) -> str:
    """A paragraph of its announcement; "" where nothing is agreed."""
    found = agreement_of(row)
    if found is None:
        return ""
    said = _("Agreed by the committee on %(day)s.") % {"day": formats.date_format(found.on, "DATE_FORMAT")}
    return " ".join(filter(None, (said, found.link and _("Its minutes: %(link)s") % {"link": found.link})))


def recorded_by(row: Announced) -> str:
    """Whoever recorded it; "" once they are gone."""
    user = User.objects.filter(pk=row.agreed_by).first() if row.agreed_by else None
    return str(user) if user is not None else ""


def sittings_of(row: Announced, *, to: User) -> list[Sitting]:
    """Those at which the committee can have agreed, the newest first, one of each day."""
    rows = Sitting.objects.readable_by(to).filter(organization=row.bill.committee_id, date__lte=timezone.localdate())
    return list({one.date: one for one in rows.newest_first()[:MOST_SITTINGS]}.values())


def agreed_at_the_desk(announcement: Announcement) -> Iterator[Agreed]:
    """For whoever reads the draft of it at the desk, where its words may have been changed."""
    texts = {text.lang: _spaced(text.body) for text in announcement.texts.all()}
    for table in (Heard, Outcome):
        for row in table.objects.filter(announcement=announcement).select_related("bill", "office", "announcement"):
            if (found := agreement_of(row)) is not None:
                kept = all(_spaced(words) in texts.get(lang, "") for lang, words in _said(row.words_of_the_committee))
                yield Agreed(found.on, recorded_by(row), found.minutes, found.link, kept)


def any_agreed() -> Q:
    """Whether there is any, of a query of announcements."""
    rows = [table.objects.filter(announcement=OuterRef("pk"), agreed_on__isnull=False) for table in (Heard, Outcome)]
    return Q(Exists(rows[0])) | Q(Exists(rows[1]))


def _said(words: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """(language, text), however deep they lie."""
    for key, value in words.items():
        if isinstance(value, str):
            yield key, value
        else:
            yield from _said(value)


def _spaced(words: str) -> str:
    """Lines end in other ways where they were typed than where they were read again."""
    return " ".join(words.split())
