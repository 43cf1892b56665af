"""gammu-smsd of deploy/services, seen with Gammu's own programs."""

import subprocess
from pathlib import Path

import pytest

from tests.conf.installation import wait_until
from tests.verification.peers import Gammu, Services

CITIZEN = "447700900123"


def injected(gammu: Gammu, text: str) -> str:
    """Gives a message to the daemon as Gammu does; the name of its file."""
    command = ["gammu-smsd-inject", "-c", str(gammu.configuration), "TEXT", CITIZEN, "-autolen", "500", "-text", text]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    return output.strip().rpartition("/")[2]


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [("Vote at 19:00 {€}", "Default_No_Compression", 1), ("Głosowanie o 19:00. " * 8, "Unicode_No_Compression", 3)],
)
def test_a_message_is_sent_once_in_its_parts(gammu: Gammu, text: str, coding: str, parts: int) -> None:
    name = injected(gammu, text)
    wait_until((gammu.sent / name).exists)
    [message] = gammu.messages()
    assert (message.destination, message.text, message.coding) == (CITIZEN, text, coding)
    assert [udh[4:] for udh in message.udhs if udh] == [bytes([parts, n + 1]) for n in range(parts) if parts > 1]
    assert list(gammu.outbox.iterdir()) == []


@pytest.mark.parametrize("text", ["STOP €", "Ścięte?", "I agree with the committee. " * 20])
def test_a_reply_lies_in_the_inbox_with_its_sender(gammu: Gammu, text: str) -> None:
    def read() -> str:
        # The text ends with a zero, behind which lies what was in the daemon's memory.
        return "".join(path.read_text("utf-16").partition("\0")[0] for path in sorted(gammu.inbox.iterdir()))

    gammu.incoming(source=CITIZEN, text=text)
    wait_until(lambda: len(read()) >= len(text))
    assert read() == text
    assert {path.name.split("_")[3] for path in gammu.inbox.iterdir()} == {CITIZEN}


def test_what_waits_is_sent_when_it_starts(gammu: Gammu, services: Services) -> None:
    services.stop("gammu")
    name = injected(gammu, "Vote at 19:00")
    assert (gammu.outbox / name).exists()
    services.start("gammu")
    wait_until((gammu.sent / name).exists)


def test_a_second_one_sends_what_lies_in_the_folders_of_somebody_else(services: Services, tmp_path: Path) -> None:
    services.start("gammu-b", spool=tmp_path)
    second = Gammu(services.home / "gammu-b", tmp_path)
    try:
        injected(second, "Vote at 19:00")
        wait_until(lambda: bool(second.messages(CITIZEN)))
        second.incoming(source=CITIZEN, text="STOP")
        wait_until(lambda: any(second.inbox.iterdir()))
    finally:
        services.stop("gammu-b")
    assert not (services.home / "gammu-b" / "sent").exists()
