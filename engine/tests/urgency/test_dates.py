"""Days that a sentence names, in three languages and in text messages."""

from datetime import date

import pytest
from hearhear.urgency.dates import named

MONDAY = date(2026, 11, 30)
NAMED = [
    ("My permit expires on 3 December.", date(2026, 12, 3)),
    ("Mon titre expire le 3 décembre.", date(2026, 12, 3)),
    ("Mi permiso vence el 3 de diciembre.", date(2026, 12, 3)),
    ("closes on December 3rd, 2027", date(2027, 12, 3)),
    ("valable jusqu'au 1er janvier", date(2027, 1, 1)),
    ("ends 2026-12-31", date(2026, 12, 31)),
    ("mi recurso vence 22/3", date(2027, 3, 22)),
    ("bail fini le 30.11", MONDAY),
    ("fin de contrato 12/02/27", date(2027, 2, 12)),
    ("Evidence closes on Friday.", date(2026, 12, 4)),
    ("d'ici vendredi", date(2026, 12, 4)),
    ("antes del lunes", date(2026, 12, 7)),
    ("rep b4 tues pls", date(2026, 12, 1)),
    ("tmrw morning", date(2026, 12, 1)),
    ("Mon visa expire après-demain.", date(2026, 12, 2)),
    ("Mi visado caduca pasado mañana.", date(2026, 12, 2)),
    ("mañana por la mañana", date(2026, 12, 1)),
    ("They decide tonight.", MONDAY),
    ("within 48 hours", date(2026, 12, 2)),
    ("sous 72 h", date(2026, 12, 3)),
    ("en diez días", date(2026, 12, 10)),
    ("We have ten days left", date(2026, 12, 10)),
    ("in two weeks", date(2026, 12, 14)),
    ("avant la fin du mois", MONDAY),
    ("hasta fin de mes", MONDAY),
    ("by the end of the week", date(2026, 12, 6)),
    ("I must appeal by the 14th.", date(2026, 12, 14)),
    ("jusqu'au 10", date(2026, 12, 10)),
    ("hasta el 10", date(2026, 12, 10)),
    ("passport hearing thurs for my dad", date(2026, 12, 3)),
    ("visa interview mon 9am", date(2026, 12, 7)),
    ("is the 18th at midnight the end", date(2026, 12, 18)),
    ("lockout is the morra mornin", date(2026, 12, 1)),
    ("the board meets a fortnight today", date(2026, 12, 14)),
    ("objections lie open for seven days from today", date(2026, 12, 7)),
    ("one month from today's letter", date(2026, 12, 30)),
    ("by month end", MONDAY),
    ("by the end of June", date(2027, 6, 30)),
    ("Friday week", date(2026, 12, 11)),
    ("quinze jours à compter de ce jour", date(2026, 12, 15)),
    ("pièces à produire sous huitaine", date(2026, 12, 8)),
    ("expulsion sous quinzaine", date(2026, 12, 15)),
    ("de vendredi en quinze", date(2026, 12, 11)),
    ("mon contrat s'arrête fin décembre", date(2026, 12, 31)),
    ("jusqu'au 30 pour rendre les clefs", MONDAY),
    ("le quedan quince días", date(2026, 12, 15)),
    ("el plazo es de hoy en ocho", date(2026, 12, 7)),
    ("el último día de este mes", MONDAY),
    ("el viernes de la semana que viene", date(2026, 12, 11)),
    ("en un mes nos sacan", date(2026, 12, 30)),
]


@pytest.mark.parametrize(("words", "day"), NAMED)
def test_a_day_is_counted_from_the_day_of_writing(words: str, day: date) -> None:
    assert day in named(words, MONDAY)


@pytest.mark.parametrize("words", ["Tuesday 15 December", "mardi 15 décembre à minuit", "el martes 15 de diciembre"])
def test_a_weekday_before_a_date_is_no_other_day(words: str) -> None:
    assert named(words, MONDAY) == [date(2026, 12, 15)]


@pytest.mark.parametrize("words", ["in the coming days", "dans les tout prochains jours", "en los próximos días"])
def test_within_days_is_a_time_whose_end_is_unknown(words: str) -> None:
    assert named(words, MONDAY) == [None]


@pytest.mark.parametrize(
    "words",
    [
        "since Friday",
        "depuis le 3 mars",
        "desde el lunes",
        "I got it this morning",
        "last Friday",
        "every Friday",
        "vendredi dernier",
        "el viernes pasado",
        "open 24/7",
        "clause 7",
        "31/31",
    ],
)
def test_what_lies_behind_or_is_no_date_names_no_day(words: str) -> None:
    assert named(words, MONDAY) == []


def test_a_weekday_is_never_the_day_of_writing() -> None:
    assert named("by Monday", MONDAY) == [date(2026, 12, 7)]


def test_working_days_are_a_time_whose_end_is_unknown() -> None:
    assert named("within five working days", MONDAY) == [None]


def test_without_a_day_of_writing_only_a_whole_date_is_known() -> None:
    assert named("on 3 December", None) == [None]
    assert named("on 3 December 2026", None) == [date(2026, 12, 3)]


def test_a_day_that_does_not_exist_is_not_known() -> None:
    assert named("on 31 June 2027", MONDAY) == [None]


def test_long_digits_take_no_time(cpu_limit) -> None:
    with cpu_limit(seconds=2):
        named("1" * 50_000 + " 12/" * 5_000, MONDAY)
