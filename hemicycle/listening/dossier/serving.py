"""A dossier on its way out: what it says of itself, and the files that people download."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.template.defaultfilters import date as date_words
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

from ..models import Dossier
from ..presenters.downloads import mark_of
from .content import as_bytes
from .pdf import pdf

TYPES = {"json": "application/json", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Lines:
    """What is written around the document: its state, and which version it is."""

    state: str
    made: str


def page(address: str, *, to: object) -> Dossier:
    """The dossier under this address of its own, for a page that anyone may open; raises Http404."""
    return _given_out(address, via=EgressPoint.PAGE, to=to)


def export(address: str, *, to: object) -> Dossier:
    """The same for a file; raises Http404 also where its words were erased."""
    found = _given_out(address, via=EgressPoint.EXPORT, to=to)
    if not found.content:
        raise Http404
    return found


def _given_out(address: str, *, via: EgressPoint, to: object) -> Dossier:
    found: Dossier | None = (
        Dossier.objects.public().titled().select_related("inquiry__office").filter(address=address).first()
    )
    if found is None or not gate.allowed(found, via=via, to=to):
        raise Http404
    return found


def lines_of(dossier: Dossier) -> Lines:
    """In the language of the page."""
    facts = {
        "version": dossier.version,
        "drafted": _day(dossier.drafted_at),
        "released": _day(dossier.released_at),
        "digest": dossier.digest,
    }
    if dossier.is_draft:
        return Lines(
            _("Draft, not released"),
            _("Version %(version)s, drafted on %(drafted)s. SHA-256 of its data: %(digest)s") % facts,
        )
    state = _("Replaced by a later version") if dossier.superseded_at else _("Released on %(released)s") % facts
    return Lines(state, _("Version %(version)s, released on %(released)s. SHA-256 of its data: %(digest)s") % facts)


def download(dossier: Dossier, kind: str, *, annex: bool = False, taken_by: str = "") -> HttpResponse:
    """The file, as an attachment; the JSON is exactly what the digest was made of. Needs a dossier with its words.

    `annex`: the PDF with the numbers of messages, for the office that can open them. `taken_by`: who downloads what is
    not public; it stands across every page of the PDF, with the moment.
    """
    written = as_bytes(dossier.content) if kind == "json" else as_pdf(dossier, annex=annex, taken_by=taken_by)
    response = HttpResponse(written, content_type=TYPES[kind])
    name = f"dossier-{dossier.inquiry.address}-{dossier.language}-{dossier.version}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_pdf(dossier: Dossier, *, annex: bool = False, taken_by: str = "") -> bytes:
    with translation.override(dossier.language):
        lines = lines_of(dossier)
        # A version that was replaced says so before anything else; another one says what it replaces, if any.
        content: dict[str, Any] = {**dossier.content, "notice": dossier.notice}
        mark = mark_of(taken_by) if taken_by else ""
        return pdf(content, state=lines.state, made=lines.made, annex=annex, mark=mark)


def _day(when: Any) -> str:
    return str(date_words(timezone.localtime(when), "DATE_FORMAT")) if when else ""
