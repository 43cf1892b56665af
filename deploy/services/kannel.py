"""Kannel: bearerbox, bound to the SMSC of the same home, and smsbox, which takes messages by HTTP."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

from service import Process, Service, Settings, answers, program, write
from smsc import SMSC

# Of Kannel's levels: 0 debug, 1 info, 2 warning. Texts and numbers are logged at 1 and below.
INFO = "1"


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    words = {**settings, "smpp": SMSC.settings(folder.parent)["smpp"], "incoming": _asking(str(settings["incoming"]))}
    arguments = ["-v", INFO, str(write("kannel/kannel.conf", folder, **words))]
    # Each answers before it can send: bearerbox until it is bound, smsbox until it has found bearerbox.
    yield Process("bearerbox", [program("bearerbox", "kannel"), *arguments], lambda: "(online" in status(settings))
    yield Process(
        "smsbox",
        [program("smsbox", "kannel"), *arguments],
        lambda: answers(settings["http"]) and "smsbox:" in status(settings),
    )


def status(settings: Settings) -> str:
    address = f"http://127.0.0.1:{settings['admin']}/status.txt?password=secret"
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def _asking(address: str) -> str:
    return address + ("&" if "?" in address else "?")


KANNEL = Service(
    "kannel",
    "Kannel, bound to the SMSC",
    ("http", "admin", "box"),
    processes,
    options={"incoming": "http://127.0.0.1:8000/"},
    needs=(SMSC,),
)
