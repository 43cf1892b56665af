"""The letter of a campaign as a page: what changes is underlined and says with words and numbers how much."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models import Campaign, Inquiry
from ..text import words
from ..text.letters import OPTIONAL, Letter, Part, said, wordings


def written(inquiry: Inquiry, campaign: Campaign, letter: Letter) -> SafeString:
    """Words that nearly all have plain, the others marked; a place that changes is a link to its wordings."""
    parts = [format_html("{}{}", space, _part(inquiry, campaign, letter, one)) for space, one in letter.spaced()]
    return mark_safe("".join(parts))  # noqa: S308 every part is escaped


def _part(inquiry: Inquiry, campaign: Campaign, letter: Letter, part: Part) -> SafeString:
    if not part.number:
        return format_html("{}", part.text)
    if part.kind == OPTIONAL:
        return format_html(
            '<span class="partial">{}{}</span>', part.text, _count(how_many(letter, part), in_letters(letter, part))
        )
    shown = _gap(letter, part) if part.is_gap else _varying(part)
    url = reverse("listening:slot", args=[inquiry.address, campaign.key, part.number])
    return format_html(
        '<a class="slot" href="{0}" hx-get="{0}" hx-select="#evidence" hx-target="#drawer-content" data-drawer>'
        "{1}</a>",
        url,
        shown,
    )


def _varying(part: Part) -> SafeString:
    return format_html("{}{}", part.text, _count(words.grouped(part.wordings), wordings(part.wordings)))


def _count(short: str, spoken: str) -> SafeString:
    """A small number, which a screen reader says in words."""
    return format_html(
        '<small aria-hidden="true">{}</small><span class="visually-hidden" lang="{}"> ({})</span>',
        short,
        get_language(),
        spoken,
    )


def _gap(letter: Letter, part: Part) -> SafeString:
    """In the language of the page, inside a letter in its own."""
    return format_html('<span class="gap" lang="{}">[{}]</span>', get_language(), said_of(letter, part))


def how_many(letter: Letter, part: Part) -> str:
    return _("%(n)s of %(letters)s") % _counts(letter, part)


def in_letters(letter: Letter, part: Part) -> str:
    return _("in %(n)s of %(letters)s letters") % _counts(letter, part)


def said_of(letter: Letter, part: Part) -> str:
    return said(part.kind, part.wordings, **_counts(letter, part))


def _counts(letter: Letter, part: Part) -> dict[str, str]:
    return {"n": words.grouped(part.letters), "letters": words.grouped(letter.letters)}
