"""ParlaMint TEI: one sitting with those who speak in it, or a corpus of all that is public.

    SITTING.xml                     a teiCorpus with the lists and the one sitting: nothing in it points outside it
    a folder                        ParlaMint-XX.xml (the root), its lists, and a file a sitting in a folder a year

A sitting whose speeches have several languages is one file a language: what is not there in it stands as it was
said. Guidelines: https://clarin-eric.github.io/ParlaMint/. ParlaMint's schema knows no times of speeches: where the
record has some, the file has the `timeline` and `synch` of TEI P5 besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hemicycle.record.exporters.parlamint import corpus, header, lists
from hemicycle.record.exporters.parlamint.elements import element, written
from hemicycle.record.exporters.parlamint.names import Names, code_of
from hemicycle.record.exporters.parlamint.sitting import Spoken, file_of
from hemicycle.record.exporters.public_rows import one_moment
from hemicycle.record.exporters.scope import Lack, NothingToExport, Scope, public, refuse_unless_public
from hemicycle.record.models import Organization, Person, Sitting


def chunks(scope: Scope) -> Iterator[bytes]:
    """One sitting as a corpus of its own, in the language asked for, else in that of most of its speeches."""
    assert scope.sitting is not None
    refuse_unless_public(scope.sitting)
    spoken = Spoken.of(scope.sitting)
    language = scope.language or spoken.main_language
    if scope.language and language not in spoken.languages:
        raise NothingToExport(Lack.NOT_IN_THIS_LANGUAGE, language)
    people = Person.objects.filter(pk__in=spoken.people)
    bodies = lists.bodies_of(people, scope.sitting)
    names = Names(code_of([scope.sitting.organization_id]), people, bodies)
    root = element("teiCorpus", {"id": f"ParlaMint-{names.corpus}", "lang": language})
    root.append(header.of_corpus(names, language, [scope.sitting], lists.both(names, people, bodies, language)))
    root.append(file_of(spoken, names, language))
    yield written(root)


def fill(scope: Scope, folder: Path) -> None:
    """The whole corpus."""
    with one_moment():
        rows = Sitting.objects.readable_by(None).select_related("organization", "period", "source")
        sittings = list(public(rows.order_by("date", "organization", "number")))
        people, bodies = Person.objects.current(), Organization.objects.current()
        names = Names(code_of([row.organization_id for row in sittings]), people, bodies)
        corpus.fill(folder, names, sittings, people, bodies, scope.passing)
