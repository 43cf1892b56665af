"""Our own files in every format: what is taken of each, and that a second run changes nothing."""

import json
from dataclasses import asdict
from datetime import time

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from lxml import etree

from hemicycle.record.models import (
    Clause,
    Contribution,
    MediaSpan,
    Organization,
    Person,
    Sitting,
    Source,
    Unindexed,
    Vote,
    VoteEvent,
)
from hemicycle.record.models.rows import Sourced
from hemicycle.record.papers import LeftAside
from hemicycle.rules import work
from hemicycle.rules.models import AuditEntry, WorkerSeen

from .conftest import GOLDEN
from .importing import EUROPARL, GOLDEN_FILES, PARLAMINT, everything, put, read


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
    assert Contribution.objects.current().count() == 4


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
def test_every_row_says_from_where_when_and_under_which_licence(capsys):
    names = [*GOLDEN_FILES, *PARLAMINT, "benches.xml"]
    call_command("import_record", *(str(GOLDEN / name) for name in names), "--licence", "CC-BY-4.0")
    tables = [table for table in apps.get_app_config("record").get_models() if issubclass(table, Sourced)]
    assert len(tables) == 11
    for table in tables:
        assert table.objects.exists(), table
        assert not table.objects.filter(source=None).exists(), table
    assert set(Source.objects.values_list("licence", flat=True)) == {"CC-BY-4.0"}
    assert set(Source.objects.values_list("address", flat=True)) == set(names)


@pytest.mark.django_db
def test_a_file_says_its_own_licence_where_nobody_else_does(capsys):
    call_command("import_record", str(GOLDEN / "wikidata.json"))
    assert Source.objects.get().licence == "CC0-1.0"


@pytest.mark.django_db
def test_where_no_worker_runs_it_says_that_the_search_waits_for_one(capsys):
    waits = "The search is updated when a worker runs"
    call_command("import_record", str(GOLDEN / "wikidata.json"))
    assert waits in capsys.readouterr().out
    seen = WorkerSeen.objects.create(worker="one", at=timezone.now())
    call_command("import_record", str(GOLDEN / "wikidata.json"))
    assert waits not in capsys.readouterr().out
    seen.at -= work.SILENCE * 2
    seen.save()
    call_command("import_record", str(GOLDEN / "wikidata.json"))
    assert waits in capsys.readouterr().out
    Unindexed.objects.all().delete()
    call_command("import_record", str(GOLDEN / "wikidata.json"))
    assert waits not in capsys.readouterr().out


@pytest.mark.django_db
def test_a_sitting_without_its_lists_says_what_to_import_first(capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(GOLDEN / PARLAMINT[2]))
    assert stopped.value.code == 2
    said = capsys.readouterr().err.strip()
    assert said == f"{GOLDEN / PARLAMINT[2]}: Import the file that describes this first (parlamint:XV/AV)"


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
    assert sorted(m.organization.names["fr"] for m in vane.memberships.all()) == [
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
def test_a_speaker_published_later_is_joined_by_a_second_run():
    for name in (PARLAMINT[0], PARLAMINT[2]):
        put(GOLDEN / name)
    assert not Contribution.objects.exclude(person=None).exists()
    for name in PARLAMINT[1:]:
        put(GOLDEN / name)
    assert Contribution.objects.get(native_id="XV.u1").person.name == "Olvido Sirga de Puerto"
