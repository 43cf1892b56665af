"""What npm brings for a service, once, in the versions of the package.json in its folder."""

import json
import subprocess
from pathlib import Path

from service import CannotStart, program


def install_packages(folder: Path) -> None:
    wanted: dict[str, str] = json.loads((folder / "package.json").read_text())["dependencies"]
    if all(version == _installed(folder, name) for name, version in wanted.items()):
        return
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"]
    brought = subprocess.run(
        [program("npm", "npm"), "install", *quiet], cwd=folder, capture_output=True, text=True, check=False
    )
    if brought.returncode:
        said = "\n".join(brought.stderr.splitlines()[:5])
        raise CannotStart(f"npm cannot bring {', '.join(wanted)}, is its registry to be reached?\n{said}")


def _installed(folder: Path, package: str) -> str | None:
    path = folder / "node_modules" / package / "package.json"
    return json.loads(path.read_text())["version"] if path.exists() else None
