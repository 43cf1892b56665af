"""A flood by every way in at once: the form on the web, a campaign's form, mail, text messages and a network.

    python bench/inbox_flood.py --messages 100000 --kills 3 [--ways web,campaign,email,sms,network] [--home FOLDER]

A web server and a worker run as in production. Mail lies in a mailbox of Dovecot and is fetched by IMAP (this starts
deploy/services, as root); text messages lie in the folder of a modem's program; a server of the fediverse posts what
it signs; forms come from as many networks as people. Besides, one sender of each way repeats what they say. The worker
is killed again and again meanwhile. In the end each message is a case or was refused to its sender's face, and nobody
got two acknowledgements. Which database it is, DATABASE_URL says.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

os.environ.setdefault("HEMICYCLE_HOME", mkdtemp())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.conf.settings")
with socket.create_server(("127.0.0.1", 0)) as _probe:
    PORT: int = _probe.getsockname()[1]
SITE = f"http://127.0.0.1:{PORT}"
os.environ |= {
    "HEMICYCLE_ADDRESS": SITE, "HEMICYCLE_PRIVATE_NETWORKS": "127.0.0.0/8",
    "HEMICYCLE_TRUSTED_PROXIES": "127.0.0.1/32", "HEMICYCLE_EMBEDDINGS_MODEL": "none",
}  # fmt: skip

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from flood_ways import REPEATED, Letters, Neighbours, Way, post_forms, post_notes, put_mails, put_texts  # noqa: E402
from markdown import made_by, put, table  # noqa: E402
from truth import ROOT  # noqa: E402

from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.accounts.models import Office  # noqa: E402
from hemicycle.accounts.roles import Role  # noqa: E402
from hemicycle.cases.models import Campaign, CampaignOrigin, CampaignState, Case, CaseMessage  # noqa: E402
from hemicycle.channels import actions as channels  # noqa: E402
from hemicycle.channels.models import Inbound, Outbound, State  # noqa: E402
from hemicycle.rules.models import ParameterInForce, WorkerSeen  # noqa: E402

BENCH, PAGE = ROOT / "bench", ROOT / "docs" / "performance.md"
HOUSE = "house@parliament.test"
CLERK = "clerk@parliament.example"
WAYS = ("web", "campaign", "email", "sms", "network")
# A killed worker's accounts are free again after that many seconds.
LEASE = 2
WORKS = 20
# The hour that the flood is meant for.
HOUR = 3_600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000, help="how many by all ways together")
    parser.add_argument("--kills", type=int, default=3, help="how often the worker is killed meanwhile")
    parser.add_argument("--workers", type=int, default=1, help="how many workers; the first is the one that is killed")
    parser.add_argument("--ways", default=",".join(WAYS), help="some of them, with commas")
    parser.add_argument("--minutes", type=int, default=120, help="how long to wait until all is done")
    parser.add_argument("--write", action="store_true", help="put the result into docs/performance.md")
    asked = parser.parse_args()
    ways = asked.ways.split(",")
    home, count = Path(os.environ["HEMICYCLE_HOME"]), asked.messages // len(ways)
    found = flooded(home, ways, count, asked.kills, asked.minutes, others=asked.workers - 1)
    print(json.dumps(found))
    page = "\n\n".join(_page(asked, found))
    print(page)
    if asked.write:
        put(PAGE, "flood", page)
    if wrong := wrong_in(found):
        raise SystemExit("\n".join(wrong))


def flooded(home: Path, ways: list[str], count: int, kills: int, minutes: int, *, others: int = 0) -> dict[str, Any]:
    """`others`: workers beside the one that is killed."""
    with ExitStack() as open_now:
        mail = open_now.enter_context(_mailbox(home)) if "email" in ways else None
        sink = open_now.enter_context(_sink(home / "got.txt"))
        near = open_now.enter_context(Neighbours.served(count)) if "network" in ways else None
        campaign = _installed(home, mail, sink)
        web = open_now.enter_context(_running(home, "serve", "--port", str(PORT)))
        _wait(_answers, 120)
        worker = open_now.enter_context(Worker(home, kills).running())
        beside = [open_now.enter_context(_running(home, "worker")) for _other in range(others)]
        _wait(WorkerSeen.objects.exists, 120)
        watch = open_now.enter_context(_watching(home))
        began, before = time.time(), (_cpu(web), _cpu(worker.process), time.process_time())
        others_before = sum(map(_cpu, beside))
        killing = threading.Thread(target=worker.kill)
        killing.start()
        sent = _sent(ways, Letters(count, SITE, campaign), home, mail, near)
        took = time.time() - began
        killing.join()
        _wait(lambda: _is_done(sum(one.accepted for one in sent)), 60 * minutes)
        done = time.time() - began
        cpu = {
            "web server": _cpu(web) - before[0],
            # Without what it takes to start, each time.
            "worker": worker.seconds + _cpu(worker.process) - before[1] * (1 + worker.kills)
            + sum(map(_cpu, beside)) - others_before,
            "senders": time.process_time() - before[2], "who looks": _cpu(watch),
        }  # fmt: skip
        watch.stdin.close()
        looked = json.loads(watch.stdout.read() or "{}")
    acknowledged = Counter((home / "got.txt").read_text().split())
    if near is not None:
        acknowledged += near.got
    acknowledged += Counter(path.name.split("_")[3] for path in (home / "sms" / "outbox").glob("OUT*"))
    return {
        "messages": count * len(ways), "cpu": cpu, "sending": took, "seconds": done, "kills": worker.kills,
        "inbox": looked, "workers": 1 + others,
        "ways": {one.name: one.facts() | _facts(one.name) for one in sent}, "heard": _heard(acknowledged),
        "states": dict(Outbound.objects.order_by().values_list("state").annotate(n=Count("pk"))),
    }  # fmt: skip


def _installed(home: Path, mail: dict[str, Any] | None, sink: str) -> str:
    """The House, its accounts, and a campaign whose address this is."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    ParameterInForce.objects.create(name="lease_seconds", value=LEASE)
    office = accounts.open_office(slug="house", name="House", by="bench")
    clerk = accounts.add_person(email=CLERK, name="Clerk", password=None, by="bench")
    accounts.assign(clerk, office=office, role=Role.CLERK, by="bench")
    out = {"host": "127.0.0.1", "port": int(sink), "security": "none"}
    box = {"imap_host": "127.0.0.1", "imap_port": mail["imap"], "imap_security": "none"} if mail else {}
    channels.open_account(
        office=office, kind="email", name="Letters", address=HOUSE, settings=out | box,
        secret={"imap_password": "secret"}, by="bench",
    )  # fmt: skip
    for name in ("inbox", "outbox", "sent", "error"):
        (home / "sms" / name).mkdir(parents=True, exist_ok=True)
    channels.open_account(
        office=office, kind="gammu", name="Telephone", address="+99950000001", settings={"folder": "sms"}, by="bench"
    )
    channels.open_account(
        office=office, kind="activitypub", name="House", address="house", settings={"allow_private": True}, by="bench"
    )
    return _campaign(office)


def _campaign(office: Office) -> str:
    words = "Keep the night train. It is how nurses of the valley get home, and the road is closed in winter."
    campaign = Campaign.objects.create(
        office=office, state=CampaignState.RUNNING, origin=CampaignOrigin.ORGANISER, titles={"en": "Night train"},
        text=words, lang="en", organisation="Valley Railway League", organiser_confirmed_at=None,
    )  # fmt: skip
    return str(campaign.address)


def _sent(
    ways: list[str], letters: Letters, home: Path, mail: dict[str, Any] | None, near: Neighbours | None
) -> list[Way]:
    """Sent by all ways at once; what was answered."""
    does: dict[str, Callable[[], Way]] = {
        "web": lambda: post_forms(letters, "web"),
        "campaign": lambda: post_forms(letters, "campaign"),
        "email": lambda: put_mails(letters, Path((mail or {})["box"]), HOUSE),
        "sms": lambda: put_texts(letters, home / "sms"),
        "network": lambda: post_notes(letters, near) if near else Way("network"),
    }
    found: list[Way] = []
    threads = [threading.Thread(target=lambda name=name: found.append(does[name]())) for name in ways]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if len(found) < len(ways):
        raise SystemExit("a sender failed")
    return found


def _facts(way: str) -> dict[str, int]:
    """What is in the database of one way."""
    here = Inbound.objects.filter(channel={"campaign": "web", "network": "social"}.get(way, way))
    if way in ("web", "campaign"):
        # Letters that the software finds alike become a campaign, too.
        announced = Q(campaign__origin=CampaignOrigin.ORGANISER)
        cases = Case.objects.filter(announced if way == "campaign" else ~announced, channel="web")
        here = here.filter(pk__in=CaseMessage.objects.filter(case__in=cases).values("inbound"))
    cases = Case.objects.filter(messages__inbound__in=here).distinct()
    return {
        "stored": here.count(), "in_cases": CaseMessage.objects.filter(inbound__in=here).count(),
        "cases": cases.count(), "set_aside": cases.filter(state="set_aside").count(),
        "merged": cases.filter(state="merged").count(),
        "acknowledged": cases.filter(acknowledged_at__isnull=False).count(),
        "unjudged": cases.unjudged().count(),
    }  # fmt: skip


def _heard(got: Counter[str]) -> dict[str, int]:
    """How many people heard from the House; of those who wrote once, how many heard twice."""
    once = {who: times for who, times in got.items() if REPEATED not in who}
    return {
        "people": len(once), "twice": sum(1 for times in once.values() if times > 1),
        "repeated": max([times for who, times in got.items() if REPEATED in who], default=0),
    }  # fmt: skip


def wrong_in(found: dict[str, Any]) -> list[str]:
    """What would have to be mended."""
    wrong = [f"{found['heard']['twice']} people heard twice"] if found["heard"]["twice"] else []
    for name, way in found["ways"].items():
        if way["sent"] != way["stored"] + way["refused"]:
            wrong.append(f"{name}: {way['sent']} sent, {way['stored']} stored, {way['refused']} refused")
        if way["in_cases"] != way["stored"] or way["unjudged"]:
            wrong.append(f"{name}: {way['stored']} stored, {way['in_cases']} in cases, {way['unjudged']} not judged")
    return wrong


def _is_done(expected: int) -> bool:
    """All stored and judged, and nothing left to send."""
    here = Inbound.objects.count()
    left = Outbound.objects.not_left().exists() or Outbound.objects.in_state(State.SENDING).exists()
    print(f"{here:,} of {expected:,}", file=sys.stderr)
    connections.close_all()
    return here >= expected and not left and not Case.objects.unjudged().exists()


class Worker:
    """The one worker, killed so many times while messages come in."""

    def __init__(self, home: Path, kills: int) -> None:
        self.home, self.most, self.kills, self.seconds = home, kills, 0, 0.0
        self.process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def running(self) -> Iterator["Worker"]:
        self.process = _start(self.home, "worker")
        try:
            yield self
        finally:
            self.process.kill()
            self.process.wait()

    def kill(self) -> None:
        """In the middle of what it does; the next one begins where it was."""
        for _time in range(self.most):
            assert self.process is not None
            # It has begun to work by then.
            time.sleep(WORKS)
            self.seconds += _cpu(self.process)
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.kills += 1
            time.sleep(LEASE)
            self.process = _start(self.home, "worker")


def _start(home: Path, *words: str) -> subprocess.Popen[bytes]:
    with (home / "process.log").open("ab") as log:
        command = [sys.executable, "-m", "hemicycle.conf.cli", *words]
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)


def _cpu(process: "subprocess.Popen[bytes] | None") -> float:
    """Seconds of a core that a process of its own session took, with those that it started (proc(5))."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            said = path.read_text().rpartition(")")[2].split()
            if process is not None and int(said[3]) == process.pid:
                ticks += sum(map(int, said[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _running(home: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = _start(home, *words)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _watching(home: Path) -> Iterator[Any]:
    """Somebody who looks at the inbox all the time, in a process of their own."""
    with (home / "process.log").open("ab") as log:
        command = [sys.executable, str(BENCH / "inbox_run.py"), "watch", CLERK]
        pipe = subprocess.PIPE
        watch = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=log, start_new_session=True)
    try:
        yield watch
    finally:
        watch.kill()
        watch.wait()


@contextmanager
def _sink(got: Path) -> Iterator[str]:
    command = [sys.executable, str(BENCH / "smtp_sink.py"), str(got)]
    got.touch()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sink:
        assert sink.stdin is not None and sink.stdout is not None
        try:
            yield sink.stdout.readline().decode().strip()
        finally:
            sink.stdin.close()


@contextmanager
def _mailbox(home: Path) -> Iterator[dict[str, Any]]:
    """Dovecot's port, and where its mailbox lies. Its sockets need a short path."""
    folder = Path(mkdtemp(prefix="flood", dir="/tmp"))
    folder.chmod(0o755)
    run = [sys.executable, str(ROOT / "deploy" / "services" / "run"), "--home", str(folder)]
    subprocess.run([*run, "start", "mail"], check=True, stdout=subprocess.DEVNULL)
    try:
        settings = json.loads((folder / "mail" / "settings.json").read_text())
        yield {"imap": settings["imap"], "box": folder / "mail" / "boxes" / HOUSE.partition("@")[0]}
    finally:
        subprocess.run([*run, "stop", "mail"], check=True, stdout=subprocess.DEVNULL)


def _answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def _wait(true: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            print("it took too long", file=sys.stderr)
            return
        time.sleep(1)


def _page(asked: argparse.Namespace, found: dict[str, Any]) -> Iterator[str]:
    yield "## A flood by every way in"
    yield made_by(
        f"python bench/inbox_flood.py --messages {asked.messages} --kills {asked.kills} --workers {asked.workers}",
        ("hemicycle", "django"),
    )
    yield (
        f"A web server and {_workers(found['workers'])} on {connection.vendor}, with everything else on the same "
        "machine: who sends, Dovecot, and somebody who opens a page of the inbox each second. Each message is by a "
        "person of its own, but "
        f"for those of one sender of each way who repeats what they say. {found['messages']:,} messages were sent in "
        f"{found['sending']:,.0f} seconds, and all was stored, judged and acknowledged after {found['seconds']:,.0f}: "
        f"{found['messages'] / found['seconds']:.1f} a second. 100,000 in an hour are {100_000 / HOUR:.1f}; at this "
        f"pace it is {found['messages'] / found['seconds'] * HOUR:,.0f}."
    )
    head = ("way", "sent", "a second taken from its sender", "stored", "refused with a reason", "cases",
            "set aside", "one with another", "acknowledged")  # fmt: skip
    lines = [
        (name, f"{way['sent']:,}", f"{way['sent'] / max(way['seconds'], 0.01):,.0f}", f"{way['stored']:,}",
         f"{way['refused']:,}", f"{way['cases']:,}", f"{way['set_aside']:,}", f"{way['merged']:,}",
         f"{way['acknowledged']:,}")
        for name, way in found["ways"].items()
    ]  # fmt: skip
    yield table(head, lines)
    yield (
        f"{'The' if found['workers'] == 1 else 'One'} worker was killed with `kill -9` {found['kills']} times. "
        f"{found['heard']['people']:,} people heard from the House, {found['heard']['twice']} of those who wrote once "
        "heard twice; who repeats themselves heard "
        f"{found['heard']['repeated']} times at most. What was sent: {found['states']}."
    )
    stored = sum(way["stored"] for way in found["ways"].values())
    yield (
        f"Of a core, per message that was stored: {_each(found['cpu'], stored)}. What a worker takes to start, after "
        "each kill, is not counted; that it reads its models again is."
    )
    if found["inbox"]:
        yield table(
            ("the inbox meanwhile", "queries", "median ms of the database", "slowest"),
            [(view, f"{one['queries']:.0f}", f"{one['ms']:.0f}", f"{one['slowest']:.0f}")
             for view, one in found["inbox"].items()],
        )  # fmt: skip


def _workers(count: int) -> str:
    return "one worker" if count == 1 else f"{count} workers"


def _each(cpu: dict[str, float], messages: int) -> str:
    return ", ".join(f"{name} {1_000 * seconds / messages:.1f} ms" for name, seconds in cpu.items())


if __name__ == "__main__":
    main()
