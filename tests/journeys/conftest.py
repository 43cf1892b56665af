"""A demonstration for all stories, and people who arrive at it."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage

from hemicycle.demo.staff import DOMAIN
from tests.browser import DESK, FORESEEN, PATIENCE_MS, PHONE, Chromium
from tests.gate import EXPLORING
from tests.journeys.demonstration import Demonstration, already_served, served
from tests.journeys.film import Film
from tests.journeys.person import Person
from tests.verification.peers import Services


class Way(NamedTuple):
    """How a story is walked."""

    language: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.scheme}"


EVERY = [
    Way(language, width, scheme)
    for language in ("en", "fr", "es")
    for width in (DESK, PHONE)
    for scheme in ("light", "dark")
]
# Where a language alone is asked for.
BY_LANGUAGE = {"en": Way("en", DESK, "light"), "fr": Way("fr", PHONE, "dark"), "es": Way("es", PHONE, "light")}


def way_of(story: str) -> Way:
    """A third of the stories at a desk in English, a third on a telephone in French, a third in Spanish: by its name, so
    that a new one changes no other. What each page is in each language and width is told by the tests of its folder."""
    number = zlib.crc32(story.encode())
    return BY_LANGUAGE["en" if number % 3 == 0 else ("fr", "es")[number % 2]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any("way" in one.args[0] for one in metafunc.definition.iter_markers("parametrize"))
    if "way" in metafunc.fixturenames and not chosen:
        story = metafunc.module.__name__.rpartition(".")[2]
        ways = ASKED_FOR or (EVERY if EXPLORING else [way_of(story)])
        metafunc.parametrize("way", ways, indirect=True, ids=str)


def asked_for(names: str) -> list[Way]:
    """What HEMICYCLE_WALK says: `all`, or languages and ways, as in `es` and `es,fr-1440-light`; nothing where it is empty."""
    known = BY_LANGUAGE | {str(way): way for way in EVERY}
    chosen = names.split(",") if names else []
    if unknown := set(chosen) - {"all", *known}:
        raise pytest.UsageError(f"HEMICYCLE_WALK: {', '.join(sorted(unknown))}: none of all, {', '.join(known)}")
    return EVERY if "all" in chosen else [known[name] for name in chosen]


ASKED_FOR = asked_for(os.environ.get("HEMICYCLE_WALK", ""))


def walked(*ways: Way) -> pytest.MarkDecorator:
    """A story that costs much, and is walked in these ways unless others are asked for."""
    return pytest.mark.parametrize("way", ASKED_FOR or ways, indirect=True, ids=str)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, services: Services) -> Iterator[Demonstration]:
    """Served once for all stories; each leaves things behind, as people do, and none needs what another left."""
    if home := os.environ.get("HEMICYCLE_SERVED"):
        yield already_served(Path(home), services)
        return
    with served(tmp_path_factory.mktemp("demonstration"), services) as one:
        yield one


@pytest.fixture
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


Arrive = Callable[..., Person]


@pytest.fixture
def arrive(
    chromium: Chromium, demonstration: Demonstration, way: Way, request: pytest.FixtureRequest
) -> Iterator[Arrive]:
    """`arrive("officer")`: somebody of the staff who signs in; `arrive()`: a citizen on the first page."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    film = Film(f"{request.path.stem.removeprefix('test_')}-{way}")

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in FORESEEN):
            complaints.append(message.text)

    def come(mailbox: str = "", *, name: str = "") -> Person:
        context = chromium.browser.new_context(
            base_url=demonstration.address, color_scheme=way.scheme, locale=way.language,
            viewport={"width": way.width, "height": 900 if way.width == DESK else 740},
            extra_http_headers={"X-Forwarded-For": demonstration.new_network()},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        person = Person(page, language=way.language, name=name or mailbox or "citizen", film=film)
        if mailbox:
            person.signs_in(f"{mailbox}@{DOMAIN}", demonstration.password)
        else:
            person.opens("/")
        return person

    yield come
    film.cut()
    for context in contexts:
        context.close()
    assert complaints == []
