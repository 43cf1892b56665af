"""Drafts that the record prepares: in every language, with result, stage and link, and nothing that a check blocks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.desk import actions, prepared
from hemicycle.desk.remarks import blocking, remarks_on
from hemicycle.record.models import Document, Sitting, VoteEvent

pytestmark = pytest.mark.django_db

LANGUAGES = {"en", "fr", "es"}


def rows():
    return (
        Sitting.objects.order_by("date")[0],
        Document.objects.get(number="12"),
        VoteEvent.objects.order_by("pk")[0],
    )


def test_each_says_it_in_every_language_with_the_link_to_the_official_record(valmora):
    for row in rows():
        said = prepared.texts(row)
        assert said.keys() == LANGUAGES
        assert len({title for title, _ in said.values()}) == 3
        assert all(row.get_absolute_url() in body for _, body in said.values())


def test_the_draft_of_a_vote_has_its_question_its_result_its_numbers_and_the_bill(valmora):
    vote = VoteEvent.objects.exclude(document=None).exclude(result="").order_by("pk")[0]
    _, body = prepared.texts(vote)["en"]

    assert str(vote.titles.in_language("en")) in body
    assert f"For {vote.counts.get(option='yes').value}" in body
    assert vote.document.number in body and "Stage of the bill" in body


def test_no_check_blocks_what_the_record_prepares(valmora, office, officer):
    for row in rows():
        announcement = actions.draft_about(row, office=office, by=officer)
        assert blocking(announcement) == [], [(one.check, one.lang, one.words) for one in remarks_on(announcement)]


def test_the_words_of_a_motion_are_its_movers_and_the_long_title_of_a_bill_is_nobodys(valmora, write):
    moved = "This House regrets the delay of the coastal works and asks the Government to begin them by March."
    vote, bill = VoteEvent.objects.order_by("pk")[0], Document.objects.get(number="12")
    VoteEvent.objects.filter(pk=vote.pk).update(motions={"en": moved})
    vote.refresh_from_db()
    long_title = bill.long_titles.in_language("en")
    about_the_vote = write(texts={"en": ("The vote", f"{moved} It was put to the vote.")}, vote=vote)
    about_the_bill = write(texts={"en": ("The bill", f"It is called: {long_title}.")}, document=bill)

    assert moved.removesuffix(".") in [one.words for one in remarks_on(about_the_vote) if one.check == "unattributed"]
    assert [one.words for one in remarks_on(about_the_bill) if one.check == "unattributed"] == []


def test_what_somebody_has_written_about_is_not_suggested_again(valmora, office, other_office, officer):
    day = Sitting.objects.order_by("date")[0].date
    found = prepared.suggestions(office, day - timedelta(days=1))
    first = next(one for one in found if one.name == "sitting")
    announcement = actions.draft_about(first.row, office=office, by=officer)

    assert first.row not in [one.row for one in prepared.suggestions(office, day - timedelta(days=1))]
    assert first.row in [one.row for one in prepared.suggestions(other_office, day - timedelta(days=1))]
    actions.discard(announcement, by=officer)
    assert first.row in [one.row for one in prepared.suggestions(office, day - timedelta(days=1))]


def test_what_is_not_public_is_suggested_to_nobody(valmora, office):
    day = Sitting.objects.order_by("date")[0].date
    Sitting.objects.update(classification="internal")

    assert "sitting" not in {one.name for one in prepared.suggestions(office, day)}
    assert prepared.suggestions(office, timezone.localdate() + timedelta(days=4_000)) == []
