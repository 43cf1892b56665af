"""What is served from our own address is what VERSIONS.md says, and nothing is served from another."""

import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "hemicycle" / "static"
VENDOR = STATIC / "vendor"
VERSIONS = (VENDOR / "VERSIONS.md").read_text()


def test_every_vendored_file_is_listed_and_unchanged() -> None:
    listed = dict(re.findall(r"^\| (\S+/\S+) \| ([0-9a-f]{64}) \|$", VERSIONS, re.MULTILINE))
    files = {path.relative_to(VENDOR).as_posix(): path for path in VENDOR.rglob("*") if path.is_file()}
    del files["VERSIONS.md"]
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_the_versions_are_those_written_in_the_files() -> None:
    stated = dict(re.findall(r"^\| (\S+) \| (\d+\.\d+\.\d+) \|", VERSIONS, re.MULTILINE))
    assert f"v{stated['bootstrap']}" in (VENDOR / "bootstrap/bootstrap.min.css").read_text()[:200]
    assert f'version:"{stated["htmx.org"]}"' in (VENDOR / "htmx/htmx.min.js").read_text()


def test_every_package_comes_with_its_licence() -> None:
    assert all((folder / "LICENSE").is_file() for folder in VENDOR.iterdir() if folder.is_dir())


def test_no_style_or_script_of_ours_calls_another_host() -> None:
    ours = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"} and VENDOR not in path.parents]
    assert ours
    assert [path.name for path in ours if re.search(r"https?://|@import", path.read_text())] == []


def test_a_stylesheet_says_start_and_end_not_left_and_right() -> None:
    sided = re.compile(r"(?:margin|padding|border|inset)-(?:left|right)\b|(?:text-align|float): (?:left|right)\b")
    assert [path.name for path in (STATIC / "css").glob("*.css") if sided.search(path.read_text())] == []
