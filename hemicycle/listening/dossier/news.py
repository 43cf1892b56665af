"""A released dossier as news of its bill: an entry of the bill's feeds, and what its followers are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Medium
from hemicycle.follow.followables import name_of, short_name_of
from hemicycle.record.feeds import Entry
from hemicycle.record.feeds.news import Absolute
from hemicycle.record.models import Document
from hemicycle.record.templatetags.phrases import language_name
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

from ..models import Dossier
from ..text.words import grouped


def in_force(bill: Document) -> list[Dossier]:
    """What committees were given about it, the latest first: of each inquiry the last version, in the language of the
    page where that has it."""
    rows = Dossier.objects.released().without_words().titled().filter(inquiry__bill=bill)
    found: dict[Any, Dossier] = {}
    for row in rows.select_related("inquiry__office").order_by("-released_at", "-pk"):
        if row.inquiry_id not in found or row.language == get_language():
            found[row.inquiry_id] = row
    return list(found.values())


def entries(bill: Document, at: Absolute) -> Iterator[Entry]:
    for row in in_force(bill):
        if not gate.allowed(row, via=EgressPoint.FEED, to=None):
            continue
        assert row.released_at is not None
        yield Entry(
            key=uuid5(NAMESPACE_URL, f"dossier:{row.inquiry.address}:{row.version}"),
            url=at(row.public_path),
            title=_title(row, name_of(bill)),
            at=row.released_at.replace(microsecond=0),
            words=_said(row),
            language=get_language() or "",
            author=str(row.inquiry.office),
        )


def source_of(dossier: Dossier) -> str:
    """The same for a version in every language: nobody is notified of it twice."""
    return f"dossier:{dossier.inquiry.address}:{dossier.version}"


def outgoing_texts(dossier: Dossier, medium: str) -> dict[str, OutgoingText]:
    """What followers of its bill are written, by language: that it can be read, in that language if this version was
    released in it too, and nothing out of it."""
    same = Dossier.objects.released().without_words().titled().filter(inquiry=dossier.inquiry, version=dossier.version)
    released = {one.language: one for one in same.select_related("inquiry__bill")}
    return {lang: _outgoing(released.get(lang, dossier), medium, lang) for lang, _name in settings.LANGUAGES}


def _outgoing(dossier: Dossier, medium: str, lang: str) -> OutgoingText:
    bill, link = dossier.inquiry.bill, absolute(dossier.public_path)
    with override(lang):
        if medium == Medium.SMS:
            return OutgoingText("", _short(dossier, short_name_of(bill)), lang, link=link)
        label = _("Read the dossier")
        body = "\n\n".join(filter(None, (_said(dossier), _other_language(dossier, lang))))
        title = _title(dossier, name_of(bill))
        return OutgoingText(title, body, lang, link=link, link_label=label, sender=house_name())


def _title(dossier: Dossier, bill: str) -> str:
    if dossier.version > 1:
        return _("What people wrote about %(bill)s: new version") % {"bill": bill}
    return _("What people wrote about %(bill)s") % {"bill": bill}


def _short(dossier: Dossier, bill: str) -> str:
    words = {"house": house_name(), "bill": bill}
    if dossier.version > 1:
        return _("%(house)s: what people wrote about %(bill)s, new version:") % words
    return _("%(house)s: what people wrote about %(bill)s:") % words


def _said(dossier: Dossier) -> str:
    facts = {"title": dossier.title, "n": grouped(dossier.messages), "version": dossier.version}  # type: ignore[attr-defined]
    first = ngettext(
        "The dossier “%(title)s” says what %(n)s message to the House asks for, and how sure that is.",
        "The dossier “%(title)s” says what %(n)s messages to the House ask for, and how sure that is.",
        dossier.messages,
    )
    if dossier.version == 1:
        return first % facts
    return " ".join(
        (first % facts, _("Version %(version)s replaces the one before it, which stays readable.") % facts)
    )


def _other_language(dossier: Dossier, lang: str) -> str:
    if dossier.language == lang:
        return ""
    return _("It is written in %(language)s.") % {"language": language_name(dossier.language)}
