"""An SMSC: SMPP 3.4 with receipts, incoming messages and throttling, and a control by HTTP (npm `smpp`)."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from service import HERE, CannotStart, Process, Service, Settings, answers, program


def processes(folder: Path, settings: Settings) -> Iterator[Process]:
    node = program("node", "nodejs")
    install_packages()
    command = [node, str(HERE / "smsc" / "smsc.cjs"), str(settings["smpp"]), str(settings["http"])]
    question = b"GET /sessions HTTP/1.0\r\n\r\n"
    yield Process("smsc", command, lambda: answers(settings["http"], b"HTTP/1.1 200", question))


def install_packages() -> None:
    """npm brings what package.json names, once."""
    if all(version == installed(name) for name, version in wanted().items()):
        return
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"]
    brought = subprocess.run(
        [program("npm", "npm"), "install", *quiet], cwd=HERE, capture_output=True, text=True, check=False
    )
    if brought.returncode:
        said = "\n".join(brought.stderr.splitlines()[:5])
        raise CannotStart(f"npm cannot bring {', '.join(wanted())}, is its registry to be reached?\n{said}")


def wanted() -> dict[str, str]:
    return json.loads((HERE / "package.json").read_text())["dependencies"]


def installed(package: str) -> str | None:
    path = HERE / "node_modules" / package / "package.json"
    return json.loads(path.read_text())["version"] if path.exists() else None


SMSC = Service("smsc", "SMSC: SMPP 3.4, controlled by HTTP", ("smpp", "http"), processes)
