"""Comments as threads, and amendments as rows, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.patterns import Filter
from hemicycle.record.templatetags.phrases import language_name

from ..models import Amendment, Comment, Version
from .text import headings


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and what was replied to it, oldest first. `about`: the heading of its article, "" for the whole."""

    comment: Comment
    about: str
    replies: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """An amendment in a table. `about`: the heading of its article."""

    amendment: Amendment
    about: str


def threads(version: Version, language: str, article: str | None = None) -> list[Thread]:
    """Of an article, or of everything; open ones first."""
    rows = version.comments.select_related("by__person").order_by("at", "pk")
    if article is not None:
        rows = rows.filter(article=article)
    return _threads(rows, headings(version, language))


def _threads(rows: Iterable[Comment], titles: Mapping[str, str]) -> list[Thread]:
    found: dict[int, Thread] = {}
    for row in rows:
        if row.answers_id in found:
            found[row.answers_id].replies.append(row)
        else:
            found[row.pk] = Thread(row, titles.get(row.article, row.article))
    return sorted(found.values(), key=lambda one: one.comment.is_settled)


def rows_of(amendments: Iterable[Amendment], titles: Mapping[str, str]) -> list[Row]:
    return [Row(one, about(one, titles)) for one in amendments]


def about(amendment: Amendment, titles: Mapping[str, str]) -> str:
    """The heading that the article has now; of one that is gone or not there yet, that of the amendment."""
    own = amendment.proposed if amendment.kind == Amendment.Kind.ADD else amendment.read
    if amendment.kind == Amendment.Kind.ADD:
        return str(own.get("heading", ""))
    return titles.get(amendment.article) or str(own.get("heading") or amendment.article)


def filters(version: Version, titles: Mapping[str, str], asked: Mapping[str, str]) -> list[Filter]:
    bodies = sorted(
        {body for body in version.amendments.order_by().values_list("by__body", flat=True).distinct() if body}
    )
    everything = ("", gettext_lazy("All"))
    offered = (
        Filter("state", gettext_lazy("State"), (everything, *Amendment.State.choices)),
        Filter("article", gettext_lazy("Article"), (everything, *titles.items())),
        Filter(
            "language",
            gettext_lazy("Language"),
            (everything, *((tag, language_name(tag)) for tag in version.policy.languages)),
        ),
        Filter("body", gettext_lazy("Body"), (everything, *((body, body) for body in bodies))),
        Filter("kind", gettext_lazy("Kind"), (everything, *Amendment.Kind.choices)),
    )
    return [*of_versions(version), *(one.read(asked) for one in offered)]


def of_versions(version: Version) -> list[Filter]:
    """Which version's; nothing to choose from where a text has one alone."""
    numbers = list(version.policy.versions.order_by("-number").values_list("number", flat=True))
    if len(numbers) == 1:
        return []
    choices = tuple((str(number), _("Version %(n)s") % {"n": number}) for number in numbers)
    return [Filter("version", gettext_lazy("Version"), choices, str(version.number))]


def asked_for(version: Version, chosen: Sequence[Filter]) -> QuerySet[Amendment]:
    wanted = {
        "by__body" if one.name == "body" else one.name: one.value
        for one in chosen
        if one.value and one.name != "version"
    }
    return version.amendments.filter(**wanted).select_related("by__person", "decided_by__person").order_by("number")


COLUMNS = (
    gettext_lazy("Number"),
    gettext_lazy("Kind"),
    gettext_lazy("Article"),
    gettext_lazy("Language"),
    gettext_lazy("Proposed by"),
    gettext_lazy("Body"),
    gettext_lazy("Proposed on"),
    gettext_lazy("Reason"),
    gettext_lazy("Heading"),
    gettext_lazy("Text"),
    gettext_lazy("State"),
    gettext_lazy("Decided on"),
    gettext_lazy("Reason of the decision"),
)


def cells(rows: Iterable[Row]) -> Iterator[list[object]]:
    """The record of amendments as a table."""
    for row in rows:
        one = row.amendment
        yield [
            one.number, one.get_kind_display(), row.about, language_name(one.language), str(one.by.person),
            one.by.body, _day(one.at), one.reason, one.proposed.get("heading", ""), one.proposed.get("text", ""),
            one.get_state_display(), _day(one.decided_at), one.decision,
        ]  # fmt: skip


def _day(at: object) -> str:
    return date_format(localtime(at), "DATE_FORMAT") if at else ""  # type: ignore[arg-type]


def decided_line(amendment: Amendment) -> str:
    """Who decided and when, in a line."""
    if amendment.decided_at is None:
        return ""
    names = {"name": amendment.decided_by and amendment.decided_by.person, "day": _day(amendment.decided_at)}
    return _("%(name)s, %(day)s") % names
