"""Words of the record on a page: in the reader's language where there are any, else marked with their own."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info

from hemicycle.record.models import DocumentVersion
from hemicycle.record.wording import Wording

register = template.Library()


@register.filter
def worded(words: Wording) -> str:
    """`{{ bill.titles|worded }}`"""
    phrase = words.here
    if phrase.lang == get_language():
        return phrase.text
    return format_html('<span lang="{}" dir="auto">{}</span>', phrase.lang, phrase.text)


@register.filter
def in_own_language(text: DocumentVersion) -> str:
    """What a text is called in a list of texts: its language by its own name, and its label."""
    try:
        name = get_language_info(text.language)["name_local"]
    except KeyError:
        name = text.language
    return format_html('<span lang="{}">{}{}</span>', text.language, name, f" · {text.label}" if text.label else "")
