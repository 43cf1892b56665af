"""Bringing files: what is taken in, what is set aside, and what is refused."""

import pytest

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import analyses, inquiries, uploads
from hemicycle.listening.errors import AlreadyImported, FileRefused, InquiryClosed, WrongColumns
from hemicycle.listening.jobs import analysing
from hemicycle.listening.models import Analysis, Inquiry, Intake, RejectedRow, Upload
from hemicycle.rules.errors import LeaseLost
from hemicycle.rules.models import ParameterInForce

from . import letters
from .conftest import Client, as_jsonl, bring, open_inquiry, opened, work


def test_a_file_becomes_messages_of_the_office_and_then_findings(inquiry: Inquiry, clerk: User) -> None:
    written = letters.messages()

    intake = bring(inquiry, clerk, written)
    work()

    intake.refresh_from_db()
    inquiry.refresh_from_db()
    assert (intake.state, intake.read, intake.added, intake.rejected) == ("done", len(written), len(written), 0)
    assert Inbound.objects.filter(office=inquiry.office).count() == len(written)
    assert inquiry.shown is not None
    assert inquiry.shown.messages == len(written)
    assert inquiry.shown.campaigns_shown >= 3


def test_of_a_sender_only_a_key_is_kept(inquiry: Inquiry, clerk: User) -> None:
    bring(inquiry, clerk, letters.messages())
    work()

    senders = set(Inbound.objects.values_list("sender", flat=True))
    assert not any("@" in sender for sender in senders)
    assert Inbound.objects.get(external_id="again").sender == Inbound.objects.get(external_id="voice-0").sender


def test_rows_without_sender_in_two_files_are_different_senders(inquiry: Inquiry, clerk: User) -> None:
    bring(inquiry, clerk, b"text\nThe pier is broken\nThe ferry is late again\n", "a.csv")
    bring(inquiry, clerk, b"text\nNobody answers the phone\nThe lights are out\n", "b.csv")
    work()

    inquiry.refresh_from_db()
    assert inquiry.shown is not None
    assert inquiry.shown.senders == 4


def test_a_bad_row_is_kept_aside_with_its_line_and_reason(inquiry: Inquiry, clerk: User) -> None:
    good = as_jsonl(letters.messages(each=3))
    intake = bring(inquiry, clerk, good + b'\n{"id": "x", "text": ""}\n{broken\n')
    work()

    intake.refresh_from_db()
    assert intake.rejected == 2
    assert set(RejectedRow.objects.values_list("reason", flat=True)) == {"no_text", "not_json"}
    assert all(RejectedRow.objects.values_list("line", flat=True))


def test_the_file_is_deleted_once_it_is_imported(inquiry: Inquiry, clerk: User) -> None:
    intake = bring(inquiry, clerk, letters.messages(each=3))
    path = intake.upload.path
    assert path.exists()

    work()

    assert not path.exists()
    assert Upload.objects.get().stored == ""


def test_the_same_file_is_refused_a_second_time(inquiry: Inquiry, clerk: User) -> None:
    bring(inquiry, clerk, letters.messages(each=3))

    with pytest.raises(AlreadyImported):
        bring(inquiry, clerk, letters.messages(each=3))


def test_the_same_file_in_another_inquiry_duplicates_no_message(inquiry: Inquiry, clerk: User, office: Office) -> None:
    written = letters.messages(each=3)
    bring(inquiry, clerk, written)
    other = open_inquiry(office, clerk, "The same letters, asked otherwise")
    bring(other, clerk, written)
    work()

    assert Inbound.objects.count() == len(written)
    assert inquiry.collected.count() == other.collected.count() == len(written)


def test_a_job_taken_up_again_duplicates_nothing(inquiry: Inquiry, clerk: User) -> None:
    written = letters.messages(each=3)
    intake = bring(inquiry, clerk, written)

    def die_after_taking(done: int | None = None, total: int | None = None, key: str = "") -> None:
        if key == "listening.taking":
            raise LeaseLost

    with pytest.raises(LeaseLost):
        analysing.run_intake(intake, die_after_taking)
    work()

    assert Inbound.objects.count() == inquiry.collected.count() == len(written)


def test_a_file_that_is_no_file_of_messages_is_refused_with_a_sentence(inquiry: Inquiry, clerk: User) -> None:
    upload = uploads.add_file(inquiry, name="empty.csv", chunks=[b"\n\n"], by=clerk)
    work()

    upload.refresh_from_db()
    assert (upload.state, upload.error, upload.stored) == ("failed", "empty", "")


def test_a_file_larger_than_the_limit_is_refused(inquiry: Inquiry, clerk: User) -> None:
    ParameterInForce.objects.create(name="upload_limit_mb", value=1)

    with pytest.raises(FileRefused, match="1 MB"):
        uploads.add_file(inquiry, name="large.csv", chunks=[b"x" * 700_000] * 2, by=clerk)


def test_columns_that_are_not_there_are_refused(inquiry: Inquiry, clerk: User) -> None:
    content = b"text,day\nThe pier is broken,2026-03-02\n"
    upload = opened(uploads.add_file(inquiry, name="a.csv", chunks=[content], by=clerk))

    with pytest.raises(WrongColumns):
        uploads.choose_columns(upload, columns={"text": "letter"}, by=clerk)
    with pytest.raises(WrongColumns):
        uploads.choose_columns(upload, columns={"text": ""}, by=clerk)
    assert not Intake.objects.exists()


def test_dates_that_cannot_be_read_are_counted_and_said(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    rows = b"text,day\nThe pier is broken,2026-03-02\nThe ferry is late,31/02/2026\nNobody answers,yesterday\n"
    upload = opened(uploads.add_file(inquiry, name="a.csv", chunks=[rows], by=clerk))
    intake = uploads.choose_columns(upload, columns={"text": "text", "sent_at": "day"}, by=clerk)
    work()

    intake.refresh_from_db()
    assert (intake.added, intake.rejected, intake.unread_dates) == (3, 0, 2)
    page = sign_in(clerk).get(f"/inquiries/{inquiry.address}/work/intake/{intake.pk}/").content.decode()
    assert "2 dates could not be read; those messages have none." in page


def test_one_column_is_not_taken_for_two_fields(inquiry: Inquiry, clerk: User, sign_in: Client) -> None:
    content = b"text,day\nThe pier is broken,2026-03-02\n"
    upload = opened(uploads.add_file(inquiry, name="a.csv", chunks=[content], by=clerk))
    address = f"/inquiries/{inquiry.address}/import/{upload.pk}/"
    answer = sign_in(clerk).post(address, {"text": "text", "sender": "text", "sent_at": "day"})

    assert answer.status_code == 422
    assert "“text” is already chosen for" in answer.content.decode()
    assert not Intake.objects.exists()


def test_nothing_is_added_to_a_closed_inquiry(inquiry: Inquiry, clerk: User) -> None:
    inquiries.close_inquiry(inquiry, by=clerk)

    with pytest.raises(InquiryClosed):
        bring(inquiry, clerk, letters.messages(each=3))


def test_a_stopped_import_keeps_what_it_had_and_can_be_begun_again(inquiry: Inquiry, clerk: User) -> None:
    intake = bring(inquiry, clerk, letters.messages(each=3))

    assert analyses.cancel(intake, by=clerk)
    assert not analyses.cancel(intake, by=clerk)
    again = uploads.choose_columns(intake.upload, columns=intake.columns, by=clerk)
    work()

    again.refresh_from_db()
    assert (again.state, Analysis.objects.count()) == ("done", 1)


def test_a_file_of_which_nothing_was_imported_can_be_dropped(inquiry: Inquiry, clerk: User) -> None:
    upload = uploads.add_file(inquiry, name="a.csv", chunks=[b"text\nThe pier is broken\n"], by=clerk)
    path = upload.path

    uploads.drop_file(upload, by=clerk)

    assert not Upload.objects.exists()
    assert path.exists()  # a test's transaction never commits; the file goes with the commit
