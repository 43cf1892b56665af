"""Real records, with counts made by a few lines of lxml of the files as they are; each goes in once, and only once."""

import json
from collections import Counter
from pathlib import Path

import pytest
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
from hemicycle.rules.models import AuditEntry

from .importing import put, read


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
    assert Contribution.objects.current().count() == 491


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
    assert Contribution.objects.current().exclude(kind="note").count() == interventions == 42


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
    # Where the file says ana="#chair" and no who, nobody is named.
    assert {one.kind for one in Contribution.objects.filter(person=None)} == {"chair"}
    named = Contribution.objects.exclude(person=None)
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
    fragments = [row["recorded_in_a_realization_of"][0]["api:xmlFragment"] for row in rows]
    paragraphs = [
        etree.fromstring(words).iter("p", "narrative") for fragment in fragments for words in fragment.values()
    ]
    assert Sitting.objects.count() == 1
    assert Contribution.objects.count() == len(rows) == 5
    assert SpeechText.objects.count() == sum(map(len, fragments)) == 5 * 24
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


# What lies beside the records and is none of the formats: schemas, texts to be made into Akoma Ntoso, and the tables of
# another program.
NO_RECORDS = {
    "akomantoso30-lenient_bluebell.xsd",
    "akomantoso30_WD17.xsd",
    "akomantoso30_final_namespace.xsd",
    "xml.xsd",
    "bluebell_debate-report.txt",
    "bluebell_hansard.txt",
    "indigo_debate.html",
    "op_parties.json",
    "op_politicians.json",
    "op_ridings.json",
    "op_sessions.json",
}


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["akn", "canada", "eu", "france", "popolo", "spain", "uk"])
def test_every_file_goes_in_and_a_second_run_finds_only_what_is_there(record_files, folder):
    files = [
        path for path in sorted((record_files / folder).iterdir()) if path.is_file() and path.name not in NO_RECORDS
    ]
    assert files
    for path, form in formats.in_order(files):
        changes, aside = actions.put_papers(form.read(path), by="test")
        assert changes or changes.unchanged or aside
        assert not {paper.reason for paper in aside} & {"no-words", "no-place-in-the-sitting", "no-name"}
    entries = AuditEntry.objects.count()
    for path, form in formats.in_order(files):
        again, left = actions.put_papers(form.read(path), by="test")
        assert not again, again.facts()
        assert again.unchanged or left
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("name", ["op_parties.json", "op_sessions.json"])
def test_tables_of_another_program_are_refused(record_files, name):
    with pytest.raises(UnreadableFile) as refused:
        read(record_files / "canada" / name)
    assert refused.value.fault is Fault.UNKNOWN_FORMAT
