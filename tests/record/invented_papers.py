"""An invented House made of papers, of any shape that a source can have: for exports that are read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from hemicycle.record import actions
from hemicycle.record.papers import (
    AreaPaper,
    BallotPaper,
    BillPaper,
    BodyPaper,
    ClauseText,
    ItemPaper,
    Known,
    MembershipPaper,
    PeriodPaper,
    PersonPaper,
    RecordingPaper,
    SegmentPaper,
    SittingPaper,
    SpanPaper,
    SpeechPaper,
    StepPaper,
    TextPaper,
    VersionText,
    VotePaper,
)

# What XML has no way to write.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAGS = ("en", "fr", "pt-BR")
DATES = ("", "2019", "2019-05", "2019-05-28")
PARENTS: tuple[tuple[str, Known | None], ...] = (
    ("legislature", None),
    ("chamber", Known("native", "0")),
    ("committee", Known("native", "1")),
)


def folded(text: str) -> str:
    """As importers fold the space between words."""
    return " ".join(UNWRITABLE.sub(" ", text).split())


class House:
    """Papers from one stream of chance; `words` are what stands in their texts."""

    def __init__(self, chance: Random, words: list[str]) -> None:
        self.chance, self.count = chance, iter(range(1, 10_000))
        self.words = [word for word in map(folded, words) if word] or ["spoken"]
        self.bodies, self.people = list[Known](), list[Known]()

    def word(self) -> str:
        return self.chance.choice(self.words)

    def wording(self) -> dict[str, str]:
        return {tag: self.word() for tag in self.chance.sample(TAGS, self.chance.randint(1, 3))}

    def one(self, those: Any) -> Any:
        return self.chance.choice(list(those))

    def put(self) -> None:
        """Bodies, areas, periods and people."""
        kinds = [*PARENTS, ("party", None), ("group", None), ("government", None), ("other", None)]
        for number, (kind, parent) in enumerate(kinds):
            self.bodies.append(Known("native", str(number)))
            actions.put_body(self.body(kind, self.bodies[-1], parent), by="test")
        for number in range(3):
            inside = Known("native", f"area{number - 1}") if number else None
            actions.put_area(AreaPaper(self.wording(), (Known("native", f"area{number}"),), inside), by="test")
        above: Known | None = None
        for kind in ("term", "session", "part"):
            known = Known("native", kind)
            paper = PeriodPaper(
                self.bodies[1], kind, (known,), "2019–2024", self.wording(), above, since=self.one(DATES)
            )
            actions.put_period(paper, by="test")
            above = known
        for number in range(self.chance.randint(2, 4)):
            self.people.append(Known("native", f"p{number}"))
            actions.put_person(self.person(self.people[-1]), by="test")

    def body(self, kind: str, known: Known, parent: Known | None) -> BodyPaper:
        return BodyPaper(
            kind,
            self.wording(),
            (known, Known("wikidata", f"Q{known.value}1")),
            short_names=self.one([{}, self.wording()]),
            descriptions=self.one([{}, self.wording(), {"und": self.word()}]),
            colour=self.one(["", "#0072b2"]),
            seats=self.one([None, 7]),
            parent=parent,
            since=self.one(DATES),
            until=self.one(["", "2020"]),
            links=self.one([{}, {"web": "https://parliament.example/", "x": "https://parliament.example/x"}]),
        )

    def person(self, known: Known) -> PersonPaper:
        first, last = "Ada", self.one(["Núñez", "O’Neill", "Lee"])
        return PersonPaper(
            f"{first} {last} {known.value}",
            (known,),
            sort_name=self.one(["", f"{last} {known.value}, {first}"]),
            gender=self.one(["", "female", "male", "other"]),
            biographies=self.one([{}, self.wording()]),
            other_names=self.one([(), ("A. Lee",)]),
            born=self.one(DATES),
            image=self.one(["", "https://parliament.example/a.png"]),
            links=self.one([{}, {"web": "https://parliament.example/ada"}]),
            contacts=self.one([{}, {"email": "ada@parliament.example", "phone": "1"}]),
            memberships=tuple(self.memberships()),
        )

    def memberships(self) -> Iterator[MembershipPaper]:
        for body in self.chance.sample(self.bodies[1:], self.chance.randint(0, 3)):
            yield MembershipPaper(
                body,
                self.one(["member", "chair", "vice_chair", "leader", "office_holder"]),
                self.one([{}, self.wording()]),
                area=self.one([None, Known("native", "area2")]),
                on_behalf_of=self.one([None, self.bodies[3]]),
                since=self.one(DATES),
                until=self.one(["", "2020-07"]),
            )

    def sitting(self) -> None:
        parts = tuple(self.one([self.speech, self.vote, lambda: self.item(1)])() for _ in range(self.one(range(1, 5))))
        spans = tuple(self.spans(parts))
        recording = RecordingPaper(
            *("video", "v/1", ({"url": "https://parliament.example/v.mp4", "type": "video/mp4"},), "floor", "fr"),
            started_at=self.one([None, datetime(2026, 3, 31, 7, tzinfo=UTC)]),
            milliseconds=3_600_001,
            spans=spans,
        )
        paper = SittingPaper(
            self.bodies[1],
            2,
            date(2026, 3, 31),
            (Known("native", "x"),),
            self.one([None, Known("native", "term")]),
            self.one(["final", "provisional"]),
            self.one([None, time(9)]),
            self.one([None, time(18, 30)]),
            self.one([{}, self.wording()]),
            (*parts, self.speech()),
            (recording,),
        )
        actions.put_sitting(paper, by="test")

    def spans(self, parts: Any) -> Iterator[SpanPaper]:
        for part in parts:
            if isinstance(part, ItemPaper):
                yield from self.spans(part.parts)
            elif isinstance(part, SpeechPaper) and self.chance.random() < 0.5:
                start = next(self.count) * 100
                yield SpanPaper(part.native_id, start, start + 50)

    def item(self, depth: int) -> ItemPaper:
        parts: list[Any] = [self.speech() for _ in range(self.chance.randint(0, 2))]
        if depth < 3:
            parts += [self.item(depth + 1) for _ in range(self.chance.randint(0, 2))]
        parts += [self.speech() for _ in range(self.chance.randint(1, 2))]
        parts += [self.vote() for _ in range(self.chance.randint(0, 1))]
        kind = self.one(["debate", "questions", "statement", "other"])
        return ItemPaper(kind, self.wording(), tuple(parts), None, f"i{next(self.count)}")

    def speech(self) -> SpeechPaper:
        number = next(self.count)
        kind = self.one(["speech", "question", "answer", "chair", "interjection", "procedural", "note"])
        is_said = kind not in ("procedural", "note")
        who = self.one([None, *self.people]) if is_said else None
        begun = self.one([None, time(9, number % 60)])
        tags = self.chance.sample(TAGS, self.chance.randint(1, 3))
        return SpeechPaper(
            tuple(self.text(tag, kind) for tag in tags),
            person=who,
            labels=self.wording() if is_said and who is None else self.one([{}, self.wording()]) if is_said else {},
            roles=self.one([{}, self.wording()]) if is_said else {},
            kind=kind,
            native_id=self.one([f"s{number}", f"{number}", f"a/b.{number}", f"s {number}"]),
            started_at=begun,
            ended_at=time(10, number % 60) if begun and self.chance.random() < 0.5 else None,
        )

    def text(self, tag: str, kind: str) -> TextPaper:
        segments = [self.segment("note" if kind == "note" else "paragraph")]
        if kind != "note":
            segments += [self.segment(self.one(["note", "paragraph"])) for _ in range(self.chance.randint(0, 2))]
        return TextPaper(tag, tuple(segments), self.one(["official", "translation", "verbatim", "recognised"]))

    def segment(self, kind: str) -> SegmentPaper:
        natives = ["", f"p{next(self.count)}", f"{next(self.count)}"]
        native = self.one(natives[:2] if kind == "note" else natives)
        return SegmentPaper(self.word(), native, kind, self.one(["", "fr"]))

    def vote(self) -> VotePaper:
        options = self.chance.sample(["yes", "no", "abstain", "absent"], self.chance.randint(1, 4))
        ballots = [BallotPaper(self.one(options), who, group=self.one([None, self.bodies[3]])) for who in self.people]
        ballots += [
            BallotPaper(self.one(options), label=f"Somebody {next(self.count)}", teller=self.one([True, False]))
        ]
        return VotePaper(
            {option: self.chance.randrange(500) for option in options},
            tuple(self.chance.sample(ballots, self.chance.randint(0, len(ballots)))),
            result=self.one(["", "passed", "failed", "tied"]),
            number=self.one(["", "7"]),
            motions=self.one([{}, self.wording()]),
            native_id=f"v{next(self.count)}",
            held_at=self.one([None, time(16, 30)]),
        )

    def bill(self) -> None:
        begun = date(2026, 3, 10)
        versions = [
            self.version(tag, n, begun + timedelta(n)) for tag in ("en", "fr") for n in range(self.one((1, 2)))
        ]
        paper = BillPaper(
            self.one(["bill", "act"]),
            self.one(["12", "C-12", "2013/0619(COD)"]),
            self.wording(),
            (Known("native", "river"),),
            tuple(versions),
            (
                StepPaper("introduced", begun),
                StepPaper("committee", begun + timedelta(9), self.one([{}, self.wording()])),
            ),
            session=self.one(["", "45-1"]),
            long_titles=self.one([{}, self.wording()]),
            popular_names=self.one([{}, self.wording()]),
            origin=self.one(["", "member", "government"]),
            introduced_on=self.one([None, begun]),
            chamber=self.one([None, self.bodies[1]]),
            committee=self.one([None, self.bodies[2]]),
            sponsor=self.one([None, self.people[0]]),
        )
        actions.put_bill(paper, by="test")

    def version(self, tag: str, number: int, day: date) -> VersionText:
        return VersionText(tag, f"Text {number}", tuple(self.clauses()), day, self.one([True, False]))

    def clauses(self) -> Iterator[ClauseText]:
        """A recital, and articles in a chapter or in none, with points or without."""
        yield ClauseText("rec_1", "recital", "recital", "(1)", text=self.word())
        chapter = self.one([None, "chp_1"])
        if chapter:
            yield ClauseText(chapter, "chapter", "division", "I", self.word())
        for number in range(1, self.chance.randint(2, 4)):
            article = f"{chapter}__art_{number}" if chapter else f"art_{number}"
            yield ClauseText(
                article, "article", "provision", f"Article {number}", self.one(["", self.word()]), parent=chapter
            )
            for point in range(self.chance.randint(1, 3)):
                yield ClauseText(
                    f"{article}__point_{point}", "point", "part", f"({point})", text=self.word(), parent=article
                )
