"""Adapters under faults: once and not lost, or unknown and shown to a person where nothing can be asked.

The gate meets every adapter and every fault; `make explore` each fault of each adapter, and prints the table.
"""

import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import actions, sending
from hemicycle.channels.adapters.youtube import server
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.fediverse import dispatching
from hemicycle.channels.models import Account, Outbound
from tests.channels import closed_networks as closed
from tests.channels.closed_networks import ClosedNetworks
from tests.conf.installation import wait_until
from tests.gate import covering, some
from tests.verification import faults
from tests.verification.dialogues import Http, Smpp, Smtp, Xrpc
from tests.verification.faults import Case
from tests.verification.fediverse import House, Reader
from tests.verification.proxy import Fault, Proxy

pytestmark = pytest.mark.django_db(transaction=True)

# Where nothing binds the other side and nothing can be asked afterwards: once it may have the message, and never before.
MAY_BE_UNKNOWN = {"smpp", "email", "webhook", "whatsapp-business"}
UNANSWERED = {
    fault.value for fault in (Fault.ANSWER_LOST, Fault.RESET, Fault.HALF_A_REQUEST, Fault.HALF_AN_ANSWER)
} | {f"worker killed: {step}" for step in faults.STEPS[3:]}
PIECE = OutgoingText("Vote", "The House votes at seven", "en", link="https://parliament.example/announcements/x/")
# A thread of three parts where a post has 500 characters.
LONG = replace(PIECE, body="The House votes at seven on bill 12, which is about rivers and fish. " * 18)
NUMBER = "+447700900123"

Make = Callable[[], Case]


def put(
    office: Office, kind: str, *, to: str = "", channel: str = "", outgoing: OutgoingText = PIECE, **known
) -> tuple:
    account = actions.open_account(office=office, kind=kind, name=kind, by="test", **known)
    content = actions.prepare(account, source="fault", lang="en", rendered=actions.render(account, outgoing))
    contact = actions.contact_of(office=office, channel=channel, address=to, lang="en") if to else None
    row = actions.queue(content, to=contact, due_at=timezone.now() - timedelta(seconds=1), by="test")
    return account, row


@pytest.fixture
def web(office) -> Make:
    def made() -> Case:
        account, row = put(office, "web", address="www")
        # What is sent is what the register shows.
        return Case(account, row, lambda: Outbound.objects.filter(pk=row.pk, state="sent").count())

    return made


@pytest.fixture
def feed(office) -> Make:
    def made() -> Case:
        account, row = put(office, "feed", address="feed")
        return Case(account, row, lambda: Outbound.objects.filter(pk=row.pk, state="sent").count())

    return made


@pytest.fixture
def webhook(office, receiver, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(receiver.port, Http)
        account, row = put(
            office, "webhook", address=f"http://127.0.0.1:{proxy.port}/hook",
            settings={"allow_private": True, "timeout": 3}, secret={"secret": "both know it"},
        )  # fmt: skip
        return Case(account, row, lambda: len(receiver.calls), proxy)

    return made


@pytest.fixture
def smpp(office, smsc, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(smsc.port, Smpp)
        account, row = put(
            office, "smpp", to=NUMBER, channel="sms", address="+447700900000",
            settings={"host": "127.0.0.1", "port": proxy.port, "system_id": smsc.ACCOUNT, "answer_seconds": 3},
            secret={"password": smsc.PASSWORD},
        )  # fmt: skip
        return Case(account, row, lambda: len(smsc.messages()), proxy)

    return made


@pytest.fixture
def kannel(office, request, smsc, receiver, proxied, settings) -> Make:
    """Its reports come to the receiver; between two rounds they are brought to our hook, as they are after seconds."""

    def made() -> Case:
        gateway = request.getfixturevalue("_kannel")
        receiver.reset()
        settings.ADDRESS = receiver.address
        proxy = proxied(gateway.port, Http)
        account, row = put(
            office, "kannel", to=NUMBER, channel="sms", address="+447700900000",
            settings={
                "url": gateway.address.replace(str(gateway.port), str(proxy.port)), "admin_url": gateway.admin,
                "username": gateway.USER, "answer_seconds": 3,
            },
            secret={"password": gateway.PASSWORD, "admin_password": gateway.PASSWORD},
        )  # fmt: skip
        hook = urlsplit(account.access.hook).path

        def reported() -> None:
            with suppress(AssertionError):
                wait_until(lambda: any(call.path.startswith(hook) for call in receiver.calls), seconds=2)
            for call in receiver.calls:
                if call.path.startswith(hook):
                    assert Client().get(call.path).status_code == 200

        return Case(account, row, lambda: len(smsc.messages(gateway.ACCOUNT)), proxy, reported)

    return made


@pytest.fixture
def email(office, mail, proxied) -> Make:
    """Into a mailbox of Dovecot, by a Postfix that has delivered or given back whatever it took."""

    def made() -> Case:
        proxy, citizen = proxied(mail.smtp, Smtp), mail.box("ana")
        account, row = put(
            office, "email", to=citizen, channel="email", address="alerts@parliament.test",
            settings={"host": "127.0.0.1", "port": proxy.port, "security": "none", "seconds": 3},
        )  # fmt: skip

        def arrived() -> int:
            mail.settle()
            return len(mail.received(citizen))

        return Case(account, row, arrived, proxy)

    return made


@pytest.fixture
def gammu(office, request) -> Make:
    def made() -> Case:
        modem = request.getfixturevalue("_gammu")
        modem.reset()
        names = {"inbox": "in", "outbox": "out", "sent": "sent", "error": "failed"}
        account, row = put(
            office, "gammu", to=NUMBER, channel="sms", address="+447700900000",
            settings={"folder": str(modem.inbox.parent), **names},
        )  # fmt: skip
        return Case(account, row, lambda: len(list(modem.sent.iterdir())))

    return made


@pytest.fixture
def mastodon(office, snac, proxied) -> Make:
    """A thread of three posts on snac, found by the link to the register; once is each of them once."""

    def made() -> Case:
        proxy = proxied(snac.port, Http)
        outgoing = replace(LONG, link=f"https://parliament.example/announcements/{secrets.token_hex(8)}/")
        account, row = put(
            office, "mastodon", address=snac.handle("desk"), outgoing=outgoing, secret={"token": snac.token("desk")},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip

        def arrived() -> int:
            """How often all three parts are there, each in its place; a part that is there twice counts."""
            thread, found = [], {""}
            for post in snac.posts("desk"):
                if outgoing.link in post["source"] or post["in_reply_to_id"] in found:
                    thread.append(post["source"].rpartition("\n")[2])
                    found.add(post["id"])
            assert set(thread) in (set(), {"1/3", "2/3", "3/3"}), thread
            return max((thread.count(part) for part in set(thread)), default=0)

        return Case(account, row, arrived, proxy)

    return made


@pytest.fixture
def by_way_of(monkeypatch) -> Callable[[Proxy, int], None]:
    """What is told to a port goes through a proxy from now on, until the test ends. Whom it is for is signed, and snac
    knows itself by one address alone."""
    connect = socket.create_connection

    def through(proxy: Proxy, port: int) -> None:
        def connected(address: tuple[str, int], *how, **more) -> socket.socket:
            told = threading.current_thread().name.startswith("dispatching") and address[1] == port
            return connect(proxy.address if told else address, *how, **more)

        monkeypatch.setattr(socket, "create_connection", connected)

    return through


@pytest.fixture
def activitypub(house: House, snac, proxied, by_way_of) -> Make:
    """Told to somebody on snac who follows; once is once in what they read."""

    def made() -> Case:
        proxy, reader = proxied(snac.port, Http), Reader(snac, "ana", house)
        by_way_of(proxy, snac.port)
        outgoing = replace(PIECE, title=secrets.token_hex(8))
        rendered = actions.render(house.account, outgoing)
        content = actions.prepare(house.account, source="fault", lang="en", rendered=rendered)
        row = actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")

        def work(account: Account, worker: str) -> None:
            sending.send_account(account, worker=worker)
            dispatching.dispatch_due(worker)

        return faults.Told(house.account, row, lambda: len(reader.reads(outgoing.title)), proxy, work=work)

    return made


@pytest.fixture
def blog(office, wordpress, proxied) -> Make:
    def made() -> Case:
        wordpress.reset()
        proxy = proxied(wordpress.port, Http)
        account, row = put(
            office, "wordpress", address=f"http://127.0.0.1:{proxy.port}", secret={"password": wordpress.PASSWORD},
            settings={"user": wordpress.USER, "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip
        return Case(account, row, lambda: len(wordpress.posts), proxy)

    return made


@pytest.fixture
def bluesky(office, atproto, proxied) -> Make:
    """A thread on the server of the account, with a session of its own."""

    def made() -> Case:
        proxy = proxied(atproto.port, Xrpc)
        outgoing = replace(LONG, link=f"https://parliament.example/announcements/{secrets.token_hex(8)}/")
        account, row = put(
            office, "bluesky", address="desk.test", outgoing=outgoing, secret={"password": atproto.PASSWORD},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 5},
        )  # fmt: skip

        def arrived() -> int:
            """How often all parts are there; a part that is there twice counts."""
            thread, found = [], set[str]()
            for post in atproto.posts("desk"):
                root = post["value"].get("reply", {}).get("root", {}).get("uri")
                if outgoing.link in post["value"]["text"] or root in found:
                    thread.append(post["value"]["text"])
                    found.add(post["uri"])
            assert set(thread) in (set(), set(row.content.parts)), thread
            return max((thread.count(part) for part in thread), default=0)

        return Case(account, row, arrived, proxy)

    return made


@pytest.fixture
def imitated(settings) -> Iterator[ClosedNetworks]:
    """What no real service verified."""
    settings.UNVERIFIED_CHANNELS = ["facebook", "youtube", "whatsapp"]
    with closing(ClosedNetworks()) as server:
        yield server


@pytest.fixture
def facebook(office, imitated, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        account, row = put(
            office, "facebook-page", address=closed.PAGE, secret={"token": closed.TOKEN},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip
        return Case(account, row, lambda: len(imitated.posts), proxy)

    return made


@pytest.fixture
def youtube(office, imitated, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        settings = {
            "server": f"http://127.0.0.1:{proxy.port}", "sign_in_server": imitated.address, "video": closed.VIDEO,
            "allow_private": True, "answer_seconds": 3,
        }  # fmt: skip
        secret = {"client_id": "id", "client_secret": "secret", "refresh_token": closed.REFRESH}
        server._tokens.clear()
        account, row = put(office, "youtube-comments", address=closed.CHANNEL, settings=settings, secret=secret)
        return Case(account, row, lambda: len(imitated.comments), proxy)

    return made


@pytest.fixture
def whatsapp(office, imitated, proxied) -> Make:
    """Its reports come to our hook between two rounds, as they do after seconds."""

    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        settings = {
            "server": f"http://127.0.0.1:{proxy.port}", "phone_number_id": closed.NUMBER, "allow_private": True,
            "answer_seconds": 3,
        }  # fmt: skip
        account, row = put(
            office, "whatsapp-business", to=NUMBER, channel="sms", address="+447700900000", settings=settings,
            secret={"token": closed.TOKEN, "app_secret": closed.APP_SECRET},
        )  # fmt: skip
        hook = urlsplit(account.access.hook).path

        def reported() -> None:
            for number in range(len(imitated.messages)):
                body = imitated.status("sent", of=number)
                headers = {"X-Hub-Signature-256": closed.signed(body)}
                assert Client().post(hook, body, content_type="application/json", headers=headers).status_code == 200

        return Case(account, row, lambda: len(imitated.messages), proxy, reported)

    return made


LOCAL, OVER_THE_NETWORK = (
    ("web", "feed", "gammu"),
    (
        "email", "webhook", "smpp", "kannel", "mastodon", "activitypub", "blog", "bluesky", "facebook", "youtube",
        "whatsapp",
    ),
)  # fmt: skip


EVERYWHERE = (*LOCAL, *OVER_THE_NETWORK)


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    made: Make = request.getfixturevalue(request.param)
    return made()


def check(row: faults.Row) -> None:
    allowed = {"once, not lost"}
    if row.adapter in MAY_BE_UNKNOWN and row.fault in UNANSWERED:
        allowed.add("unknown, shown to a person")
    if row.fault == Fault.REFUSED_FOR_GOOD.value:
        allowed.add("refused, shown to a person")
    assert row.verdict in allowed, row
    assert not row.lost


# Whether what was handed over arrived is the hardest question for each of them.
NETWORK = dict.fromkeys(
    [*covering(OVER_THE_NETWORK, list(Fault)), *((one, Fault.ANSWER_LOST) for one in OVER_THE_NETWORK)]
)


@pytest.mark.parametrize(("case", "fault"), NETWORK, indirect=["case"], ids=lambda part: getattr(part, "name", part))
def test_what_the_network_does(case: Case, fault: Fault) -> None:
    faults.network(case, fault)
    check(faults.tell(case, fault.value))


BEFORE_THE_HAND_OVER = [
    ("email", "connect"),
    ("email", "MAIL"),
    ("email", "RCPT"),
    ("email", "DATA"),
    ("smpp", "bind_transmitter"),
    ("bluesky", "com.atproto.server.createSession"),
]


@pytest.mark.parametrize(
    ("case", "at", "fault"),
    [
        (*step, fault)
        for step, fault in covering(BEFORE_THE_HAND_OVER, [Fault.ANSWER_LOST, Fault.RESET, Fault.REFUSED_FOR_NOW])
    ],
    indirect=["case"],
    ids=lambda part: getattr(part, "name", part),
)
def test_what_the_network_does_before_anything_is_handed_over(case: Case, at: str, fault: Fault) -> None:
    faults.network(case, fault, at=at)
    check(faults.tell(case, f"{at}: {fault.value}"))


@pytest.mark.parametrize(("case", "step"), covering(EVERYWHERE, faults.STEPS), indirect=["case"])
def test_a_worker_killed_at_each_step(case: Case, step: str) -> None:
    faults.killed(case, step)
    check(faults.tell(case, f"worker killed: {step}"))


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("case", ["activitypub"], indirect=True)
def test_a_worker_killed_while_it_tells_a_server(case: Case, answered: bool) -> None:
    faults.killed_telling(case, answered=answered)
    told = "told, before it is written down" if answered else "before a server is told"
    check(faults.tell(case, f"worker killed: {told}"))


@pytest.mark.parametrize("case", some(EVERYWHERE, "web", "gammu", "email", "bluesky", "activitypub"), indirect=True)
def test_two_workers_at_once(case: Case) -> None:
    faults.two_workers(case)
    check(faults.tell(case, "two workers at once"))


@pytest.mark.parametrize(
    ("case", "at"), covering(some(EVERYWHERE, "feed", "smpp", "mastodon", "blog"), [faults.STEPS[2], faults.STEPS[4]]),
    indirect=["case"],
)  # fmt: skip
def test_the_database_is_gone_for_a_while(case: Case, at: str) -> None:
    faults.database_gone(case, at=at)
    check(faults.tell(case, f"database gone: {at}"))


@pytest.mark.parametrize("case", some(EVERYWHERE, "web", "webhook"), indirect=True)
def test_the_clock_is_set_on_the_night_of_a_change(case: Case) -> None:
    faults.clock_set(case)
    check(faults.tell(case, "clock set over a change to summer time"))


@pytest.fixture(scope="session", autouse=True)
def _printed(request: pytest.FixtureRequest) -> Iterator[None]:
    """The table at the end, where somebody asked for output (-s)."""
    yield
    if request.config.getoption("capture") == "no":
        reporter = request.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line("\n" + "\n".join(faults.table()))
