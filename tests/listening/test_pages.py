"""The pages of an inquiry, by hand: what a person sees and does, without a script."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hemicycle.accounts import patterns
from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Remark
from hemicycle.listening.actions import analyses
from hemicycle.listening.models import Analysis, Correction, Inquiry, Intake, Upload
from hemicycle.listening.presenters.explaining import in_its_letter
from hemicycle.listening.templatetags.listening import excerpt
from hemicycle.listening.text.own import own_sentences

from . import letters
from .conftest import (
    Client,
    Part,
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


@pytest.fixture
def desk(sign_in: Client, clerk: User) -> Any:
    return sign_in(clerk)


def test_a_clerk_opens_an_inquiry_brings_a_file_and_sees_the_campaigns(desk: Any, clerk: User) -> None:
    opened = desk.post(
        "/inquiries/new/",
        {"title": "Letters on the Harbour Bill", "language": "en", "office": clerk.assignments.get().office_id},
    )
    inquiry = Inquiry.objects.get()
    assert opened.url == f"/inquiries/{inquiry.address}/import/"

    file = SimpleUploadedFile("letters.jsonl", as_jsonl(letters.messages()))
    columns = desk.post(opened.url, {"file": file}).url
    assert "Then you are asked" in desk.get(columns).content.decode()
    work()
    shown = desk.get(columns).content.decode()
    assert "letters.jsonl" in shown
    assert "sent_at" in shown

    job = desk.post(columns, Upload.objects.get().guess["columns"]).url
    assert "waiting" in desk.get(job).content.decode().lower()
    work()
    assert "Done" in desk.get(job).content.decode()

    overview = desk.get(f"/inquiries/{inquiry.address}/").content.decode()
    assert "individual voices" in overview
    assert "People who write choose themselves" in overview
    assert "<svg" in overview


def test_an_empty_list_says_what_to_do(desk: Any) -> None:
    page = desk.get("/inquiries/").content.decode()

    assert "No inquiry yet" in page
    assert 'href="/inquiries/new/"' in page


def test_a_reader_is_offered_nothing_to_change(sign_in: Client, editor: User, analysed: Inquiry) -> None:
    page = sign_in(editor).get(f"/inquiries/{analysed.address}/campaigns/{campaign(analysed, 'en-0').key}/")

    assert "confirm/" not in page.content.decode()
    assert "merge/" not in page.content.decode()


PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


# One page with a picture and no words.
SCAN = (
    b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</I 4 0 R>>>>>> endobj\n"
    b"4 0 obj <</Subtype/Image/Length 1>>\nstream\n0\nendstream\nendobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", b"no workbook", "The file is not of the kind its name says."),
        (
            "letters.csv",
            PICTURE,
            "Files of this kind cannot be read. Upload JSONL, CSV, XLSX, Parquet, mbox, EML, PDF, DOCX, ODT or a ZIP of letters.",
        ),
        (
            "letters.png",
            PICTURE,
            "Files of this kind cannot be read. Upload JSONL, CSV, XLSX, Parquet, mbox, EML, PDF, DOCX, ODT or a ZIP of letters.",
        ),
        ("letters.csv", b"\n\n\n", "The file holds no message."),
        ("letters.csv", b"x" * 5_000_000, "The file holds no message."),
        ("letters.csv", b"text,day\n", "The file holds no message."),
        ("letters.json", b"[" * 100_000, "The file is not of the kind its name says."),
        ("letter.pdf", SCAN, "The file is a picture of paper, without text. A person has to read it."),
        ("letter.pdf", SCAN[:90], "The file is not of the kind its name says."),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_by_the_worker_with_the_reason(
    desk: Any, inquiry: Inquiry, name: str, content: bytes, why: str
) -> None:
    page = f"/inquiries/{inquiry.address}/import/"
    file = desk.post(page, {"file": SimpleUploadedFile(name, content)}).url
    work()

    for shown in (desk.get(file), desk.get(page)):
        assert why in shown.content.decode()
    desk.post(f"{file}delete/")
    assert not Upload.objects.exists()


def test_an_empty_file_is_refused_beside_the_field(desk: Any, inquiry: Inquiry) -> None:
    answer = desk.post(f"/inquiries/{inquiry.address}/import/", {"file": SimpleUploadedFile("letters.csv", b"")})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "columns", "why"),
    [
        (b"a,b\n1,2\n", {"text": ""}, "This field is required."),
        (b"a,b\n1,2\n", {"text": "letter"}, "letter is not one of the available choices."),
    ],
)
def test_a_choice_of_columns_that_gives_no_message_is_refused_in_words(
    desk: Any, inquiry: Inquiry, content: bytes, columns: dict[str, str], why: str
) -> None:
    desk.post(f"/inquiries/{inquiry.address}/import/", {"file": SimpleUploadedFile("a.csv", content)})
    work()
    answer = desk.post(f"/inquiries/{inquiry.address}/import/{Upload.objects.get().pk}/", columns)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Intake.objects.exists()


def test_a_line_as_long_as_a_book_is_one_rejected_row(desk: Any, inquiry: Inquiry, clerk: User) -> None:
    book = b'{"text": "' + b"ferry " * 900_000 + b'"}\n{"text": "The pier is broken"}\n'
    bring(inquiry, clerk, book)
    work()

    assert list(inquiry.collected.values_list("inbound__text", flat=True)) == ["The pier is broken"]
    assert "Text too long" in desk.get(f"/inquiries/{inquiry.address}/rejected/").content.decode()


def test_columns_can_be_overridden(desk: Any, inquiry: Inquiry) -> None:
    content = (
        b"title,letter,remark\nA,The pier is broken and nobody comes,The ferry was late\nB,The lights are out,Nobody\n"
    )
    desk.post(f"/inquiries/{inquiry.address}/import/", {"file": SimpleUploadedFile("a.csv", content)})
    work()
    upload = Upload.objects.get()

    desk.post(f"/inquiries/{inquiry.address}/import/{upload.pk}/", {"text": "remark"})
    work()

    assert set(inquiry.collected.values_list("inbound__text", flat=True)) == {"The ferry was late", "Nobody"}


def test_rejected_rows_are_shown_with_line_and_reason_and_can_be_taken_away(
    desk: Any, inquiry: Inquiry, clerk: User
) -> None:
    bring(inquiry, clerk, as_jsonl(letters.messages(each=3)) + b"\n{broken =1 someone@example.org\n")
    work()
    upload = Upload.objects.get()

    page = desk.get(f"/inquiries/{inquiry.address}/import/{upload.pk}/rejected/").content.decode()
    file = b"".join(desk.get(f"/inquiries/{inquiry.address}/import/{upload.pk}/rejected.csv").streaming_content)

    assert "Not JSON" in page
    assert "someone@example.org" not in page
    assert "not_json" in file.decode()
    assert "Not JSON" in desk.get(f"/inquiries/{inquiry.address}/rejected/").content.decode()


def test_a_campaign_shows_its_template_and_the_words_people_added(desk: Any, analysed: Inquiry) -> None:
    key = campaign(analysed, "en-0").key

    page = desk.get(f"/inquiries/{analysed.address}/campaigns/{key}/").content.decode()
    slot = desk.get(f"/inquiries/{analysed.address}/campaigns/{key}/slots/1/").content.decode()

    assert "this is the en letter" in page
    assert letters.OWN["en"][0] in page
    assert "harbour.example/act" in page
    assert "this is the fr letter" in page
    assert "Amara" in slot
    assert desk.get(f"/inquiries/{analysed.address}/campaigns/{key}/slots/9/").status_code == 404


def test_own_words_are_whole_sentences_and_what_has_none_is_only_counted(
    desk: Any, inquiry: Inquiry, clerk: User
) -> None:
    collect(inquiry, clerk, letters.messages())
    parts = {"en": Part([f"en-{n}" for n in range(6)], own={"en-0": "7.10 boat to her dialysis", "en-2": "Chloé"})}
    answer(inquiry, parts, Said(redacted={"en-2": [("Chloé", "name")]}))
    page = desk.get(f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/").content.decode()
    own = page.split('id="own-words"')[1].split("</section>")[0]

    assert letters.OWN["en"][0] in own
    assert own.count("<blockquote") == 1 and "[name]" not in own
    assert "1 message of this page has only a name" in own


def test_a_subject_is_no_own_sentence_and_sentences_that_follow_each_other_stay_together(analysed: Inquiry) -> None:
    found = finding(analysed, "en-0")
    text = "The ramp is broken\n\nDear members,\n\nThe boats are late. My mother waits for them.\n\nNobody says why."
    found.inbound.text, found.redactions, found.evidence = text, [], {"own": [[0, 18], [35, len(text)]]}

    assert own_sentences(found) == "The boats are late. My mother waits for them.\nNobody says why."
    found.evidence = {"own": [[text.index("late"), text.index("late") + 4]]}
    assert own_sentences(found) == "The boats are late."


def test_a_message_says_which_language_it_has_and_none_is_chosen_for_it(desk: Any, analysed: Inquiry) -> None:
    page = desk.get(f"/inquiries/{analysed.address}/messages/{finding(analysed, 'fr-0').inbound_id}/").content.decode()

    assert "Counted as: French." in page
    assert '<option value="">Choose a language</option>' in page or '<option value="" selected>' in page


def test_white_space_between_two_marks_is_no_mark(analysed: Inquiry) -> None:
    marks = [Remark("quote", 0, 4, "The quote"), Remark("own", 2, 5, "Words of its own")]
    assert patterns.marked("Fish now", marks).count("<mark") == 1

    found = finding(analysed, "voice-1")
    text = found.inbound.text
    found.not_own = [[text.index(" "), text.index(" ") + 1, "courtesy"], [0, text.index(" "), "courtesy"]]
    assert len(in_its_letter(found, "nothing of it").remarks) == 1


def test_a_subject_does_not_run_into_the_letter_in_a_list() -> None:
    assert excerpt("Rivers\n\nDear members,\n\nThe weir leaks.") == "Rivers · Dear members, The weir leaks."


def test_a_message_says_why_it_was_joined(desk: Any, analysed: Inquiry) -> None:
    page = desk.get(f"/inquiries/{analysed.address}/messages/{finding(analysed, 'en-0').inbound_id}/").content.decode()

    assert "<mark" in page
    assert "6 senders wrote these words" in page
    assert "fewer than one message in a million" in page


def test_words_of_a_letter_are_never_taken_for_markup(desk: Any, inquiry: Inquiry, clerk: User) -> None:
    attack = '<script>alert("x")</script> Vote for the pier'
    bring(inquiry, clerk, f'text\n"{attack.replace(chr(34), chr(34) * 2)}"\n'.encode(), "a.csv")
    work()

    for page in ("", "voices/", "messages/", f"messages/{inquiry.collected.get().inbound_id}/"):
        assert "<script>alert" not in desk.get(f"/inquiries/{inquiry.address}/{page}").content.decode()


def test_merging_shows_both_side_by_side_first(desk: Any, analysed: Inquiry) -> None:
    english, french = campaign(analysed, "en-0").key, campaign(analysed, "fr-0").key
    address = f"/inquiries/{analysed.address}/campaigns/{french}/merge/"

    compared = desk.get(address, {"into": english}).content.decode()
    assert "this is the en letter" in compared
    assert "this is the fr letter" in compared
    assert not Correction.objects.exists()

    answer = desk.post(address, {"into": english, "why": "One sheet"}, follow=True)
    assert "Two campaigns are now one." in answer.content.decode()
    assert desk.get(f"/inquiries/{analysed.address}/campaigns/{french}/").url.endswith(f"/campaigns/{english}/")


def test_chosen_messages_are_split_off_moved_and_counted_as_voices(desk: Any, analysed: Inquiry) -> None:
    english, spanish = campaign(analysed, "en-0").key, campaign(analysed, "es-0").key
    address = f"/inquiries/{analysed.address}/campaigns/{english}/messages/"

    desk.post(address, {"do": "split", "name": "Teachers", "message": number(analysed, "en-0", "en-1", "en-2")})
    desk.post(address, {"do": "move", "move-into": spanish, "message": number(analysed, "en-3")})
    desk.post(address, {"do": "out", "message": number(analysed, "en-4")})

    assert campaign(analysed, "en-1").name == "Teachers"
    assert campaign(analysed, "en-3").key == spanish
    assert finding(analysed, "en-4").campaign is None


def test_all_messages_with_the_searched_words_can_be_chosen_at_once(desk: Any, analysed: Inquiry) -> None:
    english = campaign(analysed, "en-0").key

    desk.post(f"/inquiries/{analysed.address}/campaigns/{english}/messages/?q=dialysis", {"do": "out", "all": "1"})

    assert Correction.objects.get().messages == [str(finding(analysed, "en-0").inbound_id)]


def test_a_refused_correction_is_said_in_words(desk: Any, analysed: Inquiry) -> None:
    english = campaign(analysed, "en-0").key
    address = f"/inquiries/{analysed.address}/campaigns/{english}/messages/"

    answer = desk.post(address, {"do": "split", "name": "Two", "message": number(analysed, "en-0", "en-1")})

    assert "A campaign has at least 3 senders" in answer.content.decode()
    assert not Correction.objects.exists()


def test_one_message_is_moved_and_moved_back(desk: Any, analysed: Inquiry) -> None:
    message = finding(analysed, "voice-3").inbound_id
    spanish = campaign(analysed, "es-0").key
    address = f"/inquiries/{analysed.address}/messages/{message}/"

    desk.post(f"{address}move/", {"into": spanish})
    assert "Clara Clerk put it here." in desk.get(address).content.decode()
    desk.post(f"/inquiries/{analysed.address}/history/{Correction.objects.get().pk}/undo/")

    assert finding(analysed, "voice-3").campaign is None
    assert "Undone" in desk.get(f"/inquiries/{analysed.address}/history/").content.decode()


def test_confirming_twice_confirms_once(desk: Any, analysed: Inquiry) -> None:
    address = f"/inquiries/{analysed.address}/campaigns/{campaign(analysed, 'en-0').key}/confirm/"

    desk.post(address)
    answer = desk.post(address, follow=True)

    assert "already confirmed" in answer.content.decode()
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [("lang=fr", {"fr"}), ("q=en letter", {"en"}), ("state=confirmed", {"es"}), ("kind=exact", set())],
)
def test_campaigns_are_narrowed_down_by_the_address(
    desk: Any, analysed: Inquiry, query: str, expected: set[str]
) -> None:
    desk.post(f"/inquiries/{analysed.address}/campaigns/{campaign(analysed, 'es-0').key}/confirm/")

    page = desk.get(f"/inquiries/{analysed.address}/campaigns/?{query}").content.decode()

    assert {lang for lang in ("en", "fr", "es") if f"this is the {lang} letter" in page} == expected


def test_own_words_inside_campaign_mail_are_listed_with_the_voices_on_request(desk: Any, analysed: Inquiry) -> None:
    voices = desk.get(f"/inquiries/{analysed.address}/voices/").content.decode()
    also_own = desk.get(f"/inquiries/{analysed.address}/voices/?words=own").content.decode()

    assert letters.VOICES[0][2] in voices
    assert "dialysis" not in voices
    assert "dialysis" in also_own


def test_what_was_set_aside_is_listed_with_its_reason(desk: Any, analysed: Inquiry) -> None:
    assert "Automatic reply" in desk.get(f"/inquiries/{analysed.address}/messages/?place=set_aside").content.decode()
    assert "I run the bakery" in desk.get(f"/inquiries/{analysed.address}/messages/?place=repeat").content.decode()


def test_a_running_analysis_is_seen_and_can_be_stopped(desk: Any, collected: Inquiry, clerk: User) -> None:
    started = analyses.start_analysis(collected, by=clerk)
    overview = desk.get(f"/inquiries/{collected.address}/").content.decode()
    assert f"work/analysis/{started.pk}/" in overview
    assert "Running" in desk.get("/inquiries/").content.decode()

    desk.post(f"/inquiries/{collected.address}/work/analysis/{started.pk}/cancel/")

    assert Analysis.objects.get().state == "cancelled"


def test_a_second_analysis_is_refused_while_one_is_under_way(desk: Any, collected: Inquiry, clerk: User) -> None:
    analyses.start_analysis(collected, by=clerk)

    answer = desk.post(f"/inquiries/{collected.address}/analyse/", follow=True)

    assert "under way already" in answer.content.decode()


def test_nothing_is_analysed_before_there_is_a_message(desk: Any, inquiry: Inquiry) -> None:
    assert "Import messages first" in desk.post(f"/inquiries/{inquiry.address}/analyse/", follow=True).content.decode()


def test_a_failed_analysis_is_said_and_the_one_before_stays(desk: Any, analysed: Inquiry, clerk: User) -> None:
    analyses.start_analysis(analysed, by=clerk)
    Analysis.objects.waiting().move("fail", error="worker_lost")

    page = desk.get(f"/inquiries/{analysed.address}/").content.decode()

    assert "did not finish" in page
    assert "individual voices" in page


def test_an_inquiry_is_closed_and_opened_again(desk: Any, analysed: Inquiry) -> None:
    desk.post(f"/inquiries/{analysed.address}/close/")
    assert "Import messages" not in desk.get(f"/inquiries/{analysed.address}/").content.decode()
    desk.post(f"/inquiries/{analysed.address}/reopen/")

    assert Inquiry.objects.get(pk=analysed.pk).is_open


@pytest.mark.parametrize(
    ("verb", "said"), [("close", "The inquiry is closed"), ("reopen", "The inquiry is open again")]
)
def test_a_second_click_that_closes_or_opens_an_inquiry_changes_nothing(
    desk: Any, analysed: Inquiry, verb: str, said: str
) -> None:
    for _click in range(2):
        assert said in desk.post(f"/inquiries/{analysed.address}/{verb}/", follow=True).text


def test_a_jobs_page_of_another_inquiry_is_not_found(desk: Any, inquiry: Inquiry, clerk: User) -> None:
    intake = bring(open_inquiry(inquiry.office, clerk, "Another"), clerk, letters.messages(each=3))

    assert desk.get(f"/inquiries/{inquiry.address}/work/intake/{intake.pk}/").status_code == 404
    assert Intake.objects.get().state == "waiting"


@pytest.mark.parametrize(("language", "word"), [("fr", "voix individuelles"), ("es", "voces individuales")])
def test_pages_speak_the_readers_language(desk: Any, clerk: User, analysed: Inquiry, language: str, word: str) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)

    page = desk.get(f"/inquiries/{analysed.address}/").content.decode()

    assert word in page
    assert f'<html lang="{language}"' in page
