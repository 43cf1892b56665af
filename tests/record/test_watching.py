"""Sources kept up to date: a folder, and a publisher's server on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hemicycle.record.models import Contribution, Membership, Person, Sitting, Source, Watched
from hemicycle.record.sources import fetching
from hemicycle.record.sources.watching import PAUSE_SECONDS, PollResult, Watch
from hemicycle.rules.http_client import MOST_REDIRECTS
from tests.served import Response, Served

from .conftest import GOLDEN
from .importing import PARLAMINT

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOON = datetime(2031, 2, 3, 12, tzinfo=UTC)


class Publisher(Served):
    """A server that answers what a test sets, and remembers the headers of each request."""

    def __init__(self) -> None:
        self.content = (GOLDEN / "publicwhip.xml").read_bytes()
        self.status, self.headers, self.keeps_tags = 200, dict[str, str](), True
        self.asked: list[dict[str, str]] = []
        self.serve()
        self.address += "/day.xml"

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        self.asked.append(dict(request.headers))
        tag = f'"{hash(self.content)}"'
        known = self.keeps_tags and request.headers.get("If-None-Match") == tag
        status = 304 if known and self.status == 200 else self.status
        return status, self.content if status == 200 else b"", {"ETag": tag, **self.headers}


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    running = Publisher()
    yield running
    running.close()


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = NOON, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


def watch(*sources: object, clock: Clock | None = None, **options: object) -> Watch:
    clock = clock or Clock()
    named = {"user_agent": "Hemicycle/0 (tests)", "now": lambda: clock.now, "sleep": clock.sleep, **options}
    return Watch(tuple(map(str, sources)), "test", HOUR, **named)


def only(watched: Watch) -> PollResult:
    (look,) = watched.round()
    return look


def test_an_address_is_taken_in_once_and_then_costs_the_server_one_line(publisher):
    clock = Clock()
    assert only(watch(publisher.address, clock=clock)).received
    assert only(watch(publisher.address, clock=clock)) == PollResult(publisher.address)
    first, second = publisher.asked
    assert first["User-Agent"] == "Hemicycle/0 (tests)"
    assert second["If-None-Match"] == Watched.objects.get().etag
    assert set(Source.objects.values_list("address", "retrieved_at")) == {(publisher.address, NOON)}


def test_a_corrected_file_is_taken_in_again(publisher):
    only(watch(publisher.address))
    publisher.content = publisher.content.replace(b"Four, and no less.", b"Five, and no less.")
    assert only(watch(publisher.address)).received.changes.facts()["speechtext_changed"] == 1


def test_a_server_without_tags_is_believed_by_what_it_gives(publisher):
    publisher.keeps_tags = False
    only(watch(publisher.address))
    assert only(watch(publisher.address)) == PollResult(publisher.address)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_left_alone_as_long_as_it_asks(publisher, status):
    clock = Clock()
    publisher.status, publisher.headers = status, {"Retry-After": "7200"}
    assert isinstance(only(watch(publisher.address, clock=clock)).trouble, fetching.Busy)
    clock.now += HOUR
    assert only(watch(publisher.address, clock=clock)).waits_until == NOON + 2 * HOUR
    assert len(publisher.asked) == 1
    clock.now, publisher.status = NOON + 2 * HOUR, 200
    assert only(watch(publisher.address, clock=clock)).received


def test_a_server_may_ask_for_patience_until_a_day_but_not_for_longer_than_one(publisher):
    publisher.status = 503
    for until, most in ((timedelta(hours=3), 3 * 3600), (timedelta(days=30), 24 * 3600)):
        publisher.headers = {"Retry-After": format_datetime(datetime.now(UTC) + until)}
        with pytest.raises(fetching.Busy) as busy:
            fetching.fetch(publisher.address, Path("unused"))
        assert most - 60 < busy.value.again_in <= most


def test_a_server_that_does_not_answer_is_asked_less_and_less_often(publisher):
    clock = Clock()
    publisher.close()
    waits = []
    for _ in range(7):
        assert only(watch(publisher.address, clock=clock)).trouble
        waits.append((Watched.objects.get().not_before - clock.now) // HOUR)
        clock.now = Watched.objects.get().not_before
    assert waits == [1, 2, 4, 8, 16, 24, 24]


def test_two_addresses_are_asked_one_after_the_other_with_a_pause(publisher):
    clock = Clock()
    list(watch(publisher.address, f"{publisher.address}?page=2", clock=clock).round())
    assert clock.slept == [PAUSE_SECONDS]


def test_a_source_that_fails_for_a_fault_of_ours_holds_up_no_other(publisher):
    faults = [ValueError("a fault of ours")]

    def passing(papers):
        if faults:
            raise faults.pop()
        return papers

    first, second = watch(publisher.address, f"{publisher.address}?page=2", passing=passing).round()
    assert str(first.trouble) == "ValueError"
    assert second.received


def test_a_file_too_large_is_given_up_and_nothing_is_kept(publisher, tmp_path):
    with pytest.raises(fetching.Refused) as refused:
        fetching.fetch(publisher.address, tmp_path / "file", limit=100)
    assert refused.value.reason == "too-large"
    assert not list(tmp_path.iterdir())


def test_a_file_that_ends_before_its_length_is_asked_for_again_later(publisher, tmp_path):
    publisher.headers = {"Content-Length": str(len(publisher.content) + 10)}
    with pytest.raises(fetching.Busy):
        fetching.fetch(publisher.address, tmp_path / "file")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "//user:pw@127.0.0.1/x"]
)
def test_a_redirect_leads_nowhere_but_to_the_web(publisher, tmp_path, target):
    publisher.status, publisher.headers = 302, {"Location": target}
    with pytest.raises(fetching.Refused):
        fetching.fetch(publisher.address, tmp_path / "file")


def test_redirects_end(publisher, tmp_path):
    publisher.status, publisher.headers = 302, {"Location": "/day.xml"}
    with pytest.raises(fetching.FetchError):
        fetching.fetch(publisher.address, tmp_path / "file")
    assert len(publisher.asked) <= MOST_REDIRECTS + 1


def test_a_server_within_the_network_is_asked_only_where_the_installation_lists_it(publisher, tmp_path, settings):
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(fetching.Refused) as refused:
        fetching.fetch(publisher.address, tmp_path / "file")
    assert (refused.value.reason, publisher.asked) == ("private-network", [])


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://", "http://u:p@example.org/", "http://example.org:99999/"]
)
def test_what_is_no_address_on_the_web_is_refused(address, tmp_path):
    with pytest.raises(fetching.Refused):
        fetching.fetch(address, tmp_path / "file")


def test_a_folder_is_taken_in_lists_first_and_only_what_changed_again(tmp_path):
    for name in PARLAMINT:
        (tmp_path / name).write_bytes((GOLDEN / name).read_bytes())
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "day.xml.part").write_text("half")
    looks = list(watch(tmp_path).round())
    assert [look.received.name for look in looks if look.received] == list(PARLAMINT)
    assert len([look for look in looks if look.trouble]) == 1
    assert Membership.objects.exists() and Sitting.objects.exists()
    assert not any(look.received or look.trouble for look in watch(tmp_path).round())
    people = tmp_path / PARLAMINT[1]
    people.write_text(people.read_text().replace("<forename>Olvido", "<forename>Olvida"))
    (again,) = [look.received for look in watch(tmp_path).round() if look.received]
    assert again.changes.facts() == {"person_changed": 1}
    assert Person.objects.filter(name__startswith="Olvida").exists()


def test_a_file_that_needs_another_is_tried_again_when_that_is_there(tmp_path):
    (tmp_path / PARLAMINT[2]).write_bytes((GOLDEN / PARLAMINT[2]).read_bytes())
    assert [look.received for look in watch(tmp_path).round()] == [None]
    for name in PARLAMINT[:2]:
        (tmp_path / name).write_bytes((GOLDEN / name).read_bytes())
    assert len([look for look in watch(tmp_path).round() if look.received]) == 3
    assert Contribution.objects.exclude(person=None).exists()


def test_the_command_looks_once_and_says_what_it_saw(publisher, tmp_path, capsys):
    (tmp_path / "cut.xml").write_bytes(b"<publicwhip><speech>")
    command = ["import_record", "--watch", publisher.address, "--watch", str(tmp_path), "--once"]
    call_command(*command, "--licence", "OGL-3.0")
    said = capsys.readouterr()
    assert "day.xml: publicwhip" in said.out
    assert said.err.startswith(f"{tmp_path / 'cut.xml'}:1: The file ends in the middle.")
    assert len(said.err.splitlines()) == 1
    assert Source.objects.filter(licence="OGL-3.0", address=publisher.address).exists()
    call_command(*command)
    assert "day.xml: unchanged" in capsys.readouterr().out.replace("\n", "")


def test_the_command_refuses_what_it_cannot_watch(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_record")
    with pytest.raises(CommandError):
        call_command("import_record", "--watch", str(tmp_path / "nothing"))
    with pytest.raises(CommandError):
        call_command("import_record", "--watch", str(tmp_path), "--every", "1")
