"""What was asked, about what, and by whom."""

from typing import Any

from django.utils.translation import gettext as _

from ..blocks import Block, paragraph, said, section
from ..notes import Notes
from .wording import day_in_words


def asked(content: dict[str, Any], notes: Notes) -> Block:
    facts = content["facts"]
    sentences = [
        said(_("Asked by: %(office)s, %(house)s.") % {"office": content["office"], "house": content["house"]})
    ]
    if content["question"]:
        sentences.append(said(_("The question:")))
        sentences.append(said(content["question"], lang=content["title_language"]))
    if content["bill"]:
        sentences.append(said(_("About: %(name)s, “%(title)s”.") % content["bill"]))
    days = facts["days"]
    if days:
        period = {"first": day_in_words(days[0][0]), "last": day_in_words(days[-1][0])}
        text = _("The messages were sent between %(first)s and %(last)s.") % period
        sentences.append(said(text, facts["counts"]["counted"]["note"]))
    return section("asked", _("What was asked"), [paragraph(*sentences)])
