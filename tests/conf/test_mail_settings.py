"""How the mail server is reached, as a process reads it from its environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conf.installation import ROOT

SHOWN = "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"


def start(home: Path, **sets: str) -> subprocess.CompletedProcess[str]:
    code = f"from hemicycle.conf import settings as s; print(*(getattr(s, name) for name in {SHOWN}))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEMICYCLE_")}
    sets = {f"HEMICYCLE_{name}": value for name, value in sets.items()} | {"HEMICYCLE_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept | sets, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("sets", "read"),
    [
        ({}, "587 True False"),
        ({"MAIL_SECURITY": "tls"}, "465 False True"),
        ({"MAIL_SECURITY": "none"}, "25 False False"),
        ({"MAIL_PORT": "2525", "MAIL_USER": "house", "MAIL_PASSWORD": "secret"}, "2525 True False house secret"),
    ],
)
def test_mail_goes_by_tls_with_user_and_password_unless_the_house_says_otherwise(
    tmp_path: Path, sets: dict[str, str], read: str
) -> None:
    assert start(tmp_path, MAIL_HOST="mail.example", **sets).stdout.strip() == read


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("of the server\n")
    started = start(tmp_path, MAIL_USER="house", MAIL_PASSWORD_FILE=str(tmp_path / "password"))
    assert started.stdout.strip().endswith("house of the server")


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"MAIL_SECURITY": "ssl"}, "is starttls, tls or none"),
        ({"MAIL_USER": "house"}, "goes together with"),
        ({"MAIL_USER": "house", "MAIL_PASSWORD_FILE": "/nowhere/password"}, "cannot read /nowhere/password"),
        ({"MAIL_USER": "house", "MAIL_PASSWORD": "x", "MAIL_SECURITY": "none"}, "could read the password"),
    ],
)
def test_what_would_not_work_or_would_give_the_password_away_stops_the_start(
    tmp_path: Path, sets: dict[str, str], said: str
) -> None:
    started = start(tmp_path, **sets)
    assert started.returncode != 0
    assert said in started.stderr
