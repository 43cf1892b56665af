"""snac2: a small server of the fediverse, with the Mastodon API. Two of them know each other over HTTP on loopback."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from service import CannotStart, Process, Service, Settings, answers, program

PEOPLE = ("desk", "ana", "ben")
# snac 2.75 leaves stray memory behind the key it writes; with that the account's document is no JSON.
_STRAY = re.compile(rb'(-----END PUBLIC KEY-----\\n).*"')
_PASSWORD = re.compile(r"^User password is (\S+)$", re.MULTILINE)


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    snac, data = program("snac", "snac2"), folder / "data"
    if not (data / "server.json").exists():
        begin(snac, data, settings)
    configure(data, settings)
    port = settings["http"]
    question = b"GET /api/v1/instance HTTP/1.0\r\n\r\n"
    yield Process("snac", [snac, "httpd", str(data)], lambda: answers(port, b"HTTP/1.1 200", question))


def begin(snac: str, data: Path, settings: Settings) -> None:
    """A new server and its people, each with the password that snac chose in NAME.password."""
    host = f"127.0.0.1:{settings['http']}"
    output_of(snac, "init", str(data), typed=f"127.0.0.1\n{settings['http']}\n{host}\n\n\n")
    for name in PEOPLE:
        said = output_of(snac, "adduser", str(data), name)
        found = _PASSWORD.search(said)
        if not found:
            raise CannotStart(f"snac made no account {name}:\n{said}")
        (data.parent / f"{name}.password").write_text(found[1])
        key = data / "user" / name / "key.json"
        key.write_bytes(_STRAY.sub(rb'\1"', key.read_bytes()))


def configure(data: Path, settings: Settings) -> None:
    """HTTP for HTTPS: nobody outside this machine is spoken to. Accounts keep the port they were made with."""
    file = data / "server.json"
    server = json.loads(file.read_text())
    if server["port"] != settings["http"]:
        raise CannotStart(f"its accounts live at port {server['port']}, which is taken: remove {data.parent}")
    server["protocol"] = "http"
    # What it delivers goes to itself, too: each thread that calls needs another one that answers.
    server["num_threads"] = 24
    # What it could not look into or deliver at once it tries again at once, not after minutes, and it waits for a busy
    # machine longer than for a server on the other side of the world.
    server |= {"queue_retry_minutes": 0, "queue_retry_max": 30, "queue_timeout": 60, "queue_timeout_2": 60}
    file.write_text(json.dumps(server, indent=2))


def output_of(*command: str, typed: str = "") -> str:
    run = subprocess.run(command, input=typed, capture_output=True, text=True, check=False, errors="replace")
    return run.stdout + run.stderr


SNAC = Service("snac", "snac2: ActivityPub and the Mastodon API", ("http",), processes)
SNAC_B = Service("snac-b", "a second snac2, for followers elsewhere", ("http",), processes)
