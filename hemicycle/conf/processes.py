"""The processes of an installation: what is prepared before they start, and how they start and stop."""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import CommandError, call_command
from rich.console import Console

from hemicycle.conf import address, house
from hemicycle.conf.deployment import WARNINGS
from hemicycle.conf.errors import CannotStart
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.record.actions.indexing import ask_for_dataset
from hemicycle.record.models import Packing
from hemicycle.record.search import writing
from hemicycle.record.search.engine import engine
from hemicycle.rules import table_sizes

# gunicorn gives its requests 30 seconds to end; what has not stopped by then is stopped.
STOP_SECONDS = 35


def prepare() -> None:
    """Database, catalogues and static files, brought up to date; a second time changes nothing."""
    console = Console()
    for folder in (settings.HOME, settings.MEDIA_ROOT, settings.STATIC_ROOT, settings.LOGS):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with console.status("Preparing the database"), _rarely_collecting():
        call_command("migrate", interactive=False, verbosity=0)
        # A table that a migration makes anew begins without.
        table_sizes.learn()
    if settings.ADDRESS:
        # Unless it is said, the web server knows it first, by its port.
        address.settle()
    with console.status("Preparing languages and static files"):
        call_command("compile_catalogues", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    if not engine().is_there():
        writing.note_everything()
    if not Packing.objects.exists():
        ask_for_dataset()
    house.ask()


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Migrations make models by the thousand, and a quarter of their time went into looking for garbage among them."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def serve(*, host: str, port: int) -> None:
    """Become the web server; returns only when it cannot start."""
    refuse_unless_free(host, port)
    refuse_unless_migrated()
    address.settle(port=port)
    say_warnings()
    command = web_command(host=host, port=port)
    os.execv(command[0], command)


def say_warnings() -> None:
    """What should be set otherwise before visitors come; `manage.py check` says it too."""
    for warning in chain.from_iterable(check() for check in WARNINGS):
        sys.stderr.write(f"Warning: {warning.msg} {warning.hint}\n")


def import_files(*, files: Sequence[str], **options: object) -> None:
    """Import into the record, telling what was added, changed and left aside; exit code 2 for a bad file."""
    _call("import_record", *files, **options)


def export_record(**options: object) -> None:
    """Write what is public of the record; exit code 2, and no file, for what cannot be."""
    _call("export_record", options.pop("format"), **options)


def _call(command: str, *arguments: object, **options: object) -> None:
    refuse_unless_migrated()
    address.settle()
    try:
        call_command(command, *arguments, **options)
    except CommandError as reason:
        raise CannotStart(str(reason)) from reason


def web_command(*, host: str, port: int) -> list[str]:
    """gunicorn with threads: a request that waits for the database holds up no other."""
    return [
        *(sys.executable, "-m", "gunicorn", "hemicycle.conf.wsgi"),
        *("--worker-class", "gthread", "--threads", str(settings.WEB_THREADS)),
        *("--workers", str(settings.WEB_PROCESSES), "--bind", f"{host}:{port}"),
        *("--no-control-socket", "--log-level", "warning"),
        # Longer than a proxy keeps a connection that is idle (Caddy two minutes, nginx one): a form that is sent into
        # one that the server is closing is lost. gunicorn's own two seconds lost 62 of 900.
        *("--keep-alive", "125"),
        # Whom to believe about protocol and address is decided by HEMICYCLE_TRUSTED_PROXIES; gunicorn's own default
        # would believe any process of this machine, about the path as well.
        *("--forwarded-allow-ips", ""),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "hemicycle.conf.cli", "worker"]


def refuse_unless_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"Port {port} is in use or closed to us: choose another with --port.") from error


def run_together(commands: dict[str, Sequence[str]], *, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Run child processes until SIGINT, SIGTERM or the end of one of them; then stop all and wait for them.

    Each writes to its own file among the logs. `meanwhile` is called again and again. Raises CannotStart when one
    ended by itself.
    """
    asked = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    children = {name: _start(command, settings.LOGS / f"{name}.log") for name, command in commands.items()}
    ended: str | None = None
    try:
        while not asked.wait(0.2) and ended is None:
            ended = next((name for name, child in children.items() if child.poll() is not None), None)
            meanwhile()
    finally:
        for child in children.values():
            child.terminate()
        for child in children.values():
            _wait(child)
    if ended is not None:
        raise CannotStart(f"The {ended} process ended by itself; {settings.LOGS / f'{ended}.log'} says why.")


def _start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent alone, which stops the children in order.
    with log.open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
