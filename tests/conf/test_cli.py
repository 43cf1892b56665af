"""`hemicycle …` as a person runs it: real processes, a real port, a real Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conf.installation import Installation, wait_until

TABLES = ("listening_inquiry", "listening_finding", "channels_inbound", "record_person", "accounts_user")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demonstration, stopped by Ctrl-C as soon as its first page is there, then prepared to its end."""
    made, port = Installation(tmp_path_factory.mktemp("demo")), free_port()
    made.migrate()
    with made.running("demo", "--seed", "7", "--port", str(port)) as process:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"), seconds=300)
        (made.home / "first.html").write_bytes(urllib.request.urlopen(f"http://127.0.0.1:{port}/").read())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    prepared = made.hemicycle("demo", "--no-serve", "--seed", "7")
    assert prepared.returncode == 0, prepared.stderr
    (made.home / "prepared.txt").write_text(prepared.stdout)
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(demo: Installation, port: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    process, address = demo.start("demo", "--seed", "7", "--port", str(port)), f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(f"{address}/health/"), seconds=180)
    yield process, address
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def answers(address: str) -> bool:
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except OSError:
        return False


def rows(demo: Installation) -> list[int]:
    return [demo.ask(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_the_demonstration_is_prepared_analysed_and_says_who_can_sign_in(demo: Installation) -> None:
    said = (demo.home / "prepared.txt").read_text()
    assert {"clerk@", "member@", "outsider@"} <= set(re.findall(r"\w+@", said))
    assert re.search(r"Password for all of them: \S{12,}", said)
    assert demo.ask("SELECT DISTINCT state FROM listening_analysis") == [("done",)]
    assert demo.ask("SELECT count(*) > 5 FROM listening_campaign") == [(1,)]


def test_the_first_page_is_there_while_the_rest_is_prepared_and_an_interrupted_start_continues(
    demo: Installation,
) -> None:
    assert "The demonstration is being prepared" in (demo.home / "first.html").read_text()
    assert demo.ask("SELECT count(*), count(DISTINCT inquiry_id) FROM listening_intake WHERE state = 'done'") == [
        (2, 2)
    ]
    assert demo.ask("SELECT count(*) FROM listening_dossier") == [(3,)]
    assert demo.ask("SELECT count(*) FROM desk_announcement WHERE corrects_id IS NOT NULL") == [(1,)]


def test_a_second_time_adds_nothing_loses_nothing_and_analyses_nothing_anew(demo: Installation) -> None:
    before, analyses = rows(demo), demo.ask("SELECT id, finished_at FROM listening_analysis")
    assert demo.hemicycle("demo", "--no-serve", "--seed", "7").returncode == 0
    assert rows(demo) == before
    assert demo.ask("SELECT id, finished_at FROM listening_analysis") == analyses
    # What it learned is of the tables as they are now.
    assert demo.ask("SELECT count(*) > 5 FROM sqlite_stat1 WHERE tbl = 'cases_case'") == [(1,)]


def test_the_demonstration_is_served_with_a_worker_and_stops_cleanly_on_ctrl_c(demo: Installation, served) -> None:
    process, address = served
    wait_until(lambda: demo.ask("SELECT count(*) FROM rules_workerseen") == [(1,)])
    assert b"Assembly of Valmora" in urllib.request.urlopen(f"{address}/").read()
    assert f"{address}/our-accounts/".encode() in urllib.request.urlopen(f"{address}/our-accounts.json").read()
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert not answers(f"{address}/health/")
    assert demo.ask("SELECT count(*) FROM rules_workerseen") == [(0,)]


def test_a_busy_port_is_one_clear_line_and_exit_code_2(demo: Installation, port: int) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", port))
        busy.listen()
        for command in ("demo", "serve"):
            refused = demo.hemicycle(command, "--port", str(port))
            assert refused.returncode == 2
            assert refused.stderr.count("\n") == 1
            assert f"Port {port}" in refused.stderr


def test_a_server_before_its_database_is_prepared_says_what_to_do(tmp_path: Path, port: int) -> None:
    refused = Installation(tmp_path).hemicycle("serve", "--port", str(port))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "hemicycle prepare" in refused.stderr


def test_a_bad_setting_stops_the_start_with_one_line(tmp_path: Path) -> None:
    refused = Installation(tmp_path, sets={"DATABASE_URL": "mysql://somewhere/else"}).hemicycle("worker")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "DATABASE_URL" in refused.stderr


def test_invented_people_never_go_among_real_ones(tmp_path: Path) -> None:
    house = Installation(tmp_path)
    house.migrate()
    house.manage("open_office", "clerks", "Clerks", "--email", "ada@parliament.example", "--name", "Ada Okafor")
    refused = house.hemicycle("demo", "--no-serve")
    assert refused.returncode == 2
    assert "people of its own" in refused.stderr
    assert house.ask("SELECT count(*) FROM accounts_user") == [(1,)]
