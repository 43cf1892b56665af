"""What the messages of an inquiry may speak of: its bill and every clause of it, in every language it exists in."""

from collections.abc import Iterable, Iterator

from hearhear.linking import Target

from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentVersion, Person


def target_id(document: object, eid: str = "") -> str:
    """How the engine calls a document, by its key, or one clause of it."""
    return f"{document}#{eid}"


def parts_of(target: str) -> tuple[str, str]:
    """(key of the document, eid of the clause or "")."""
    document, _, eid = target.partition("#")
    return document, eid


def names_of_members() -> tuple[str, ...]:
    """People in public office, whose names stay readable in every letter."""
    return tuple(sorted(set(Person.objects.values_list("name", flat=True))))


def names_of_bills() -> tuple[str, ...]:
    """What the bills before the House are called in any language: people write about another one as well."""
    rows = Document.objects.bills().values_list("titles", "popular_names", "hashtags")
    return tuple(sorted({name for row in rows for said in row for name in said.values() if name}))


def targets_of(bill: Document | None) -> list[Target]:
    """The bill, then its provisions, once for each language in which it is in force."""
    if bill is None:
        return []
    found: list[Target] = []
    for version in bill.versions.in_force().order_by("language"):
        found.append(_bill(bill, version.language))
        found += _provisions(bill, version)
    # Of a bill whose text the record does not hold yet, people can name the title.
    return found or [_bill(bill, lang) for lang in sorted(bill.titles)]


def provisions_of(version: DocumentVersion) -> list[Clause]:
    """What people cite of a version, in reading order."""
    return list(version.clauses.provisions().order_by("order"))


def _bill(bill: Document, lang: str) -> Target:
    return Target(
        id=target_id(bill.pk),
        kind="bill",
        lang=lang,
        number=bill.number,
        title=bill.titles.in_language(lang).text,
        names=_said(bill.popular_names.get(lang), bill.long_titles.get(lang)),
        hashtags=_said(bill.hashtags.get(lang)),
        text=bill.summaries.get(lang, ""),
    )


def _provisions(bill: Document, version: DocumentVersion) -> Iterator[Target]:
    for provision, texts in _gathered(version.clauses.order_by("order")):
        yield Target(
            id=target_id(bill.pk, provision.eid),
            kind="clause",
            lang=version.language,
            number=provision.number,
            title=provision.heading,
            text="\n".join(texts),
            parent=target_id(bill.pk),
        )


def _gathered(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, list[str]]]:
    """Each provision with its own words and those of everything inside it."""
    provision: Clause | None = None
    texts: list[str] = []
    for clause in clauses:
        if provision is not None and clause.depth > provision.depth:
            texts += _said(clause.heading, clause.text)
            continue
        if provision is not None:
            yield provision, texts
        provision = clause if clause.level == ClauseLevel.PROVISION else None
        texts = list(_said(clause.text)) if provision is not None else []
    if provision is not None:
        yield provision, texts


def _said(*words: str | None) -> tuple[str, ...]:
    return tuple(word for word in words if word)
