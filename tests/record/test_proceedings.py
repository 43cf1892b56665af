"""What was said and how the House voted: put once, corrected in place, with the text before kept."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from hemicycle.record import actions
from hemicycle.record.errors import UnknownReference
from hemicycle.record.models import (
    Contribution,
    MediaSpan,
    Period,
    Segment,
    Sitting,
    SpeechText,
    Vote,
    VoteEvent,
)
from hemicycle.record.models.speeches import LAST_SITTINGS
from hemicycle.record.papers import (
    BallotPaper,
    BodyPaper,
    FromWhere,
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
    VotePaper,
    words,
)
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

HOUSE, ADA, BO = Known("native", "house"), Known("native", "ada"), Known("native", "bo")


def speech(native_id: str, text: str, *, language: str = "en", **said: object) -> SpeechPaper:
    segments = tuple(SegmentPaper(line, f"{native_id}/{n}") for n, line in enumerate(text.splitlines(), start=1))
    return SpeechPaper((TextPaper(language, segments),), person=ADA, native_id=native_id, **said)


DIVISION = VotePaper(
    counts={"yes": 2, "no": 1},
    ballots=(BallotPaper("yes", ADA), BallotPaper("no", BO), BallotPaper("yes", label="Doe, Jane")),
    result="passed",
    number="12",
    native_id="v1",
)


def sitting(*parts: object, **said: object) -> SittingPaper:
    known = (Known("native", "day"),)
    return SittingPaper(HOUSE, 1, date(2026, 3, 10), known, parts=parts, **said)


@pytest.fixture(autouse=True)
def house() -> None:
    actions.put_body(BodyPaper("chamber", {"en": "The House"}, known_as=(HOUSE,)), by="test")
    for known in (ADA, BO):
        actions.put_person(PersonPaper(name=known.value.title(), known_as=(known,)), by="test")


DAY = sitting(
    ItemPaper(
        "debate",
        {"en": "Rivers"},
        parts=(speech("s1", "One.\nTwo."), ItemPaper("vote", {"en": "Division"}, parts=(DIVISION,), native_id="i2")),
        native_id="i1",
    ),
    SpeechPaper((words("en", "The House rose."),), kind="procedural"),
)


def test_parts_stand_in_reading_order_with_their_items():
    actions.put_sitting(DAY, by="test")
    day = Sitting.objects.get()
    assert [(item.order, str(item), item.parent_id is not None) for item in day.items.all()] == [
        (1, "Rivers", False),
        (3, "Division", True),
    ]
    assert [(row.order, row.kind, row.item_id is not None) for row in day.contributions.all()] == [
        (2, "speech", True),
        (5, "procedural", False),
    ]
    assert list(Segment.objects.filter(native_id__startswith="s1").values_list("native_id", "text")) == [
        ("s1/1", "One."),
        ("s1/2", "Two."),
    ]


def test_a_second_run_changes_nothing_and_asks_little(django_assert_max_num_queries):
    actions.put_sitting(DAY, by="test")
    entries = AuditEntry.objects.count()
    with django_assert_max_num_queries(20):
        assert not actions.put_sitting(DAY, by="test")
    assert AuditEntry.objects.count() == entries


def test_a_corrected_text_stands_beside_the_one_before():
    actions.put_sitting(sitting(speech("s1", "Wrong.")), by="test")
    address = Contribution.objects.get().address
    changes = actions.put_sitting(sitting(speech("s1", "Right.")), by="test")
    assert changes.facts() == {"segment_added": 1, "speechtext_changed": 1}
    old, new = SpeechText.objects.order_by("pk")
    assert (old.valid_to, old.segments.get().text) == (new.valid_from, "Wrong.")
    assert (new.valid_to, new.segments.get().text) == (None, "Right.")
    assert Contribution.objects.get().address == address


def test_a_final_text_with_the_same_words_changes_only_its_status():
    provisional = replace(speech("s1", "Same."), texts=(replace(words("en", "Same."), provisional=True),))
    final = replace(provisional, texts=(words("en", "Same."),))
    actions.put_sitting(sitting(provisional), by="test")
    assert actions.put_sitting(sitting(final), by="test").facts() == {"speechtext_changed": 1}
    assert SpeechText.objects.get().status == "final"


def test_a_speech_that_is_gone_is_withdrawn_and_comes_back_under_its_address():
    actions.put_sitting(sitting(speech("s1", "One."), speech("s2", "Two.")), by="test")
    address = Contribution.objects.get(native_id="s2").address
    gone = actions.put_sitting(sitting(speech("s1", "One.")), by="test")
    assert gone.facts() == {"contribution_removed": 1}
    assert [row.native_id for row in Contribution.objects.current()] == ["s1"]
    actions.put_sitting(sitting(speech("s1", "One."), speech("s2", "Two.")), by="test")
    assert Contribution.objects.current().get(native_id="s2").address == address


def test_a_source_with_a_part_of_the_sitting_withdraws_nothing():
    actions.put_sitting(sitting(speech("s1", "One."), speech("s2", "Two.")), by="test")
    actions.put_sitting(sitting(speech("s1", "One."), whole=False), by="test")
    assert Contribution.objects.current().count() == 2


def test_an_excerpt_leaves_the_others_in_their_places():
    whole = sitting(speech("s1", "One."), speech("s2", "Two."), speech("s3", "Three."), DIVISION)
    actions.put_sitting(whole, by="test")
    excerpt = sitting(replace(DIVISION, ballots=()), speech("s3", "Three."), speech("s4", "Four."))
    assert actions.put_sitting(excerpt, by="test").facts() == {
        "contribution_added": 1,
        "segment_added": 1,
        "speechtext_added": 1,
    }
    places = [(row.native_id, row.order) for row in Contribution.objects.current()]
    assert places == [("s1", 1), ("s2", 2), ("s3", 3), ("s4", 5)]
    assert VoteEvent.objects.get().order == 4


def test_an_excerpt_does_not_shorten_a_speech():
    day = [speech("s1", "One.\nTwo.\nThree."), speech("s2", "Four."), speech("s3", "Five.")]
    actions.put_sitting(sitting(*day), by="test")
    assert not actions.put_sitting(sitting(speech("s1", "One.\nTwo.")), by="test")
    corrected = actions.put_sitting(sitting(speech("s1", "One, corrected.")), by="test")
    assert corrected.facts() == {"segment_added": 1, "speechtext_changed": 1}


def test_two_files_in_two_languages_are_one_speech():
    english = speech("s1", "Good day.", labels={"en": "Mr. Doe"})
    french = speech("s1", "Bonjour.", language="fr", labels={"fr": "M. Doe"})
    actions.put_sitting(sitting(english), by="test")
    actions.put_sitting(sitting(french), by="test")
    row = Contribution.objects.get()
    assert row.labels == {"en": "Mr. Doe", "fr": "M. Doe"}
    assert set(row.texts.in_force().values_list("language", flat=True)) == {"en", "fr"}
    assert not actions.put_sitting(sitting(english), by="test")


def test_a_vote_has_its_counts_and_its_voters():
    actions.put_sitting(DAY, by="test")
    event = VoteEvent.objects.get()
    assert (event.result, str(event.item)) == ("passed", "Division")
    assert dict(event.counts.values_list("option", "value")) == {"yes": 2, "no": 1}
    assert [str(vote) for vote in event.votes.all()] == ["Ada: For", "Bo: Against", "Doe, Jane: For"]


def test_a_corrected_ballot_replaces_the_list():
    actions.put_sitting(sitting(DIVISION), by="test")
    corrected = replace(DIVISION, ballots=(BallotPaper("no", ADA), *DIVISION.ballots[1:]))
    assert actions.put_sitting(sitting(corrected), by="test").facts() == {"vote_changed": 3}
    assert Vote.objects.get(person__name="Ada").option == "no"


def test_nobody_votes_twice_in_one_vote():
    twice = replace(DIVISION, ballots=(BallotPaper("yes", ADA), BallotPaper("no", ADA)))
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.put_sitting(sitting(twice), by="test")


def test_an_unknown_speaker_is_refused_by_key_and_kept_by_name():
    with pytest.raises(UnknownReference), transaction.atomic():
        actions.put_sitting(sitting(replace(speech("s1", "Hello."), person=Known("native", "zoe"))), by="test")
    named = replace(speech("s1", "Hello."), person=None, labels={"en": "Zoe Unknown"})
    actions.put_sitting(sitting(named), by="test")
    assert [str(row) for row in Contribution.objects.unmatched()] == ["Zoe Unknown"]


def test_a_recording_says_where_each_speech_is_heard_and_leaves_what_was_set_by_hand():
    recording = RecordingPaper("video", "r1", ({"url": "https://example.org/r1.mp4"},), spans=(SpanPaper("s1", 0, 9),))
    day = sitting(speech("s1", "One."), recordings=(recording,))
    actions.put_sitting(day, by="test")
    assert not actions.put_sitting(day, by="test")
    MediaSpan.objects.update(start=100, end=200, method="manual")
    moved = replace(recording, spans=(SpanPaper("s1", 5, 9),))
    actions.put_sitting(replace(day, recordings=(moved,)), by="test")
    assert MediaSpan.objects.get().start == 100


def test_a_sitting_lies_in_a_session_of_a_term():
    term, session = Known("native", "term/42"), Known("native", "session/42-1")
    actions.put_period(PeriodPaper(HOUSE, "term", (term,), number="42"), by="test")
    actions.put_period(PeriodPaper(HOUSE, "session", (session,), number="1", parent=term), by="test")
    actions.put_sitting(sitting(period=session), by="test")
    assert Sitting.objects.get().period.parent == Period.objects.get(number="42")


def test_the_same_day_from_another_source_is_the_same_sitting():
    actions.put_sitting(sitting(), by="test")
    other = replace(sitting(), known_as=(Known("other", "day"),))
    where = FromWhere("day.xml", retrieved_at=AuditEntry.objects.latest("pk").at)
    actions.put_sitting(other, by="test", where=where)
    assert set(Sitting.objects.get().identifiers.values_list("scheme", flat=True)) == {"native", "other"}


def test_times_are_kept_to_the_second():
    actions.put_sitting(sitting(speech("s1", "One.", started_at=time(11, 30, 15))), by="test")
    assert Contribution.objects.get().started_at == time(11, 30, 15)


def test_the_newest_speeches_are_the_first_of_all_however_long_ago_they_were():
    """Bo spoke at the first sitting alone, Ada at each of thirty and twice at the second."""
    for number in range(30):
        said = [speech(f"{number}-{n}", "Words.") for n in range(2 if number == 1 else 1)]
        said += [replace(speech("bo", "Long ago."), person=BO)] if number == 0 else []
        day, known = date(2025, 1, 1) + timedelta(number), (Known("native", f"day{number}"),)
        actions.put_sitting(replace(sitting(*said), date=day, known_as=known), by="test")
    assert LAST_SITTINGS < 30
    ada, bo = (Contribution.objects.filter(person__name=name) for name in ("Ada", "Bo"))
    for rows, count in ((ada, 10), (ada, 29), (ada, 50), (bo, 10)):
        assert rows.newest(count) == list(rows.newest_first()[:count])
    assert len(bo.newest(10)) == 1
