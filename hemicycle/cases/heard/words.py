"""What we heard, as the announcement that the committee approves: what it did with each clause, word for word."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hemicycle.accounts.patterns import grouped
from hemicycle.cases.addresses import heard as address_of
from hemicycle.cases.agreement import agreed_in_words
from hemicycle.cases.heard.reading import page_of
from hemicycle.cases.models import Heard
from hemicycle.rules.site_address import absolute


def announcement_texts(heard: Heard) -> dict[str, tuple[str, str]]:
    """(title, text) in every language of the House."""
    return {lang: _announced(heard, lang) for lang, _name in settings.LANGUAGES}


def _announced(heard: Heard, lang: str) -> tuple[str, str]:
    with override(lang):
        page = page_of(heard)
        messages = page.counts["messages"]["n"] if page.counts else 0
        facts = {"bill": heard.bill.name, "title": heard.bill.titles.here, "n": grouped(messages)}
        title = _("What we heard about %(bill)s, and what became of it") % facts
        first = ngettext(
            "%(n)s message reached us about %(bill)s, “%(title)s”.",
            "%(n)s messages reached us about %(bill)s, “%(title)s”.",
            messages,
        )
        blocks = [page.introduction.text, first % facts]
        answered = [one for one in page.clauses if one.response]
        if answered:
            blocks.append(_("What was done with it:"))
            blocks += [_("%(clause)s: %(text)s") % {"clause": one.name, "text": one.response.text} for one in answered]
        blocks.append(agreed_in_words(heard))
        link = absolute(address_of(heard.bill))
        blocks.append(_("What was said of each clause, and by how many: %(link)s") % {"link": link})
        return title, "\n\n".join(filter(None, blocks))
