"""What whoever answers has beside a letter whose author may harm themselves: what helps, what does not, where help is.

After what helplines and the World Health Organization tell people who are no experts (WHO, Preventing suicide: a
resource for primary health care workers, 2000; Samaritans, How to support someone you're worried about).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.cases.models import Case, Guidance, GuidanceText, Urgency


@dataclass(frozen=True, slots=True)
class Support:
    """`help_line` is that of the House in the language of whoever wrote, "" where it has set none; `text` is an answer
    to begin with in that language, None as long as there is nothing to call."""

    lang: str
    help_line: str
    text: str | None


def support_of(case: Case) -> Support | None:
    """None where nothing says that somebody may harm themselves."""
    if case.urgency != Urgency.SELF_HARM:
        return None
    lang = case.lang if case.lang in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
    help_line = GuidanceText.objects.said(Guidance.HELP_LINE, lang)
    with translation.override(lang):
        text = _(
            "Thank you for writing to us. We have read what you wrote, and we take it seriously. You need not go "
            "through this alone: there are people you can talk to now.\n\n%(help_line)s\n\nIf you are in danger at "
            "this moment, call the emergency services."
        ) % {"help_line": help_line}
    return Support(lang, help_line, text if help_line else None)
