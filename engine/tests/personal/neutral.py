"""What is in every letter and is nobody's: bills, dates, money, figures, references, places, institutions."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

from personal.material import sections

FIRST_DAY, DAYS = date(2019, 1, 7), 2600
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
DATES = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "{d}/{n:02}/{y}", "{d}th of {m}"),
    "fr": ("{d} {m} {y}", "{d}/{n:02}/{y}", "{d:02}.{n:02}.{y}", "{d} {m}"),
    "es": ("{d} de {m} de {y}", "{d}/{n:02}/{y}", "{d:02}-{n:02}-{y}", "{d} de {m}"),
}
MONEY = {
    "en": ("£{n:,}", "${n:,}", "€{n:,}", "£{n:,}.50", "£{s} million", "{n:,} dollars"),
    "fr": ("{n:_} €", "{n:_} euros", "{s} millions d'euros", "{n} CHF", "{n:_},50 €", "{n:_} $"),
    "es": ("{n:.} €", "{n:.} euros", "{s} millones de euros", "$ {n:.}", "{n:.},50 €", "{n} pesos"),
}
THOUSANDS = {"en": ",", "fr": " ", "es": "."}
PLACES_OF_LISTS = {
    "bill": "bills", "org": "orgs", "place": "places", "law": "laws", "standard": "standards", "topic": "topics",
    "hashtag": "hashtags", "month": "months",
}  # fmt: skip
PHONE_LIKE = 0.2


def fill(slot: str, lang: str, rng: random.Random) -> str:
    """What stands for a slot; KeyError where there is none of this name."""
    if slot in PLACES_OF_LISTS:
        return rng.choice(sections(lang)[PLACES_OF_LISTS[slot]])
    return MADE[slot](lang, rng)


def _day(rng: random.Random) -> date:
    return FIRST_DAY + timedelta(days=rng.randrange(DAYS))


def _date(lang: str, rng: random.Random) -> str:
    day = _day(rng)
    month = MONTHS[lang].split()[day.month - 1]
    return rng.choice(DATES[lang]).format(d=day.day, m=month, n=day.month, y=day.year)


def _grouped(number: int, lang: str) -> str:
    return f"{number:,}".replace(",", THOUSANDS[lang])


def _money(lang: str, rng: random.Random) -> str:
    number = rng.choice((rng.randint(20, 990), rng.randint(1000, 99000)))
    pattern = re.sub(r"\{n:.\}", _grouped(number, lang), rng.choice(MONEY[lang]))
    return pattern.format(n=number, s=rng.randint(2, 90))


def _percent(lang: str, rng: random.Random) -> str:
    number = rng.choice((f"{rng.randint(2, 97)}", f"{rng.randint(2, 97)}.{rng.randint(1, 9)}"))
    return f"{number} %".replace(".", ",") if lang != "en" else f"{number}%"


def _number(lang: str, rng: random.Random) -> str:
    if rng.random() < PHONE_LIKE:
        return str(rng.randint(600_000_000, 699_999_999))
    return str(rng.randint(300_000, 9_999_999))


def _ref(lang: str, rng: random.Random) -> str:
    return filled_in(rng.choice(sections(lang)["refs"]), rng)


def filled_in(form: str, rng: random.Random) -> str:
    """A number of that form, with other figures."""
    return re.sub(r"\d", lambda _: str(rng.randint(1, 9)), form)


MADE: dict[str, Callable[[str, random.Random], str]] = {
    "date": _date,
    "money": _money,
    "percent": _percent,
    "number": _number,
    "ref": _ref,
    "count": lambda lang, rng: _grouped(rng.randint(1200, 480_000), lang),
    "year": lambda _, rng: str(rng.randint(1995, 2026)),
    "iso": lambda _, rng: _day(rng).isoformat(),
}
