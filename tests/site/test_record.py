"""The pages of members, parties, committees, sittings, speeches and votes, and what they keep to themselves."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from hemicycle.accounts.models import User
from hemicycle.record.models import (
    Clause,
    Contribution,
    Document,
    Membership,
    Organization,
    Person,
    Segment,
    Sitting,
    SpeechText,
    VoteEvent,
)
from hemicycle.record.papers import BallotPaper, ItemPaper, SegmentPaper
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from tests.record import chamber

pytestmark = pytest.mark.django_db
SignIn = Callable[[object], Client]


@pytest.fixture
def house(db: None) -> None:
    chamber.whole()


def read(path: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200, path
    return answer.text


def of(row: object, **wanted: object) -> str:
    return row.objects.get(**wanted).get_absolute_url()  # type: ignore[attr-defined]


def pages() -> list[str]:
    """Every page of the record, one of each kind."""
    lists = (
        "record",
        "members",
        "parties",
        "committees",
        "bills",
        "sittings",
        "votes",
        "calendar",
        "data",
        "interface",
    )
    alda, bill = of(Person, name="Alda Ferrer"), Document.objects.get()
    introduced, amended = bill.versions.filter(language="en").oldest_first()
    return [
        *(reverse(f"site:{name}") for name in lists),
        alda,
        f"{alda}speeches/",
        f"{alda}votes/",
        of(Organization, kind="committee"),
        Organization.objects.parties().first().get_absolute_url(),
        bill.get_absolute_url(),
        f"{introduced.get_absolute_url()}{amended.address}/",
        Sitting.objects.order_by("date")[0].get_absolute_url(),
        f"{Sitting.objects.order_by('date')[0].get_absolute_url()}?text=en&beside=fr",
        of(Contribution, native_id="s1"),
        VoteEvent.objects.order_by("pk")[0].get_absolute_url(),
    ]


def test_every_address_that_the_record_builds_is_served_by_site(house: None) -> None:
    rows = [*Person.objects.all(), *Organization.objects.all(), *Document.objects.all(), *Sitting.objects.all()]
    rows += [*Contribution.objects.all(), *VoteEvent.objects.all()]
    rows += [*Segment.objects.all(), *Clause.objects.select_related("version__document")]
    for row in rows:
        path = row.get_absolute_url().partition("#")[0].partition("?")[0]
        assert resolve(path).namespaces == ["site"]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_is_there_for_everybody_in_three_languages(house: None, language: str) -> None:
    for path in pages():
        assert f'<html lang="{language}"' in read(path, language)


def test_a_sitting_reads_as_a_debate(house: None) -> None:
    page = read(of(Sitting))
    assert page.index("River Bill: debate") < page.index("Rivers belong to everyone.") < page.index("Who pays?")
    assert page.index("Who pays?") < page.index("The House divided.") < page.index("That the bill be read a second")
    for words in ("Ms. Alda Ferrer", "Minister for Rivers", ">Greens<", "15:05"):
        assert words in page


def test_a_page_is_compressed_for_the_public_and_never_for_staff(house: None, clerk: User, sign_in: SignIn) -> None:
    path, asked = of(Sitting), {"accept-encoding": "gzip"}
    answer = Client().get(path, headers=asked)
    assert "Rivers belong to everyone." in gzip.decompress(answer.content).decode()
    assert answer.headers["Vary"].count("Accept-Encoding") == 1
    assert "Content-Encoding" not in sign_in(clerk).get(path, headers=asked).headers


def test_every_paragraph_has_an_anchor_that_its_speech_has_too(house: None) -> None:
    first = Contribution.objects.get(native_id="s1")
    second = Segment.objects.select_related("text_version__contribution").get(text="I move.")
    path, anchor = second.get_absolute_url().split("#")
    assert path == first.get_absolute_url()
    assert f'id="{anchor}"' in read(path)
    assert f'id="{anchor}"' in read(first.sitting.get_absolute_url())


def test_words_come_in_the_language_of_the_reader_and_say_in_which_they_were_spoken(house: None) -> None:
    french, english = read(of(Sitting), "fr"), read(of(Sitting))
    assert "Les rivières sont à tous." in french
    assert "Rivers belong" not in french
    assert "ministre des Rivières" in french
    assert "In French</span> Rivers belong to everyone." in english
    assert '<div class="reading" lang="en" dir="auto">' in french, "what has no French is marked as English"


def test_two_languages_stand_side_by_side_paragraph_by_paragraph(house: None) -> None:
    page = read(f"{of(Sitting)}?text=fr&beside=en")
    rows = page.split('class="both-row"')[1:]
    assert 'lang="fr"' in rows[1]
    assert "Je propose." in rows[1]
    assert "I move." in rows[1]


def test_headings_and_speakers_stand_side_by_side_each_marked_with_its_language(house: None) -> None:
    heading = {"en": "River Bill: debate", "fr": "Projet de loi sur les rivières : débat"}
    chamber.sitting(ItemPaper("debate", heading, (chamber.FIRST, chamber.SECOND), native_id="i1"))
    page = html.fromstring(read(f"{of(Sitting)}?text=fr&beside=en"))
    (shown,) = page.find_class("debate-heading")
    assert [(part.get("lang"), part.text) for part in shown] == [("fr", heading["fr"]), ("en", heading["en"])]
    first, second = page.find_class("speech")
    french, english = first.find_class("speaker")
    assert french.xpath(".//*[@lang='fr']/text()") == ["Mme Alda Ferrer", "ministre des Rivières"]
    assert english.get("lang") == "en"
    assert english.text_content() == "Ms. Alda Ferrer Minister for Rivers"
    assert len(second.find_class("speaker")) == 1, "what is there in one language only is named once"
    assert page.find_class("contents-list")[0].text_content() == heading["en"], (
        "the agenda is in the reader's language"
    )


def test_a_heading_that_the_other_language_does_not_have_stands_alone(house: None) -> None:
    (shown,) = html.fromstring(read(f"{of(Sitting)}?text=fr&beside=en", "fr")).find_class("debate-heading")
    assert [(part.get("lang"), part.text) for part in shown] == [("en", "River Bill: debate")]


def test_a_list_shows_the_first_paragraph_of_a_speech_and_not_the_note_above_it(house: None) -> None:
    noted = replace(
        chamber.text("en", "Motion", "Mr. Speaker, I move."),
        segments=(SegmentPaper("Motion", kind="note"), SegmentPaper("Mr. Speaker, I move.")),
    )
    only_noted = replace(noted, segments=(SegmentPaper("Nodded", kind="note"),))
    said = [chamber.speech(str(n), text, person=chamber.ALDA) for n, text in enumerate((noted, only_noted))]
    chamber.sitting(*said, day=chamber.date(2026, 4, 1), known=chamber.Known("native", "noted"))
    page = read(of(Person, name="Alda Ferrer"))
    assert "Mr. Speaker, I move." in page and "Motion" not in page and "Nodded" in page


def test_a_bill_says_when_it_was_introduced(house: None) -> None:
    assert "<dt>Introduced on</dt><dd>" in read(of(Document))


def test_a_language_that_the_record_does_not_have_is_no_error(house: None) -> None:
    assert "Rivers belong to everyone." in read(f"{of(Sitting)}?text=xx&beside=yy")


def test_a_time_is_printed_where_it_changes(house: None) -> None:
    again = replace(chamber.SECOND, started_at=time(15, 5))
    chamber.sitting(ItemPaper("debate", {"en": "Debate"}, (chamber.FIRST, again), native_id="i1"))
    assert read(of(Sitting)).count('<time datetime="15:05">') == 1


def test_committees_have_a_column_of_chairs_where_one_has_a_chair(house: None) -> None:
    chair = '<th scope="col">Chair</th>'
    assert chair in read(reverse("site:committees"))
    Membership.objects.filter(role="chair").delete()
    assert chair not in read(reverse("site:committees"))


def test_a_member_without_votes_gets_no_link_to_their_years(house: None) -> None:
    chamber.member("Dora Vance", chamber.Known("native", "dora"))
    dora, alda = of(Person, name="Dora Vance"), of(Person, name="Alda Ferrer")
    assert (read(dora).count("By year"), read(alda).count("By year")) == (0, 2)


def test_a_mandate_that_ended_is_not_said_to_be_since(house: None) -> None:
    assert "since " in read(reverse("site:members"))
    Membership.objects.filter(organization__kind="chamber").update(until="2019")
    ended = read(reverse("site:members") + "?sits=before")
    assert "Alda Ferrer" in ended and "since " not in ended.partition("member-cards")[2]


def test_a_speech_alone_shows_its_place_in_the_debate(house: None) -> None:
    page = read(of(Contribution, native_id="s2")).partition("<main")[2]
    assert "River Bill: debate" in page
    before, after = page.index('rel="prev"'), page.index('rel="next"')
    assert before < page.index("Rivers belong to everyone.") < page.index("Who pays?") < after
    assert f'data-copy="{of(Contribution, native_id="s2")}"' in page


def test_a_corrected_speech_shows_what_it_said_before(house: None) -> None:
    corrected = replace(chamber.SECOND, texts=(chamber.text("en", "Who is to pay?"),))
    chamber.sitting(ItemPaper("debate", {"en": "Debate"}, (chamber.FIRST, corrected), native_id="i1"))
    page = read(of(Contribution, native_id="s2"))
    assert "What was corrected" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_a_withdrawn_speech_keeps_its_address_and_leaves_the_debate(house: None) -> None:
    second = of(Contribution, native_id="s2")
    chamber.sitting(
        ItemPaper("debate", {"en": "Debate"}, (chamber.FIRST, chamber.NOTE, chamber.vote()), native_id="i1")
    )
    assert "no longer has this speech" in read(second)
    assert "Who pays?" not in read(of(Sitting))


def test_a_vote_shows_a_seat_a_vote_and_who_left_the_party_line(house: None) -> None:
    page = read(of(VoteEvent))
    picture = page.split('role="img"')[1].split("</svg>")[0]
    assert picture.count('class="voted-yes"') == 2
    assert picture.count('class="voted-no"') == 1
    assert "Differs from most of the party" not in page, "one for and one against is no line"
    chamber.member("Dora Vance", chamber.Known("native", "dora"), (chamber.GREENS, "2015", ""))
    ballots = [("yes", chamber.ALDA), ("yes", chamber.Known("native", "dora")), ("no", chamber.BRUNO)]
    chamber.sitting(chamber.vote(*(BallotPaper(option, who) for option, who in ballots)))
    said = read(of(VoteEvent)).split("Bruno Tellier")[1]
    assert "Differs from most of the party" in said.split("</li>")[0]


def test_a_vote_without_names_is_drawn_from_its_counts(house: None) -> None:
    VoteEvent.objects.get().votes.all().delete()
    picture = read(of(VoteEvent)).split('role="img"')[1].split("</svg>")[0]
    assert picture.count('class="voted-yes"') == 2
    assert picture.count('class="voted-no"') == 1


def test_a_member_has_mandates_party_history_speeches_and_votes(house: None) -> None:
    page = read(of(Person, name="Alda Ferrer"))
    for words in (
        "Northport",
        "Chair, ",
        "January 2019",
        "Rivers belong",
        "That the bill be read a second",
        "Bill 12",
    ):
        assert words in page
    assert page.index("Greens</a>") < page.index("Blues</a>"), "the latest party comes first"


def test_the_party_of_a_speaker_is_that_of_the_day(house: None) -> None:
    chamber.sitting(chamber.FIRST, day=chamber.date(2017, 1, 9), known=chamber.Known("native", "old"))
    page = read(of(Sitting, date="2017-01-09"))
    assert ">Blues<" in page
    assert ">Greens<" not in page


def test_members_are_found_by_name_without_accents_by_party_and_by_term(house: None) -> None:
    path = reverse("site:members")
    assert "Celia Ångström" in read(f"{path}?name=ANGSTROM+celia")
    assert "Alda Ferrer" not in read(f"{path}?name=angstrom")
    greens = Organization.objects.get(names__en="Greens").address
    assert "Bruno Tellier" in read(f"{path}?party={greens}&sits=now")
    assert "Celia" not in read(f"{path}?party={greens}")
    assert "No members found" in read(f"{path}?sits=before")


def test_bills_are_found_by_stage_and_committee(house: None) -> None:
    path = reverse("site:bills")
    assert "River Bill" in read(f"{path}?stage=second_reading")
    assert "River Bill" not in read(f"{path}?stage=introduced")
    assert "River Bill" in read(f"{path}?committee={Organization.objects.committees().get().address}")


def test_two_texts_of_a_bill_are_compared_word_by_word(house: None) -> None:
    introduced, amended = Document.objects.get().versions.filter(language="en").oldest_first()
    page = read(f"{introduced.get_absolute_url()}{amended.address}/")
    assert ": </span> twice<span" in page
    assert "Rivers are public." not in page, "what did not change is left out"
    assert "Rivers are public." in read(f"{introduced.get_absolute_url()}{amended.address}/?all=1")
    assert "Not in this text." in page


def test_the_calendar_shows_the_month_of_the_address(house: None) -> None:
    path = reverse("site:calendar")
    assert of(Sitting) in read(f"{path}?month=2026-03")
    assert of(Sitting) not in read(f"{path}?month=2026-04")
    for strange in ("2026-13", "0001-01", "9999-12", "x"):
        assert read(f"{path}?month={strange}")


def test_a_page_says_to_machines_what_it_is_and_cannot_be_broken_out_of(house: None) -> None:
    Person.objects.filter(name="Alda Ferrer").update(name="Alda </script><b>Ferrer")
    page = read(of(Person, name="Alda </script><b>Ferrer"))
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert '"@type": "Person"' in block
    assert "\\u003C/script\\u003E" in block
    assert '<meta property="og:title" content="Alda &lt;/script&gt;' in page


def test_what_is_internal_is_not_there_for_others(
    house: None, citizen: object, outsider: User, member: User, clerk: User, sign_in: SignIn
) -> None:
    """A sitting and all in it: not on its page, on that of a speech or a vote, in no list and on no member's page."""
    hidden = [of(Sitting), of(Contribution, native_id="s1"), of(VoteEvent)]
    revealing = ("Rivers belong to everyone.", "That the bill be read a second", "River Bill: debate")
    others = [path for path in pages() if path.partition("?")[0] not in hidden]
    Sitting.objects.update(classification=Classification.INTERNAL)
    for reader in (citizen, outsider, member):
        browser = sign_in(reader)
        assert [browser.get(path).status_code for path in hidden] == [404, 404, 404]
        said = "".join(browser.get(path).text for path in others)
        assert not [words for words in revealing if words in said]
        assert of(Sitting) not in said
    seen = [sign_in(clerk).get(path, headers={"accept-language": "en"}) for path in hidden]
    assert [answer.status_code for answer in seen] == [200, 200, 200]
    assert all("the public does not see this page" in answer.text for answer in seen)
    assert "the public does not see this page" not in read("/record/")


def test_who_reads_what_is_internal_is_noted_once_a_day_for_each_thing(
    house: None, clerk: User, sign_in: SignIn
) -> None:
    paths, browser = [of(Sitting), of(VoteEvent)], sign_in(clerk)
    for path in paths:
        browser.get(path)
    assert not AuditEntry.objects.filter(action="record.read_restricted").exists()
    Sitting.objects.update(classification=Classification.INTERNAL)
    for path in (*paths, *paths):
        browser.get(path)
    read = AuditEntry.objects.filter(action="record.read_restricted", actor=clerk.audit_label)
    assert sorted(one.about.partition(":")[0] for one in read) == ["record.sitting", "record.voteevent"]


def test_an_internal_vote_of_a_public_sitting_is_not_there_for_others(
    house: None, citizen: object, clerk: User, sign_in: SignIn
) -> None:
    VoteEvent.objects.update(classification=Classification.INTERNAL)
    browser = sign_in(citizen)
    assert browser.get(of(VoteEvent)).status_code == 404
    assert "That the bill be read a second" not in "".join(
        browser.get(path).text for path in pages() if path != of(VoteEvent)
    )
    assert sign_in(clerk).get(of(VoteEvent)).status_code == 200


def test_an_internal_text_of_a_public_speech_is_not_there_for_others(
    house: None, citizen: object, clerk: User, sign_in: SignIn
) -> None:
    SpeechText.objects.filter(contribution__native_id="s1").update(classification=Classification.INTERNAL)
    path = of(Contribution, native_id="s1")
    browser = sign_in(citizen)
    assert browser.get(path).status_code == 404
    assert "Rivers belong" not in "".join(browser.get(one).text for one in pages() if one != path)
    assert "Rivers belong" in sign_in(clerk).get(path, headers={"accept-language": "en"}).text
