"""ParlaMint TEI out: ids that are unique, references that lead somewhere, the words of the record, and the way back."""

import re
from collections import Counter
from datetime import date, time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.models import (
    AgendaItem,
    Contribution,
    MediaSpan,
    Membership,
    Organization,
    Person,
    Segment,
    Sitting,
    SpeechText,
)
from hemicycle.record.papers import (
    ItemPaper,
    Known,
    PeriodPaper,
    PersonPaper,
    RecordingPaper,
    SegmentPaper,
    SittingPaper,
    SpanPaper,
    SpeechPaper,
    TextPaper,
)

from . import chamber
from .exporting import exported
from .importing import put
from .invented import WORDS, forget

pytestmark = pytest.mark.django_db

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
# What XML has no way to write.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def folded(text: str) -> str:
    """As importers of XML fold the space between words."""
    return " ".join(UNWRITABLE.sub(" ", text).split())


def root_of(path: Path) -> Any:
    return etree.parse(str(path)).getroot()


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.xml"))


def assert_whole(*roots: Any) -> None:
    """Every id once, and every reference to one of them, in one document or among the files of a corpus."""
    ids = [element.get(ID) for root in roots for element in root.iter() if element.get(ID)]
    known = set(ids)
    for root in roots:
        own = Counter(element.get(ID) for element in root.iter() if element.get(ID))
        assert max(own.values()) == 1
        for element in root.iter():
            for name in ("who", "synch", "corresp", "since", "origin", "ref", "ana"):
                for pointer in (element.get(name) or "").split():
                    assert not pointer.startswith("#") or pointer[1:] in known, (element.tag, name, pointer)
    assert all(root.tag in (f"{TEI}TEI", f"{TEI}teiCorpus", f"{TEI}listOrg", f"{TEI}listPerson") for root in roots)


def said() -> list[Any]:
    """What TEI carries of a record: who said what under which heading, in which language, and when."""
    rows = []
    for speech in (
        Contribution.objects.standing()
        .select_related("sitting", "person", "item__parent")
        .order_by("sitting__date", "sitting__number", "order")
    ):
        texts = [
            (
                text.language,
                text.kind,
                [(one.kind == "note", folded(one.text)) for one in text.segments.order_by("order")],
            )
            for text in speech.texts.in_force().order_by("language")
        ]
        rows.append(
            (
                str(speech.sitting.date),
                speech.sitting.number,
                headings(speech.item),
                speech.kind,
                speech.person and folded(speech.person.name),
                {tag: folded(words) for tag, words in speech.labels.items()},
                {tag: folded(words) for tag, words in speech.roles.items()},
                speech.started_at,
                speech.ended_at,
                [(span.start, span.end) for span in speech.spans.order_by("recording__native_id")],
                texts,
            )
        )
    return rows


def headings(item: AgendaItem | None) -> list[Any]:
    if item is None:
        return []
    return [*headings(item.parent), (item.kind, {tag: folded(words) for tag, words in item.titles.items()})]


def people() -> list[Any]:
    """Those who speak, with the bodies they are in."""
    return sorted(
        (
            folded(person.name),
            person.gender,
            person.born,
            sorted(
                (sorted(held.organization.names.items()), held.role, held.since, held.until)
                for held in person.memberships.select_related("organization")
            ),
        )
        for person in Person.objects.filter(contributions__isnull=False).distinct()
    )


def back(*paths: Path) -> None:
    """The record emptied, and these files put into it, in the order in which they need each other."""
    forget()
    call_command("import_record", *map(str, paths))


def test_a_sitting_is_a_document_in_which_everything_leads_somewhere(tmp_path: Path) -> None:
    chamber.whole()
    root = root_of(exported("parlamint", tmp_path, sitting=Sitting.objects.get().address))
    assert_whole(root)
    first = root.find(f".//{TEI}u")
    alda = Person.objects.get(name="Alda Ferrer")
    assert first.get("who") == f"#person.{alda.address}"
    assert [seg.text for seg in first.iter(f"{TEI}seg")] == ["Rivers belong to everyone.", "I move."]
    assert root.find(f".//{TEI}when[@absolute='15:05:00']").get(ID) == first.get("synch")[1:]
    affiliations = root.findall(f".//{TEI}person[@{ID}='person.{alda.address}']/{TEI}affiliation")
    assert {(one.get("role"), one.get("from"), one.get("to")) for one in affiliations} == {
        ("member", "2015-05-07", None),
        ("member", "2015", "2018-12-31"),
        ("member", "2019-01", None),
        ("head", None, None),
    }


def test_a_sitting_in_two_languages_is_a_file_in_each(tmp_path: Path) -> None:
    chamber.whole()
    address = Sitting.objects.get().address
    french = root_of(exported("parlamint", tmp_path, sitting=address, language="fr"))
    assert french.find(f"{TEI}TEI").get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    spoken = french.findall(f".//{TEI}u")
    assert [u.get("{http://www.w3.org/XML/1998/namespace}lang") for u in spoken] == [None, "en", "en"]
    assert "Les rivières sont à tous." in [seg.text for seg in spoken[0]]
    with pytest.raises(SystemExit):
        exported("parlamint", tmp_path, sitting=address, language="de")


def test_the_corpus_has_its_lists_and_every_sitting_and_comes_back(tmp_path: Path) -> None:
    chamber.whole()
    before, who = said(), people()
    folder = exported("parlamint-corpus", tmp_path)
    paths = files_of(folder)
    roots = [root_of(path) for path in paths]
    assert_whole(*roots)
    included = {element.get("href") for root in roots for element in root.iter("{*}include")}
    assert included == {str(path.relative_to(folder)) for path in paths} - {"ParlaMint-XX.xml"}
    back(*paths)
    assert (said(), people()) == (before, who)
    entries = said()
    call_command("import_record", *map(str, paths))
    assert said() == entries


@pytest.mark.parametrize(
    "files",
    [
        ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
        ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
        [f"spain/ParlaMint-ES{name}.xml" for name in ("-listOrg", "-listPerson", "_2016-01-13-CD160113")],
    ],
    ids=["British day", "Canadian sitting", "Spanish sitting"],
)
def test_a_real_sitting_comes_back(record_files: Path, tmp_path: Path, files: list[str]) -> None:
    for name in files:
        put(record_files / name)
    # A heading with nothing but a vote under it says nothing in TEI, and has no speech to stand above.
    before, who, text = said(), people(), Segment.objects.count()
    folder = exported("parlamint-corpus", tmp_path)
    roots = [root_of(path) for path in files_of(folder)]
    assert_whole(*roots)
    back(*files_of(folder))
    assert Segment.objects.count() == text > 300
    assert said() == before
    assert people() == who


def invented(chance: Random, words: list[str]) -> None:
    """A sitting of any shape: nested headings, all kinds, several languages, times, a recording."""
    chamber.people()
    body = Known("native", "chamber")
    actions.put_period(
        PeriodPaper(body, "term", (Known("native", "t"),), "5", {"en": "Term 5"}, since="2019"), by="test"
    )
    actions.put_person(PersonPaper("Solo", (Known("native", "solo"),), gender="other", born="1970-05"), by="test")
    speakers = [chamber.ALDA, chamber.BRUNO, Known("native", "solo"), None]
    count, spans = iter(range(1, 1_000)), list[SpanPaper]()

    def word() -> str:
        return next(w for w in (chance.choice(words), "spoken") if folded(w))

    def speech() -> SpeechPaper:
        number = next(count)
        native = chance.choice([f"s{number}", f"{number}", f"a/b.{number}", f"s {number}"])
        kind = chance.choice(["speech", "question", "answer", "chair", "interjection", "procedural", "note"])
        who = None if kind in ("procedural", "note") else chance.choice(speakers)
        labels = {"en": "Somebody"} if who is None and kind not in ("procedural", "note") else {}
        begun = chance.choice([None, time(9, number % 60)])
        if chance.random() < 0.5:
            spans.append(SpanPaper(native, number * 100, number * 100 + 50))
        tags = chance.sample(["en", "fr", "pt-BR"], chance.randint(1, 3))
        return SpeechPaper(
            tuple(text(tag, kind) for tag in tags),
            person=who,
            labels=labels,
            kind=kind,
            native_id=native,
            started_at=begun,
            ended_at=time(10, number % 60) if begun and chance.random() < 0.5 else None,
        )

    def text(tag: str, kind: str) -> TextPaper:
        made = "paragraph" if kind != "note" else "note"
        segments = [SegmentPaper(word(), chance.choice(["", f"p{next(count)}", f"{next(count)}"]), made)]
        if kind != "note":
            segments.append(SegmentPaper(word(), "", "note"))
            segments.append(SegmentPaper(word()))
        return TextPaper(tag, tuple(segments))

    def item(depth: int) -> ItemPaper:
        parts: list[Any] = [speech() for _ in range(chance.randint(0, 2))]
        if depth < 3:
            parts += [item(depth + 1) for _ in range(chance.randint(0, 2))]
        parts += [speech() for _ in range(chance.randint(1, 2))]
        return ItemPaper(chance.choice(["debate", "questions"]), {"en": word()}, tuple(parts), None, f"i{next(count)}")

    parts = tuple(chance.choice([speech, lambda: item(1)])() for _ in range(chance.randint(1, 4)))
    recording = RecordingPaper(
        "video", "v/1", ({"url": "https://parliament.example/v.mp4", "type": "video/mp4"},), "floor", "fr",
        milliseconds=3_600_001, spans=tuple(spans),
    )  # fmt: skip
    paper = SittingPaper(
        body, 2, date(2026, 3, 31), (Known("native", "x"),), Known("native", "t"), "provisional", time(9), time(18, 30),
        {"en": "Sitting", "fr": "Séance"}, parts, (recording,),
    )  # fmt: skip
    actions.put_sitting(paper, by="test")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=2, max_size=8))
def test_an_invented_sitting_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, chance: Random, words: list[str]
) -> None:
    with transaction.atomic():
        invented(chance, words)
        before, who, day = said(), people(), sitting()
        folder = exported("parlamint-corpus", tmp_path_factory.mktemp("corpus"))
        roots = [root_of(path) for path in files_of(folder)]
        assert_whole(*roots)
        back(*files_of(folder))
        assert said() == before
        assert people() == who
        assert sitting() == day
        transaction.set_rollback(True)


def sitting() -> list[Any]:
    found = Sitting.objects.get()
    return [
        (found.date, found.number, found.status, found.opened_at, found.closed_at, found.titles, str(found.period)),
        list(found.recordings.values_list("native_id", "kind", "track", "language", "milliseconds", "files")),
        [list(item.titles.values()) for item in found.items.order_by("order")] and MediaSpan.objects.count(),
    ]


def test_a_note_that_a_corpus_has_for_the_speaker_is_the_name_as_printed(tmp_path: Path) -> None:
    chamber.whole()
    path = exported("parlamint", tmp_path, sitting=Sitting.objects.get().address)
    back(path)
    first = Contribution.objects.order_by("order")[0]
    assert (first.labels, first.roles) == ({"en": "Ms. Alda Ferrer"}, {"en": "Minister for Rivers"})
    assert Organization.objects.filter(kind="committee").exists()
    assert Membership.objects.filter(role="chair").exists()


def test_an_internal_text_stands_in_no_file_of_the_corpus(tmp_path: Path) -> None:
    chamber.whole()
    SpeechText.objects.filter(language="fr").update(classification="internal")
    folder = exported("parlamint-corpus", tmp_path)
    assert not any("rivières sont à tous" in path.read_text() for path in files_of(folder))
    assert len(files_of(folder)) == 4
