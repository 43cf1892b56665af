"""The command line: files in, files and a table out, one line for what is wrong."""

import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from hearhear import cli
from hearhear.cli import terminal, transport
from hearhear.errors import EmbeddingFailed
from pyarrow import parquet

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


def test_the_totals_add_up_and_a_repeat_is_no_voice(tmp_path, capsys):
    rows = [{"id": "a", "text": "Open the lighthouse on Sundays.", "sender": "eve"}] * 2
    rows.append({"id": "c", "text": "Fix the road to Orrin.", "sender": "ann"})
    path = tmp_path / "letters.jsonl"
    path.write_text("".join(json.dumps(row | {"id": str(at)}) + "\n" for at, row in enumerate(rows)))
    assert cli.run(["campaigns", str(path), "--out", str(tmp_path / "o.jsonl")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "3 messages 2 senders" in shown and "2 individual voices 1 repeats" in shown


def test_senders_that_the_source_does_not_name_are_not_counted_as_people(tmp_path, capsys):
    path = tmp_path / "letters.csv"
    path.write_text("text\n" + f'"{TEMPLATE}"\n' * 3)
    assert cli.run(["campaigns", str(path), "--out", str(tmp_path / "o.jsonl")]) == 0
    shown = capsys.readouterr().out
    assert "senders at most: the source names none" in shown
    assert "?" in next(line for line in shown.splitlines() if "evening ferry" in line)


def test_quiet_prints_nothing(letters, tmp_path, capsys):
    assert cli.run(["campaigns", str(letters), "--out", str(tmp_path / "o.jsonl"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_who_quotes_the_bill_is_no_campaigner(letters, tmp_path):
    (tmp_path / "bill.txt").write_text(TEMPLATE)
    out = tmp_path / "o.jsonl"
    assert cli.run(["campaigns", str(letters), "--out", str(out), "--about", str(tmp_path / "bill.txt")]) == 0
    assert [row["campaign_id"] for row in rows_of(out)] == [None] * 5


def test_columns_can_be_given(letters, tmp_path):
    out = tmp_path / "o.jsonl"
    arguments = [
        "campaigns",
        str(letters),
        "--out",
        str(out),
        "--columns",
        "text=id+body,sender=",
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


@pytest.mark.parametrize("arguments", [[], ["campaigns"], ["campaigns", "a", "--out", "b", "--memory", "2GB"],
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


def test_where_two_columns_could_be_the_text_it_asks_and_names_the_options(tmp_path, capsys):
    path, out = tmp_path / "two.csv", tmp_path / "out.jsonl"
    rows = [f'{n},"{reason}","{TEMPLATE}"' for n, reason in enumerate(REASONS.values())]
    path.write_text("\n".join(["id,note,further", *rows]))
    assert cli.run(["campaigns", str(path), "--out", str(out), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "which column is the text? It could be note (“My mother is treated" in said
    assert '--questions "note" "further"' in said
    assert said.count("\n") == 1
    assert not out.exists()
    assert cli.run(["campaigns", str(path), "--out", str(out), "--quiet", "--columns", "text=further"]) == 0
    assert cli.run(["columns", str(path), "--questions", "note", "further"]) == 0
    assert "question" in capsys.readouterr().out


def test_help_has_examples_and_the_version_is_printed(capsys):
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
        process.send_signal(signal.SIGINT)
        error = process.communicate(timeout=60)[1]
        os.close(writer)
    assert process.returncode == 130
    assert error.decode().splitlines()[-1] == "hearhear: interrupted; nothing was written"
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters.jsonl", "o.jsonl"]


def analysed(letters, out, *given):
    return cli.run(["analyse", str(letters), "--out", str(out), "--no-meaning", "--quiet", *map(str, given)])


FINDINGS = ["campaigns", "languages", "links", "mentions", "messages", "redactions", "themes"]


def test_analyse_writes_the_report_and_every_finding(letters, tmp_path):
    (tmp_path / "bill.txt").write_text(
        "Harbour Act\n\nArticle 1. Ferry\nThe ferry runs.\n\nArticle 2. Fund\nIt pays.\n"
    )
    out = tmp_path / "new" / "report"
    assert analysed(letters, out, "--about", tmp_path / "bill.txt", "--lang", "fr", "--title", "Le port") == 0
    assert sorted(path.stem for path in (out / "findings").iterdir()) == FINDINGS
    report = json.loads((out / "report.json").read_text())
    assert (report["title"], report["received"]["all"]["messages"], len(report["campaigns"])) == ("Le port", 5, 1)
    assert report["received"]["rejected"] == [{"reason": "not_json", "rows": 1}]
    assert [one["target"] for one in report["asked"]] == ["bill", "bill#1", "bill#2"]
    page = (out / "report.html").read_text()
    assert '<html lang="fr">' in page and "Le port" in page
    assert len(rows_of(out / "rejected.jsonl")) == 1
    assert not list(out.rglob(".*"))


def test_analyse_finds_campaigns_and_shows_no_address(letters, tmp_path):
    assert analysed(letters, tmp_path / "out") == 0
    report = (tmp_path / "out" / "report.json").read_text()
    assert json.loads(report)["campaigns"][0]["all"]["messages"] == 4
    assert "example.org" not in report


def redacted(out):
    return parquet.read_table(out / "findings" / "messages.parquet").sort_by("id")["redacted"].to_pylist()


def test_findings_of_messages_are_redacted_and_complete(letters, tmp_path):
    assert analysed(letters, tmp_path / "out") == 0
    table = parquet.read_table(tmp_path / "out" / "findings" / "messages.parquet")
    assert sorted(table["id"].to_pylist()) == ["c0", "c1", "c2", "c3", "i1"]
    assert {"lang", "sender", "campaign_id", "redacted"} <= set(table.column_names)
    assert not [name for name in REASONS for text in redacted(tmp_path / "out") if name in text]


def test_findings_of_messages_keep_their_question_and_facts(tmp_path):
    path = tmp_path / "survey.csv"
    rows = [f'{n},{("North", "South")[n % 2]},"{reason}"' for n, reason in enumerate(REASONS.values())]
    path.write_text("\n".join(["id,Region,What do you think of the ferry?", *rows]))
    assert analysed(path, tmp_path / "out", "--questions", "What do you think of the ferry?") == 0
    table = parquet.read_table(tmp_path / "out" / "findings" / "messages.parquet").sort_by("id")
    assert table["question"][0].as_py() == "What do you think of the ferry?"
    assert [dict(facts) for facts in table["facts"].to_pylist()] == [{"Region": r} for r in ("North", "South") * 2]


def test_names_given_as_public_stay(letters, tmp_path):
    (tmp_path / "public.txt").write_text("Ann Lee\n")
    assert analysed(letters, tmp_path / "out", "--public", tmp_path / "public.txt") == 0
    assert [name for name in REASONS for text in redacted(tmp_path / "out") if name in text] == ["Ann Lee"]


def test_analyse_twice_gives_the_same_bytes(letters, tmp_path):
    for name in ("one", "two"):
        assert analysed(letters, tmp_path / name) == 0
    for file in ("report.json", "report.html"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.jsonl"], "there is no such file"),
        (["{letters}", "--about", "none.xml"], "there is no such file"),
        (["{letters}", "--public", "none.txt"], "there is no such file"),
        (["{letters}", "--columns", "text=colour"], "no column colour"),
    ],
)
def test_what_analyse_cannot_read_is_one_line_and_writes_nothing(letters, tmp_path, capsys, arguments, said):
    out = tmp_path / "out"
    given = [argument.format(letters=letters) for argument in arguments]
    assert cli.run(["analyse", *given, "--out", str(out), "--quiet", "--no-meaning"]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert not list(out.rglob("*.*"))


@pytest.mark.parametrize(
    "arguments", [["--endpoint", "http://127.0.0.1:9/v1"], ["--model", "small"], ["--lang", "la"],
                  ["--no-meaning", "--endpoint", "http://127.0.0.1:9/v1", "--model", "small"]],
)  # fmt: skip
def test_options_of_analyse_that_contradict_are_exit_code_2(letters, tmp_path, arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.run(["analyse", str(letters), "--out", str(tmp_path / "out"), *arguments])
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


class Service(BaseHTTPRequestHandler):
    """A service of OpenAI's kind: busy at first, then a vector of three numbers for each text."""

    busy: ClassVar[list[int]] = []
    keys: ClassVar[list[str | None]] = []

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.keys.append(self.headers["Authorization"])
        status = self.busy.pop() if self.busy else 200
        rows = [{"index": at, "embedding": [len(text), text.count("e"), 1]} for at, text in enumerate(asked["input"])]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps({"data": rows}).encode())

    def log_message(self, *given):
        pass


@pytest.fixture
def service():
    Service.busy, Service.keys = [], []
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_a_service_reads_meaning_and_what_it_read_is_kept(letters, tmp_path, service, monkeypatch):
    monkeypatch.setenv("HEARHEAR_API_KEY", "secret")
    out = tmp_path / "out"
    arguments = ["analyse", str(letters), "--out", str(out), "--quiet", "--endpoint", service, "--model", "small"]
    assert cli.run(arguments) == 0
    asked, first = len(Service.keys), (out / "report.json").read_bytes()
    assert asked and set(Service.keys) == {"Bearer secret"}
    assert json.loads(first)["engine"]["model"] == "small"
    assert cli.run(arguments) == 0
    assert len(Service.keys) == asked
    assert (out / "report.json").read_bytes() == first
    assert all(b"secret" not in path.read_bytes() for path in out.rglob("*") if path.is_file())


def test_a_busy_service_is_asked_again_and_a_refusing_one_is_not(service):
    waits = []
    send = transport.posting(waits.append)
    Service.busy = [503, 429]
    assert b"data" in send(f"{service}/embeddings", b'{"input": []}', {})
    assert waits == [1.0, 4.0]
    Service.busy = [401]
    with pytest.raises(EmbeddingFailed, match="401") as failed:
        send(f"{service}/embeddings", b'{"input": []}', {})
    assert failed.value.permanent and len(waits) == 2


def test_a_service_that_is_away_may_be_tried_later_and_a_file_is_no_service():
    send = transport.posting(lambda seconds: None)
    with pytest.raises(EmbeddingFailed, match="cannot be reached") as failed:
        send("http://127.0.0.1:9/v1/embeddings", b"{}", {})
    assert not failed.value.permanent
    with pytest.raises(EmbeddingFailed, match="no address") as failed:
        send("file:///etc/hostname", b"{}", {})
    assert failed.value.permanent


def test_a_service_that_is_away_is_exit_code_2_in_one_line(letters, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(transport, "WAITS", ())
    given = ["--quiet", "--endpoint", "http://127.0.0.1:9/v1", "--model", "small"]
    assert cli.run(["analyse", str(letters), "--out", str(tmp_path / "out"), *given]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    assert not (tmp_path / "out" / "report.json").exists()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(2, "about 5 s"), (44, "about 45 s"), (79, "about 1 min 20 s"), (120, "about 2 min"), (700, "about 12 min")],
)
def test_an_estimate_is_as_exact_as_it_is(seconds, said):
    assert terminal.duration(seconds) == said
