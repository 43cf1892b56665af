"""A cache folder that cannot be written fails no request, and forgets no attempt."""

import glob
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from django.core.cache import caches
from django.test import Client, RequestFactory
from structlog.testing import capture_logs

from hemicycle.accounts.visitors import HOUR, MINUTE, seconds_to_wait, seconds_to_wait_for
from hemicycle.conf.caching import CULL_EVERY
from hemicycle.conf.settings import CACHES
from tests.cast import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
DAY = 24 * HOUR
FILES = "hemicycle.conf.caching.FileCache"


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """A place where no folder can be made, for root neither: a file stands there."""
    place = tmp_path / "cache"
    place.write_text("a file")
    settings.CACHES = {name: {"BACKEND": FILES, "LOCATION": place} for name in ("default", "limits")}
    return place


def test_what_cannot_be_kept_in_the_folder_is_kept_in_memory(folder):
    cache = caches["default"]
    cache.set("tea", "green")
    assert (cache.get("tea"), cache.get("milk", "none")) == ("green", "none")
    assert (cache.add("tea", "black"), cache.add("milk", "oat"), cache.incr("cups", 1) if cache.add("cups", 0) else 0) == (
        False, True, 1,
    )  # fmt: skip
    assert (cache.delete("tea"), cache.get("tea")) == (True, None)


def test_it_is_said_once_and_once_when_the_folder_can_be_used_again(folder):
    with capture_logs() as said:
        cache = caches["default"]
        for number in range(5):
            cache.set(f"key-{number}", number)
        folder.unlink()
        cache.set("key-0", "new")
        cache.set("key-1", "new")
    assert [one["event"] for one in said] == [
        "cache folder cannot be used: memory instead",
        "cache folder can be used again",
    ]
    assert [cache.get(f"key-{number}") for number in range(3)] == ["new", "new", 2]


def test_a_caller_is_counted_though_nothing_can_be_written(folder):
    request = RequestFactory().get("/")
    waits = [seconds_to_wait(request, what="asking", most=3, within=MINUTE) for _ in range(5)]
    assert [bool(wait) for wait in waits] == [False, False, False, True, True]


def test_guesses_at_a_password_stop_though_nothing_can_be_written(folder, officer, client: Client):
    guess = {"login": officer.email, "password": "not it at all"}
    statuses = [client.post("/account/login/", guess).status_code for _ in range(12)]
    assert max(statuses) < 500
    right = client.post("/account/login/", {"login": officer.email, "password": PASSWORD})
    assert right.status_code != 302


def test_the_api_answers_though_nothing_can_be_written(folder, client: Client, db: None):
    assert client.get("/api/v1/announcements").status_code == 200


def test_the_folder_is_not_listed_for_each_key_and_yet_does_not_grow_for_ever(settings, tmp_path, monkeypatch):
    listed: list[str] = []
    found = glob.glob
    monkeypatch.setattr(glob, "glob", lambda *what, **how: (listed.append(what[0]), found(*what, **how))[1])
    options = {"MAX_ENTRIES": 300}
    settings.CACHES = {"default": {"BACKEND": FILES, "LOCATION": tmp_path / "c", "OPTIONS": options}}
    cache = caches["default"]
    for number in range(8 * CULL_EVERY):
        cache.set(f"key-{number}", number)
    assert len(listed) == 8
    assert len(list((tmp_path / "c").iterdir())) <= 300 + CULL_EVERY


def test_a_caller_is_counted_to_the_end_of_the_span_however_slowly_they_ask(settings, tmp_path, monkeypatch):
    settings.CACHES = {name: {"BACKEND": FILES, "LOCATION": tmp_path} for name in ("default", "limits")}
    morning, waits = 20_000 * DAY, []
    for number in range(5):
        monkeypatch.setattr(time, "time", lambda at=morning + number * HOUR: at)
        waits.append(seconds_to_wait_for("ada", what="write", most=3, within=DAY))
    assert waits == [0, 0, 0, DAY - 3 * HOUR, DAY - 4 * HOUR]


def test_whoever_asks_many_times_at_once_is_counted_each_time(settings, tmp_path):
    settings.CACHES = {name: {"BACKEND": FILES, "LOCATION": tmp_path} for name in ("default", "limits")}

    def ask(_number: int) -> bool:
        return bool(seconds_to_wait_for("ada", what="write", most=10, within=DAY))

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(200)))
    assert waits.count(False) == 10


def test_two_processes_that_count_at_once_lose_no_count_of_each_other(tmp_path):
    code = """
import django, sys
django.setup()
from hemicycle.accounts.visitors import seconds_to_wait_for
seconds_to_wait_for("nobody", what="write", most=1, within=86_400)
print("ready", flush=True)
sys.stdin.readline()
print([seconds_to_wait_for("ada", what="write", most=300, within=86_400) for _ in range(300)].count(0))
"""
    given = {"HEMICYCLE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEMICYCLE_")}
    command = [sys.executable, "-c", code]
    with ExitStack() as running:
        both = [
            running.enter_context(Popen(command, cwd=ROOT, env=kept | given, stdin=PIPE, stdout=PIPE, text=True))
            for _process in range(2)
        ]
        assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
        for one in both:
            one.stdin.write("\n")
            one.stdin.flush()
        # 600 times asked, of which 300 are free.
        assert sum(int(one.stdout.readline()) for one in both) == 300


def test_where_there_is_no_room_what_was_set_last_stays(settings, tmp_path):
    settings.CACHES = {"default": {"BACKEND": FILES, "LOCATION": tmp_path, "OPTIONS": {"MAX_ENTRIES": 300}}}
    cache = caches["default"]
    cache.set("caller", 0)
    for number in range(6 * CULL_EVERY):
        cache.set(f"key-{number}", number)
        if number % 50 == 0:
            cache.incr("caller")
    assert cache.get("caller") == 12
    assert [cache.get(f"key-{number}") for number in range(500, 600)] == [*range(500, 600)]


def test_a_flood_of_letters_is_counted_and_makes_nobody_forget_a_guess_at_a_password(settings, tmp_path):
    few = {"BACKEND": FILES, "OPTIONS": {"MAX_ENTRIES": 300}}
    settings.CACHES = {name: few | {"LOCATION": tmp_path / name} for name in ("default", "limits")}
    caches["default"].set("guesses", 7)
    for number in range(5 * CULL_EVERY):
        seconds_to_wait_for(f"sender {number}", what="write", most=3, within=MINUTE)
    assert caches["default"].get("guesses") == 7
    # Two for each letter of an hour: its network, and its address.
    assert CACHES["limits"]["OPTIONS"]["MAX_ENTRIES"] >= 2 * 100_000
