"""deploy/services/run, as a developer uses it."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conf.installation import ROOT, wait_until
from tests.verification.clients import smpp

RUN = ROOT / "deploy" / "services" / "run"


class Home:
    """A home of its own, whose services are stopped at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(RUN), "--home", str(self.path), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=90)

    def ports(self) -> dict[str, int]:
        return json.loads((self.path / "smsc" / "settings.json").read_text())

    def pid(self) -> int:
        return int((self.path / "smsc" / "smsc.pid").read_text().split()[0])


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    both = Home(tmp_path / "one"), Home(tmp_path / "two")
    yield both
    for home in both:
        if home.path.exists():
            assert home.run("stop", "smsc").returncode == 0


@pytest.fixture
def home(homes: tuple[Home, Home]) -> Home:
    return homes[0]


def test_two_homes_stand_beside_each_other_and_stop_alone(homes: tuple[Home, Home]) -> None:
    one, two = homes
    assert one.run("start", "smsc").returncode == two.run("start", "smsc").returncode == 0
    assert not set(one.ports().values()) & set(two.ports().values())
    one.run("stop", "smsc")
    with smpp(two.ports()["smpp"]):
        assert "smsc    stopped" in one.run("status").stdout
        assert "smsc    running" in two.run("status").stdout


def test_starting_and_stopping_twice_is_no_more_than_once(home: Home) -> None:
    first = home.run("start", "smsc")
    pid = home.pid()
    assert home.run("start", "smsc").stdout == first.stdout
    assert home.pid() == pid
    assert home.run("stop", "smsc").stdout == home.run("stop", "smsc").stdout
    assert list(home.path.glob("smsc/*.pid")) == []
    assert (home.path / "smsc" / "smsc.log").read_text() == "ready\n"


def test_what_has_crashed_starts_again_where_it_was(home: Home) -> None:
    home.run("start", "smsc")
    before = home.ports()
    os.kill(home.pid(), signal.SIGKILL)
    wait_until(lambda: "smsc    stopped" in home.run("status").stdout)
    assert home.run("start", "smsc").returncode == 0
    assert home.ports() == before


def test_a_pid_that_has_gone_to_another_process_is_left_alone(home: Home) -> None:
    home.run("start", "smsc")
    with subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            ours = home.pid()
            (home.path / "smsc" / "smsc.pid").write_text(f"{stranger.pid} 1\n")
            home.run("stop", "smsc")
            assert stranger.poll() is None
        finally:
            stranger.terminate()
            os.kill(ours, signal.SIGTERM)


def test_a_given_port_is_kept_and_one_that_is_taken_refused(home: Home) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        refused = home.run("start", "smsc", f"smpp={port}")
    assert refused.returncode == 1
    assert refused.stderr == f"smsc: smsc cannot have smpp={port}: something listens there already.\n"
    assert home.run("start", "smsc", f"smpp={port}").returncode == 0
    assert home.ports()["smpp"] == port


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["start", "smsc", "imap=143"], "smsc: smsc has no setting imap. It has: smpp, http.\n"),
        (["start", "smsc", "smpp"], "smpp is no KEY=VALUE"),
        (["start", "jasmin"], "choose from smsc, kannel, gammu, gammu-b, mail, snac"),
    ],
)
def test_what_it_cannot_do_it_says(home: Home, words: list[str], said: str) -> None:
    refused = home.run(*words)
    assert refused.returncode != 0
    assert said in refused.stderr.replace("'", "")


def test_what_does_not_start_leaves_nothing_behind_and_shows_its_log(home: Home, tmp_path: Path) -> None:
    """A node that ends at once stands for whatever is broken on a machine."""
    broken = tmp_path / "bin" / "node"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho out of order\nexit 1\n")
    broken.chmod(0o755)
    command = [str(RUN), "--home", str(home.path), "start", "smsc"]
    path = f"{broken.parent}:{os.environ['PATH']}"
    run = subprocess.run(command, capture_output=True, text=True, timeout=90, env=os.environ | {"PATH": path})
    assert run.returncode == 1
    assert "smsc ended at once" in run.stderr
    assert "out of order" in run.stderr
    assert list(home.path.glob("smsc/*.pid")) == []
