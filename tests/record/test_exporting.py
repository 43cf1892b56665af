"""`hemicycle export`: whole files or none, nothing internal in any of them, one line where it cannot be."""

import errno

import pytest
from django.core.management import CommandError, call_command

from hemicycle.record.exporters import files, formats, scope
from hemicycle.record.exporters.scope import LACKS, Lack, NothingToExport
from hemicycle.record.models import Document, Sitting, SpeechText, VoteEvent
from hemicycle.rules.classification import Classification

from . import chamber
from .exporting import exported

pytestmark = pytest.mark.django_db
FORMATS = list(formats.FORMATS)


@pytest.fixture(autouse=True)
def _house():
    chamber.whole()


def everything(form: str, folder) -> bytes:
    """One file, or all of a folder, of the only sitting or the only bill if the format needs one."""
    needs = formats.FORMATS[form].needs
    options = {"sitting": Sitting.objects.get().address, "bill": Document.objects.get().address}
    out = exported(form, folder, **{name: options[name] for name in needs})
    paths = sorted(path for path in out.rglob("*") if path.is_file()) if out.is_dir() else [out]
    return b"".join(path.read_bytes() for path in paths)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_record_gives_the_same_bytes(form, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert everything(form, tmp_path / "one") == everything(form, tmp_path / "two") != b""


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_internal_is_in_no_export(form, tmp_path):
    """A text, a vote, a bill and, at last, the sitting."""
    SpeechText.objects.filter(segments__text="Who pays?").update(classification=Classification.INTERNAL)
    SpeechText.objects.filter(language="fr").update(classification=Classification.CONFIDENTIAL)
    VoteEvent.objects.update(classification=Classification.INTERNAL)
    if "bill" not in formats.FORMATS[form].needs:
        Document.objects.update(classification=Classification.INTERNAL)
        Document.objects.get().versions.update(classification=Classification.INTERNAL)
    said = everything(form, tmp_path)
    for hidden in (
        b"Who pays?",
        b"sont \xc3\xa0 tous",
        b"be read a second time",
        b"Les rivi\xc3\xa8res sont publiques",
    ):
        assert hidden not in said or "bill" in formats.FORMATS[form].needs
    Sitting.objects.update(classification=Classification.INTERNAL)
    Document.objects.update(classification=Classification.INTERNAL)
    if formats.FORMATS[form].needs:
        with pytest.raises(SystemExit):
            everything(form, tmp_path)
    else:
        (tmp_path / "then").mkdir()
        assert b"Rivers belong to everyone" not in everything(form, tmp_path / "then")


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_withdrawn_is_in_no_export(form, tmp_path):
    day = Sitting.objects.get()
    day.contributions.filter(native_id="s2").update(withdrawn_at="2026-04-01T12:00:00Z")
    assert b"Who pays?" not in everything(form, tmp_path)


def test_a_row_that_is_internal_is_refused_whoever_hands_it_over():
    day = Sitting.objects.get()
    day.classification = Classification.INTERNAL
    assert not list(scope.public([day]))
    with pytest.raises(NothingToExport) as refused:
        scope.refuse_unless_public(day)
    assert refused.value.lack is Lack.NOT_PUBLIC


def error_of(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("export_record", *arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.strip()


def test_what_is_not_there_is_one_line_and_exit_code_2_and_no_file(tmp_path, capsys):
    out = str(tmp_path / "out.json")
    assert "No public sitting" in error_of(capsys, "popolo", "--out", out, "--sitting", "2026-04-01")
    assert list(tmp_path.iterdir()) == []


def test_a_sitting_is_named_by_its_day_and_by_its_address_where_there_were_several(tmp_path, capsys):
    exported("popolo", tmp_path, sitting=chamber.DAY.isoformat())
    first = Sitting.objects.get()
    Sitting.objects.create(organization=first.organization, date=first.date, number=2)
    said = error_of(capsys, "popolo", "--out", str(tmp_path / "out"), "--sitting", chamber.DAY.isoformat())
    assert "several sittings" in said and first.address in said and "\n" not in said


def test_options_that_do_not_fit_are_refused_by_name(tmp_path):
    out = ("--out", str(tmp_path / "out"))
    with pytest.raises(CommandError, match=r"There is no format pdf; there are: .*popolo, "):
        call_command("export_record", "pdf", *out)
    with pytest.raises(CommandError, match="--bill is not for popolo"):
        call_command("export_record", "popolo", *out, "--bill", "12")


def test_a_folder_that_is_not_there_is_reported_in_one_line(tmp_path, capsys):
    said = error_of(capsys, "popolo", "--out", str(tmp_path / "nowhere" / "out.json"))
    assert "This cannot be written" in said and "\n" not in said


def test_a_writer_that_fails_in_the_middle_leaves_the_file_that_was_there(tmp_path):
    out = tmp_path / "out.json"
    out.write_text("before")

    def breaks(_scope):
        yield b"{"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        files.export(formats.Format("Breaks", chunks=breaks), scope.Scope(), out)
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_folder_is_filled_or_not_there_and_never_mixed_with_another(tmp_path):
    def fills(_scope, folder):
        (folder / "one.csv").write_text("a,b\n")

    form, out = formats.Format("Fills", fill=fills), tmp_path / "tables"
    files.export(form, scope.Scope(), out)
    assert [path.name for path in out.iterdir()] == ["one.csv"]
    with pytest.raises(OSError):  # noqa: PT011 - the words are the system's
        files.export(form, scope.Scope(), out)
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_every_lack_has_words():
    assert set(LACKS) == set(Lack)
    assert all(str(words).endswith(".") for words in LACKS.values())
