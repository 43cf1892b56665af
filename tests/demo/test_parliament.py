"""The papers of the invented Assembly hold together."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from hemicycle.demo import parliament, spine
from hemicycle.demo.parliament import LANGUAGES, Trilingual, reading

VALMORA = parliament.load()


def every_text(paper, where="parliament"):
    """Every trilingual text in the papers, with the way to it."""
    if isinstance(paper, Trilingual):
        yield where, paper
    elif is_dataclass(paper):
        for field in fields(paper):
            yield from every_text(getattr(paper, field.name), f"{where}.{field.name}")
    elif isinstance(paper, tuple):
        for number, part in enumerate(paper):
            yield from every_text(part, f"{where}[{getattr(part, 'key', number)}]")


def test_the_house_has_sixty_seats_and_each_is_filled():
    seats = Counter(member.party for member in VALMORA.members)
    assert sum(party.seats for party in VALMORA.parties) == len(VALMORA.members) == 60
    assert seats == {party.key: party.seats for party in VALMORA.parties}


def test_the_government_has_a_majority_and_an_opposition_faces_it():
    sides = Counter()
    for party in VALMORA.parties:
        sides[party.side] += party.seats
    assert set(sides) == {"government", "opposition"}
    assert sides["government"] > 30 > sides["opposition"] > 0


def test_every_constituency_returns_three_members():
    assert set(Counter(member.constituency for member in VALMORA.members).values()) == {3}
    assert {member.constituency for member in VALMORA.members} == {place.key for place in VALMORA.constituencies}


def test_women_and_men_sit_in_about_equal_numbers():
    assert Counter(member.gender for member in VALMORA.members) == {"f": 30, "m": 30}


@pytest.mark.parametrize(
    "papers",
    [
        "parties",
        "members",
        "committees",
        "bills",
        "constituencies",
        "rivers",
        "regions",
    ],
)
def test_no_two_papers_of_a_kind_have_the_same_key_or_name(papers):
    rows = getattr(VALMORA, papers)
    assert len({row.key for row in rows}) == len(rows)
    names = [row.title.en if papers == "bills" else row.name for row in rows]
    assert len(set(names)) == len(names)


def test_every_public_word_is_there_in_three_languages():
    empty = [where for where, text in every_text(VALMORA) if not all(text[lang].strip() for lang in LANGUAGES)]
    assert empty == []


def test_sentences_are_translated_and_not_copied():
    copied = [
        where
        for where, text in every_text(VALMORA)
        if len(text.en.split()) > 4 and len({text.en, text.fr, text.es}) < 3
    ]
    assert copied == []


def test_a_language_the_republic_does_not_have_is_refused():
    with pytest.raises(KeyError):
        VALMORA.country.name["de"]


def test_committees_are_led_by_their_own_members():
    for committee in VALMORA.committees:
        assert 8 <= len(committee.members) <= 10
        assert committee.chair != committee.vice_chair
        assert all(VALMORA.member(key).committee == committee.key for key in committee.members)


def test_whoever_sits_on_no_committee_holds_an_office():
    assert all(member.office for member in VALMORA.members if member.committee is None)
    assert sum(member.committee is None for member in VALMORA.members) == 8


def test_leaders_belong_to_the_party_they_lead():
    for party in VALMORA.parties:
        assert VALMORA.member(party.leader).party == party.key


def test_keys_point_to_papers_that_exist():
    regions, rivers = ({place.key for place in places} for places in (VALMORA.regions, VALMORA.rivers))
    assert all(place.region in regions and place.river in rivers for place in VALMORA.constituencies)
    committees = {committee.key for committee in VALMORA.committees}
    assert all(bill.committee in committees and VALMORA.member(bill.sponsor) for bill in VALMORA.bills)


def test_there_are_eight_bills_at_different_stages():
    assert len(VALMORA.bills) == 8
    assert len({bill.stage.key for bill in VALMORA.bills}) >= 4
    assert sum(len(bill.versions) == 2 for bill in VALMORA.bills) >= 4


def test_clauses_are_numbered_without_a_gap():
    for bill in VALMORA.bills:
        for version in bill.versions:
            assert [clause.number for clause in version.clauses] == list(range(1, len(version.clauses) + 1))
            assert 6 <= len(version.clauses) <= 14


def test_the_amended_version_differs_exactly_where_it_says():
    for bill in VALMORA.bills:
        for before, after in zip(bill.versions, bill.versions[1:], strict=False):
            kept = [clause.text for clause in after.clauses if clause.number not in after.changed]
            assert all(text in [clause.text for clause in before.clauses] for text in kept)
            new = [clause.text for clause in after.clauses if clause.number in after.changed]
            assert new
            assert all(text not in [clause.text for clause in before.clauses] for text in new)


def test_bills_are_laid_before_they_are_read_and_read_before_they_are_reported():
    for bill in VALMORA.bills:
        dates = [stage.date for stage in bill.stages]
        assert dates == sorted(set(dates))
        assert bill.stages[0].key == "introduced"
        versions = [version.date for version in bill.versions]
        assert versions == sorted(set(versions))
        assert versions[0] == bill.introduced


def test_sittings_end_after_they_begin_and_follow_each_other():
    assert len(VALMORA.sittings) == 3
    assert [s.number for s in VALMORA.sittings] == sorted(s.number for s in VALMORA.sittings)
    for sitting in VALMORA.sittings:
        assert sitting.opened < sitting.closed
        assert sitting.date.weekday() < 5
        assert [item.number for item in sitting.agenda] == list(range(1, len(sitting.agenda) + 1))


@pytest.mark.parametrize(
    ("today", "day"), [("2026-11-29", "2026-12-01"), ("2026-11-30", "2026-12-08"), ("2026-12-01", "2026-12-08")]
)
def test_the_next_sitting_is_on_a_tuesday_that_leaves_time_to_prepare(today, day):
    assert spine.next_sitting_day(date.fromisoformat(today)) == date.fromisoformat(day)


def test_the_next_sitting_has_bills_of_this_parliament_on_its_agenda_and_nothing_was_said_yet():
    agenda, bills = VALMORA.next_sitting.agenda, {bill.key for bill in VALMORA.bills}
    assert VALMORA.next_sitting.number > VALMORA.sittings[-1].number
    assert {item.bill for item in agenda if item.bill} <= bills
    assert not any(item.contributions or item.vote for item in agenda)


def test_what_the_agenda_speaks_of_was_laid_by_that_day():
    bills = {bill.key: bill for bill in VALMORA.bills}
    for sitting in VALMORA.sittings:
        for item in sitting.agenda:
            assert item.bill is None or bills[item.bill].introduced <= sitting.date
            assert all(said.printed or VALMORA.member(said.member) for said in item.contributions)


def divisions():
    """Every vote with the day and the bill it was about."""
    for sitting in VALMORA.sittings:
        for item in sitting.agenda:
            if item.vote is not None:
                yield sitting.date, item.bill, item.vote


def test_a_vote_counts_what_the_bill_says_it_counted():
    """“34 votes to 24” in the bill's own steps; who abstained is given in words."""
    checked = 0
    for day, key, vote in divisions():
        bill = next(bill for bill in VALMORA.bills if bill.key == key)
        step = next(stage for stage in bill.stages if stage.date == day)
        counts = Counter(vote.choices(VALMORA.members).values())
        recorded = [int(number) for number in re.findall(r"\d+", step.note.en)]
        assert [counts["yes"], counts["no"]] == recorded
        assert ("abstaining" in step.note.en) == bool(counts["abstain"])
        assert counts.total() == len(VALMORA.members)
        assert vote.result == ("passed" if counts["yes"] > counts["no"] else "failed")
        checked += 1
    assert checked == 5


def test_nobody_is_named_twice_in_a_vote():
    keys = {party.key for party in VALMORA.parties} | {member.key for member in VALMORA.members}
    for _day, _bill, vote in divisions():
        named = [*vote.yes, *vote.no, *vote.abstain]
        assert len(named) == len(set(named))
        assert set(named) <= keys


def test_members_speak_one_after_the_other_while_the_house_sits():
    for sitting in VALMORA.sittings:
        times = []
        for item in sitting.agenda:
            times += [said.at for said in item.contributions] + ([item.vote.at] if item.vote else [])
        assert times == sorted(times)
        assert sitting.opened <= times[0]
        assert times[-1] <= sitting.closed


def test_a_text_that_lacks_a_language_is_refused_by_name():
    with pytest.raises(reading.BadDataError, match="heading: needs exactly en, fr, es"):
        reading._paper(
            parliament.Clause,
            {"number": 1, "heading": {"en": "x", "fr": "y"}, "text": {}},
        )


def test_papers_cannot_be_changed():
    with pytest.raises(AttributeError):
        VALMORA.members[0].name = "Someone Else"
    assert replace(VALMORA.members[0], name="Someone Else") != VALMORA.members[0]
