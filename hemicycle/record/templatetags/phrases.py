"""Words of the record on a page: in the reader's language where there are any, else marked with their own."""

import re
from datetime import date

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info

from hemicycle.record.models import DocumentVersion
from hemicycle.record.phrases import LocalizedText, Phrase

register = template.Library()
# Where a line may break: not at the spaces before “:” or within “« »”.
_BREAKS = re.compile(r"[ \t\r\n]+")


@register.filter
def worded(words: Phrase) -> str:
    """`{{ bill.titles|worded }}`"""
    phrase = words.here
    if phrase.lang == get_language():
        return phrase.text
    return format_html('<span lang="{}" dir="auto">{}</span>', phrase.lang, phrase.text)


@register.filter
def phrased(phrase: LocalizedText) -> str:
    """A phrase already chosen, marked where it is not in the language of the page."""
    if not phrase.lang or phrase.lang == get_language():
        return phrase.text
    return format_html('<span lang="{}" dir="auto">{}</span>', phrase.lang, phrase.text)


@register.filter
def first_words(text: str, most: int) -> str:
    """As `truncatewords`, which breaks the spaces that French does not break."""
    words = _BREAKS.split(text.strip())
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


@register.filter
def partial_date(text: str) -> str:
    """A day, a month or a year, as much as the source tells: “28 May 2019”, “May 2019”, “2019”."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return ""
    day = date(parts[0], *[*parts[1:], 1, 1][:2])
    shape = ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")[len(parts) - 1]
    return format_html('<time datetime="{}">{}</time>', text, formats.date_format(day, shape))


@register.filter
def language_name(code: str) -> str:
    """What the language of the page calls a language, inside a sentence: “French”, “français”."""
    try:
        name = str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
    # English alone of our three writes names of languages with a capital.
    return name if get_language() == "en" else name[:1].lower() + name[1:]


@register.filter
def own_language_name(code: str) -> str:
    """What a language calls itself, marked with it."""
    try:
        name = get_language_info(code)["name_local"]
    except KeyError:
        name = code
    return format_html('<span lang="{}">{}</span>', code, name[:1].upper() + name[1:])


@register.filter
def in_own_language(text: DocumentVersion) -> str:
    """What a text is called in a list of texts: its language by its own name, and its label."""
    label = format_html(' · <span lang="{}">{}</span>', text.language, text.label) if text.label else ""
    return format_html("{}{}", own_language_name(text.language), label)
