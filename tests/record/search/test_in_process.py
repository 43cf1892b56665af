"""The index in process, as files."""

import pytest

from hemicycle.conf.worker import Worker
from hemicycle.record.search import writing
from hemicycle.record.search.in_process import HEAP, LockHeld, _opened, locked

pytestmark = pytest.mark.django_db


def test_a_writer_waits_for_the_other_one(house, index, tmp_path):
    class Waited(Exception):
        pass

    def waiting() -> None:
        raise Waited

    with locked(tmp_path / "search" / "lock"):
        with pytest.raises(LockHeld), locked(tmp_path / "search" / "lock"):
            pass
        with pytest.raises(Waited):
            writing.rebuild(waiting=waiting)
    assert writing.rebuild(waiting=waiting)


def test_an_index_that_cannot_be_read_finds_nothing_and_is_made_anew(house, found, index):
    (index.folder / "meta.json").write_text("{")
    assert not index.is_there()
    assert found("spills") == []
    writing.rebuild(waiting=lambda: None)
    assert found("spills") == ["speech"]


def test_an_installation_without_an_index_notes_everything_once(house, found, index, settings, tmp_path):
    settings.HOME = tmp_path / "elsewhere"
    assert not index.is_there()
    writing.note_everything()
    Worker().drain()
    assert found("spills") == ["speech"]
    assert found("weir eels") == ["provision"]


def test_tantivy_itself_refuses_a_second_writer(house, index):
    with index.writer(waiting=lambda: None), pytest.raises(ValueError, match="LockBusy"):
        _opened(index.folder).writer(HEAP, 1)
