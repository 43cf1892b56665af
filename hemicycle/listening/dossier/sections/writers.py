"""How many wrote, and how: campaigns and individual voices, channels, languages, time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts import charts

from ...text.words import channel_name, grouped, language_name, share
from ..blocks import Block, Notes, chart, number, paragraph, section, sentence, table
from .wording import cell, day_in_words

LONGEST_DAILY = charts.MOST_DAYS
# What a drawing on a page holds; the table beside it has all.
MOST_BARS = 12


def writers(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    blocks = [_numbers(facts["counts"]), _explained(), *_time(facts)]
    blocks += _sources(_("Channel"), _("By channel"), facts["channels"], channel_name)
    blocks += _sources(_("Language"), _("By language"), facts["languages"], language_name)
    return section("writers", _("How many wrote, and how"), blocks)


def _numbers(counts: dict[str, Any]) -> Block:
    rows = [
        (_("Messages"), "messages", ""),
        (_("Senders"), "senders", _("each counted once, however often they wrote")),
        (_("Campaigns"), "campaigns", _("wording that several senders share")),
        (_("Messages in campaigns"), "in_campaigns", ""),
        (_("Senders of campaign mail"), "campaign_senders", ""),
        (_("Campaign mail with words of its own"), "own_words", ""),
        (_("Individual voices"), "voices", _("messages outside campaigns")),
        (_("Senders of individual voices"), "voice_senders", ""),
        (_("Repeats"), "repeats", _("the same sender, the same words; not counted below")),
        (_("Messages set aside"), "set_aside", _("automatic replies; not counted below")),
        (_("Rows that could not be read"), "rejected", _("in the uploaded files")),
    ]
    columns = [_("What"), _("How many"), _("Remark")]
    return table(_("Every number"), columns, [[sentence(a), cell(counts[key]), sentence(b)] for a, key, b in rows])


def _explained() -> Block:
    text = _(
        "Shares in this dossier are shares of the messages in campaigns and the individual voices together, or of "
        "the individual voices alone where it says so."
    )
    return paragraph(sentence(text))


def _time(facts: dict[str, Any]) -> Iterator[Block]:
    days = facts["days"]
    if len(days) < 2:
        return
    first, last = (date.fromisoformat(day) for day in (days[0][0], days[-1][0]))
    weekly = (last - first).days > LONGEST_DAILY
    names = _("Messages in campaigns"), _("Individual voices")
    data = {
        "weekly": weekly,
        "series": [{"label": name, "days": [[day, pair[at]] for day, *pair in days]} for at, name in enumerate(names)],
    }
    bars = _by_week(days) if weekly else days
    rows = [[sentence(day_in_words(day)), number(grouped(a)), number(grouped(b))] for day, a, b in bars]
    title = _busiest(bars, weekly=weekly)
    yield chart(
        "time",
        title,
        title,
        data,
        table(_("Messages over time"), [_("Week from") if weekly else _("Day"), *names], rows),
    )


def _busiest(bars: list[list[Any]], *, weekly: bool) -> str:
    day, a, b = max(bars, key=lambda row: row[1] + row[2])
    if a + b == 1:
        return _("No week brought more than one message") if weekly else _("No day brought more than one message")
    words = {"day": day_in_words(day), "n": grouped(a + b), "share": share(a, a + b)}
    if weekly:
        return _("The busiest week, from %(day)s, brought %(n)s messages, %(share)s of them campaign mail") % words
    return _("The busiest day, %(day)s, brought %(n)s messages, %(share)s of them campaign mail") % words


def _by_week(days: list[list[Any]]) -> list[list[Any]]:
    weeks: dict[str, list[int]] = {}
    for day, a, b in days:
        when = date.fromisoformat(day)
        week = weeks.setdefault((when - timedelta(days=when.weekday())).isoformat(), [0, 0])
        week[0] += a
        week[1] += b
    return [[day, *pair] for day, pair in weeks.items()]


def _sources(label: str, title: str, found: list[dict[str, Any]], name: Any) -> Iterator[Block]:
    if not found:
        return
    a, b = _("In campaigns"), _("Individual voices")
    bars = []
    for one in found[:MOST_BARS]:
        here, campaign, voices = name(one["code"]), one["in_campaigns"]["n"], one["voices"]["n"]
        said = ngettext("%(n)s individual voice", "%(n)s individual voices", voices) % {"n": grouped(voices)}
        bars.append([here, a, campaign, _("%(n)s in campaigns") % {"n": grouped(campaign)}])
        bars.append([here, b, voices, said])
    rows = [
        [sentence(name(one["code"])), *(cell(one[key]) for key in ("messages", "senders", "in_campaigns", "voices"))]
        for one in found
    ]
    largest, total = found[0], sum(one["messages"]["n"] for one in found)
    said_in_title = {
        "name": name(largest["code"]),
        "n": grouped(largest["messages"]["n"]),
        "total": grouped(total),
        "share": share(largest["messages"]["n"], total),
    }
    point = _("%(name)s: %(n)s of %(total)s messages (%(share)s)") % said_in_title
    columns = [label, _("Messages"), _("Senders"), a, b]
    yield chart("bars", point, point, {"labels": [a, b], "rows": bars}, table(title, columns, rows))
