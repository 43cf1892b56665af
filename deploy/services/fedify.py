"""Fedify: the second implementation of ActivityPub, which is strict about signatures (npm `@fedify/fedify`)."""

from collections.abc import Iterator
from pathlib import Path

from packages import install_packages
from service import HERE, Process, Service, Settings, answers, program

FOLDER = HERE / "fedify"


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    node = program("node", "nodejs")
    install_packages(FOLDER)
    question = b"GET /control/heard HTTP/1.0\r\n\r\n"
    command = [node, str(FOLDER / "server.mjs"), str(settings["http"])]
    yield Process("fedify", command, lambda: answers(settings["http"], b"HTTP/1.1 200", question))


FEDIFY = Service("fedify", "Fedify: ActivityPub with RFC 9421, controlled by HTTP", ("http",), processes)
