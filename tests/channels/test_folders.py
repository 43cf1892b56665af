"""A home folder that was copied writes into itself, not into the one it was copied from."""

import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from hemicycle.accounts.models import Office
from hemicycle.channels import actions
from hemicycle.channels.adapters.email.sending import Folder
from hemicycle.channels.adapters.gammu import files
from hemicycle.channels.models import Account

pytestmark = pytest.mark.django_db

migration = import_module("hemicycle.channels.migrations.0019_folders_inside_home")
PLACES = ("inbox", "outbox", "sent", "error")


def opened(office: Office, kind: str, folder: Path) -> Account:
    return actions.open_account(
        office=office, kind=kind, name=kind, address=f"{kind}@house.test" if kind == "email" else "+999600100",
        settings={"transport": "folder", "folder": str(folder)}, by="test",
    )  # fmt: skip


def test_a_copied_home_writes_into_itself(office: Office, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    for name in PLACES:
        (settings.HOME / "sms" / name).mkdir(parents=True)
    mail = opened(office, "email", settings.HOME / "mail")
    texts = opened(office, "gammu", settings.HOME / "sms")

    shutil.copytree(settings.HOME, tmp_path / "copy")
    settings.HOME = tmp_path / "copy"

    assert Folder(mail.access).folder == tmp_path / "copy" / "mail"
    assert files.folders(texts.access.settings).outbox == tmp_path / "copy" / "sms" / "outbox"


def test_a_folder_elsewhere_on_the_machine_stays_where_it_is(office: Office, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    account = opened(office, "email", tmp_path / "spool")

    assert Folder(account.access).folder == tmp_path / "spool"


def test_what_was_stored_before_is_named_from_the_home_too(office: Office, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    inside, outside = (opened(office, kind, tmp_path / "spool") for kind in ("email", "gammu"))
    Account.objects.filter(pk=inside.pk).update(settings={"folder": str(settings.HOME / "outbox" / "email")})

    migration.name_from_home(apps, None)

    inside.refresh_from_db()
    outside.refresh_from_db()
    assert (inside.settings["folder"], outside.settings["folder"]) == ("outbox/email", str(tmp_path / "spool"))
