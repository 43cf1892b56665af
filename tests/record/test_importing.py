"""Debates from Canada and the United Kingdom: what is taken, that two languages are one sitting, and bad files."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.models import (
    AgendaItem,
    Clause,
    Contribution,
    MediaSpan,
    Membership,
    Organization,
    Person,
    Segment,
    Sitting,
    SpeechText,
    Vote,
    VoteCount,
    VoteEvent,
)
from hemicycle.record.papers import LeftAside, SittingPaper
from hemicycle.rules.models import AuditEntry

from .conftest import GOLDEN

JSON_FILES = ("popolo.json", "wikidata.json", "nosdeputes.jsonl")
PARLAMINT = ("parlamint-listOrg.xml", "parlamint-listPerson.xml", "parlamint-sitting.xml")
TABLES = ("members.csv", "membres.csv")
EUROPARL = ("europarl-speeches.jsonld", "europarl-meeting.jsonld")
XML_FILES = ("akn-debate.xml", "ourcommons-en.xml", "ourcommons-fr.xml", "publicwhip.xml", "parlamint-listOrg.xml")
GOLDEN_FILES = (*XML_FILES, *JSON_FILES, *EUROPARL, *TABLES)


def read(path: Path) -> list[object]:
    return list(formats.recognise(path).read(path))


def put(path: Path) -> None:
    actions.put_papers(formats.recognise(path).read(path), by="test")


def everything() -> dict[str, list[dict[str, object]]]:
    """The rows of what was said, without what differs from run to run."""
    unlike = {"id", "address", "source_id", "valid_from", "valid_to"}
    tables = (Contribution, SpeechText, Segment, VoteEvent, Vote)
    return {
        table.__name__: [
            {name: value for name, value in row.items() if name not in unlike and not name.endswith("_id")}
            for row in table.objects.order_by("pk").values()
        ]
        for table in tables
    }


@pytest.mark.parametrize("name", [*GOLDEN_FILES, *PARLAMINT[1:]])
def test_our_own_files_read_as_their_golden_files_say(name):
    read_now = json.loads(json.dumps([asdict(paper) for paper in read(GOLDEN / name)], default=str))
    assert read_now == json.loads((GOLDEN / "read" / name).with_suffix(".json").read_text())


@pytest.mark.django_db
def test_two_languages_of_one_sitting_are_merged_on_their_ids(capsys):
    call_command("import_record", str(GOLDEN / "ourcommons-en.xml"), str(GOLDEN / "ourcommons-fr.xml"))
    assert Sitting.objects.count() == 1
    speech = Contribution.objects.get(native_id="31")
    assert speech.person.name == "Maud Tremaine"
    assert speech.roles == {"en": "Minister of Harbours, Ind.", "fr": "ministre des Ports, Ind."}
    english, french = (list(speech.texts.get(language=tag).segments.all()) for tag in ("en", "fr"))
    assert [segment.native_id for segment in english] == [segment.native_id for segment in french]
    assert [segment.spoken_in for segment in french] == ["fr", "fr", "en", ""]
    assert "député de Gull Bay" in french[0].text


@pytest.mark.django_db
def test_the_chair_and_voices_have_no_person_but_a_name():
    put(GOLDEN / "ourcommons-en.xml")
    assert [str(row) for row in Contribution.objects.unmatched()] == ["Some hon. members", "The Deputy Speaker"]
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_british_file_holds_days_with_headings_speeches_and_divisions():
    put(GOLDEN / "publicwhip.xml")
    first, second = Sitting.objects.order_by("date")
    assert [str(item) for item in first.items.all()] == ["Oral answers", "Harbours", "Lamps", "Lighthouse Bill"]
    question, answer = first.contributions.exclude(person=None)
    assert (question.kind, str(question.started_at)) == ("question", "11:31:05")
    assert answer.texts.get().segments.last().text == "“Four, and no less.”"
    assert "£3" in question.texts.get().segments.get().text
    assert [str(vote) for vote in Vote.objects.all()] == [
        "Tremaine, rh Maud: For",
        "Vane, Sir Osric: Against",
        "Mr. Piers Lamb: Against",
    ]
    assert VoteEvent.objects.get().result == "failed"
    assert str(second.contributions.get()) == "A Stranger"


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_a_second_run_changes_nothing(name):
    put(GOLDEN / name)
    rows, entries = everything(), AuditEntry.objects.count()
    put(GOLDEN / name)
    assert everything() == rows
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_an_excerpt_withdraws_nothing(tmp_path):
    put(GOLDEN / "publicwhip.xml")
    tree = etree.parse(str(GOLDEN / "publicwhip.xml"))
    for speech in [*tree.getroot().iter("speech")][1:]:
        tree.getroot().remove(speech)
    excerpt = tmp_path / "excerpt.xml"
    tree.write(str(excerpt))
    put(excerpt)
    assert Contribution.objects.standing().count() == 4


@pytest.mark.django_db
def test_a_file_that_ends_in_the_middle_leaves_nothing(tmp_path, capsys):
    cut = tmp_path / "cut.xml"
    cut.write_bytes((GOLDEN / "publicwhip.xml").read_bytes()[:-300])
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(cut))
    assert stopped.value.code == 2
    assert "The file ends in the middle." in capsys.readouterr().err
    assert not Sitting.objects.exists()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"  \n", Fault.EMPTY),
        (b"hello", Fault.UNKNOWN_FORMAT),
        (b"<html/>", Fault.UNKNOWN_FORMAT),
        (b"<publicwhip/>", Fault.NO_PROCEEDINGS),
        (b"<Hansard xml:lang='EN'/>", Fault.NO_DATE),
        (b"<Hansard/>", Fault.NO_LANGUAGE),
        (b'<!DOCTYPE publicwhip [<!ENTITY a "bb">]><publicwhip/>', Fault.ENTITIES),
        (b'<!DOCTYPE publicwhip SYSTEM "a.dtd"><publicwhip/>', Fault.ENTITIES),
        (
            b'<!DOCTYPE publicwhip [<!ENTITY a SYSTEM "file:///etc/passwd">]><publicwhip>&a;</publicwhip>',
            Fault.ENTITIES,
        ),
        (b'<publicwhip><speech id="x">&nbsp;</speech></publicwhip>', Fault.ENTITIES),
        (b"<publicwhip><speech></publicwhip>", Fault.MALFORMED),
        (b'{"persons": [], "organizations": []}', Fault.NO_PEOPLE),
        (b'{"head": {}, "results": {"bindings": []}}', Fault.NO_PEOPLE),
        (b'{"head": {}, "results": []}', Fault.MALFORMED),
        (b'{"type": "loi", "loi": "1"}', Fault.NO_TITLE),
        (b'{"type": "loi", "loi": "1", "titre": "T"}', Fault.NO_CLAUSES),
        (b'{"type": "loi", "loi": "1", "titre": "T"}\n{"type": ', Fault.TRUNCATED),
        (b'{"type": "loi", "loi": "1", "titre": "T"}\n{"type" 3}', Fault.NOT_JSON),
        (b'{"type": "loi", "titre": "\xff"}', Fault.UNKNOWN_FORMAT),
        (b"[1, 2]", Fault.UNKNOWN_FORMAT),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(tmp_path, content, fault):
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert refused.value.fault is fault


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableFile) as refused:
        read(tmp_path / "nothing.xml")
    assert refused.value.fault is Fault.MISSING


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOLDEN_FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_file_goes_in_or_is_refused_and_nothing_else(tmp_path, name, data):
    content = bytearray((GOLDEN / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 200)))
        pieces = st.sampled_from(
            [b"", b'"', b"<", b"id='31'", b"0", b"-9", b"&mdash;", b"</speech>", bytes(content[start:end]) * 2]
        )
        content[start:end] = data.draw(pieces | st.binary(max_size=20))
    path = tmp_path / "mutated.xml"
    path.write_bytes(bytes(content))
    with transaction.atomic():
        try:
            put(path)
        except UnreadableFile:
            assert not Sitting.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_corpus_goes_in_lists_first_whatever_the_order_of_its_files(capsys):
    call_command("import_record", *(str(GOLDEN / name) for name in reversed(PARLAMINT)))
    day = Sitting.objects.get()
    assert (str(day.organization.names["es"]), day.period.number, day.number) == ("Asamblea de los Faros", "5", 7)
    chair, note, stranger, nobody = day.contributions.all()
    assert (chair.kind, chair.person.name) == ("chair", "Olvido Sirga de Puerto")
    assert [segment.kind for segment in chair.texts.get().segments.all()] == ["paragraph", "note"]
    assert (note.kind, str(stranger), nobody.kind) == ("note", "Nilo Desconocido", "procedural")
    assert stranger.texts.get().language == "ca"
    assert [m.role for m in chair.person.memberships.order_by("role")] == ["leader", "member"]
    assert "2 places" not in capsys.readouterr().out


@pytest.mark.django_db
def test_a_sitting_without_its_lists_says_what_to_import_first(capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(GOLDEN / PARLAMINT[2]))
    assert stopped.value.code == 2
    assert capsys.readouterr().err.strip() == "Import the file that describes this first (parlamint:XV/AV)"


@pytest.mark.django_db
def test_popolo_memberships_last_as_long_as_their_term_and_say_for_whom():
    put(GOLDEN / "popolo.json")
    maud = Person.objects.get()
    seat = maud.memberships.get(organization__kind="chamber")
    assert (seat.since, seat.until) == ("2030-01-08", "2033-02")
    assert (str(seat.on_behalf_of.names["fr"]), str(seat.area)) == ("Marée", "Gull Bay")
    assert maud.memberships.get(organization__kind="party").role == "leader"
    assert set(maud.identifiers.values_list("scheme", flat=True)) == {"popolo", "wikidata"}
    assert Organization.objects.get(kind="party").links == {"web": "https://tide.example.org/"}


@pytest.mark.django_db
def test_members_of_wikidata_have_their_group_their_district_and_safe_addresses():
    put(GOLDEN / "wikidata.json")
    vane, ancre = Person.objects.order_by("-name")
    assert [str(m.organization.names["fr"]) for m in vane.memberships.order_by("pk")] == [
        "Assemblée nationale",
        "groupe des Phares",
    ]
    assert vane.links == {"web": "https://vane.example.org/", "x": "https://x.com/osricvane"}
    assert ancre.memberships.get().until == ""


@pytest.mark.django_db
def test_a_person_of_two_sources_is_one_by_their_wikidata_id(tmp_path):
    put(GOLDEN / "popolo.json")
    other = tmp_path / "wikidata.json"
    other.write_text((GOLDEN / "wikidata.json").read_text().replace("Q900000003", "Q900000002"))
    put(other)
    both = Person.objects.get(identifiers__value="Q900000002")
    assert both.identifiers.filter(scheme__in=["popolo", "an"]).count() == 2


@pytest.mark.django_db
def test_an_akoma_ntoso_debate_has_its_speakers_and_the_votes_of_its_analysis():
    aside = [paper for paper in read(GOLDEN / "akn-debate.xml") if isinstance(paper, LeftAside)]
    assert [(paper.what, paper.reason) for paper in aside] == [
        ("voting vot2", "no-place-in-the-sitting"),
        ("speech sp_6", "no-words"),
    ]
    put(GOLDEN / "akn-debate.xml")
    day = Sitting.objects.get()
    assert (day.number, str(day.organization.names["es"])) == (7, "Asamblea de los Faros")
    chair = Contribution.objects.get(native_id="sp_1")
    assert (chair.kind, chair.person.name, str(chair.ended_at)) == ("chair", "Maud Tremaine Sirga", "10:06:30")
    assert [str(row) for row in Contribution.objects.unmatched()] == ["Una voz desde la tribuna"]
    vote = VoteEvent.objects.get()
    assert (str(vote.item), vote.result) == ("Ley de Faros", "passed")
    assert dict(vote.counts.values_list("option", "value")) == {"yes": 31, "no": 12, "abstain": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("names", [EUROPARL, EUROPARL[::-1]])
def test_answers_of_the_european_parliament_make_one_sitting_whatever_comes_first(names):
    for name in names:
        put(GOLDEN / name)
    day = Sitting.objects.get()
    assert (str(day.titles["fr"]), day.period.number) == ("Lundi 3 février 2031", "12")
    titles = [str(item) for item in day.items.all()]
    assert titles == ["Lighthouses (debate)", "Lamps (vote)", "Closure of the sitting"]
    assert [row.kind for row in day.contributions.all()] == ["chair", "speech", "note"]
    first, speech = day.contributions.filter(item__titles__en="Lighthouses (debate)")
    assert first.item.order < first.order < speech.order < day.items.get(titles__en="Lamps (vote)").order
    assert {text.language: text.kind for text in speech.texts.all()} == {
        "fr": "official",
        "en": "translation",
        "el": "translation",
    }
    entries = AuditEntry.objects.count()
    for name in names:
        put(GOLDEN / name)
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_speech_of_the_european_parliament_has_its_time_in_the_recording_of_the_day():
    put(GOLDEN / EUROPARL[0])
    span = MediaSpan.objects.get()
    assert span.recording.started_at.isoformat() == "2031-02-02T23:00:00+00:00"
    nine = 9 * 3_600_000
    assert (span.start, span.end, span.method) == (nine + 1_250, nine + 90_500, "official")
    assert span.contribution.started_at == time(9, 0, 1, 250_000)


@pytest.mark.django_db
def test_a_table_of_members_has_their_seats_groups_and_safe_addresses():
    put(GOLDEN / "members.csv")
    maud = Person.objects.get(identifiers__value="Q900000002")
    seats = maud.memberships.filter(organization__kind="chamber").order_by("since")
    assert [(m.since, m.until, str(m.on_behalf_of.names["und"])) for m in seats] == [
        ("2030-01-08", "2033-02", "Tide"),
        ("2033-03", "", "Lantern"),
    ]
    vane = Person.objects.get(name="Sir Osric Vane")
    assert (vane.links, vane.image, vane.gender) == ({"facebook": "https://facebook.com/osric.vane"}, "", "male")
    assert [m.since for m in vane.memberships.all()] == ["", ""]
    assert Person.objects.filter(name="Piers Lamb").count() == 1


@pytest.mark.django_db
def test_a_table_in_french_is_read_by_its_own_words_and_leaves_aside_a_second_of_the_same_name():
    aside = [paper for paper in read(GOLDEN / "membres.csv") if isinstance(paper, LeftAside)]
    assert [(paper.line, paper.reason) for paper in aside] == [(4, "one-of-the-same-name")]
    put(GOLDEN / "membres.csv")
    eve = Person.objects.get(name="Ève Ancre")
    assert (eve.born, eve.contacts) == ("1980-05", {"email": "eve@phares.example.org"})
    assert (eve.memberships.get().organization.kind, str(eve.memberships.get().area)) == ("party", "Port-Blanc")


@pytest.mark.django_db
def test_a_french_bill_has_its_chapters_articles_and_paragraphs():
    put(GOLDEN / "nosdeputes.jsonl")
    clauses = list(Clause.objects.in_reading_order())
    assert [(c.level, c.number, c.text) for c in clauses] == [
        ("division", "Chapitre 1", ""),
        ("provision", "Article 1er", ""),
        ("part", "", "« Art. 1er. - Les phares brûlent. »"),
    ]
    assert str(clauses[0].version.document.titles["fr"]) == "Phares : allumage"


@pytest.mark.django_db
def test_a_speaker_told_later_is_joined_by_a_second_run():
    for name in (PARLAMINT[0], PARLAMINT[2]):
        put(GOLDEN / name)
    assert not Contribution.objects.exclude(person=None).exists()
    for name in PARLAMINT[1:]:
        put(GOLDEN / name)
    assert Contribution.objects.get(native_id="XV.u1").person.name == "Olvido Sirga de Puerto"


# Counts made with a few lines of lxml, of the files as they are.


def counted(path: Path, *names: str) -> list[int]:
    parser = etree.XMLParser(resolve_entities=False)
    root = etree.parse(str(path), parser).getroot()
    return [sum(1 for _ in root.iter(name)) for name in names]


@pytest.mark.django_db
def test_the_british_day_has_its_491_timed_speeches_and_2_divisions(record_files):
    path = record_files / "uk" / "twfy_debates2009-10-28c.xml"
    put(path)
    speeches, paragraphs, divisions, voters = counted(path, "speech", "p", "division", "mpname")
    assert Contribution.objects.exclude(started_at=None).count() == speeches == 491
    assert (Segment.objects.count(), VoteEvent.objects.count(), Vote.objects.count()) == (
        paragraphs,
        divisions,
        voters,
    )
    put(record_files / "uk" / "twfy_divisions2009-10-28c.xml")
    assert Contribution.objects.standing().count() == 491


@pytest.mark.django_db
def test_the_canadian_sitting_is_one_in_two_languages_with_272_shared_paragraphs(record_files):
    for language in ("en", "fr"):
        put(record_files / "canada" / f"hansard_42-1-2-{language}.xml")
    assert Sitting.objects.count() == 1
    english, french = (
        set(
            Segment.objects.filter(text_version__language=tag)
            .exclude(native_id="")
            .values_list("native_id", flat=True)
        )
        for tag in ("en", "fr")
    )
    assert len(english & french) == len(english | french) == 272
    (interventions,) = counted(record_files / "canada" / "hansard_42-1-2-en.xml", "Intervention")
    assert Contribution.objects.standing().exclude(kind="note").count() == interventions == 42


@pytest.mark.django_db
def test_the_spanish_sitting_has_its_speeches_with_people_and_groups_joined(record_files):
    spain = record_files / "spain"
    for name in ("ParlaMint-ES-listOrg", "ParlaMint-ES-listPerson", "ParlaMint-ES_2016-01-13-CD160113"):
        put(spain / f"{name}.xml")
    tei = "{http://www.tei-c.org/ns/1.0}"
    speeches, segments = counted(spain / "ParlaMint-ES_2016-01-13-CD160113.xml", f"{tei}u", f"{tei}seg")
    assert (Contribution.objects.count(), Segment.objects.filter(kind="paragraph").count()) == (speeches, segments)
    people, bodies = (
        counted(spain / f"ParlaMint-ES-list{kind}.xml", f"{tei}{kind.lower()}")[0] for kind in ("Person", "Org")
    )
    assert (Person.objects.count(), Organization.objects.count()) == (people, bodies) == (941, 52)
    named = Contribution.objects.filter(kind__in=["speech", "chair"])
    assert not named.filter(person=None).exists()
    assert all(row.person.memberships.filter(organization__kind="group").exists() for row in named)


@pytest.mark.django_db
def test_the_chilean_sitting_has_its_speeches_votes_and_headings(akomantoso_files):
    path = akomantoso_files / "cl_Sesion56_2.xml"
    put(path)
    speeches, votings, headings = counted(path, "{*}speech", "{*}voting", "{*}heading")
    day = Sitting.objects.get()
    assert (day.number, str(day.date)) == (56, "2005-11-08")
    assert day.contributions.exclude(kind="note").count() == speeches == 35
    assert day.vote_events.count() == votings == 3
    assert day.items.count() == headings
    assert list(VoteCount.objects.filter(value__gt=0).values_list("option", "value")) == [("yes", 86), ("abstain", 2)]


@pytest.mark.django_db
def test_the_european_sample_has_its_five_speeches_in_24_languages_with_their_times(record_files):
    files = [
        record_files / "eu" / f"optv_eu_{name}.jsonld" for name in ("speeches_20251008_sample", "meeting_20251008")
    ]
    for path in [*files, record_files / "eu" / "optv_eu_agenda_item_itm10.jsonld"]:
        put(path)
    rows = json.loads(files[0].read_text())["data"]
    pieces = [row["recorded_in_a_realization_of"][0]["api:xmlFragment"] for row in rows]
    paragraphs = [etree.fromstring(words).iter("p", "narrative") for piece in pieces for words in piece.values()]
    assert Sitting.objects.count() == 1
    assert Contribution.objects.count() == len(rows) == 5
    assert SpeechText.objects.count() == sum(map(len, pieces)) == 5 * 24
    assert Segment.objects.count() == sum(1 for piece in paragraphs for p in piece if "".join(p.itertext()).strip())
    timed = [row for row in rows if "activity_start_date" in row]
    assert MediaSpan.objects.count() == len(timed) == 4
    assert {len(item.titles) for item in AgendaItem.objects.all()} == {24}


@pytest.mark.django_db
def test_the_house_of_new_zealand_has_its_people_bodies_and_memberships(record_files):
    path = record_files / "popolo" / "ep-popolo_New_Zealand_House.json"
    put(path)
    data = json.loads(path.read_text())
    assert Person.objects.count() == len(data["persons"]) == 230
    # Of 24 bodies, twelve are other spellings of one with the same Wikidata id.
    same = {body["identifiers"][0]["identifier"] for body in data["organizations"]}
    assert Organization.objects.count() == len(same) == 12
    entries = AuditEntry.objects.count()
    put(path)
    assert AuditEntry.objects.count() == entries
    # Two who changed party within one term without dates are one membership of that term.
    terms = {(row["person_id"], row["legislative_period_id"], row.get("start_date")) for row in data["memberships"]}
    assert Membership.objects.count() == pytest.approx(len(terms), abs=3)


@pytest.mark.django_db
def test_the_french_members_and_the_french_bill_are_whole(record_files):
    france = record_files / "france"
    put(france / "members_wikidata_deputes.json")
    assert Person.objects.count() == len(
        json.loads((france / "members_wikidata_deputes.json").read_text())["results"]["bindings"]
    )
    put(france / "bill_344-mariage.jsonl")
    levels = Counter(Clause.objects.values_list("level", flat=True))
    assert levels == {"division": 4, "provision": 23, "part": 240}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "canada/hansard_12324877-en.xml",
        "uk/twfy_divisions2009-10-28c.xml",
        "uk/twfy_standing2009-10-20_CHILDPOV_08-0_2009-10-29a.xml",
    ],
)
def test_every_other_file_goes_in_and_a_second_run_changes_nothing(record_files, name):
    path = record_files / name
    aside = [paper for paper in read(path) if isinstance(paper, LeftAside)]
    assert not aside
    assert any(isinstance(paper, SittingPaper) for paper in read(path))
    put(path)
    entries = AuditEntry.objects.count()
    put(path)
    assert AuditEntry.objects.count() == entries
