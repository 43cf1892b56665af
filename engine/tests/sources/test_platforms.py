"""Exports of platforms and forms, in the shapes that these write, are read without a question."""

import csv
import json

import openpyxl
import pytest
from hearhear import UnreadableFile
from hearhear.sources import guess, read

LETTERS = [
    "Keep the ferry, because nobody who works late can come home without it.",
    "The harbour is loud enough at night as it is. Please think of those who sleep there.",
    "My mother lives on the other side of the water, and she sees a doctor every week.",
    "A bridge would cost more than thirty years of the ferry, so I do not see the point.",
]
SHORT = [
    "Two coins at the most, as on the northern line.",
    "",
    "What a bus costs, and no more.",
    "Nothing at all, please.",
]


@pytest.fixture
def table(tmp_path):
    def _write(header, rows, delimiter=",", above=()):
        path = tmp_path / "export.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([*above, header, *rows])
        return path

    return _write


@pytest.fixture
def book(tmp_path):
    def _write(**sheets):
        path = tmp_path / "export.xlsx"
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        workbook.save(path)
        return path

    return _write


def facts(reading):
    return [dict(one or ()) for one in reading.table["facts"].to_pylist()]


def test_citizen_space_is_read_by_its_answers_and_not_by_its_response_id(table):
    header = ["Response ID", "Submitted Date", "What is your name?", "What is your email address?",
              "What is your organisation?", "Are you responding as an individual or an organisation?",
              "Do you agree with the proposal? - Agreement", "Please give us your views on the ferry"]  # fmt: skip
    rows = [
        (f"ANON-{n}QXK-7PR{n}-D", "2026-03-01 10:00:00", f"Ann Lee{n}", f"a{n}@example.org", "", "Individual",
         ("Agree", "Disagree")[n % 2], text)
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(table(header, rows))
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.table["id"][0].as_py() == "ANON-0QXK-7PR0-D"
    assert reading.guess.certainty["text"] == "sure"
    assert facts(reading)[1] == {"Do you agree with the proposal? - Agreement": "Disagree"}


def test_reasons_of_considerit_are_the_text_and_their_proposal_the_question(table):
    header = ["proposal", "type", "created", "username", "author", "valence", "summary", "details", "author_opinion",
              "#inclusions", "#comments"]  # fmt: skip
    rows = [
        ("keep-the-ferry", "POINT", "2026-03-01 10:00:00 UTC", "ANONYMOUS", "ANONYMOUS", "Pro", LETTERS[0], SHORT[0],
         "0.73", "4", "0"),
        ("keep-the-ferry", "COMMENT", "2026-03-01 11:00:00 UTC", "Bo", "bo@example.org", "", LETTERS[1], "", "-", "", ""),
        ("build-a-bridge", "POINT", "2026-03-02 10:00:00 UTC", "ANONYMOUS", "ANONYMOUS", "Con", LETTERS[3], "", "-0.4",
         "1", "0"),
    ]  # fmt: skip
    reading = read(table(header, rows))
    assert reading.table["text"][0].as_py() == f"{LETTERS[0]}\n\n{SHORT[0]}"
    assert reading.table["question"].to_pylist() == ["keep-the-ferry", "keep-the-ferry", "build-a-bridge"]
    assert [one.get("position") for one in facts(reading)] == ["for", None, "against"]
    assert reading.table["sender"].to_pylist() == ["message:1", "bo@example.org", "message:3"]


def test_statements_of_polis_are_read_with_their_author(table):
    header = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"]
    rows = [
        (1772359200000 + n, "Sun Mar 01 2026 10:00:00 GMT+0000", n, 7 + n, 3, 1, 1, text)
        for n, text in enumerate(LETTERS)
    ]
    reading = read(table(header, rows))
    assert reading.guess.export == "polis-comments"
    assert reading.table.select(["id", "sender", "text"])[1:2].to_pylist() == [
        {"id": "1", "sender": "8", "text": LETTERS[1]}
    ]
    assert reading.table["sent_at"][0].as_py().year == 2026
    assert reading.table["facts"].null_count == 4


def test_ideas_of_go_vocal_are_title_and_description(book):
    header = ["id", "title", "description", "author_name", "author_email", "author_id", "proposed_budget",
              "published_at", "comments", "likes", "url", "project", "topics", "status", "latitude"]  # fmt: skip
    rows = [
        (f"6f9619ff-8b86-d011-b42d-00cf4fc96{n:03}", ("A night ferry", "Quiet nights", "My mother", "No bridge")[n],
         text, "Ann Lee", f"a{n}@example.org", f"0f9619ff-8b86-d011-b42d-00cf4fc96{n:03}", None, "2026-03-01 10:00:00",
         2, 3, "https://example.org/ideas/x", "The harbour", "Mobility", "Proposed", 51.2)
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(book(Ideas=[header, *rows], Comments=[["id", "input", "comment"], ["c1", "A night ferry", "Yes."]]))
    assert reading.table["text"][3].as_py() == f"No bridge\n\n{LETTERS[3]}"
    assert reading.columns["sender"] == "author_id"
    assert reading.table["question"][0].as_py() == "The harbour"


def test_comments_of_go_vocal_name_what_they_are_about(book):
    header = ["id", "input", "input_id", "comment", "likes_count", "author_name", "author_email", "created_at"]
    rows = [
        (f"c{n}", "A night ferry for the harbour", "i1", text, 0, "Ann Lee", f"a{n}@example.org", "2026-03-01")
        for n, text in enumerate(LETTERS)
    ]
    reading = read(book(Comments=[header, *rows]))
    assert reading.table["text"].to_pylist() == LETTERS
    assert set(reading.table["question"].to_pylist()) == {"A night ferry for the harbour"}


def test_investments_of_consul_are_title_and_description_and_not_the_reason_of_the_staff(table):
    header = ["ID", "Title", "Description", "Administrator", "Valuator", "Valuation Group", "Scope of operation",
              "Feasibility", "Val. Fin.", "Unfeasibility explanation", "Selected", "Show to valuators",
              "Author username"]  # fmt: skip
    reason = "It is not feasible, since the harbour does not belong to the city and never did."
    rows = [
        (n, ("A night ferry", "Quiet nights", "My mother", "No bridge")[n], text, "No admin assigned", "-", "-",
         ("North", "South")[n % 2], "Undecided", "No", reason, "No", "No", f"user{n}")
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(table(header, rows))
    assert reading.table["text"][1].as_py() == f"Quiet nights\n\n{LETTERS[1]}"
    assert reading.guess.certainty["text"] == "sure"


@pytest.mark.parametrize("structured", [False, True])
def test_posts_of_your_priorities_are_name_and_description_or_a_message_for_each_question(table, structured):
    described = ["Why is it needed?", "Who pays for it?"] if structured else ["Description"]
    header = ["Nr", " Post id", "email", "User Name", "Post Name", *described, "Url", "Category", "Latitude",
              "Longitude", "Up Votes", "Down Votes", "Points Count", "Points For", "Points Against"]  # fmt: skip
    rows = [
        (n + 1, 40 + n, "hidden", "Ann", ("A night ferry", "Quiet nights", "My mother", "No bridge")[n],
         *([text, SHORT[n]] if structured else [text]), "https://example.org/post/4", ("Sea", "Land")[n % 2], "", "",
         3, 1, 2, "Others like it, and they say so here.", "")
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(table(header, rows))
    expected = [LETTERS[0], SHORT[0]] if structured else [f"A night ferry\n\n{LETTERS[0]}"]
    assert reading.table["text"].to_pylist()[: len(expected)] == expected
    assert reading.questions == (tuple(described) if structured else ())
    assert facts(reading)[0] == {"Category": "Sea"}
    assert all(sender.startswith("message:") for sender in reading.table["sender"].to_pylist())


def test_answers_of_decidim_are_a_message_for_each_question(table):
    header = ["id", "created_at", "ip_hash", "user_status", "1. Should the ferry run at night?", "2. Where do you live?",
              "3. What would you pay?"]  # fmt: skip
    rows = [
        (n, "2026-03-01 10:00:00 UTC", f"9f{n}c3b77aa", "Unregistered", text, ("North", "South")[n % 2], SHORT[n])
        for n, text in enumerate(LETTERS)
    ]
    reading = read(table(header, rows, delimiter=";"))
    assert reading.questions == (header[4], header[6])
    assert reading.facts == (header[5],)
    assert len(reading.table) == 7


def test_the_three_headers_of_qualtrics_are_one(table):
    header = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "RecordedDate", "ResponseId",
              "UserLanguage", "Q1", "Q2", "Q3"]  # fmt: skip
    shown = ["Start Date", "End Date", "Response Type", "IP Address", "Progress", "Finished", "Recorded Date",
             "Response ID", "User Language", "Should the ferry run at night?", "Which part do you live in?",
             "What would you pay for a crossing?"]  # fmt: skip
    marks = [json.dumps({"ImportId": f"QID{n}"}, separators=(",", ":")) for n in range(len(header))]
    rows = [
        ("2026-03-01 10:00:00", "2026-03-01 10:05:00", "IP Address", "192.0.2.1", "100", "True", "2026-03-01 10:05:00",
         f"R_1aB{n}xY", "EN", text, ("North", "South")[n % 2], SHORT[n])
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(table(header, [shown, marks, *rows]))
    assert set(reading.table["question"].to_pylist()) == {shown[9], shown[11]}
    assert reading.table["id"][0].as_py() == "R_1aB0xY:1"
    assert reading.table["lang"][0].as_py() == "en"
    assert facts(reading)[1] == {"Which part do you live in?": "North"}


def test_the_two_headers_of_surveymonkey_are_one(table):
    header = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
              "Last Name", "Custom Data 1", "What should become of the ferry?", "How do you cross the water?", "", ""]  # fmt: skip
    below = [""] * 9 + ["Open-Ended Response", "By ferry", "By car", "Not at all"]
    rows = [
        (114000000 + n, 4500, "03/01/2026 10:00:00 AM", "03/01/2026 10:05:00 AM", "192.0.2.1", "", "", "", "", text,
         "By ferry", "", "")
        for n, text in enumerate(LETTERS)
    ]  # fmt: skip
    reading = read(table(header, [below, *rows]))
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.columns["text"] == "What should become of the ferry?"
    assert reading.table["id"][0].as_py() == "114000000"


def test_answers_to_google_and_microsoft_forms_are_read(table, book):
    google = table(
        ["Timestamp", "Email Address", "What should become of the ferry?", "Which part do you live in?"],
        [
            ("2026/03/01 10:00:00 AM GMT+1", f"a{n}@example.org", t, ("North", "South")[n % 2])
            for n, t in enumerate(LETTERS)
        ],
    )
    reading = read(google)
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.table["sent_at"][0].as_py().hour == 9
    assert reading.columns["sender"] == "Email Address"
    header = ["ID", "Start time", "Completion time", "Email", "Name", "What should become of the ferry?"]
    forms = book(
        Sheet1=[header, *((n, "2026-03-01", "2026-03-01", "anonymous", None, t) for n, t in enumerate(LETTERS))]
    )
    reading = read(forms)
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.table["sender"][0].as_py() == "message:0"


def test_answers_of_limesurvey_and_kobo_are_read(table):
    header = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
              "seed. Seed", "ferry. What should become of the ferry?", "pay. What would you pay for a crossing?"]  # fmt: skip
    rows = [(n, "2026-03-01 10:00:00", 2, "fr", 123456 + n, t, SHORT[n]) for n, t in enumerate(LETTERS)]
    reading = read(table(header, rows))
    assert reading.questions == (header[5], header[6])
    assert reading.table["lang"][0].as_py() == "fr"
    header = ["start", "end", "about_you/region", "views/ferry_comment", "_id", "_uuid", "_submission_time", "_index"]
    rows = [("2026-03-01T10:00:00", "2026-03-01T10:05:00", ("north", "south")[n % 2], t, 900 + n, f"6f96-19ff-{n}a",
             "2026-03-01T10:05:02", n) for n, t in enumerate(LETTERS)]  # fmt: skip
    reading = read(table(header, rows))
    assert reading.table["text"].to_pylist() == LETTERS
    assert facts(reading)[0] == {"about_you/region": "north"}


def test_a_workbook_is_read_below_its_title_and_its_line_of_groups(book):
    rows = [(f"R-{n}-X", "2026-03-01", ("North", "South")[n % 2], t) for n, t in enumerate(LETTERS)]
    reading = read(book(Answers=[
        ["Consultation on the ferry, all answers"], ["Exported on 2 March 2026"], [], ["About you", None, None, "Views"],
        ["Number", "Date", "Region", "What should become of the ferry?"], *rows,
    ]))  # fmt: skip
    assert reading.table["text"].to_pylist() == LETTERS
    assert facts(reading)[1] == {"Region": "South"}


def test_a_name_that_comes_again_below_each_question_stands_behind_that_question(book):
    groups = [None, "1. Do you agree with a night ferry?", None, "2. Do you agree with a toll?", None]
    header = ["Response ID", "Agreement", "Comments", "Agreement", "Comments"]
    rows = [(f"ANON-{n}A-B", ("Yes", "No")[n % 2], t, ("No", "Yes")[n % 2], SHORT[n]) for n, t in enumerate(LETTERS)]
    reading = read(book(Responses=[["All responses"], groups, header, *rows]))
    first, second = "1. Do you agree with a night ferry? - Comments", "2. Do you agree with a toll? - Comments"
    assert reading.questions == (first, second)
    assert facts(reading)[0] == {"1. Do you agree with a night ferry? - Agreement": "Yes",
                                 "2. Do you agree with a toll? - Agreement": "No"}  # fmt: skip


def test_a_sheet_whose_first_column_has_no_name_keeps_its_header(book):
    reading = read(book(Letters=[[None, "comment"], *((f"a{n}", t) for n, t in enumerate(LETTERS))]))
    assert reading.table["text"].to_pylist() == LETTERS


def test_of_several_sheets_that_of_the_messages_is_read_and_the_others_are_named(book):
    cover = [["About this export"], ["It has the answers to the consultation on the ferry, as of today."]]
    answers = [["id", "comment"], *((n, t) for n, t in enumerate(LETTERS))]
    reading = read(book(Cover=cover, Answers=answers, Paper=[["number", "comment"], [1, LETTERS[0]]]))
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.warnings == ("sheet Answers is read; others that hold texts are not: Cover, Paper",)
    assert reading.guess.unread_sheets == ("Cover", "Paper")


def test_sheets_with_the_same_columns_are_one_table_whose_rows_are_numbered_if_each_begins_at_one(book):
    north, south = ([["id", "comment"], *((n, t) for n, t in enumerate(part))] for part in (LETTERS[:2], LETTERS[2:]))
    reading = read(book(North=north, South=south))
    assert reading.table["text"].to_pylist() == LETTERS
    assert reading.table["id"].to_pylist() == ["1", "2", "3", "4"]
    assert reading.warnings[0] == "sheets with the same columns are read as one: North, South"


def test_a_table_below_the_lines_of_a_title_is_read(table):
    rows = [(n, "2026-03-01", t) for n, t in enumerate(LETTERS)]
    path = table(["id", "date", "comment"], rows, above=[["Consultation on the ferry"], ["Exported on 2 March 2026"]])
    reading = read(path)
    assert reading.table["text"].to_pylist() == LETTERS


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (
            ["Response ID", "Submitted Date", "Do you agree?"],
            ("ANON-{n}-A", "2026-03-01", "Yes"),
            "no column of texts",
        ),
        (["timestamp", "comment-id", "voter-id", "vote"], ("1772359200{n}", "4", "{n}", "1"), "no column of texts"),
        (
            ["proposal", "created", "username", "opinion"],
            ("Keep line {m} running at night, please, all year.", "2026-03-01", "u{n}", "0.{n}"),
            "which column is the text",
        ),
    ],
    ids=["closed questions", "votes", "opinions without reasons"],
)
def test_an_export_without_texts_is_refused_with_its_columns(table, header, row, said):
    path = table(header, [[cell.format(n=n, m=n % 4) for cell in row] for n in range(12)])
    with pytest.raises(UnreadableFile, match=said) as error:
        read(path)
    assert header[0] in str(error.value)
    assert str(path) in str(error.value)


def test_an_export_that_breaks_off_or_lost_a_field_says_where(table):
    path = table(["id", "comment"], [(1, LETTERS[0]), (2, LETTERS[1])])
    whole = path.read_text()
    path.write_text(whole + '3,one,"too many"\n4,"The last one.')
    with pytest.raises(UnreadableFile, match=r"the last record \(line 5\) breaks off"):
        read(path)
    path.write_text(whole + '3,one,"too many"\n4,"The last one."\n')
    assert [(row.line, row.reason) for row in read(path).rejected] == [(4, "wrong_number_of_fields")]


def test_an_id_a_number_a_name_or_a_choice_is_never_the_text(table):
    header = ["response", "comment", "opinion", "message", "answer", "remarks"]
    rows = [(f"R-{n}-AB", n, "Strongly agree", f"m{n}@example.org", f"{n}.5", "x") for n in range(12)]
    found = guess(table(header, rows))
    assert "text" not in found.columns
    words = [(n, ("yes", "no", "maybe")[n % 3]) for n in range(12)]
    assert [column.name for column in guess(table(["id", "answer"], words)).candidates] == ["answer"]
