"""Bills and acts as entries: each as a whole by its titles, and provision by provision as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.utils import translation

from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentVersion
from hemicycle.record.search.entry import Entry, Kind
from hemicycle.rules.classification import Classification


def documents(keys: Sequence[UUID]) -> Iterator[Entry]:
    rows = Document.objects.filter(pk__in=keys, classification=Classification.PUBLIC).order_by("pk")
    for document in rows:
        yield _title(document)
        standing = document.versions.in_force().filter(classification=Classification.PUBLIC).order_by("pk")
        for version in standing:
            yield from _provisions(document, version)


def _title(document: Document) -> Entry:
    texts: dict[str, list[str]] = {}
    named = (document.titles, document.popular_names, document.hashtags)
    for wording in (*named, document.long_titles, document.summaries):
        for language, text in wording.items():
            texts.setdefault(language, []).append(text)
    for language in [*texts, settings.LANGUAGE_CODE]:
        with translation.override(language):
            texts.setdefault(language, []).append(document.name)
    titles = {text for wording in named for text in wording.values()}
    return Entry(
        kind=Kind.BILL,
        row=str(document.pk),
        owners=(f"document:{document.pk}",),
        texts=texts,
        titles=(document.number, *sorted(titles)),
        day=document.introduced_on,
        languages=tuple(sorted(texts)),
    )


def _provisions(document: Document, version: DocumentVersion) -> Iterator[Entry]:
    """An article with its paragraphs is one entry, so that words are found that stand in two of them."""
    head: Clause | None = None
    words: list[str] = []
    for clause in version.clauses.in_reading_order().iterator():
        if head is None or not _belongs(clause, head):
            if head is not None and words:
                yield _provision(document, version, head, words)
            head, words = clause, []
        words += [text for text in (clause.heading, clause.text) if text]
    if head is not None and words:
        yield _provision(document, version, head, words)


def _belongs(clause: Clause, head: Clause) -> bool:
    return head.level == ClauseLevel.PROVISION and clause.depth > head.depth


def _provision(document: Document, version: DocumentVersion, head: Clause, words: list[str]) -> Entry:
    return Entry(
        kind=Kind.PROVISION,
        row=str(head.pk),
        owners=(f"document:{document.pk}",),
        texts={version.language: words},
        day=version.valid_from or document.introduced_on,
        languages=(version.language,),
    )
