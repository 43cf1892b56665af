"""gammu-smsd with a phone that is a folder: what a small office with one GSM modem runs."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from service import Process, Service, Settings, program, write

FOLDERS = ("inbox", "outbox", "sent", "error")


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    spool = Path(settings["spool"] or folder).resolve()
    for one in (folder / "phone", *(spool / name for name in FOLDERS)):
        one.mkdir(exist_ok=True)
    configuration = write("gammu/smsdrc", folder, folder=folder, spool=spool, inboxformat=settings["inboxformat"])
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


# "detail" logs more: headers, and reports of the network as such. `spool` has its four folders where its own has not.
OPTIONS = {"inboxformat": "unicode", "spool": ""}
GAMMU = Service("gammu", "gammu-smsd with a phone that is a folder", (), processes, options=OPTIONS)
GAMMU_B = replace(GAMMU, name="gammu-b", purpose="a second gammu-smsd, for folders of somebody else")
