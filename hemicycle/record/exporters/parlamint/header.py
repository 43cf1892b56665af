"""What a file of the corpus says of itself: teiHeader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hemicycle.record.exporters.parlamint import lists
from hemicycle.record.exporters.parlamint.elements import Element, element, put
from hemicycle.record.exporters.parlamint.names import Names
from hemicycle.record.importers.parlamint.vocabulary import KINDS, NAMESPACE, SCHEME, TEXTS
from hemicycle.record.models import Identifier, PeriodKind, Sitting
from hemicycle.rules.house_name import house_name
from hemicycle.rules.licence import record_licence

# The licence of ParlaMint's schema, and the words by which sources name it.
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
_CC_BY = re.compile(r"cc[ -]by[ -]4\.0|creativecommons\.org/licenses/by/4\.0", re.IGNORECASE)


def name_of(sitting: Sitting, names: Names, language: str) -> str:
    """The id of its file: that it came with, else made of its day and address; `language` where it is one more."""
    known = Identifier.objects.filter(sitting=sitting, scheme=SCHEME).order_by("value").values_list("value", flat=True)
    own = next((value for value in known if value.startswith(f"ParlaMint-{names.corpus}_")), "")
    name = own or f"ParlaMint-{names.corpus}_{sitting.date:%Y-%m-%d}-{sitting.address}"
    return f"{name}-{language}" if language else name


def of_sitting(sitting: Sitting, names: Names, language: str, text: Element, recordings: Element | None) -> Element:
    header = element("teiHeader")
    file = put(header, "fileDesc")
    with override(language):
        _title(file, sitting, names, language)
        put(put(file, "editionStmt"), "edition", {}, sitting.status)
        _extent(put(file, "extent"), text, language)
        _publication(file, [sitting], language)
        _source(file, sitting, language, recordings)
        _encoding(header, text, language)
    setting = put(put(put(header, "profileDesc"), "settingDesc"), "setting")
    put(setting, "name", {"type": "org"}, house_name())
    put(setting, "date", {"when": sitting.date.isoformat()}, sitting.date.isoformat())
    return header


def _title(file: Element, sitting: Sitting, names: Names, language: str) -> None:
    title = put(file, "titleStmt")
    body = f"#{names.body(sitting.organization)}"
    name = sitting.organization.names.in_language(language)
    put(title, "title", {"type": "main", "lang": language}, f"{name.text}, {sitting.date:%Y-%m-%d}")
    for tag, words in sorted(sitting.titles.items()):
        put(title, "title", {"type": "sub", "lang": tag}, words)
    number = str(sitting.number)
    put(title, "meeting", {"n": number, "corresp": body, "ana": "#parla.sitting"}, number)
    period = sitting.period
    while period is not None:
        # The lists have the terms of chambers; a session has its words alone.
        is_listed = period.kind == PeriodKind.TERM and period.organization.kind in lists.WITH_TERMS
        ana = f"#parla.term #{names.period(period)}" if is_listed else "#parla.session"
        words = period.labels.in_language(language).text or period.number
        put(title, "meeting", {"n": period.number, "corresp": body, "ana": ana}, words)
        period = period.parent


def _extent(extent: Element, text: Element, language: str) -> None:
    speeches = sum(1 for _u in text.iter(f"{{{NAMESPACE}}}u"))
    segments = text.iter(f"{{{NAMESPACE}}}seg")
    words = sum(len((segment.text or "").split()) for segment in segments)
    for unit, count, sentence in (
        ("speeches", speeches, ngettext("%(count)s speech", "%(count)s speeches", speeches) % {"count": speeches}),
        ("words", words, ngettext("%(count)s word", "%(count)s words", words) % {"count": words}),
    ):
        put(extent, "measure", {"unit": unit, "quantity": str(count), "lang": language}, sentence)


def _publication(file: Element, sittings: Sequence[Sitting], language: str) -> None:
    published = put(file, "publicationStmt")
    put(put(published, "publisher"), "orgName", {"lang": language}, house_name())
    path = sittings[0].get_absolute_url() if len(sittings) == 1 else "/"
    put(published, "idno", {"type": "URI"}, f"{_host()}{path}")
    licences = sorted({row.source.licence for row in sittings if row.source and row.source.licence})
    own = record_licence()
    licence = own.words if own else "; ".join(licences)
    free = bool(_CC_BY.search(licence))
    available = put(published, "availability", {"status": "free" if licence else "unknown"})
    if licence:
        put(available, "licence", {}, CC_BY if free else licence)
    put(available, "p", {"lang": language}, licence or _("The sources state none."))
    day = _last([row.source.retrieved_at.date() if row.source else row.date for row in sittings])
    put(published, "date", {"when": day}, day)


def _host() -> str:
    return f"http{'s' if settings.TLS else ''}://{settings.ALLOWED_HOSTS[0]}"


def _last(days: Iterable[date]) -> str:
    return max(days, default=date.min).isoformat()


def _source(file: Element, sitting: Sitting, language: str, recordings: Element | None) -> None:
    described = put(file, "sourceDesc")
    bibl = put(described, "bibl")
    put(bibl, "title", {"lang": language}, sitting.organization.names.in_language(language).text)
    address = sitting.source.address if sitting.source else ""
    is_address = address.startswith(("http://", "https://"))
    put(bibl, "idno", {"type": "URI"}, address if is_address else f"{_host()}{sitting.get_absolute_url()}")
    put(bibl, "date", {"when": sitting.date.isoformat()}, sitting.date.isoformat())
    if recordings is not None:
        described.append(recordings)


def _encoding(header: Element, text: Element, language: str) -> Element:
    encoding = put(header, "encodingDesc")
    project = put(encoding, "projectDesc")
    put(project, "p", {"lang": language}, _("Written by Hemicycle from the record of %(house)s.") % _house())
    _tags(encoding, Counter(str(one.tag).rpartition("}")[2] for one in text.iter()))
    return encoding


def _tags(encoding: Element, counted: Counter[str]) -> None:
    space = put(put(encoding, "tagsDecl"), "namespace", {"name": NAMESPACE})
    for tag, count in sorted(counted.items()):
        put(space, "tagUsage", {"gi": tag, "occurs": str(count)})


def _house() -> dict[str, str]:
    return {"house": house_name()}


def of_corpus(names: Names, language: str, sittings: Sequence[Sitting], listed: Iterable[Element]) -> Element:
    """The header of the root: its lists, or where they are, and the words that `ana` uses."""
    header = element("teiHeader")
    file = put(header, "fileDesc")
    with override(language):
        title = put(file, "titleStmt")
        put(title, "title", {"type": "main", "lang": language}, _("The record of %(house)s") % _house())
        put(put(file, "editionStmt"), "edition", {}, "1")
        put(put(file, "extent"), "measure", {"unit": "texts", "quantity": str(len(sittings)), "lang": language})
        _publication(file, sittings, language)
        put(put(put(file, "sourceDesc"), "bibl"), "title", {"lang": language}, house_name())
        encoding = put(header, "encodingDesc")
        sentence = _("Written by Hemicycle from the record of %(house)s.") % _house()
        put(put(encoding, "projectDesc"), "p", {"lang": language}, sentence)
        _taxonomy(put(encoding, "classDecl"), language)
    profile = put(header, "profileDesc")
    setting = put(put(profile, "settingDesc"), "setting")
    put(setting, "name", {"type": "org"}, house_name())
    days = [row.date for row in sittings]
    if days:
        put(setting, "date", {"from": min(days).isoformat(), "to": max(days).isoformat()})
    put(profile, "particDesc").extend(listed)
    return header


def _taxonomy(declared: Element, language: str) -> None:
    """What `ana` names: ParlaMint's words for speakers and meetings, and ours beside them."""
    words: tuple[Any, ...] = (
        "#regular",
        *KINDS,
        *TEXTS,
        "#reference",
        "#parla.sitting",
        "#parla.session",
        "#parla.term",
    )
    taxonomy = put(declared, "taxonomy", {"id": "hemicycle.words"})
    put(taxonomy, "desc", {"lang": "en"}, "Kinds of contributions, of texts and of meetings")
    for word in words:
        category = put(taxonomy, "category", {"id": word.removeprefix("#")})
        put(category, "catDesc", {"lang": "en"}, word.removeprefix("#").rpartition(".")[2])
