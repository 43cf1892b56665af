"""Peers in an environment of their own are asked, and their absence is no failure."""

import sys
from pathlib import Path

from outside import ask, interpreter


def test_the_interpreter_is_named_by_the_environment(monkeypatch):
    monkeypatch.setenv("HEMICYCLE_PEERS", "/somewhere/python")
    assert interpreter() == Path("/somewhere/python")


def test_without_an_interpreter_there_is_no_answer():
    assert ask("lingua_peer.py", [["text"]], Path("/nowhere/python")) is None


def test_a_peer_that_is_not_installed_gives_no_answer_and_says_so(capsys):
    assert ask("tests/no_such_peer.py", [], Path(sys.executable)) is None
    assert "no_such_peer.py" in capsys.readouterr().err


def test_a_question_goes_over_and_the_answer_comes_back():
    assert ask("tests/counting_peer.py", [["one", "two"], []], Path(sys.executable)) == [2, 0]
