"""The files of the archive: read by others, verified to the last bit, never half written."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from hemicycle.accounts.models import Office, User
from hemicycle.conf import cli
from hemicycle.governance import jobs
from hemicycle.governance.actions import archiving
from hemicycle.governance.archive import warc
from hemicycle.governance.archive.manifest import data
from hemicycle.governance.archive.warc import NotAnArchive, Record, Same, Writer, members, read_at, verify
from hemicycle.governance.errors import ArchiveDamaged
from hemicycle.governance.models import ArchiveFile, ArchiveRecord, Capture
from hemicycle.listening.models import Dossier
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.work import Tick
from tests.conf.test_audit import _log_as_before
from tests.listening.conftest import open_inquiry
from tests.listening.dossiers import analysed_inquiry, released_dossier

from . import archives

__all__ = ["_log_as_before"]

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAGE = Record("response", "https://house.example/", AT, "text/html", "<p>Séance</p>".encode(), "200 OK",
              (("Content-Type", "text/html"), ("Set-Cookie", "visit=1"), ("Transfer-Encoding", "chunked")))  # fmt: skip
SENT = Record("metadata", "urn:hemicycle:sent:1", AT, "application/json", b'{"a": 1}')


def written(*records: Record, same: Same | None = None) -> io.BytesIO:
    stream = io.BytesIO()
    for one in records:
        Writer(stream).write(one, same=same)
    return stream


def test_a_record_comes_back_with_the_same_bytes_and_without_cookies() -> None:
    record, body = read_at(written(PAGE), 0)
    assert body == PAGE.body and record.http_headers.get_header("Content-Type") == "text/html"
    assert record.http_headers.get_header("Set-Cookie") is None
    assert record.http_headers.get_header("Content-Length") == str(len(PAGE.body))
    assert record.rec_headers.get_header("WARC-Date") == "2026-03-02T09:30:00Z"


def test_the_same_content_at_the_same_moment_gives_the_same_file() -> None:
    assert written(PAGE, SENT).getvalue() == written(PAGE, SENT).getvalue()


def test_what_is_the_same_refers_to_the_first_and_keeps_its_digest() -> None:
    (record,) = ArchiveIterator(io.BytesIO(written(PAGE, same=Same("2026-01-01T00:00:00Z")).getvalue()))
    assert record.rec_type == "revisit" and record.rec_headers.get_header("WARC-Payload-Digest") == PAGE.digest
    assert record.rec_headers.get_header("WARC-Refers-To-Date") == "2026-01-01T00:00:00Z"


def test_each_record_is_a_gzip_member_of_its_own() -> None:
    stream = written(PAGE, SENT)
    (_first, length), (second, rest) = members(stream)
    assert second == length and second + rest == len(stream.getvalue())
    assert verify(stream).records == 2 and verify(stream).faults == ()


def test_any_bit_that_is_changed_is_found() -> None:
    """The header of a gzip member says nothing of the content (RFC 1952, 2.3.1): the digest of the file finds those."""
    whole = written(PAGE, SENT).getvalue()
    right = verify(io.BytesIO(whole)).sha256
    for at in range(len(whole)):
        changed = io.BytesIO(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            found = verify(changed)
        except NotAnArchive:
            continue
        assert found.sha256 != right
        assert found.faults or at % len(whole) in {*range(3, 10), *range(len(written(PAGE).getvalue()) + 3,
                                                                        len(written(PAGE).getvalue()) + 10)}  # fmt: skip


def test_a_file_that_was_cut_off_is_found_wherever_it_was_cut() -> None:
    whole, first = written(PAGE, SENT).getvalue(), len(written(PAGE).getvalue())
    for end in range(1, len(whole)):
        if end == first:
            continue
        try:
            assert verify(io.BytesIO(whole[:end])).faults
        except NotAnArchive:
            continue


def test_a_record_whose_content_is_not_that_of_its_digest_is_found() -> None:
    """Compressed anew, so that the checksum of the member is right."""
    plain = gzip.decompress(written(PAGE).getvalue()).replace(b"<p>S", b"<p>s")
    assert [one.text for one in verify(io.BytesIO(gzip.compress(plain))).faults] == [
        "its content is not that of its digest"
    ]


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x1f\x8b", b"WARC/1.1\r\n\r\n", bytes(100)])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnArchive):
        verify(io.BytesIO(content))


@pytest.fixture
def dossier(office: Office, clerk: User) -> Dossier:
    return released_dossier(analysed_inquiry(open_inquiry(office, clerk), clerk), clerk)


@pytest.fixture
def file(office: Office) -> ArchiveFile:
    archives.capture(Capture.Kind.SITE)
    return ArchiveFile.objects.get()


@pytest.mark.django_db
def test_warcio_itself_finds_nothing_wrong_and_indexes_every_record(file: ArchiveFile) -> None:
    command = [sys.executable, "-m", "warcio.cli"]
    assert subprocess.run([*command, "check", str(file.path)], capture_output=True).returncode == 0
    index = subprocess.run([*command, "index", str(file.path)], capture_output=True, text=True).stdout.splitlines()
    assert len(index) == file.records
    offsets = [int(json.loads(line)["offset"]) for line in index]
    assert offsets[1:] == list(ArchiveRecord.objects.values_list("offset", flat=True))


@pytest.mark.django_db
def test_the_index_leads_to_each_record(file: ArchiveFile) -> None:
    with file.path.open("rb") as stream:
        for row in ArchiveRecord.objects.all():
            record, body = read_at(stream, row.offset)
            assert record.rec_headers.get_header("WARC-Target-URI") == row.uri
            if row.kind == warc.RESPONSE:
                assert Record(row.kind, row.uri, row.at, "", body).digest == row.digest


@pytest.mark.django_db
def test_a_file_is_verified_against_what_was_written(file: ArchiveFile, secretary: User) -> None:
    assert archiving.verify_file(file, by=secretary).fault == ""
    content = file.path.read_bytes()
    for damaged, fault in (
        (content[:-20], "damaged"), (content[:20] + bytes([content[20] ^ 1]) + content[21:], "damaged"), (b"x", "damaged"),
        (written(PAGE).getvalue(), "changed"),
    ):  # fmt: skip
        file.path.write_bytes(damaged)
        assert archiving.verify_file(file, by=secretary).fault == fault
    file.path.unlink()
    assert archiving.verify_file(file, by=secretary).fault == "missing"
    assert AuditEntry.objects.filter(action="governance.verify_archive").count() == 6


@pytest.mark.django_db
def test_what_a_worker_left_that_died_while_it_wrote_is_written_over(file: ArchiveFile, secretary: User) -> None:
    with file.path.open("ab") as stream:
        stream.write(b"half a record" * 500_000)
    assert archiving.verify_file(file, by=secretary).fault == ""
    archiving.ask_for("site", "", by=secretary)
    archives.run("site")
    file.refresh_from_db()
    assert file.path.stat().st_size == file.size
    with file.path.open("rb") as stream:
        assert verify(stream).faults == ()
    assert archiving.verify_file(file, by=secretary).fault == ""


@pytest.mark.django_db
def test_nothing_is_added_to_a_file_that_has_lost_something(file: ArchiveFile, secretary: User) -> None:
    file.path.write_bytes(file.path.read_bytes()[:100])
    archiving.ask_for("site", "", by=secretary)
    with pytest.raises(ArchiveDamaged):
        archives.run("site")


@pytest.mark.django_db
def test_a_file_that_is_large_enough_is_followed_by_another(file: ArchiveFile, secretary: User) -> None:
    ArchiveFile.objects.update(size=archiving.MOST_BYTES)
    archiving.ask_for("site", "", by=secretary)
    archives.run("site")
    second, first = ArchiveFile.objects.order_by("-pk")
    assert first.name.endswith("-001.warc.gz") and second.name.endswith("-002.warc.gz")
    assert archiving.verify_file(second, by=secretary).fault == ""


@pytest.mark.django_db
def test_the_manifest_says_what_is_in_the_file_and_what_could_not_be_kept(file: ArchiveFile) -> None:
    Capture.objects.update(gaps=[{"what": "https://x.example/", "why": "sign-in"}])
    said = data(file)
    (one,) = said["captures"]
    assert said["sha256"] == file.sha256 and said["records"] == len(one["records"]) + 1
    assert one["not_kept"][0]["in_words"].startswith("The network shows it only to people who have signed in")
    assert any("Comments" in never["what"] for never in said["never_kept"])


@pytest.mark.django_db
def test_words_of_a_dossier_that_were_erased_leave_the_archive(file: ArchiveFile, dossier: Dossier) -> None:
    archives.capture(Capture.Kind.DOSSIER)
    before = file.path
    assert any(dossier.address in uri for uri in archives.bodies("response"))
    Dossier.objects.filter(pk=dossier.pk).update(content={})
    assert archiving.forget_erased(by="worker") == 1
    assert archiving.forget_erased(by="worker") == 0
    assert not any(dossier.address in str(record.rec_headers) for record, _body in archives.records())
    file.refresh_from_db()
    assert archiving.verify_file(file, by="worker").fault == "" and file.path != before
    with file.path.open("rb") as stream:
        for row in ArchiveRecord.objects.all():
            assert read_at(stream, row.offset)[0].rec_headers.get_header("WARC-Target-URI") == row.uri
    assert archives.why(Capture.objects.get(kind="dossier")) == {"erased"}


def run(*files: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = cli.main(["archive", "verify", *map(str, files)])
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.django_db
def test_the_command_verifies_every_file_of_the_archive(file: ArchiveFile, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys=capsys)
    assert code == 0 and f"{file.name}: intact, {file.records} records" in said
    file.path.write_bytes(file.path.read_bytes()[:-9])
    code, said = run(capsys=capsys)
    assert code == 1 and "it ends in the middle of a record" in said


@pytest.mark.django_db
def test_the_command_verifies_a_copy_and_says_when_it_is_another_than_the_one_here(
    file: ArchiveFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / file.name
    copy.write_bytes(file.path.read_bytes())
    assert run(copy, capsys=capsys)[0] == 0
    copy.write_bytes(written(PAGE).getvalue())
    code, said = run(copy, capsys=capsys)
    assert code == 1 and "is not the file of that name in this archive" in said
    other = tmp_path / "other.warc.gz"
    other.write_bytes(written(PAGE).getvalue())
    assert run(other, capsys=capsys) == (0, f"{other}: intact, 1 record, SHA-256 {verify(written(PAGE)).sha256}\n")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"nothing"])
def test_the_command_says_what_to_do_about_what_is_no_archive(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.warc.gz"
    if content is not None:
        wrong.write_bytes(content)
    code, said = run(wrong, capsys=capsys)
    assert (code == 2 and "give it a file of the archive" in said) or "there is no such file" in said


@pytest.mark.django_db
def test_a_capture_that_a_worker_could_not_end_is_taken_up_again_and_is_there_once(file: ArchiveFile) -> None:
    taken = Capture.objects.get()
    jobs.take_capture(taken, Tick(taken, worker="another"))
    assert ArchiveRecord.objects.count() == file.records - 1


@pytest.mark.django_db
def test_a_dossier_that_is_not_released_is_not_captured(dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(
        state="drafted", classification=Classification.INTERNAL, released_at=None, released_by=""
    )
    assert archives.capture(Capture.Kind.DOSSIER) == []
