"""A small House with something to find, and an index of its own for each test."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.models import Sitting
from hemicycle.record.papers import (
    BillPaper,
    BodyPaper,
    ClauseText,
    ItemPaper,
    Known,
    MembershipPaper,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
    VersionText,
    VotePaper,
)
from hemicycle.record.search.engine import Criteria, Engine, engine
from hemicycle.record.search.question import parts

HOUSE, REEDS, ADA, BO = (Known("native", name) for name in ("house", "reeds", "ada", "bo"))
SPILLS = (
    "I thank the committee.\nThe rivers of this island were fouled by three spills, and <b>nobody</b> was fined.\n"
    "We shall fish again."
)
DEVERSEMENTS = (
    "Je remercie la commission.\nLes rivières de l’île ont été souillées par trois déversements déclarés.\n"
    "Nous pêcherons encore."
)


def speech(native_id: str, who: Known, **texts: str) -> SpeechPaper:
    said = tuple(
        TextPaper(language, tuple(SegmentPaper(line) for line in text.splitlines()))
        for language, text in texts.items()
    )
    return SpeechPaper(said, person=who, native_id=native_id)


def day(*speeches: SpeechPaper, on: date = date(2026, 3, 10), number: int = 1) -> SittingPaper:
    debate = ItemPaper("debate", {"en": "Fisheries", "fr": "Pêcheries"}, parts=speeches, native_id="i1")
    vote = VotePaper(counts={"yes": 2}, motions={"en": "That the report on moorings be adopted"}, native_id="v1")
    return SittingPaper(HOUSE, number, on, (Known("native", f"day-{on}-{number}"),), parts=(debate, vote))


DEBATE = day(
    speech("s1", ADA, en=SPILLS, fr=DEVERSEMENTS),
    speech("s2", BO, en="Ferries are late again, and the harbour is closed."),
    speech("s3", BO, es="La señora ministra declaró que los ríos están limpios."),
    speech("s4", BO, de="Die Flüsse sind sauber."),
)
BILL = BillPaper(
    kind="bill",
    number="12",
    titles={"en": "River Bill", "fr": "Projet de loi sur les rivières"},
    known_as=(Known("native", "river"),),
    introduced_on=date(2026, 2, 1),
    versions=(
        VersionText(
            language="en",
            label="As introduced",
            valid_from=date(2026, 2, 1),
            clauses=(
                ClauseText(eid="cl_1", element="clause", level="provision", number="1", heading="Weirs"),
                ClauseText(eid="cl_1.a", element="paragraph", level="part", parent="cl_1", text="No weir is built."),
                ClauseText(eid="cl_1.b", element="paragraph", level="part", parent="cl_1", text="Eels may pass."),
                ClauseText(eid="cl_2", element="clause", level="provision", number="2", text="It begins at once."),
            ),
        ),
    ),
)


@pytest.fixture(autouse=True)
def index(settings: object, tmp_path: Path) -> Engine:
    settings.HOME = tmp_path
    return engine()


@pytest.fixture
def house(db: None) -> Sitting:
    actions.put_body(BodyPaper("chamber", {"en": "The House"}, known_as=(HOUSE,)), by="test")
    party = BodyPaper("party", {"en": "Reed Party", "fr": "Parti des roseaux"}, known_as=(REEDS,))
    actions.put_body(party, by="test")
    sits = (MembershipPaper(REEDS, since="2020"),)
    actions.put_person(PersonPaper(name="Ada Núñez", known_as=(ADA,), memberships=sits), by="test")
    actions.put_person(PersonPaper(name="Bo Lee", known_as=(BO,)), by="test")
    actions.put_bill(BILL, by="test")
    actions.put_sitting(DEBATE, by="test")
    Worker().drain()
    return Sitting.objects.get()


Found = Callable[..., list[str]]


@pytest.fixture
def found(index: Engine) -> Found:
    """The kinds that are found, best first, each with its key."""

    def find(text: str = "", **filters: object) -> list[str]:
        criteria = Criteria(parts=tuple(parts(text)), **filters)
        return [key.partition(":")[0] for key in index.find(criteria, offset=0, limit=20).keys]

    return find
