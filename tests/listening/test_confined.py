"""Files are opened by the worker, in a process of its own, within limits of memory and time."""

import errno
import io
import os
import zipfile
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hearhear.errors import UnreadableFile

from hemicycle.accounts.models import User
from hemicycle.listening.actions import uploads
from hemicycle.listening.engine import confined
from hemicycle.listening.errors import NotReadYet
from hemicycle.listening.jobs import analysing
from hemicycle.listening.models import Inquiry, Upload
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.work import Tick

from .conftest import Client, bring, work

LETTERS = b"text\nThe pier is broken\nThe ferry is late again\n"
SHEET = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{}</sheetData></worksheet>"
ROW = f"<row>{'<c><v>1</v></c>' * 1_000}</row>"
BOOK = {
    "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    "<Override PartName='/xl/workbook.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
    "<Override PartName='/xl/worksheets/sheet1.xml' ContentType="
    "'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'/></Types>",
    "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1'"
    " Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/>"
    "</Relationships>",
    "xl/workbook.xml": "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r="
    "'http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='a' sheetId='1' r:id='r1'/>"
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet'"
    " Target='worksheets/sheet1.xml'/></Relationships>",
}


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A workbook of 64 KB that unpacks to 30 MB: two million cells, over which a reader sits for half a minute."""
    rows = ROW * 2_000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in BOOK.items():
            book.writestr(name, content)
        book.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows))
    return made.getvalue()


def test_the_web_process_keeps_a_file_and_does_not_open_it(
    sign_in: Client, clerk: User, inquiry: Inquiry, bomb: bytes
) -> None:
    desk, page = sign_in(clerk), f"/inquiries/{inquiry.address}/import/"

    answer = desk.post(page, {"file": SimpleUploadedFile("bomb.xlsx", bomb)})
    upload = Upload.objects.get()

    assert (answer.status_code, upload.state, upload.guess) == (302, "waiting", {})
    shown = desk.get(answer.url).content.decode()
    assert "bomb.xlsx" in shown
    assert f'hx-get="{answer.url}"' in shown


def test_a_file_over_which_a_reader_sits_too_long_is_set_aside_and_other_work_goes_on(
    sign_in: Client, clerk: User, inquiry: Inquiry, bomb: bytes
) -> None:
    ParameterInForce.objects.create(name="reading_seconds", value=1)
    slow = uploads.add_file(inquiry, name="bomb.xlsx", chunks=[bomb], by=clerk)
    good = bring(inquiry, clerk, LETTERS, "letters.csv")
    work()

    slow.refresh_from_db()
    good.refresh_from_db()
    assert (slow.state, slow.error, slow.stored) == ("failed", "over_time", "")
    assert (good.state, good.added) == ("done", 2)
    shown = sign_in(clerk).get(f"/inquiries/{inquiry.address}/import/{slow.pk}/").content.decode()
    assert "took longer than one file may take" in shown
    assert "Save it as CSV" in shown


def test_a_file_that_needs_too_much_memory_is_set_aside(clerk: User, inquiry: Inquiry) -> None:
    ParameterInForce.objects.create(name="reading_memory_mb", value=64)
    content = b"text\n" + b"The pier is broken and nobody comes to mend it\n" * 1_000_000
    intake = bring(inquiry, clerk, content, "large.csv")
    work()

    intake.refresh_from_db()
    assert (intake.state, intake.error, intake.read) == ("failed", "over_memory", 0)
    assert not inquiry.collected.exists()
    assert sorted(file.name for file in intake.upload.path.parent.glob(f"{intake.upload.stored}*")) == [
        intake.upload.stored
    ]


def test_a_file_that_was_set_aside_can_be_uploaded_again(clerk: User, inquiry: Inquiry) -> None:
    ParameterInForce.objects.create(name="reading_memory_mb", value=0)
    uploads.add_file(inquiry, name="letters.csv", chunks=[LETTERS], by=clerk)
    work()
    ParameterInForce.objects.all().delete()

    uploads.add_file(inquiry, name="letters.csv", chunks=[LETTERS], by=clerk)
    work()

    assert [(one.state, one.format) for one in Upload.objects.all()] == [("done", "csv")]


def test_the_page_of_a_file_goes_on_to_its_columns_by_itself(sign_in: Client, clerk: User, inquiry: Inquiry) -> None:
    desk, upload = sign_in(clerk), uploads.add_file(inquiry, name="a.csv", chunks=[LETTERS], by=clerk)
    page = f"/inquiries/{inquiry.address}/import/{upload.pk}/"
    asks = {"HX-Request": "true"}

    assert "HX-Redirect" not in desk.get(page, headers=asks).headers
    work()
    assert desk.get(page, headers=asks).headers["HX-Redirect"] == page
    assert "The pier is broken" in desk.get(page).content.decode()


def test_columns_are_not_chosen_before_the_file_was_opened(clerk: User, inquiry: Inquiry) -> None:
    upload = uploads.add_file(inquiry, name="a.csv", chunks=[LETTERS], by=clerk)

    with pytest.raises(NotReadYet):
        uploads.choose_columns(upload, columns={"text": "text"}, by=clerk)


def test_a_file_that_is_dropped_while_it_is_opened_is_gone(clerk: User, inquiry: Inquiry) -> None:
    upload = uploads.add_file(inquiry, name="a.csv", chunks=[LETTERS], by=clerk)
    Upload.objects.filter(pk=upload.pk).claim(worker="test", lease=timedelta(minutes=1))
    held = Upload.objects.get(pk=upload.pk)
    uploads.drop_file(held, by=clerk)

    analysing.run_upload(held, Tick(held, worker="test"))

    assert not Upload.objects.exists()


def test_a_reader_that_waits_and_uses_no_processor_is_ended(tmp_path: Path) -> None:
    """It waits for somebody who writes into a pipe, and nobody does."""
    pipe, looks = tmp_path / "letters.csv", count()
    os.mkfifo(pipe)

    def look(done: int, total: int) -> None:
        assert next(looks) < 60, "nobody ended it"

    with pytest.raises(UnreadableFile) as refused:
        confined.guess(pipe, limits=confined.Limits(memory_mb=2_048, seconds=1), progress=look)

    assert refused.value.reason == confined.OVER_TIME
    with pytest.raises(OSError, match=os.strerror(errno.ENXIO)):
        os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
