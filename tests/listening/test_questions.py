"""A consultation of several questions: every answer a message, with its question and the facts of its row."""

import io
import zipfile

import openpyxl

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import uploads
from hemicycle.listening.engine import gathering
from hemicycle.listening.models import Inquiry, Upload

from .conftest import Client, bring, opened, work, work_intakes_only

FIRST, SECOND = "1. Should the ferry run at night?", "2. What would you pay for a crossing?"
SURVEY = f"""Response ID,Region,{FIRST},{SECOND}
ANON-1A-P,North,"Nobody who works late can come home, so it should.","Two coins, as on the northern line."
ANON-2A-P,South,"No, the harbour is loud enough at night as it is.",
ANON-3A-P,North,"Yes. My mother lives on the other side of the water.","What a bus costs, and no more than that."
ANON-4A-P,South,"It has to be there for those who work in the hospital.",
""".encode()
UNSURE = b"""id,note,further
1,"The pier is broken, and nobody mends it.","Ask the harbour master about it, please."
2,"The ferry is late again, as it was on Monday.","My shop opens at eight, and I am not there."
"""


def test_every_answer_is_a_message_of_its_question(inquiry: Inquiry, clerk: User) -> None:
    work_intakes_only(bring(inquiry, clerk, SURVEY, "survey.csv"))

    rows = Inbound.objects.order_by("pk").values_list("question", "facts")
    assert [question for question, _ in rows] == [FIRST, SECOND, FIRST, FIRST, SECOND, FIRST]
    assert [facts["Region"] for _, facts in rows] == ["North", "North", "South", "North", "North", "South"]


def test_the_answers_of_one_row_are_of_one_sender(inquiry: Inquiry, clerk: User) -> None:
    work_intakes_only(bring(inquiry, clerk, SURVEY, "survey.csv"))

    assert Inbound.objects.values("sender").distinct().count() == 4


def test_the_engine_gets_question_and_facts(inquiry: Inquiry, clerk: User) -> None:
    work_intakes_only(bring(inquiry, clerk, SURVEY, "survey.csv"))

    messages = gathering.messages_of(inquiry, lambda *_: None)
    assert messages["question"][1].as_py() == SECOND
    assert messages["facts"][1].as_py() == [("Region", "North")]


def test_erased_with_their_message_are_question_and_facts(inquiry: Inquiry, clerk: User) -> None:
    work_intakes_only(bring(inquiry, clerk, SURVEY, "survey.csv"))

    channels.erase(Inbound.objects.filter(external_id__startswith="ANON-1A"), office=inquiry.office, by=clerk)
    assert not Inbound.objects.filter(question=SECOND, facts__Region="North", text__contains="coins").exists()
    assert Inbound.objects.count() == 4


def test_the_page_asks_which_column_is_the_text(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    upload = opened(uploads.add_file(inquiry, name="a.csv", chunks=[UNSURE], by=clerk))
    address = f"/inquiries/{inquiry.address}/import/{upload.pk}/"
    desk = sign_in(clerk)

    page = desk.get(address).content.decode()
    assert "Which column is the text?" in page
    assert "My shop opens at eight, and I am not there." in page
    answer = desk.post(address, {"text": ""})
    assert (answer.status_code, Upload.objects.get().intakes.count()) == (422, 0)


def test_questions_and_facts_are_ticked_as_guessed_and_can_be_changed(
    inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    upload = opened(uploads.add_file(inquiry, name="survey.csv", chunks=[SURVEY], by=clerk))
    address = f"/inquiries/{inquiry.address}/import/{upload.pk}/"
    desk = sign_in(clerk)

    assert desk.get(address).content.decode().count("checked") == 3
    desk.post(address, {"questions": [FIRST], "facts": [], "id": "Response ID"})
    intake = Upload.objects.get().intakes.get()
    assert (intake.questions, intake.facts, intake.columns["text"]) == ([FIRST], [], "")


def test_the_page_of_a_message_says_what_it_answers_and_what_the_file_says_of_its_sender(
    inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    bring(inquiry, clerk, SURVEY, "survey.csv")
    work()

    number = Inbound.objects.get(external_id="ANON-3A-P:2").pk
    page = sign_in(clerk).get(f"/inquiries/{inquiry.address}/messages/{number}/").content.decode()
    assert SECOND in page
    assert "Region <b>North</b>" in page


def test_the_page_of_a_letter_out_of_an_archive_names_its_file(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("post/letter.txt", "Keep the ferry, because nobody who works late can come home.")
        packed.writestr("post/empty.txt", "")
    intake = bring(inquiry, clerk, archive.getvalue(), "post.zip")
    work()

    number = Inbound.objects.get().pk
    desk = sign_in(clerk)
    assert "post/letter.txt" in desk.get(f"/inquiries/{inquiry.address}/messages/{number}/").content.decode()
    rejected = desk.get(f"/inquiries/{inquiry.address}/import/{intake.upload.pk}/rejected/").content.decode()
    assert "An empty file" in rejected


def test_the_page_names_the_sheets_that_are_not_read(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for name, column in (("Answers", "comment"), ("Paper", "letter")):
        sheet = book.create_sheet(name)
        sheet.append([column])
        sheet.append(["Keep the ferry, because nobody who works late can come home."])
    book.save(file)
    upload = opened(uploads.add_file(inquiry, name="a.xlsx", chunks=[file.getvalue()], by=clerk))

    page = sign_in(clerk).get(f"/inquiries/{inquiry.address}/import/{upload.pk}/").content.decode()
    assert "hold texts as well and are not read: Paper." in page
