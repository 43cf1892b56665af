"""The numbers and the charts of an inquiry, of its campaigns and of its themes, as pages show them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts import charts

from ..models import Analysis, Inquiry, Theme
from ..text.words import channel_name, grouped, language_name, share

Tally = Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class Number:
    value: int
    label: str | Promise
    url: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One chart of the page: what the pattern `chart` takes."""

    id: str
    title: str
    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: str = ""


def numbers_of(inquiry: Inquiry, analysis: Analysis, *, rejected: int) -> list[Number]:
    """Every number opens to what it was counted from."""
    here = [inquiry.address]
    listed = reverse("listening:messages", args=here)
    voices = reverse("listening:voices", args=here)
    # As in the dossier: of the mail in campaigns and the individual voices together.
    part = share(analysis.in_campaigns, analysis.in_campaigns + analysis.voices)
    return [
        Number(analysis.messages, ngettext("message", "messages", analysis.messages), listed),
        Number(
            analysis.senders, ngettext("sender", "senders", analysis.senders), reverse("listening:senders", args=here)
        ),
        Number(
            analysis.campaigns_shown,
            ngettext("campaign", "campaigns", analysis.campaigns_shown),
            reverse("listening:campaigns", args=here),
        ),
        Number(
            analysis.in_campaigns,
            ngettext("message in campaigns", "messages in campaigns", analysis.in_campaigns),
            f"{listed}?place=campaign",
            _("%(share)s of all messages but those set aside; %(own)s with words of their own")
            % {"share": part, "own": grouped(analysis.own_words)},
        ),
        Number(
            analysis.voices,
            ngettext("individual voice", "individual voices", analysis.voices),
            voices,
            _("messages outside campaigns"),
        ),
        Number(
            analysis.set_aside,
            ngettext("automatic reply, set aside", "automatic replies, set aside", analysis.set_aside),
            f"{listed}?place=set_aside",
        ),
        Number(
            analysis.repeats,
            ngettext("repeat, set aside", "repeats, set aside", analysis.repeats),
            f"{listed}?place=repeat",
            _("the same sender again"),
        ),
        Number(
            rejected,
            ngettext("rejected row", "rejected rows", rejected),
            reverse("listening:rejected", args=here),
        ),
    ]


def charts_of(analysis: Analysis, *, language: str) -> list[Figure]:
    drawn = [_time(analysis, language), *_sources(analysis, language)]
    return [figure for figure in drawn if figure is not None]


def _time(analysis: Analysis, language: str) -> Figure | None:
    days: Tally = analysis.tally.get("days", [])
    if len(days) < 2:
        return None
    weekly = _span(days) > charts.MOST_DAYS
    campaigns, voices = _("Messages in campaigns"), _("Individual voices")
    series = [
        charts.Series(campaigns, charts.BLUE, [(day, n) for day, n, _n in days]),
        charts.Series(voices, charts.ORANGE, [(day, n) for day, _n, n in days]),
    ]
    undated = analysis.messages - analysis.repeats - analysis.set_aside - sum(a + b for _d, a, b in days)
    return Figure(
        "time",
        _time_title(days),
        charts.over_time(series, language=language, weekly=weekly),
        [_("Week from") if weekly else _("Day"), campaigns, voices],
        _by_week(days) if weekly else [(_day(day), a, b) for day, a, b in days],
        ngettext("%(n)s message has no date.", "%(n)s messages have no date.", undated) % {"n": grouped(undated)}
        if undated
        else "",
    )


def _time_title(days: Tally) -> str:
    """The finding: the seven days in a row that brought most, and how much of that was campaign mail."""
    start, campaign, voice = busiest_week(days)
    total = sum(a + b for _d, a, b in days)
    return _(
        "The busiest seven days, from %(day)s, brought %(n)s of %(total)s messages; %(share)s of them campaign mail"
    ) % {
        "day": date_words(start, "DATE_FORMAT"),
        "n": grouped(campaign + voice),
        "total": grouped(total),
        "share": share(campaign, campaign + voice),
    }


def busiest_week(days: Tally) -> tuple[date, int, int]:
    """(first day, messages in campaigns, individual voices) of the seven days with most messages."""
    counts = {date.fromisoformat(day): (a, b) for day, a, b in days}

    def within(start: date) -> tuple[int, int]:
        week = [counts[start + timedelta(days=n)] for n in range(7) if start + timedelta(days=n) in counts]
        return sum(a for a, _b in week), sum(b for _a, b in week)

    start = max(sorted(counts), key=lambda day: sum(within(day)))
    return start, *within(start)


def _by_week(days: Tally) -> list[tuple[str, int, int]]:
    weeks: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for day, a, b in days:
        when = date.fromisoformat(day)
        week = weeks[when - timedelta(days=when.weekday())]
        week[0] += a
        week[1] += b
    return [(_day(start), a, b) for start, (a, b) in sorted(weeks.items())]


def _sources(analysis: Analysis, language: str) -> list[Figure]:
    rows = analysis.tally.get("sources", [])
    by_channel: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_language: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for channel, lang, campaign, voice in rows:
        for table, key in ((by_channel, channel_name(channel)), (by_language, language_name(lang))):
            table[key][0] += campaign
            table[key][1] += voice
    figures = []
    for name, label, table, title in (
        ("channel", _("Channel"), by_channel, _channel_title),
        ("language", _("Language"), by_language, _language_title),
    ):
        if table:
            figures.append(_bars(name, label, table, title, language))
    return figures


def _bars(name: str, label: str, table: dict[str, list[int]], title: Any, language: str) -> Figure:
    ordered = sorted(table.items(), key=lambda item: (-sum(item[1]), item[0]))
    campaigns, voices = _("In campaigns"), _("Individual voices")
    drawn = [
        row
        for key, (a, b) in ordered
        for row in (
            (key, campaigns, a, _("%(n)s in campaigns") % {"n": grouped(a)}),
            (key, voices, b, ngettext("%(n)s individual", "%(n)s individual", b) % {"n": grouped(b)}),
        )
    ]
    return Figure(
        name,
        title(ordered),
        charts.bars(drawn, labels=[campaigns, voices], language=language),
        [label, campaigns, voices],
        [(key, a, b) for key, (a, b) in ordered],
    )


def _channel_title(ordered: Sequence[tuple[str, list[int]]]) -> str:
    name, counts = ordered[0]
    total = sum(sum(pair) for _name, pair in ordered)
    return _("Most frequent channel: %(channel)s, %(n)s of %(total)s messages") % {
        "channel": name,
        "n": grouped(sum(counts)),
        "total": grouped(total),
    }


def _language_title(ordered: Sequence[tuple[str, list[int]]]) -> str:
    shares = Counter({name: sum(pair) for name, pair in ordered})
    total = shares.total()
    (name, n), *rest = shares.most_common()
    if not rest:
        return _("All messages are in one language: %(language)s") % {"language": name}
    return _("Most frequent of %(n)s languages: %(language)s, %(share)s of the messages") % {
        "language": name,
        "share": share(n, total),
        "n": grouped(len(shares)),
    }


def growth_of(days: Sequence[Sequence[Any]], *, language: str) -> Figure | None:
    """The growth of one campaign."""
    if len(days) < 2:
        return None
    tally = [(day, n, 0) for day, n in days]
    weekly = _span(tally) > charts.MOST_DAYS
    start, most, _none = busiest_week(tally)
    label = _("Messages")
    return Figure(
        "growth",
        _("%(n)s of %(total)s came in seven days, from %(day)s")
        % {
            "n": grouped(most),
            "total": grouped(sum(n for _d, n in days)),
            "day": date_words(start, "DATE_FORMAT"),
        },
        charts.over_time(
            [charts.Series(label, charts.BLUE, [(d, n) for d, n in days])],
            language=language,
            weekly=weekly,
            width=charts.HALF,
        ),
        [_("Week from") if weekly else _("Day"), label],
        [row[:2] for row in _by_week(tally)] if weekly else [(_day(day), n) for day, n in days],
    )


def _span(days: Tally) -> int:
    return (date.fromisoformat(days[-1][0]) - date.fromisoformat(days[0][0])).days


def _day(day: str | date) -> str:
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return str(date_words(when, "DATE_FORMAT"))


def map_of(analysis: Analysis, themes: Sequence[Theme], *, language: str) -> Figure:
    """The largest themes; those that are like each other lie near each other."""
    circles = [
        charts.Circle(label=theme.label, size=theme.messages, x=theme.x or 0.0, y=theme.y or 0.0) for theme in themes
    ]
    first, counted = themes[0], analysis.in_campaigns + analysis.voices
    title = _("“%(theme)s” is the most frequent theme: in %(n)s of %(total)s messages, %(share)s") % {
        "theme": first.label,
        "n": grouped(first.messages),
        "total": grouped(counted),
        "share": share(first.messages, counted),
    }
    rows = [(theme.label, theme.messages, theme.senders, theme.voices, theme.campaigns) for theme in themes]
    columns = [_("Theme"), _("Messages"), _("Senders"), _("Individual voices"), _("Campaigns")]
    note = _("A message may speak of several themes. Themes that are alike lie near each other.")
    return Figure("themes", title, charts.circles(circles, language=language), columns, rows, note)


def languages_of(theme: Theme) -> list[tuple[str, str, int, str]]:
    """(code, language, messages, share of the theme), most first."""
    return [
        (code, language_name(code), n, share(n, theme.messages))
        for code, n in sorted(theme.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
