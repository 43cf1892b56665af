"""The command line: files in, files and a table out, one line for what is wrong."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from hearhear import cli

TEMPLATE = (
    "I ask you to keep the evening ferry to Osterby. Nurses, bakers and pupils need the crossing at nine, and the "
    "bridge will not open for another six years. The committee has the money in this year's harbour fund."
)
REASONS = {
    "Ann Lee": "My mother is treated at the hospital on the other side.",
    "Bo Marsh": "I bake at night and deliver before dawn.",
    "Cleo Quist": "Since January nobody has answered about my residence permit, file 4471.",
    "Dov Tarn": "Without it our orchestra loses its cellists.",
}


@pytest.fixture
def letters(tmp_path):
    rows = [
        {"id": f"c{n}", "body": f"Dear Ms Okafor,\n\n{TEMPLATE}\n\n{REASONS[name]}\n\nYours sincerely,\n{name}",
         "from": f"{name.split()[0].lower()}@example.org", "lang": "en"}
        for n, name in enumerate(REASONS)
    ]  # fmt: skip
    rows.append(
        {"id": "i1", "body": "Why is the lighthouse closed on Sundays?", "from": "eve@example.org", "lang": "en"}
    )
    path = tmp_path / "letters.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "no json\n")
    return path


def rows_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_message_gets_a_row_in_order_and_bad_rows_are_kept_aside(letters, tmp_path, capsys):
    out = tmp_path / "new" / "out.jsonl"
    assert cli.run(["campaigns", str(letters), "--out", str(out)]) == 0
    rows = rows_of(out)
    assert [row["id"] for row in rows] == ["c0", "c1", "c2", "c3", "i1"]
    assert {"id", "campaign_id", "family_id", "similarity", "personal_text", "evidence"} <= set(rows[0])
    assert len({row["campaign_id"] for row in rows[:4]}) == 1
    assert rows[4]["campaign_id"] is None
    assert "file 4471" in rows[2]["personal_text"]
    assert [row["line"] for row in rows_of(out.with_name("rejected.jsonl"))] == [6]
    templates = json.loads(out.with_name("out.campaigns.json").read_text())
    assert "evening ferry" in "".join(segment["text"] for segment in templates[0]["template"])
    shown = capsys.readouterr()
    assert "individual voices" in shown.out
    assert "1 set aside, not_json" in shown.err


def test_quiet_prints_nothing(letters, tmp_path, capsys):
    assert cli.run(["campaigns", str(letters), "--out", str(tmp_path / "o.jsonl"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_who_quotes_the_bill_is_no_campaigner(letters, tmp_path):
    (tmp_path / "bill.txt").write_text(TEMPLATE)
    out = tmp_path / "o.jsonl"
    assert cli.run(["campaigns", str(letters), "--out", str(out), "--about", str(tmp_path / "bill.txt")]) == 0
    assert [row["campaign_id"] for row in rows_of(out)] == [None] * 5


def test_columns_and_memory_can_be_given(letters, tmp_path):
    out = tmp_path / "o.jsonl"
    arguments = [
        "campaigns",
        str(letters),
        "--out",
        str(out),
        "--columns",
        "text=id+body,sender=",
        "--memory",
        "512MB",
    ]
    assert cli.run(arguments) == 0
    assert rows_of(out)[4]["personal_text"].startswith("i1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.jsonl"], "there is no such file"),
        (["{letters}", "--columns", "text=colour"], "no column colour"),
        (["{letters}", "--encoding", "klingon"], "no such text encoding"),
        (["{letters}", "--about", "none.xml"], "there is no such file"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2_and_writes_nothing(letters, tmp_path, capsys, arguments, said):
    out = tmp_path / "out" / "o.jsonl"
    given = [argument.format(letters=letters) for argument in arguments]
    assert cli.run(["campaigns", *given, "--out", str(out), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not out.parent.exists() or not list(out.parent.iterdir())


@pytest.mark.parametrize("arguments", [[], ["campaigns"], ["campaigns", "a", "--out", "b", "--memory", "lots"],
                                       ["campaigns", "a", "--out", "b", "--columns", "colour=x"], ["columns", "a", "--delimiter", ",,"]])  # fmt: skip
def test_a_wrong_call_is_exit_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.run(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_columns_shows_the_guess(letters, capsys):
    assert cli.run(["columns", str(letters)]) == 0
    shown = capsys.readouterr().out
    assert "body" in shown
    assert "Columns: jsonl, utf-8" in shown


def test_help_has_examples_and_the_version_is_told(capsys):
    for arguments, said in ((["--help"], "examples:"), (["--version"], "hearhear 0.")):
        with pytest.raises(SystemExit) as stopped:
            cli.run(arguments)
        assert stopped.value.code == 0
        assert said in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_one_line(letters, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert cli.run(["campaigns", str(letters), "--out", str(tmp_path / "file" / "o.jsonl"), "--quiet"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_interrupted_it_stops_with_130_and_leaves_what_was_there(tmp_path):
    pipe = tmp_path / "letters.jsonl"
    os.mkfifo(pipe)
    out = tmp_path / "o.jsonl"
    out.write_text("before")
    command = [sys.executable, "-m", "hearhear", "campaigns", str(pipe), "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        # Whoever opens the other end waits until the program reads.
        writer = os.open(pipe, os.O_WRONLY)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=60)[1]
        os.close(writer)
    assert process.returncode == 130
    assert error.decode().splitlines()[-1] == "hearhear: interrupted; nothing was written"
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters.jsonl", "o.jsonl"]
