"""How a service is started, found again and stopped. Linux, the standard library and nothing else.

A service has a folder of its own in the home: what it reads and writes, for each of its processes NAME.log and
NAME.pid, and settings.json, which says on which ports it answers. It keeps its ports when it is started again, so that
what was connected can come back.
"""

import contextlib
import fcntl
import json
import os
import random
import signal
import socket
import string
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Below the ports that Linux gives to outgoing connections (32768 upwards), so that none of those is in the way.
PORTS = range(20_000, 32_000)
# Kannel takes four seconds on two idle cores; a machine that runs tests beside it is not idle.
PATIENCE_SECONDS = 60
# Kannel puts its queue away before it ends, and waits for the other side.
GRACE_SECONDS = 5
LOG_LINES_SHOWN = 8

Settings = dict[str, str | int]


class CannotStart(Exception):
    """Says what is missing or wrong, and what to do."""


@dataclass(frozen=True)
class Process:
    """`command` stays in the foreground; `ready` asks it something and says whether it answered."""

    name: str
    command: list[str]
    ready: Callable[[], bool]


@dataclass(frozen=True)
class Service:
    """`ports` are chosen free where none is given; `options` may be given too. `processes` writes the files that its
    processes read, and names these in the order in which they start. What a service `needs` is started before it.
    """

    name: str
    purpose: str
    ports: tuple[str, ...]
    processes: Callable[[Path, Settings], Iterator[Process]]
    options: Mapping[str, str] = field(default_factory=dict)
    needs: tuple["Service", ...] = ()

    def folder(self, home: Path) -> Path:
        return home / self.name

    def settings(self, home: Path) -> Settings:
        """Those of the last start; empty before the first."""
        path = self.folder(home) / "settings.json"
        return json.loads(path.read_text()) if path.exists() else {}

    def running(self, home: Path) -> bool:
        pids = [_alive(path) for path in self.folder(home).glob("*.pid")]
        return bool(pids) and all(pids)


def start(service: Service, home: Path, given: Settings) -> Settings:
    """Start it with what it needs, wait until it answers, and return its settings; one that runs is left alone."""
    if unknown := given.keys() - set(service.ports) - service.options.keys():
        known = ", ".join([*service.ports, *service.options])
        raise CannotStart(f"{service.name} has no setting {', '.join(sorted(unknown))}. It has: {known}.")
    for needed in service.needs:
        start(needed, home, {})
    # One start at a time on this machine: what one has chosen, another would still find free.
    with _alone():
        last = service.settings(home)
        if service.running(home):
            if changed := {key for key, value in given.items() if last.get(key) != value}:
                raise CannotStart(
                    f"{service.name} is running with another {', '.join(sorted(changed))}. Stop it first."
                )
            return last
        stop(service, home)
        service.folder(home).mkdir(parents=True, exist_ok=True)
        settings = _settle(service, last, given)
        (service.folder(home) / "settings.json").write_text(json.dumps(settings, indent=2) + "\n")
        try:
            for process in service.processes(service.folder(home), settings):
                _launch(process, service.folder(home))
        except BaseException:
            stop(service, home)
            raise
        return settings


def stop(service: Service, home: Path) -> None:
    """End its processes, the last one first, by their pid files; what has ended already is no error."""
    for path in sorted(service.folder(home).glob("*.pid"), key=lambda p: p.stat().st_mtime_ns, reverse=True):
        if pid := _alive(path):
            os.killpg(pid, signal.SIGTERM)
            if not _until(lambda path=path: not _alive(path), GRACE_SECONDS):
                os.killpg(pid, signal.SIGKILL)
                _until(lambda path=path: not _alive(path), GRACE_SECONDS)
        path.unlink()


def write(template: str, into: Path, /, **words: object) -> Path:
    """Put a file of deploy/services into the folder, with @{word} replaced; `@@` is one @."""
    path = into / Path(template).name
    path.write_text(_Template((HERE / template).read_text()).substitute(words))
    return path


def answers(port: str | int, greeting: bytes = b"", question: bytes = b"") -> bool:
    """Whether somebody on loopback takes a connection, and begins with the greeting when asked the question."""
    try:
        with socket.create_connection(("127.0.0.1", int(port)), timeout=2) as line:
            line.sendall(question)
            return not greeting or line.recv(len(greeting)) == greeting
    except OSError:
        return False


def program(name: str, package: str) -> str:
    """Where a program is, of those in sbin too, which only root has in the path."""
    for folder in [*os.get_exec_path(), "/usr/sbin", "/sbin"]:
        if os.access(found := Path(folder, name), os.X_OK):
            return str(found)
    raise CannotStart(f"{name} is not here: apt-get install --no-install-recommends {package}")


class _Template(string.Template):
    # Postfix and Dovecot have words of their own behind $ and %.
    delimiter = "@"


def _settle(service: Service, last: Settings, given: Settings) -> Settings:
    settings: Settings = {**service.options, **{key: last[key] for key in service.options if key in last}}
    for name in service.ports:
        if name in last and _free(int(last[name])):
            settings[name] = last[name]
        else:
            settings[name] = next(
                p for p in random.sample(PORTS, len(PORTS)) if _free(p) and p not in settings.values()
            )
    settings |= given
    if taken := [f"{name}={settings[name]}" for name in service.ports if not _free(int(settings[name]))]:
        raise CannotStart(f"{service.name} cannot have {', '.join(taken)}: something listens there already.")
    return settings


def _free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: what ended a moment ago does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _launch(process: Process, folder: Path) -> None:
    log = folder / f"{process.name}.log"
    with log.open("ab") as out:
        child = subprocess.Popen(
            process.command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    (folder / f"{process.name}.pid").write_text(f"{child.pid} {_began(child.pid)}\n")
    if not _until(lambda: child.poll() is not None or process.ready(), PATIENCE_SECONDS) or child.poll() is not None:
        said = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
        ended = "ended at once" if child.poll() is not None else f"did not answer within {PATIENCE_SECONDS} s"
        raise CannotStart(f"{process.name} {ended}. The end of {log}:\n{said}")


def _alive(pid_file: Path) -> int | None:
    """The process id, unless that process has ended and its number has gone to another."""
    pid, began = pid_file.read_text().split()
    return int(pid) if _began(int(pid)) == began else None


def _began(pid: int) -> str | None:
    """When a process began, in ticks since the machine did (proc(5), field 22); none when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def _until(happened: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    path = Path(tempfile.gettempdir(), f"hemicycle-services-{os.getuid()}.lock")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
