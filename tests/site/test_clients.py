"""Programs that are not ours: a client generated from the description of the API, and a reader of oEmbed."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import NOT_FOUND
from pathlib import Path
from types import ModuleType
from typing import Any

import micawber
import pytest

from hemicycle.record.api.openapi import described
from hemicycle.record.api.router import api
from hemicycle.record.models import Contribution, Document, VoteEvent
from tests.desk.conftest import approved, feed, second_editor, site, write
from tests.record import chamber
from tests.site.test_shared_announcements import release

__all__ = ["approved", "feed", "release", "second_editor", "site", "write"]

pytestmark = pytest.mark.django_db(transaction=True)

TOOLS = Path(sys.executable).parent
NAME = "house_client"


@pytest.fixture
def house(transactional_db: None) -> None:
    chamber.whole()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ModuleType]]:
    """`generated("api.search.search_record")` is a module of the client, made as a programmer makes it."""
    folder = tmp_path_factory.mktemp("client")
    description = folder / "openapi.json"
    description.write_text(json.dumps(described(api.get_openapi_schema(path_prefix="/api/v1/")), default=str))
    command = [str(TOOLS / "openapi-python-client"), "generate", "--path", str(description), "--meta", "none"]
    environment = os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}
    made = subprocess.run(
        [*command, "--output-path", str(folder / NAME), "--fail-on-warning"],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield lambda module: importlib.import_module(f"{NAME}.{module}" if module else NAME)
    sys.path.remove(str(folder))
    for name in [one for one in sys.modules if one.partition(".")[0] == NAME]:
        del sys.modules[name]


def test_a_generated_client_reads_as_the_house_speaks(generated: Callable[[str], ModuleType]) -> None:
    folder = Path(str(generated("").__file__)).parent / "api"
    named = {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("*.py") if file.stem != "__init__"}
    assert named == {
        "announcements/get_announcement", "announcements/list_announcements",
        "bills_and_acts/get_bill", "bills_and_acts/get_bill_text", "bills_and_acts/list_bills",
        "members_and_bodies/get_body", "members_and_bodies/get_member",
        "members_and_bodies/list_bodies", "members_and_bodies/list_members",
        "search/search_record",
        "sittings_speeches_and_votes/get_sitting", "sittings_speeches_and_votes/get_speech",
        "sittings_speeches_and_votes/get_vote", "sittings_speeches_and_votes/list_sittings",
        "sittings_speeches_and_votes/list_speeches", "sittings_speeches_and_votes/list_votes",
    }  # fmt: skip


def test_a_generated_client_calls_the_house(
    generated: Callable[[str], ModuleType], house: None, live_server: Any
) -> None:
    with generated("").Client(base_url=str(live_server), raise_on_unexpected_status=True) as client:
        bills = generated("api.bills_and_acts.list_bills").sync(client=client)
        assert [bill.number for bill in bills.items] == ["12"]
        bill = generated("api.bills_and_acts.get_bill").sync(bills.items[0].address, client=client)
        assert bill.titles.to_dict()["en"] and bill.steps[0].date
        votes = generated("api.sittings_speeches_and_votes.list_votes").sync(client=client)
        assert votes.items[0].result
        missing = generated("api.bills_and_acts.get_bill").sync_detailed("guessed", client=client)
        assert missing.status_code == NOT_FOUND


def test_micawber_shows_what_a_link_of_the_house_leads_to(house: None, release: Any, live_server: Any) -> None:
    registry = micawber.ProviderRegistry()
    registry.register(rf"{live_server}/\S+", micawber.Provider(f"{live_server}/oembed"))
    rows = [Contribution.objects.get(native_id="s1"), VoteEvent.objects.first(), Document.objects.first(), release()]
    for row in rows:
        url = f"{live_server}{row.get_absolute_url()}"
        card = registry.request(url)
        assert (card["type"], card["url"]) == ("rich", url) and card["title"]
        shown = micawber.parse_html(f"<p>{url}</p>", registry)
        assert f'<blockquote cite="{url}"' in shown and "<script" not in shown
