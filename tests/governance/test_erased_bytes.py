"""A person who is erased is in no file any more: database, log of writes, uploads, index, cache, exports, unpacked."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Inbound
from hemicycle.governance.actions.requests import deciding, forgetting
from hemicycle.listening.models import Dossier, RejectedRow
from tests.listening import dossiers
from tests.listening.conftest import open_inquiry

from . import asking
from .asking import ACTOR, ADDRESS, NUMBER, WORDS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" not in connection.vendor, reason="the files of PostgreSQL are its own"),
]
# Of a person quoted in a dossier, in the letters of tests/listening.
WRITER, QUOTED = "voice2@example.org", "Le bruit des moteurs"
TRACES = (WORDS, ADDRESS, NUMBER, NUMBER[1:], ACTOR, "perivolaris", WRITER, QUOTED)


# What other tests left in the folder, each with when it was last written: it is not of this person.
LEFT: dict[Path, int] = {}


@pytest.fixture(autouse=True)
def _left_by_others() -> Iterator[None]:
    LEFT.update({one: one.stat().st_mtime_ns for one in kept()})
    yield
    LEFT.clear()


def kept() -> Iterator[Path]:
    for folder in (settings.HOME, settings.MEDIA_ROOT):
        yield from (one for one in Path(folder).rglob("*") if one.is_file() and one.parent.name != "static")


def files() -> Iterator[Path]:
    database = Path(connection.settings_dict["NAME"])
    yield from (one for one in database.parent.glob(f"{database.name}*") if one.is_file())
    yield from (one for one in kept() if LEFT.get(one) != one.stat().st_mtime_ns)


def unpacked(content: bytes) -> Iterator[bytes]:
    """As it stands there, and what is packed in it: a ZIP, gzip, the streams of a PDF."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    for stream in content.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue


def found() -> set[tuple[str, str]]:
    """(trace, file) wherever one of them stands in UTF-8 or UTF-16, in whatever case."""
    hits = set()
    for path in set(files()):
        for part in unpacked(path.read_bytes()):
            small = part.lower()
            for trace in TRACES:
                if any(trace.lower().encode(code) in small for code in ("utf-8", "utf-16-le", "utf-16-be")):
                    hits.add((trace, path.name))
    return hits


def dump(*conditions: tuple[str, str, tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows as the database has them, byte for byte."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reading:
        return [
            row
            for table, where, values in conditions
            for row in reading.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY 1", values)
        ]


def test_the_search_finds_what_is_packed_and_in_utf_16(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter", WORDS * 9)
    Path(settings.HOME, "cache").mkdir(exist_ok=True)
    (Path(settings.HOME) / "cache" / "packed").write_bytes(packed.getvalue())
    (Path(settings.HOME) / "cache" / "wide").write_bytes(ADDRESS.encode("utf-16"))
    assert {(WORDS, "packed"), (ADDRESS, "wide")} <= found()
    (Path(settings.HOME) / "cache" / "packed").unlink()
    (Path(settings.HOME) / "cache" / "wide").unlink()


def test_nothing_of_an_erased_person_is_left_in_any_file(
    accounts: dict[str, Account],
    office,
    member_office,
    clerk: User,
    other_clerk: User,
    river,
) -> None:
    inquiry = dossiers.analysed_inquiry(open_inquiry(office, clerk), clerk)
    dossiers.released_dossier(inquiry, clerk)
    RejectedRow.objects.create(intake=inquiry.intakes.get(), number=1, reason="no_text", raw=f"{WRITER};{QUOTED}")
    asking.everything_held(accounts, clerk, river)
    mine = asking.wrote(accounts["member"], ADDRESS, "To my member alone").pk
    theirs = ("channels_inbound", "sender = (SELECT sender FROM channels_inbound WHERE external_id = 'voice-0')", ())
    member_rows = [
        ("channels_inbound", "office_id = ?", (member_office.pk,)),
        ("channels_contact", "office_id = ?", (member_office.pk,)),
    ]
    before = dump(theirs, *member_rows)
    assert {trace for trace, _file in found()} >= {WORDS, ADDRESS, QUOTED}

    request = asking.proved("erasure")
    asking.also(request, "sms", NUMBER)
    asking.also(request, "email", WRITER)
    asking.also_handle(request, accounts["network"])
    asking.decided(request, clerk, other_clerk)
    sending.send_account(accounts["mail"], worker="test")
    forgetting.forget_answered(now=timezone.now(), by="worker")
    request.refresh_from_db()

    assert request.forgotten_at is not None
    assert not found()
    assert dump(theirs, *member_rows) == before
    assert Inbound.objects.filter(pk=mine).exists()
    assert request.removed["channels.inbound"] == 5
    notices = [one.notice for one in Dossier.objects.order_by("version")]
    assert all("1 message was erased at the writer's request" in one for one in notices)


def test_a_member_s_office_erases_its_own_and_nothing_of_the_house(
    accounts: dict[str, Account],
    office,
    member_office,
    clerk: User,
    member: User,
    river,
) -> None:
    asking.everything_held(accounts, clerk, river)
    asking.wrote(accounts["member"], ADDRESS, "To my member alone")
    house = [("channels_inbound", "office_id = ?", (office.pk,)), ("channels_contact", "office_id = ?", (office.pk,))]
    before = dump(*house)

    request = asking.proved("erasure", member_office=member_office)
    deciding.propose(request, wanted="answer", by=member)

    assert dump(*house) == before
    assert not Inbound.objects.filter(office=member_office).exists()
