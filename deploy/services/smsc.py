"""An SMSC: SMPP 3.4 with receipts, incoming messages and throttling, and a control by HTTP (npm `smpp`)."""

from collections.abc import Iterator
from pathlib import Path

from packages import install_packages
from service import HERE, Process, Service, Settings, answers, program


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    node = program("node", "nodejs")
    install_packages(HERE)
    command = [node, str(HERE / "smsc" / "smsc.cjs"), str(settings["smpp"]), str(settings["http"])]
    question = b"GET /sessions HTTP/1.0\r\n\r\n"
    yield Process("smsc", command, lambda: answers(settings["http"], b"HTTP/1.1 200", question))


SMSC = Service("smsc", "SMSC: SMPP 3.4, controlled by HTTP", ("smpp", "http"), processes)
