"""Portraits: fetched once, made small, shown from here; what is no picture does no harm."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from hemicycle.record.models import Person
from hemicycle.record.sources import portraits
from hemicycle.record.sources.fetching import Refused
from tests.record import chamber

pytestmark = pytest.mark.django_db
PICTURE, OTHER = "https://parliament.example/alda.png", "https://parliament.example/bruno.png"


def png(width: int = 400, height: int = 600) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), "#1f5640").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def web(monkeypatch, settings, tmp_path) -> dict[str, bytes]:
    """What is at which address; anything else is refused. Alda and Bruno have a picture."""
    chamber.people()
    settings.MEDIA_ROOT = tmp_path
    for name, image in (("Alda Ferrer", PICTURE), ("Bruno Tellier", OTHER)):
        Person.objects.filter(name=name).update(image=image)
    there: dict[str, bytes] = {}

    def fetch(address: str, into: Path, **options: object) -> None:
        if address not in there:
            raise Refused("answer", "404")
        into.write_bytes(there[address])

    monkeypatch.setattr(portraits, "fetch", fetch)
    return there


def of(name: str) -> str:
    return f"{Person.objects.get(name=name).get_absolute_url()}portrait.jpg"


def test_a_portrait_is_fetched_once_and_shown_small_from_here(web, capsys):
    web[PICTURE] = png()
    call_command("fetch_portraits")
    said = capsys.readouterr()
    assert "1 new portraits, 1 could not be fetched." in said.out and OTHER in said.err
    assert portraits.bring_up_to_date().new == 0
    answer = Client().get(of("Alda Ferrer"))
    picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert (picture.format, picture.size) == ("JPEG", (portraits.SIDE, portraits.SIDE))
    assert f'src="{of("Alda Ferrer")}?' in Client().get("/record/members/").content.decode()
    assert Client().get(of("Bruno Tellier")).status_code == Client().get(of("Celia Ångström")).status_code == 404


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", png()[:80], b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_left_and_the_others_are_fetched(web, content):
    web[PICTURE], web[OTHER] = content, png()
    brought = portraits.bring_up_to_date()
    assert (brought.new, brought.failed) == (1, [PICTURE])
    assert "initials" not in Client().get("/record/members/").content.decode()


def test_too_many_pixels_are_not_drawn(web, monkeypatch):
    monkeypatch.setattr(portraits, "MOST_PIXELS", 100)
    web[PICTURE] = png()
    assert portraits.bring_up_to_date().new == 0


def test_a_portrait_that_nobody_has_any_more_is_deleted(web):
    web[PICTURE] = png()
    portraits.bring_up_to_date()
    assert portraits.path_of(PICTURE).exists()
    Person.objects.update(image="")
    portraits.bring_up_to_date()
    assert not portraits.path_of(PICTURE).exists()
