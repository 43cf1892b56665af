"""Themes as a map, each a circle as large as the messages that speak of it, and one theme by language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from . import charts
from .models import Analysis, Theme
from .overview import Figure
from .words import grouped, language_name, share


def map_of(analysis: Analysis, themes: Sequence[Theme], *, language: str) -> Figure:
    """The largest themes; those that are like each other lie near each other."""
    circles = [
        charts.Circle(label=theme.label, size=theme.messages, x=theme.x or 0.0, y=theme.y or 0.0) for theme in themes
    ]
    first, counted = themes[0], analysis.in_campaigns + analysis.voices
    title = _("“%(theme)s” is spoken of most: in %(n)s of %(total)s messages, %(share)s") % {
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
