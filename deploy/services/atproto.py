"""The AT Protocol network that Bluesky is, whole and on loopback (npm `@atproto/dev-env`), with its databases."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from service import HERE, CannotStart, Process, Service, Settings, answers, program

SOURCE = HERE / "atproto"
# 362 MB, brought once for all homes of a checkout.
PACKAGES = HERE.parent.parent / ".services" / "packages" / "atproto"
INSTALLED = PACKAGES / "node_modules" / ".hemicycle-installed"
SCHEMA = "devenv"


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    node, valkey = program("node", "nodejs"), program("valkey-server", "valkey-server")
    install_packages()
    database = folder / "postgres"
    # The directory of identities lives in memory: what an earlier start kept would fit none of them.
    shutil.rmtree(database, ignore_errors=True)
    database.mkdir()
    postgres = [str(HERE.parent / "start-postgres.sh"), str(database), str(settings["postgres"])]
    # The beginning of its answer to a request for TLS, which it has not.
    yield Process(
        "postgres", ["bash", *postgres], lambda: answers(settings["postgres"], b"N", bytes.fromhex(ASKS_FOR_TLS))
    )
    cache = ["--port", str(settings["valkey"]), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    yield Process(
        "valkey", [valkey, *cache, "--dir", str(folder)], lambda: answers(settings["valkey"], b"+PONG", b"PING\r\n")
    )
    known = {
        "NODE_PATH": PACKAGES / "node_modules", "NODE_ENV": "test", "DB_POSTGRES_SCHEMA": SCHEMA,
        "DB_POSTGRES_URL": f"postgres://hemicycle@127.0.0.1:{settings['postgres']}/postgres",
        "REDIS_HOST": f"127.0.0.1:{settings['valkey']}",
    }  # fmt: skip
    ports = [str(settings[name]) for name in ("plc", "pds", "bsky", "ozone")]
    command = ["env", *(f"{name}={value}" for name, value in known.items()), node, str(SOURCE / "network.cjs"), *ports]
    log = folder / "network.log"
    # Written at its first start; of an earlier one the line says nothing.
    log.unlink(missing_ok=True)
    yield Process("network", command, lambda: "network ready" in log.read_text(errors="replace"))


ASKS_FOR_TLS = "0000000804d2162f"
"""SSLRequest (PostgreSQL, "Message Formats")."""


def install_packages() -> None:
    """npm brings what the lock names, once for each lock."""
    lock = (SOURCE / "package-lock.json").read_text()
    if INSTALLED.exists() and INSTALLED.read_text() == lock:
        return
    PACKAGES.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCE / name, PACKAGES / name)
    quiet = ["--no-audit", "--no-fund", "--fetch-retries=1"]
    brought = subprocess.run(
        [program("npm", "npm"), "ci", *quiet], cwd=PACKAGES, capture_output=True, text=True, check=False
    )
    if brought.returncode:
        said = "\n".join(brought.stderr.splitlines()[:5])
        wanted = ", ".join(json.loads((SOURCE / "package.json").read_text())["dependencies"])
        raise CannotStart(f"npm cannot bring {wanted}, is its registry to be reached?\n{said}")
    INSTALLED.write_text(lock)


ATPROTO = Service(
    "atproto", "the network of Bluesky, whole", ("plc", "pds", "bsky", "ozone", "postgres", "valkey"), processes
)
