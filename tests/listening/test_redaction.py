"""Staff read redacted words everywhere; who may looks at a message as it came, once, for a reason, written down."""

import csv
import io
from typing import Any

import pytest
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.accounts.models import Office, User
from hemicycle.listening.actions import corrections, messages
from hemicycle.listening.errors import NotACorrection
from hemicycle.listening.models import Analysis, Correction, Inquiry
from hemicycle.listening.text import redaction
from hemicycle.rules.errors import Refused
from hemicycle.rules.models import AuditEntry

from . import letters
from .conftest import (
    FIRST,
    Client,
    Said,
    answer,
    as_jsonl,
    bring,
    campaign,
    collect,
    finding,
    number,
    open_inquiry,
    work,
)

SECRET = "pier 2"
IN_CAMPAIGN = "dialysis"
REDACTED = Said(
    redacted={
        "voice-4": [(SECRET, "address")],
        "en-0": [(IN_CAMPAIGN, "name"), ("Amara", "name")],
        **{
            f"{lang}-{n}": [(letters.NAMES[n], "name")]
            for lang in ("en", "fr", "es")
            for n in range(6)
            if lang + str(n) != "en0"
        },
    },
    themes={"Harbour office": {"voice-4": "the toilets on pier 2 are still locked"}},
)


@pytest.fixture
def redacted(collected: Inquiry) -> Inquiry:
    answer(collected, FIRST, REDACTED)
    collected.refresh_from_db()
    return collected


def message_address(inquiry: Inquiry, name: str = "voice-4") -> str:
    return f"/inquiries/{inquiry.address}/messages/{finding(inquiry, name).inbound_id}/"


PAGES = (
    "", "voices/", "voices/?words=own", "messages/", "themes/", "campaigns/", "history/", "voices/?q=office",
    "findings.json", "findings.csv",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_what_is_redacted_stands_on_no_page_and_in_no_export(
    redacted: Inquiry, clerk: User, sign_in: Client, page: str
) -> None:
    answered = sign_in(clerk).get(f"/inquiries/{redacted.address}/{page}")
    shown = (b"".join(answered.streaming_content) if answered.streaming else answered.content).decode()

    assert answered.status_code == 200
    for secret in (SECRET, IN_CAMPAIGN, "Amara"):
        assert secret not in shown


def test_a_message_a_theme_and_a_campaign_show_what_kind_of_words_is_redacted(
    redacted: Inquiry, clerk: User, sign_in: Client
) -> None:
    browser, here = sign_in(clerk), f"/inquiries/{redacted.address}"
    theme = redacted.shown.themes.get().key  # type: ignore[union-attr]
    pages = [
        browser.get(message_address(redacted)),
        browser.get(message_address(redacted, "en-0")),
        browser.get(f"{here}/themes/{theme}/"),
        browser.get(f"{here}/themes/{theme}/messages/"),
        browser.get(f"{here}/campaigns/{campaign(redacted, 'en-0').key}/"),
        browser.get(f"{here}/campaigns/{campaign(redacted, 'en-0').key}/messages/"),
        browser.get(f"{here}/campaigns/{campaign(redacted, 'en-0').key}/slots/1/"),
    ]

    for page in pages:
        shown = page.content.decode()
        assert not any(secret in shown for secret in (SECRET, IN_CAMPAIGN, "Amara"))
        assert "[address]" in shown or "[name]" in shown


def test_of_a_campaigns_fixed_words_what_is_surely_somebodys_is_redacted_and_a_word_that_most_show_is_not(
    collected: Inquiry,
) -> None:
    """An engine may take for fixed what few wrote: a name redacted in one message of six stands in none of them."""
    said = Said(redacted={"en-0": [("Vote for amendment 4", "name"), ("Dear", "name")]})
    answer(collected, FIRST, said)
    template = campaign(collected, "en-0").template

    assert [one["text"] for one in template if one["kind"] == "fixed"] == [
        "Dear members, this is the en letter",
        "[name].",
    ]


def test_a_search_finds_no_redacted_word(redacted: Inquiry, clerk: User, sign_in: Client) -> None:
    shown = sign_in(clerk).get(f"/inquiries/{redacted.address}/messages/?q={SECRET}").content.decode()

    assert "No message matches" in shown
    assert "what is redacted is not found" in shown


def test_marks_stand_on_the_same_words_after_redaction(redacted: Inquiry, clerk: User) -> None:
    row = finding(redacted, "en-0")
    read = redaction.redacted(row.inbound.text, row.redactions, row.lang)
    start = row.inbound.text.index("and when it does not sail")

    first, last = read.between(start, start + len("and when it does not sail"))

    assert read.text[first:last] == "and when it does not sail"
    assert "[name]" in row.personal_text


@pytest.mark.parametrize("who", ["clerk", "researcher"])
def test_who_may_sees_it_as_it_came_and_each_look_is_one_row_in_the_log(
    redacted: Inquiry, who: str, request: pytest.FixtureRequest, sign_in: Client
) -> None:
    person = request.getfixturevalue(who)
    answered = sign_in(person).post(f"{message_address(redacted)}original/", {"why": "meaning"})

    assert SECRET in answered.content.decode()
    assert "no-store" in answered.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action="listening.unredacted")
    assert (entry.actor, entry.office, entry.facts["why"]) == (person.audit_label, "research", "meaning")
    assert SECRET not in str(entry.facts)


def test_a_look_needs_a_reason_and_a_post(redacted: Inquiry, clerk: User, sign_in: Client) -> None:
    browser = sign_in(clerk)
    address = f"{message_address(redacted)}original/"

    assert browser.get(address, {"why": "meaning"}).status_code == 405
    assert SECRET not in browser.post(address, {"why": ""}, follow=True).content.decode()
    assert SECRET not in browser.post(address, {"why": "because"}, follow=True).content.decode()
    assert not AuditEntry.objects.filter(action="listening.unredacted").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("editor", 403), ("administrator", 403), ("outsider", 403), ("other_clerk", 404), ("member", 404)],
)  # fmt: skip
def test_nobody_else_sees_it(
    redacted: Inquiry, who: str, status: int, request: pytest.FixtureRequest, sign_in: Client
) -> None:
    person = request.getfixturevalue(who)

    assert sign_in(person).post(f"{message_address(redacted)}original/", {"why": "meaning"}).status_code == status
    with pytest.raises(Refused):
        messages.look_at_original(redacted, finding(redacted, "voice-4"), why="meaning", by=person)
    assert not AuditEntry.objects.filter(action="listening.unredacted").exists()


def test_an_officer_is_not_offered_it(redacted: Inquiry, officer: User, sign_in: Client) -> None:
    assert "original/" not in sign_in(officer).get(message_address(redacted)).content.decode()


def test_a_members_office_sees_its_own_as_it_came_and_the_house_does_not(
    member_office: Office, member: User, clerk: User, sign_in: Client
) -> None:
    inquiry = open_inquiry(member_office, member, "Post")
    collect(inquiry, member, letters.messages())
    answer(inquiry, FIRST, REDACTED)
    inquiry.refresh_from_db()
    address = f"{message_address(inquiry)}original/"

    assert SECRET in sign_in(member).post(address, {"why": "answer"}).content.decode()
    assert sign_in(clerk).post(address, {"why": "answer"}).status_code == 404


def test_a_look_writes_nothing_that_another_page_shows(redacted: Inquiry, clerk: User, sign_in: Client) -> None:
    browser: Browser = sign_in(clerk)
    browser.post(f"{message_address(redacted)}original/", {"why": "check"})

    assert SECRET not in browser.get(message_address(redacted)).content.decode()


def test_words_are_redacted_and_restored_by_hand_and_stay_so_after_a_new_run(redacted: Inquiry, clerk: User) -> None:
    message = number(redacted, "voice-4")[0]
    messages.redact(redacted, message=message, words="Half a million", kind="iban", by=clerk)
    start = next(span[0] for span in finding(redacted, "voice-4").redactions if span[2] == "address")
    messages.unredact(redacted, message=message, start=start, by=clerk)

    answer(redacted, FIRST, REDACTED)

    shown = finding(redacted, "voice-4").shown_text
    assert SECRET in shown
    assert "Half a million" not in shown
    assert redacted_kinds(redacted) == {"name": 19, "iban": 1}


def redacted_kinds(inquiry: Inquiry) -> dict[str, int]:
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    assert shown.redacted is not None
    return dict(shown.redacted)


def test_undoing_covers_again_what_the_engine_had_redacted(redacted: Inquiry, clerk: User) -> None:
    before = finding(redacted, "en-0").personal_text
    span = finding(redacted, "en-0").redactions[0]
    made = messages.unredact(redacted, message=number(redacted, "en-0")[0], start=span[0], by=clerk)
    assert IN_CAMPAIGN in finding(redacted, "en-0").personal_text

    corrections.undo_correction(made, by=clerk)

    assert finding(redacted, "en-0").personal_text == before
    assert IN_CAMPAIGN not in before


def test_words_that_are_not_there_are_not_redacted(redacted: Inquiry, clerk: User) -> None:
    with pytest.raises(NotACorrection):
        messages.redact(redacted, message=number(redacted, "voice-4")[0], words="submarine", kind="name", by=clerk)
    with pytest.raises(NotACorrection):
        messages.unredact(redacted, message=number(redacted, "voice-4")[0], start=1, by=clerk)
    assert not Correction.objects.exists()


def test_a_run_from_before_names_were_redacted_is_not_shown(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    Analysis.objects.update(redacted=None)
    browser = sign_in(clerk)

    assert "Analyse" in browser.get(f"/inquiries/{analysed.address}/").content.decode()
    assert browser.get(f"/inquiries/{analysed.address}/voices/").status_code == 404


def test_rows_that_are_no_messages_leave_as_they_came_only_to_who_may_and_it_is_written_down(
    inquiry: Inquiry, clerk: User, officer: User, sign_in: Client
) -> None:
    bring(inquiry, clerk, as_jsonl(letters.messages(each=3)) + b"\n{broken someone@example.org\n")
    work()
    page = f"/inquiries/{inquiry.address}/import/{inquiry.uploads.get().pk}/rejected"

    for person in (clerk, officer):
        assert "someone@example.org" not in sign_in(person).get(f"{page}/").content.decode()
    assert "rejected.csv" not in sign_in(officer).get(f"{page}/").content.decode()
    assert sign_in(officer).get(f"{page}.csv").status_code == 403
    answered: Any = sign_in(clerk).get(f"{page}.csv")

    assert b"someone@example.org" in b"".join(answered.streaming_content)
    assert AuditEntry.objects.get(action="listening.export").facts["kind"] == "rejected"


def test_a_spreadsheet_of_findings_has_own_words_redacted(redacted: Inquiry, clerk: User, sign_in: Client) -> None:
    answered: Any = sign_in(clerk).get(f"/inquiries/{redacted.address}/findings.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answered.streaming_content).decode("utf-8-sig"))))

    assert any("[name]" in row["own_words"] for row in rows)


KINDS = st.sampled_from(["name", "phone", "iban"])


@given(st.text(alphabet="ab <p>&\n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9), KINDS)))
def test_covering_keeps_everything_else_and_places_stay_within_the_text(
    text: str, wanted: list[tuple[int, int, str]]
) -> None:
    spans, at = [], 0
    for start, length, kind in sorted(wanted):
        if start >= at and start + length <= len(text):
            spans.append([start, start + length, kind])
            at = start + length

    read = redaction.redacted(text, spans, "en")

    places = [read.between(start, min(start + 3, len(text))) for start in range(len(text))]
    assert all(0 <= first <= last <= len(read.text) for first, last in places)
    assert places == sorted(places)
    if not read.was_markup:
        kept = "".join(
            text[a:b] for a, b in zip([0, *(s[1] for s in spans)], [*(s[0] for s in spans), len(text)], strict=True)
        )
        marks = {redaction.mark_of(kind, "en") for _s, _e, kind in spans}
        assert len(read.text) >= len(kept)
        assert all(mark in read.text for mark in marks)


def test_what_follows_redacted_words_is_shown_behind_the_mark() -> None:
    read = redaction.redacted("Ann Lee, 4 Mill Lane", [(0, 7, "name"), (9, 20, "address")], "fr")

    assert read.text == "[nom], [adresse]"
    assert [read.at(place) for place in (0, 3, 7, 8, 9)] == [0, 0, 5, 6, 7]
    assert read.between(0, 7) == (0, 5)


def test_what_replaces_hidden_words_is_in_the_language_of_the_message() -> None:
    source = "Ann\nLee lives at Mill Lane"
    hidden = redaction.hidden_in(source, [(0, 7, "name"), (17, 26, "address")], "fr")

    assert hidden == {"Ann": "[nom]", "Lee": "[nom]", "Mill Lane": "[adresse]"}
    assert redaction.surely_personal({"Ann Lee": "[nom]", "Mill Lane": "[adresse]", "Ann": "[nom]"}, "fr") == {
        "Ann Lee"
    }


def test_what_was_redacted_is_redacted_wherever_it_stands_as_words() -> None:
    hidden = {"Ada Lovelace": "[name]", "Ada": "[name]"}

    assert redaction.without("Dear Ada  Lovelace, canada and ADA", hidden) == "Dear [name], canada and [name]"


def test_of_words_cut_out_of_a_message_no_part_of_what_was_redacted_is_left_at_their_ends() -> None:
    hidden = {"Ada King Lovelace": "[name]", "12 Byron Street": "[address]", "0161 496 0000": "[phone]"}

    assert redaction.cut_out("She is at 0161 496 …", hidden) == "She is at [phone] …"
    assert redaction.cut_out("Yours,\nAda King", hidden) == "Yours,\n[name]"
    assert redaction.cut_out("Byron Street is  wet. 12", hidden) == "[address] is wet. 12"
    assert redaction.cut_out("King", hidden) == "[name]"
    assert redaction.cut_out("A  king in the street", hidden) == "A  king in the street"
