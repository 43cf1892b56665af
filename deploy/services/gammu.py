"""gammu-smsd with a phone that is a folder: what a small office with one GSM modem runs."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from service import Process, Service, Settings, program, write

FOLDERS = ("phone", "in", "out", "sent", "failed")


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    configuration = write("gammu/smsdrc", folder, folder=folder, inboxformat=settings["inboxformat"])
    program("gammu", "gammu")
    yield Process(
        "gammu",
        [program("gammu-smsd", "gammu-smsd"), "-c", str(configuration)],
        lambda: connected(configuration),
    )


def connected(configuration: Path) -> bool:
    """Whether the daemon has reached the phone: then it knows that one's number (IMEI)."""
    command = [program("gammu-smsd-monitor", "gammu-smsd"), "-C", "-c", str(configuration), "-n", "1", "-d", "0"]
    status = subprocess.run(command, capture_output=True, text=True, check=False)
    return "999999999999999" in status.stdout


# "detail" logs more: headers, and reports of the network as such.
GAMMU = Service("gammu", "gammu-smsd with a phone that is a folder", (), processes, options={"inboxformat": "unicode"})
