"""How the pages of listening write a template, a channel, a language, a share."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from hearhear import redaction

from hemicycle.accounts import charts

from ..engine.targets import names_of_members
from ..models import Campaign, Finding, Inquiry
from ..presenters.letters import in_letters, said_of, written
from ..text import words
from ..text.letters import Letter, Part, letter_of
from ..text.own import own_sentences
from ..text.quoting import quote
from ..text.readable import UNMARKED_END, plain
from ..text.templating import Segment, segments, spaced

register = template.Library()

# For a word or two between two slots, the share of messages that have them says nothing more.
SAID_FROM = 4

register.filter("channel_name", words.channel_name)
register.filter("language_name", words.language_name)
register.filter("share", words.share)


@register.filter
def kind_name(code: str) -> str:
    return words.word(words.KINDS, code)


@register.filter
def reason(code: str) -> str:
    """Why a row of a file is no message."""
    return words.word(words.REJECTED, code.split(":", maxsplit=1)[0])


@register.filter
def in_words(reasons: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why a message may speak of a clause: each kind of reason once, with the words it rests on."""
    found: dict[str, list[str]] = {}
    for reason in reasons:
        found.setdefault(reason["kind"], []).append(excerpt(reason.get("text") or "", 80))
    return [_reason(kind, list(dict.fromkeys(filter(None, texts)))) for kind, texts in found.items()]


def _reason(kind: str, texts: Sequence[str]) -> str:
    said = words.word(words.REASONS, kind)
    quoted = ", ".join(_("“%(words)s”") % {"words": text} for text in texts)
    return _("%(label)s: %(value)s") % {"label": said, "value": quoted} if texts else said


@register.filter
def set_aside_reason(code: str) -> str:
    return words.word(words.SET_ASIDE, code) if code else ""


@register.filter
def doing(code: str) -> str:
    return words.doing(code) if code else ""


@register.filter
def failure(code: str) -> str:
    return words.word({**words.UNREADABLE, **words.FAILED}, code)


@register.filter
def certainty(code: str) -> str:
    return words.word(words.CERTAINTY, code)


@register.filter
def excerpt(text: str, length: int = 280) -> str:
    """The beginning of a text on one line, cut between two words."""
    # A heading or a subject ends without a mark, and is not to run into what follows.
    line = " ".join(UNMARKED_END.sub(" · ", plain(text[: 8 * length])).split())
    if len(line) <= length:
        return line
    return line[: line.rfind(" ", 0, length) if " " in line[:length] else length] + " …"


@register.filter
def without_personal_data(text: str) -> str:
    """A text that no analysis has seen, with what gives persons away redacted."""
    found = redaction.find(text, public=names_of_members())
    return redaction.redact(text, found)


@register.filter
def passage(text: str, length: int = 480) -> str:
    """The beginning of a text with its lines, without rows of empty ones, cut between two words."""
    lines = re.sub(r"\s*\n\s*\n\s*", "\n\n", text.strip())
    return lines if len(lines) <= length else lines[:length].rsplit(maxsplit=1)[0] + " …"


@register.filter
def in_language(text: object, lang: str) -> SafeString:
    """Words of another language than the page's, marked as such, for a pattern that takes a text."""
    return format_html('<span lang="{}">{}</span>', lang, text) if lang else format_html("{}", text)


@register.filter
def lookup(table: Mapping[str, Any], key: str) -> Any:
    return table.get(key)


@register.simple_tag
def letter(inquiry: Inquiry, campaign: Campaign) -> SafeString:
    """The letter of a campaign with what changes in it, or the template, each slot a link to what fills it.

    No white space is added.
    """
    if shown := letter_of(campaign.letter):
        return written(inquiry, campaign, shown)
    parts = [
        format_html("{}{}", space, _segment(inquiry, campaign, one))
        for space, one in spaced(segments(campaign.template))
    ]
    return mark_safe("".join(parts))  # noqa: S308 every part is escaped


@register.simple_tag
def letters_of(letter: Letter, part: Part) -> str:
    """What the list of changes says of one: how many letters have its words, or what stands for these."""
    return said_of(letter, part) if part.is_gap else in_letters(letter, part)


@register.simple_tag
def sparkline(days: Sequence[Sequence[Any]], tally: Sequence[Sequence[Any]]) -> SafeString:
    """How a campaign went, day by day, on the scale of the whole inquiry's time; the numbers are beside it."""
    if not days or not tally:
        return mark_safe("")
    points = charts.spark(days, first=tally[0][0], last=tally[-1][0])
    return format_html(
        '<svg class="spark" viewBox="0 0 100 21" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<polyline points="{}"/></svg>',
        points,
    )


def _segment(inquiry: Inquiry, campaign: Campaign, segment: Segment) -> SafeString:
    if segment.is_slot:
        return _slot(inquiry, campaign, segment)
    if segment.is_partial and len(segment.text.split()) >= SAID_FROM:
        note = _("in %(share)s of the messages") % {"share": words.share(segment.share)}
        return format_html(
            '<span class="partial">{}<small>{}<span class="visually-hidden"> {}</span></small></span>',
            segment.text,
            words.share(segment.share),
            note,
        )
    return format_html("{}", segment.text)


def _slot(inquiry: Inquiry, campaign: Campaign, segment: Segment) -> SafeString:
    url = reverse("listening:slot", args=[inquiry.address, campaign.key, segment.number])
    count = len(segment.alternatives)
    said = ngettext(
        "Place %(number)d that changes: %(n)d wording known",
        "Place %(number)d that changes: %(n)d wordings known",
        count,
    ) % {"number": segment.number, "n": count}
    mark = words.share(segment.share) if segment.is_partial else f"+{segment.others}" if segment.others else ""
    return format_html(
        '<a class="slot" href="{0}" hx-get="{0}" hx-select="#evidence" hx-target="#drawer-content" data-drawer>'
        '{1}{3}<span class="visually-hidden"> ({2})</span></a>',
        url,
        segment.inline,
        said,
        format_html('<small aria-hidden="true">{}</small>', mark) if mark else "",
    )


@register.filter
def own_words(finding: Finding) -> str:
    """What its sender wrote into campaign mail, whole sentences if there are any; else what it says."""
    return own_sentences(finding) or finding.personal_text or finding.shown_text


@register.filter
def asking(finding: Finding) -> str:
    """The words that ask for help with a matter of the writer's own, or else tell of something private."""
    spans = (
        [finding.casework[:2]] if finding.casework and finding.casework[1] else [one[:2] for one in finding.private]
    )
    return quote(finding, *spans[0]).text if spans else finding.shown_text


@register.filter
def private_reasons(finding: Finding) -> list[str]:
    """Why a message is never quoted, each reason once."""
    kinds = ["casework"] if finding.casework else []
    return [
        words.word(words.PRIVATE, kind) for kind in dict.fromkeys([*kinds, *(why for _s, _e, why in finding.private)])
    ]
