"""Real servers for tests, started by deploy/services on free ports when a test first asks for one.

def test_…(smsc):
    client.connect("127.0.0.1", smsc.port)          # account "desk", password "secret"
    …
    assert [m.text for m in smsc.messages()] == ["Vote at 19:00"]

One set for each process of tests (pytest-xdist), in a folder of its own, stopped at the end. What a test asks for by
name is as new: what the test before sent and asked for is gone. `tests.conf.installation.wait_until` waits for what
comes later.
"""

import configparser
import contextlib
import email
import email.policy
import imaplib
import json
import os
import re
import shutil
import smtplib
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from smpplib import gsm

from tests.conf.installation import ROOT, wait_until
from tests.gate import PEERS, STARTED_AFRESH
from tests.verification.dialogues import Dialogue
from tests.verification.proxy import Proxy
from tests.verification.receiver import Receiver
from tests.verification.wordpress import Site

Ports = dict[str, Any]
Proxied = Callable[..., Proxy]
UCS_2 = 8
# 3GPP TS 23.038, 6.2.1: the default alphabet, and its extension behind the escape (octet 27). Written here once more,
# so that what our own table has wrong shows.
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = {10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]", 64: "|", 101: "€"}
ESCAPE = 27


class Services:
    """Those that deploy/services starts, in one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.started: dict[str, Server] = {}

    def start(self, name: str, **settings: object) -> Ports:
        """Start it, or leave it running; returns its ports by their names."""
        server = Server(name, self, [f"{key}={value}" for key, value in settings.items()])
        # Noted before it starts: what starts in part must be stopped too.
        self.started[name] = PEERS[name] = server
        try:
            server.start()
        except AssertionError:
            STARTED_AFRESH.append(name)
            self.stop(name)
            server.start()
        return json.loads((self.home / name / "settings.json").read_text())

    def stop(self, *names: str) -> None:
        self.run("stop", *names)

    def stop_all(self) -> None:
        if self.started:
            self.stop(*reversed(self.started))

    def run(self, *words: str) -> str:
        command = [str(ROOT / "deploy" / "services" / "run"), "--home", str(self.home), *words]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout


@dataclass(frozen=True)
class Server:
    """One of them. It keeps its ports and its files, so that what has its address finds it again."""

    name: str
    services: Services
    settings: list[str]

    def start(self) -> None:
        self.services.run("start", self.name, *self.settings)

    def has_died(self) -> bool:
        lines = self.services.run("status").splitlines()
        return [self.name, "stopped"] in [line.split()[:2] for line in lines]

    def start_afresh(self) -> None:
        self.start()


@dataclass(frozen=True)
class ShortMessage:
    """One submit_sm as it arrived; `octets` without the user data header `udh`."""

    id: str
    account: str
    source: str
    destination: str
    coding: int
    esm_class: int
    registered_delivery: int
    validity_period: str
    udh: bytes
    octets: bytes
    payload: bool
    sar: tuple[int, int, int] | None

    @property
    def text(self) -> str:
        """UCS-2, or GSM 03.38 with one character an octet, its extension too."""
        return self.octets.decode("utf-16-be") if self.coding == UCS_2 else _gsm(self.octets)


class Smsc:
    """An SMSC: what it has seen, and how it is to behave. SMPP at 127.0.0.1:`port`; `control` is the port behind all this."""

    ACCOUNT, PASSWORD = "desk", "secret"

    def __init__(self, ports: Ports) -> None:
        self.port: int = ports["smpp"]
        self.control: int = ports["http"]

    def messages(self, account: str = ACCOUNT) -> list[ShortMessage]:
        """In the order in which they were accepted."""
        return [_short_message(row) for row in self._ask("GET", "/messages") if row["account"] == account]

    def deliveries(self, account: str = ACCOUNT) -> list[dict[str, Any]]:
        """Receipts and incoming messages handed to the account: id, from, to, receipt, octets (hex), attempts, and
        the `status` of the account's deliver_sm_resp, None before it."""
        return [row for row in self._ask("GET", "/deliveries") if row["account"] == account]

    def sessions(self, account: str = ACCOUNT) -> list[dict[str, Any]]:
        return [row for row in self._ask("GET", "/sessions") if row["account"] == account]

    def behave(self, *, to: str = "*", **behaviour: object) -> None:
        """For messages to a number: status, times, per_second, receipt, after (ms), overtake, tlv; see
        deploy/services/README.md."""
        self._ask("PUT", "/behaviour", {"to": to, **behaviour})

    def incoming(self, *, source: str, destination: str, text: str, account: str = ACCOUNT) -> list[str]:
        """A person writes; the ids of the deliveries, one for each part."""
        parts, coding, flag = gsm.make_parts(text)
        common = {"account": account, "from": source, "to": destination, "coding": coding, "esm_class": flag}
        return [self._ask("POST", "/incoming", {**common, "octets": part.hex()})["id"] for part in parts]

    def hang_up(self, account: str = ACCOUNT) -> None:
        """Cut the account's connections."""
        self._ask("POST", "/hang-up", {"account": account})

    def reset(self) -> None:
        self._ask("DELETE", "/")

    def _ask(self, method: str, path: str, words: object = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.control}{path}", json.dumps(words or {}).encode(), method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


class Kannel:
    """Takes messages at `address` from user desk with password secret; they arrive in the SMSC, in its account
    "kannel". What people write to that account it brings to the receiver's /incoming, with from, to, text (octets),
    charset, coding, id, at and udh; receipts go where each message says.
    """

    USER, PASSWORD, ACCOUNT = "desk", "secret", "kannel"

    def __init__(self, ports: Ports) -> None:
        self.port: int = ports["http"]
        self.address = f"http://127.0.0.1:{self.port}/cgi-bin/sendsms"
        # Where bearerbox reports its status; the password is the same.
        self.admin = f"http://127.0.0.1:{ports['admin']}"


@dataclass(frozen=True)
class PhoneMessage:
    """What the phone sent of one file: a text and a user data header for each part."""

    destination: str
    coding: str
    udhs: tuple[bytes, ...]
    text: str


class Gammu:
    """gammu-smsd with a phone that is a folder. What lies in `outbox` is sent within seconds and moved to `sent`;
    what people write lies in `inbox` soon; these are in `spool`. `configuration` is for Gammu's own programs. The phone refuses nothing, and
    sends each file of plain text as one part, however long; gammu-smsd-inject writes files with parts (.smsbackup).
    """

    def __init__(self, folder: Path, spool: Path | None = None) -> None:
        self.configuration = folder / "smsdrc"
        names = ("inbox", "outbox", "sent", "error")
        self.inbox, self.outbox, self.sent, self.error = ((spool or folder) / name for name in names)

    def messages(self, to: str = "*") -> list[PhoneMessage]:
        """What was sent of files with parts, to a number or to anybody, the oldest first."""
        return [_phone_message(path) for path in sorted(self.sent.glob(f"OUT*_{to}_*.smsbackup"))]

    def incoming(self, *, source: str, text: str) -> None:
        """A person writes; a long text comes in parts, one file each. The text in a file ends with "\\0"; what
        stands behind that is not of the message."""
        command = ["gammu", "-c", str(self.configuration), "savesms", "TEXT", "-folder", "1", "-unread"]
        words = ["-unicode", "-autolen", "1000", "-sender", source, "-text", text]
        subprocess.run([*command, *words], check=True, capture_output=True, timeout=30)

    def reset(self) -> None:
        for folder in (self.inbox, self.outbox, self.sent, self.error):
            for path in folder.iterdir():
                path.unlink(missing_ok=True)


class Mail:
    """Postfix and Dovecot on 127.0.0.1. `smtp` takes mail from this machine, `submission` (STARTTLS) and `smtps` from
    who knows the password; `imap` and `imaps` show it. `certificate` is the file to trust.

    Everybody at parliament.test and citizens.test has a mailbox, `+…` in an address is left out, and the password is
    one. nobody@ is refused for good (550), full@ for now (452). Elsewhere nobody is: mail to elsewhere.test is taken
    and comes back as a bounce, to later@ after four seconds.
    """

    PASSWORD = "secret"

    def __init__(self, ports: Ports, folder: Path) -> None:
        self.smtp: int = ports["smtp"]
        self.submission: int = ports["submission"]
        self.smtps: int = ports["smtps"]
        self.imap: int = ports["imap"]
        self.imaps: int = ports["imaps"]
        self.certificate = folder / "certificate.pem"
        self._folder, self._queue = folder, folder / "queue"
        self._boxes = 0

    def box(self, name: str, domain: str = "citizens.test") -> str:
        """An address that no test had before."""
        self._boxes += 1
        return f"{name}.{self._boxes}@{domain}"

    def received(self, address: str) -> list[bytes]:
        """What lies in the mailbox, octet by octet, the oldest first; it stays unread."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=60) as box:
            box.login(address, self.PASSWORD)
            box.select("INBOX", readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            return [box.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def count(self, address: str) -> int:
        """How many letters lie in the mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=60) as box:
            box.login(address, self.PASSWORD)
            return int(box.select("INBOX", readonly=True)[1][0])

    def settle(self) -> None:
        """Wait until Postfix has delivered or returned all it accepted. It keeps no order among letters, so that a later
        one says nothing of those before."""
        # In the order in which a letter goes through them: one that moves on is seen once at least.
        stations = [self._queue / name for name in ("incoming", "active", "deferred")]
        wait_until(
            lambda: not any(path.is_file() for station in stations for path in station.rglob("*")),
            why=self._last_words,
        )

    def await_message(self, address: str) -> EmailMessage:
        """The first message in the mailbox, as soon as it is there."""
        wait_until(lambda: bool(self.received(address)), why=self._last_words)
        return email.message_from_bytes(self.received(address)[0], policy=email.policy.default)

    def _last_words(self) -> str:
        """What Postfix wrote last: without it nobody finds out where a letter stayed."""
        return "\n".join((self._folder / "mail.log").read_text(errors="replace").splitlines()[-40:])

    def send(self, text: str, *, sender: str, to: str, **fields: str) -> None:
        """Somebody writes; `fields` are those of the header, with _ for -."""
        message = EmailMessage()
        for name, value in {"From": sender, "To": to, "Subject": "A letter", **fields}.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=60) as postfix:
            postfix.send_message(message)


def home_of_services(worker: str) -> Path:
    return Path(tempfile.gettempdir(), f"hemicycle-services-{os.environ['HEMICYCLE_TEST_RUN']}-{worker}")


def pytest_testnodedown(node: Any, error: object) -> None:
    """A process of tests that was killed, by the watchdog or otherwise, leaves its servers behind."""
    home = home_of_services(node.gateway.id)
    if error and home.exists():
        services = Services(home)
        services.stop(*[folder.name for folder in home.iterdir() if folder.is_dir()])
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """Where this process of tests starts its servers; what it started is stopped at the end."""
    home = home_of_services(os.environ.get("PYTEST_XDIST_WORKER", "alone"))
    # Dovecot and Postfix give up root, and must still reach their folders.
    home.mkdir(mode=0o755)
    started = Services(home)
    try:
        yield started
    finally:
        started.stop_all()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def _smsc(services: Services) -> Smsc:
    return Smsc(services.start("smsc"))


@pytest.fixture
def smsc(_smsc: Smsc) -> Smsc:
    """An SMSC without messages, which accepts everything and sends receipts after 20 ms."""
    _smsc.reset()
    return _smsc


@pytest.fixture(scope="session")
def _receiver() -> Iterator[Receiver]:
    with contextlib.closing(Receiver()) as receiver:
        yield receiver


@pytest.fixture
def receiver(_receiver: Receiver) -> Receiver:
    """A web server that nobody has called yet."""
    _receiver.reset()
    return _receiver


@pytest.fixture(scope="session")
def _wordpress() -> Iterator[Site]:
    with contextlib.closing(Site()) as site:
        yield site


@pytest.fixture
def wordpress(_wordpress: Site) -> Site:
    """A site that answers as WordPress does, with nothing in it."""
    _wordpress.reset()
    return _wordpress


@pytest.fixture(scope="session")
def _kannel(services: Services, _smsc: Smsc, _receiver: Receiver) -> Kannel:
    return Kannel(services.start("kannel", incoming=f"{_receiver.address}/incoming"))


@pytest.fixture
def kannel(_kannel: Kannel, smsc: Smsc, receiver: Receiver) -> Kannel:
    """Kannel, with an SMSC and a receiver that are as new."""
    return _kannel


@pytest.fixture(scope="session")
def _gammu(services: Services) -> Gammu:
    services.start("gammu")
    return Gammu(services.home / "gammu")


@pytest.fixture
def gammu(_gammu: Gammu) -> Gammu:
    """gammu-smsd with empty folders."""
    _gammu.reset()
    return _gammu


@pytest.fixture(scope="session")
def mail(services: Services) -> Mail:
    """Postfix and Dovecot; ask for a `box` of your own."""
    if os.getuid():
        pytest.skip("Postfix is started by root only")
    return Mail(services.start("mail"), services.home / "mail")


@pytest.fixture
def proxied() -> Iterator[Proxied]:
    """`proxied(smsc.port, Smpp)` is a proxy before that server, which may be given `slow` too; closed after the test,
    which then fails when a fault that it asked for has not happened."""
    with contextlib.ExitStack() as proxies:

        def stand_before(port: int, dialogue: type[Dialogue], *, slow: float = 1.0) -> Proxy:
            return proxies.enter_context(Proxy(("127.0.0.1", port), dialogue, slow=slow))

        yield stand_before


def _short_message(row: dict[str, Any]) -> ShortMessage:
    octets = {name: bytes.fromhex(row.pop(name)) for name in ("udh", "octets")}
    sar = tuple(row.pop("sar") or ()) or None
    return ShortMessage(source=row.pop("from"), destination=row.pop("to"), sar=sar, **octets, **row)


def _phone_message(path: Path) -> PhoneMessage:
    # When a part has gone, the daemon writes the first one into the file once more: of equal sections the last counts.
    file = configparser.ConfigParser(strict=False, interpolation=None)
    file.read(path)
    parts = [file[name] for name in sorted(file.sections())]
    lines = [part[key] for part in parts for key in sorted(part) if re.fullmatch(r"text\d+", key)]
    return PhoneMessage(
        destination=parts[0]["Number"].strip('"'),
        coding=parts[0]["Coding"],
        udhs=tuple(bytes.fromhex(part.get("UDH", "")) for part in parts),
        text=bytes.fromhex("".join(lines)).decode("utf-16-be"),
    )


def _gsm(octets: bytes) -> str:
    rest = iter(octets)
    return "".join(GSM_EXTENSION[next(rest)] if octet == ESCAPE else GSM[octet] for octet in rest)
