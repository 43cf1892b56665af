"""A small House made of papers: two parties, a committee, a bill, a sitting in two languages with a vote."""

from datetime import date, time

from hemicycle.record import actions
from hemicycle.record.papers import (
    AreaPaper,
    BallotPaper,
    BillPaper,
    BodyPaper,
    ItemPaper,
    Known,
    MembershipPaper,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    StepPaper,
    TextPaper,
    VotePaper,
)

from .test_bills import AMENDED, INTRODUCED, version

CHAMBER, COMMITTEE = Known("native", "chamber"), Known("native", "committee")
GREENS, BLUES = Known("native", "greens"), Known("native", "blues")
ALDA, BRUNO, CELIA = (Known("native", name) for name in ("alda", "bruno", "celia"))
BILL, SITTING = Known("native", "river"), Known("native", "sitting")
DAY = date(2026, 3, 31)
FRENCH = version("Texte initial", date(2026, 3, 10), "Les rivières sont publiques.", language="fr")


def people() -> None:
    """Alda and Bruno are Greens, Celia is a Blue; Alda was one before 2019."""
    for kind, names, known, colour in (
        ("chamber", {"en": "Chamber", "fr": "Chambre"}, CHAMBER, ""),
        ("party", {"en": "Greens", "fr": "Verts"}, GREENS, "#009e73"),
        ("party", {"en": "Blues"}, BLUES, "#0072b2"),
        ("committee", {"en": "Committee on Rivers"}, COMMITTEE, ""),
    ):
        body = BodyPaper(kind, names, (known,), colour=colour, seats=2 if kind == "party" else None)
        actions.put_body(body, by="test")
    actions.put_area(AreaPaper({"en": "Northport"}, (Known("native", "northport"),)), by="test")
    member("Alda Ferrer", ALDA, (BLUES, "2015", "2018-12-31"), (GREENS, "2019-01", ""), chairs=True)
    member("Bruno Tellier", BRUNO, (GREENS, "2015", ""))
    member("Celia Ångström", CELIA, (BLUES, "2015", ""))


def member(name: str, known: Known, *parties: tuple[Known, str, str], chairs: bool = False) -> None:
    seat = MembershipPaper(CHAMBER, area=Known("native", "northport"), since="2015-05-07")
    held = [seat, *(MembershipPaper(party, since=since, until=until) for party, since, until in parties)]
    if chairs:
        held.append(MembershipPaper(COMMITTEE, role="chair"))
    actions.put_person(PersonPaper(name, (known,), memberships=tuple(held)), by="test")


def bill() -> None:
    paper = BillPaper(
        kind="bill",
        number="12",
        titles={"en": "River Bill", "fr": "Projet de loi sur les rivières"},
        known_as=(BILL,),
        versions=(INTRODUCED, AMENDED, FRENCH),
        steps=(StepPaper("introduced", date(2026, 3, 10)), StepPaper("second_reading", DAY, {"en": "Two to one."})),
        origin="member",
        committee=COMMITTEE,
        sponsor=ALDA,
        introduced_on=date(2026, 3, 10),
    )
    actions.put_bill(paper, by="test")


def text(language: str, *paragraphs: str, kind: str = "official", spoken: str = "") -> TextPaper:
    segments = (SegmentPaper(words, native_id=f"p{n}", spoken_in=spoken) for n, words in enumerate(paragraphs, 1))
    return TextPaper(language, tuple(segments), kind)


def speech(native_id: str, *texts: TextPaper, **said: object) -> SpeechPaper:
    return SpeechPaper(texts, native_id=native_id, **said)  # type: ignore[arg-type]


def vote(*ballots: BallotPaper) -> VotePaper:
    return VotePaper(
        {"yes": 2, "no": 1},
        ballots or tuple(BallotPaper(o, p) for o, p in (("yes", ALDA), ("no", BRUNO), ("yes", CELIA))),
        result="passed",
        motions={"en": "That the bill be read a second time"},
        document=BILL,
        native_id="v1",
        held_at=time(16, 30),
    )


FIRST = speech(
    "s1",
    text("en", "Rivers belong to everyone.", "I move.", spoken="fr"),
    text("fr", "Les rivières sont à tous.", "Je propose.", spoken="fr"),
    person=ALDA,
    labels={"en": "Ms. Alda Ferrer", "fr": "Mme Alda Ferrer"},
    roles={"en": "Minister for Rivers", "fr": "ministre des Rivières"},
    started_at=time(15, 5),
)
SECOND = speech("s2", text("en", "Who pays?"), person=CELIA, started_at=time(15, 9))
NOTE = speech("s3", text("en", "The House divided."), kind="procedural")


def sitting(*parts: object, day: date = DAY, known: Known = SITTING, body: Known = CHAMBER) -> None:
    inside = parts or (ItemPaper("debate", {"en": "River Bill: debate"}, (FIRST, SECOND, NOTE, vote()), BILL, "i1"),)
    paper = SittingPaper(
        body,
        1,
        day,
        (known,),
        opened_at=time(15),
        closed_at=time(19, 30),
        parts=inside,  # type: ignore[arg-type]
    )
    actions.put_sitting(paper, by="test")


def whole() -> None:
    people()
    bill()
    sitting()
