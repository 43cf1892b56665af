"""A long sitting in parts: nothing is lost between them, and every link to a speech leads to the part that has it."""

import re

import pytest
from django.test import Client

from hemicycle.record.models import Contribution, Sitting
from hemicycle.record.papers import ItemPaper
from hemicycle.site.record.parts import HOUR
from tests.record import chamber

pytestmark = pytest.mark.django_db
SPEECHES, ITEMS = 12, 3


@pytest.fixture
def long_sitting(db: None) -> Sitting:
    chamber.people()
    chamber.bill()
    words = "Rivers are public. " * (HOUR // 12 // 19 * 4)
    for_each = [
        ItemPaper(
            "debate",
            {"en": f"Heading {item}", "fr": f"Titre {item}"},
            tuple(
                chamber.speech(f"{item}-{n}", chamber.text("en", words), person=chamber.ALDA)
                for n in range(SPEECHES // ITEMS)
            ),
            native_id=f"i{item}",
        )
        for item in range(ITEMS)
    ]
    chamber.sitting(*for_each, chamber.vote())
    return Sitting.objects.get()


def read(sitting: Sitting, query: str = "") -> str:
    return Client(headers={"accept-language": "en"}).get(sitting.get_absolute_url() + query).text


def test_the_parts_are_the_whole_and_each_names_the_next(long_sitting: Sitting) -> None:
    whole = re.findall(r'<article class="speech" id="(\w+)"', read(long_sitting, "?part=all"))
    assert len(whole) == SPEECHES
    first = read(long_sitting)
    number = int(re.search(r"Part 1 of (\d)", first)[1])
    parts = [read(long_sitting, f"?part={one}") for one in range(1, number + 1)]
    assert [one for part in parts for one in re.findall(r'<article class="speech" id="(\w+)"', part)] == whole
    assert all('rel="next"' in part for part in parts[:-1]) and 'rel="next"' not in parts[-1]
    assert all(part.count("Heading 2") >= 1 for part in parts)
    assert f"part 2 of {number}" in parts[1]


def test_a_link_to_a_speech_a_heading_or_a_vote_leads_to_its_part(long_sitting: Sitting) -> None:
    last = Contribution.objects.order_by("-order").first()
    for anchor in (last.address, f"{last.address}-1"):
        assert f'id="{last.address}"' in read(long_sitting, f"?at={anchor}")
    vote = long_sitting.vote_events.get()
    assert f'id="vote-{vote.address}"' in read(long_sitting, f"?at=vote-{vote.address}")
    item = long_sitting.items.order_by("order").last()
    assert f'id="{item.anchor}"' in read(long_sitting, f"?at={item.anchor}")
    assert f"?at={last.address}#{last.address}" in Client().get(last.get_absolute_url()).text


@pytest.mark.parametrize("part", ["0", "99", "x", "-1", "²", "9" * 30])
def test_a_part_that_is_not_there_is_not_found(long_sitting: Sitting, part: str) -> None:
    assert Client().get(f"{long_sitting.get_absolute_url()}?part={part}").status_code == 404


def test_the_language_that_was_chosen_stays(long_sitting: Sitting) -> None:
    assert "part=2&amp;text=en" in read(long_sitting, "?text=en")
    assert read(long_sitting, "?at=nothing").count("Part 1 of") >= 1
