"""The demonstration as `make demo` serves it, and what it lays down outside: mails and text messages."""

from __future__ import annotations

import email
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default as current
from functools import cached_property
from ipaddress import IPv4Address
from itertools import count
from pathlib import Path

from hemicycle.record.search.in_process import LockHeld, locked
from tests.conf.installation import Installation, wait_until
from tests.verification.peers import Gammu, Services

# Minutes on a machine with other tests beside, and a quarter of an hour on a slow one: the letters of the demonstration are
# read and analysed meanwhile. All stories fail with it, so that only the watchdog's time is less than this.
PATIENCE_SECONDS = 1_500
READY = "Everything is ready."
# From where people come, one after the other: 198.18.0.0/15, which no network of the world has (RFC 2544).
NETWORKS = IPv4Address("198.18.0.0")


@dataclass(frozen=True)
class Demonstration:
    home: Path
    address: str
    password: str
    process: int
    services: Services
    arrived: Iterator[int] = field(default_factory=lambda: count(1), compare=False)

    def new_network(self) -> str:
        """The address of a caller from whom nothing has come: what is counted by the hour is counted of each person."""
        return str(NETWORKS + next(self.arrived))

    @property
    def mails(self) -> list[EmailMessage]:
        """What has been sent to followers and staff, the oldest first."""
        files = [*self.home.glob("outbox/email/*.eml"), *self.home.glob("mail/*.log")]
        return [mail for file in sorted(files, key=_age) for mail in _mails(file)]

    def mail_to(self, address: str, *, after: int = 0) -> EmailMessage:
        """The first one to this address after those that were there; waits for it."""
        wait_until(lambda: len(self.mails_to(address)) > after, why=lambda: f"no mail to {address}")
        return self.mails_to(address)[after]

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if address in str(mail["To"])]

    def texts_to(self, number: str) -> list[str]:
        """Text messages that the telephone with this number has got, the oldest first; what is on its way arrives."""
        wait_until(lambda: not any(self.modem.outbox.glob(f"OUT*_{number}_*")), why=lambda: f"{number} waits")
        return [message.text for message in self.modem.messages(number)]

    def text_to(self, number: str, *, after: int) -> str:
        """What comes to a telephone that has got so many messages before."""
        wait_until(lambda: len(self.texts_to(number)) > after, why=lambda: f"no text message to {number}")
        return self.texts_to(number)[after]

    def new_mailbox(self) -> str:
        """The address of somebody who has never been written to."""
        return f"reader-{len(self.mails)}@mail.example"

    def new_number(self) -> str:
        """A telephone that has never been written to, of a network that nobody has."""
        sent = {file.name for folder in (self.modem.outbox, self.modem.sent) for file in folder.iterdir()}
        return f"+9996003{len(sent):05d}"

    def new_name(self, word: str) -> str:
        """What no announcement, no office, no account and no campaign is called yet."""
        tables = ("desk_announcement", "accounts_office", "channels_account", "cases_campaign")
        counted = f"SELECT {' + '.join(f'(SELECT count(*) FROM {table})' for table in tables)}"
        [(number,)] = Installation(self.home).ask(counted)
        return f"{word}-{number}"

    def new_bill(self) -> str:
        """The number of a bill that is not in the record yet."""
        [(documents,)] = Installation(self.home).ask("SELECT count(*) FROM record_document")
        return str(700 + documents)

    def on_the_server(self, *command: str) -> str:
        """`manage.py …`, as the operator types it in a shell of the server."""
        return Installation(self.home).manage(*command)

    def imports(self, *files: Path) -> str:
        """`hemicycle import …`, and what it prints."""
        done = Installation(self.home).hemicycle("import", *map(str, files))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def answer_to(self, number: str, words: str) -> str:
        """What comes back to a telephone that sends these words."""
        before = len(self.texts_to(number))
        self.text_from(number, words)
        return self.text_to(number, after=before)

    def text_from(self, number: str, words: str) -> None:
        self.modem.incoming(source=number, text=words)

    @cached_property
    def modem(self) -> Gammu:
        """gammu-smsd over the folders of the account, from the first story on in which somebody has a telephone."""
        spool = self.home / "outbox" / "sms"
        self.services.start("gammu-b", spool=spool)
        return Gammu(self.services.home / "gammu-b", spool)

    @contextmanager
    def nobody_sends(self) -> Iterator[None]:
        """The worker stands still, as on a machine that is too busy or asleep."""
        workers = [pid for pid in _children(self.process) if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert workers
        try:
            wait_until(lambda: self._stand_still(workers))
            yield
        finally:
            _signal(workers, signal.SIGCONT)

    def _stand_still(self, workers: Sequence[int]) -> bool:
        """Suspend them unless one holds a lock, of the database or of the search, for which all others would wait."""
        _signal(workers, signal.SIGSTOP)
        database = sqlite3.connect(self.home / "hemicycle.sqlite3", timeout=0)
        try:
            with locked(self.home / "search" / "lock"), closing(database):
                database.execute("BEGIN IMMEDIATE")
        except (LockHeld, sqlite3.OperationalError):
            _signal(workers, signal.SIGCONT)
            return False
        return True


@contextmanager
def served(home: Path, services: Services) -> Iterator[Demonstration]:
    """`hemicycle demo` in a home folder of its own, from its start to Ctrl-C; as behind a proxy, it believes who says
    where people come from."""
    installation = Installation(home, sets={"HEMICYCLE_TRUSTED_PROXIES": "127.0.0.1"})
    installation.migrate()
    port = _free_port()
    process = installation.start("demo", "--port", str(port))
    log = home / "process.log"

    def ready() -> bool:
        assert process.poll() is None, log.read_text()
        return READY in log.read_text()

    try:
        wait_until(ready, seconds=PATIENCE_SECONDS, every=0.5, why=log.read_text)
        yield Demonstration(home, f"http://127.0.0.1:{port}", _password(log.read_text()), process.pid, services)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(90)


def already_served(home: Path, services: Services) -> Demonstration:
    """The one that somebody serves from this folder; its log is beside it."""
    with closing(sqlite3.connect(home / "hemicycle.sqlite3")) as database:
        [(address,)] = database.execute("SELECT address FROM rules_siteaddress").fetchall()
    found = subprocess.run(["pgrep", "-f", f"demo --port {address.rpartition(':')[2]}"], capture_output=True)
    password = os.environ["HEMICYCLE_SERVED_PASSWORD"]
    # Another run walked through it before, perhaps within the hour.
    arrived = count(random.randrange(1, 100_000))
    return Demonstration(home, address, password, int(found.stdout.split()[0]), services, arrived)


def _password(log: str) -> str:
    found = re.search(r"Password for all of them: (\S+)", log)
    assert found, log
    return found.group(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _signal(processes: Sequence[int], number: signal.Signals) -> None:
    for pid in processes:
        os.kill(pid, number)


def _children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _age(file: Path) -> tuple[int, str]:
    return file.stat().st_mtime_ns, file.name


def _mails(file: Path) -> list[EmailMessage]:
    """One of the newsletter's, or those that a connection of Django's file backend wrote one after the other."""
    parts = re.split(rb"^-{79}$\n?", file.read_bytes(), flags=re.MULTILINE)
    return [email.message_from_bytes(part, policy=current) for part in parts if part.strip()]
