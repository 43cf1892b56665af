"""A search is followed like a bill; its words are those of who follows it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Consent, Contact, Outbound
from hemicycle.conf.worker import Worker
from hemicycle.follow import actions, followables
from hemicycle.follow.actions.erasing import forget_requests
from hemicycle.follow.actions.requests import MOST_SEARCHES
from hemicycle.follow.addresses import opening
from hemicycle.follow.models import DigestRun, FollowedSearch, Subscription
from hemicycle.follow.numbers import most_followed
from hemicycle.follow.personal_data import personal_data
from hemicycle.record import actions as record
from hemicycle.record.models import Sitting
from hemicycle.record.papers import Known, SegmentPaper, SittingPaper, SpeechPaper, TextPaper
from hemicycle.record.search.question import Question
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from tests.record import chamber

pytestmark = pytest.mark.django_db
SECRET = "unspeakable"
QUESTION = Question.read({"q": SECRET, "type": "speech"})
ADDRESS = f"/follow/search/?q={SECRET}&type=speech"


@pytest.fixture(autouse=True)
def _index(settings, tmp_path):
    settings.HOME = tmp_path


def say(words: str, number: int = 7, ago: int = 0) -> None:
    said = SpeechPaper((TextPaper("en", (SegmentPaper(words),)),), person=chamber.ALDA, native_id=f"n{number}")
    day = timezone.localdate() - timedelta(days=ago)
    paper = SittingPaper(chamber.CHAMBER, number, day, (Known("native", f"day-{number}"),), parts=(said,))
    record.put_sitting(paper, by="test")
    Worker().drain()


def gather() -> list[Outbound]:
    before = set(Outbound.objects.values_list("pk", flat=True))
    actions.start_digests(frequency="daily", until=timezone.now())
    Worker().drain()
    assert {run.state for run in DigestRun.objects.all()} == {"done"}
    return [row for row in Outbound.objects.order_by("pk") if row.pk not in before]


@pytest.fixture
def search(river) -> FollowedSearch:
    return FollowedSearch.objects.of(QUESTION)


def test_the_form_asks_the_owner_and_names_no_word_that_was_typed(river, by_mail, mail):
    answer = Client().post(ADDRESS, {"email": "ann@valmora.example", "lang": "en", "frequency": "daily"})
    assert answer.status_code == 302
    send_account(by_mail, worker="w")

    (question,) = mail.got
    assert question.content["title"] == "Do you want to follow a search of the record?"
    assert SECRET not in json.dumps(question.content)
    assert SECRET not in Consent.objects.get().words
    assert Subscription.objects.get().confirmed_at is None


def test_the_words_stand_in_no_table_and_no_log(search, by_mail, follow):
    contact = follow("ann", search)
    assert SECRET not in search.sealed
    assert FollowedSearch.objects.of(QUESTION) == search
    rows = [*AuditEntry.objects.values(), *Consent.objects.values(), *Subscription.objects.values()]
    assert SECRET not in str(rows)
    assert search.question == QUESTION
    assert personal_data(contact)["follows"][0]["name"] == f"Search: {SECRET} · Speeches"


def test_who_follows_it_reads_its_words_on_their_page_and_ends_it_there(search, by_mail, follow):
    page = opening(follow("ann", search)).removeprefix("http://testserver")
    page = "/follow/" + page.partition("/follow/")[2]
    assert f"Search: {SECRET} · Speeches" in Client().get(page).text
    Client().post(f"{page}leave/", {"followable": followables.key_of(search)})
    assert not Subscription.objects.exists()
    assert not FollowedSearch.objects.exists()


def test_nobody_else_reads_them(search, by_mail, follow, sign_in, officer):
    for name in "abcdef":
        follow(name, search)
    assert Client().get(f"/follow/search/{search.address}/").status_code == 404
    assert most_followed(officer) == []
    assert SECRET not in sign_in(officer).get("/followers/").text


def test_new_results_are_in_the_digest_by_mail_and_by_text_message(search, by_mail, by_text, follow):
    say(f"What was {SECRET} before.", 6)
    follow("ann", search)
    follow("+447700900123", search, channel="sms")
    assert gather() == []

    say(f"Now it is {SECRET} again.")
    say(f"An archive of the {SECRET}.", 8, ago=400)
    mail, text = sorted(gather(), key=lambda row: row.contact.channel)
    for row in (mail, text):
        assert "Alda Ferrer" in json.dumps(row.content.content)
        assert SECRET not in json.dumps(row.content.content)
    assert gather() == []


def test_what_is_internal_is_no_news(search, by_mail, follow):
    follow("ann", search)
    say(f"This is {SECRET}.")
    Sitting.objects.filter(number=7).update(classification=Classification.INTERNAL)
    assert gather() == []


def test_a_request_that_nobody_confirmed_takes_its_words_along(search, by_mail, follow):
    follow("ann", search, confirmed=False)
    forget_requests(Subscription.objects.pending())
    assert not FollowedSearch.objects.exists()


def test_erasing_a_person_erases_their_words_and_nobody_elses(search, by_mail, follow):
    ann, _ben = follow("ann", search), follow("ben", search)
    other = FollowedSearch.objects.of(Question.read({"q": "other"}))
    follow("ann", other)
    actions.erase(ann)
    assert FollowedSearch.objects.get() == search


def test_nobody_follows_more_searches_than_are_asked(river, by_mail, mail):
    for number in range(MOST_SEARCHES + 1):
        contact = Contact.objects.first()
        if contact and number < MOST_SEARCHES:
            actions.ask(contact, to_follow=_search(number), words="", through="test")
            continue
        actions.request_search(
            channel="email", address="ann@valmora.example", question=Question.read({"q": f"w{number}"}), lang="en",
            words="",
        )  # fmt: skip
    assert Subscription.objects.count() == FollowedSearch.objects.count() == MOST_SEARCHES
    send_account(by_mail, worker="w")
    assert [one.content["title"] for one in mail.got][-1] == "Your searches"


def test_an_empty_search_leads_to_the_search(db):
    assert Client().get("/follow/search/").headers["Location"] == "/record/search/"


def _search(number: int) -> FollowedSearch:
    return FollowedSearch.objects.of(Question.read({"q": f"w{number}"}))
