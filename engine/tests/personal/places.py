"""Addresses, postcodes and telephone numbers, as each country writes them.

Telephone numbers are of ranges kept for drama where a state keeps some (Ofcom, Arcep, 555-01xx) and otherwise have 555
inside.
"""

import random
from collections.abc import Callable

from personal.material import sections

AREAS = ("LS6", "M14", "SW9", "CF24", "EH6", "BT9", "OX4", "B29", "NE6", "TR13", "W1T", "EC1V")
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
CANADIAN = {"ca": "KLMNPRSTV", "qc": "GHJ"}


def street(country: str, rng: random.Random) -> str:
    """Street and number."""
    pattern = rng.choice(sections("places")[f"{country}.street"])
    most = 4000 if country in ("us", "mx", "ar", "cl") else 180
    return pattern.format(n=rng.randint(2, most), s=rng.randint(1, 9))


def town(country: str, rng: random.Random) -> str:
    return rng.choice(sections("places")[f"{country}.town"])


def _gb(rng: random.Random) -> str:
    inward = f"{rng.randint(1, 9)}{rng.choice(INWARD)}{rng.choice(INWARD)}"
    return rng.choice((f"{rng.choice(AREAS)} {inward}",) * 3 + (f"{rng.choice(AREAS)}{inward}",))


def _ie(rng: random.Random) -> str:
    return f"{rng.choice(('D04', 'T12', 'H91', 'V94', 'A65', 'D6W'))} {rng.choice('ACDEFHKNPRTVWXY')}{rng.randint(1, 9)}{rng.choice('ACDEFHKNPRTVWXY')}{rng.randint(1, 9)}"


def _us(rng: random.Random) -> str:
    return rng.choice((f"{rng.randint(10001, 99499)}", f"{rng.randint(10001, 99499)}-{rng.randint(1001, 9999)}"))


def _ca(country: str, rng: random.Random) -> str:
    letters = "ABCEGHJKLMNPRSTVWXYZ"
    fsa = f"{rng.choice(CANADIAN[country])}{rng.randint(1, 9)}{rng.choice(letters)}"
    return f"{fsa}{rng.choice((' ', ' ', ''))}{rng.randint(1, 9)}{rng.choice(letters)}{rng.randint(1, 9)}"


POSTCODES: dict[str, Callable[[random.Random], str]] = {
    "gb": _gb, "ie": _ie, "us": _us,
    "ca": lambda rng: _ca("ca", rng), "qc": lambda rng: _ca("qc", rng),
    "fr": lambda rng: f"{rng.randint(1, 95):02}{rng.randint(0, 99) * 10:03}",
    "be": lambda rng: f"{rng.choice(('', 'B-'))}{rng.randint(1000, 9990)}",
    "ch": lambda rng: f"{rng.choice(('', 'CH-'))}{rng.randint(1000, 2950)}",
    "es": lambda rng: f"{rng.randint(1, 52):02}{rng.randint(1, 89):03}",
    "mx": lambda rng: f"{rng.randint(1, 16):02}{rng.randint(10, 99)}0",
    "ar": lambda rng: rng.choice((f"{rng.randint(1001, 9420)}", f"C{rng.randint(1001, 1440)}ABC", f"S{rng.randint(2000, 2600)}DGK")),
    "cl": lambda rng: f"{rng.randint(100, 999)}0000",
}  # fmt: skip

# National writings, then international ones; # is a digit.
PHONES = {
    "gb": (
        ("020 7946 0###", "(0113) 496 0###", "0191 498 0###", "07400 555 0##", "07900555###",),
        ("+44 20 7946 0###", "+44 (0)113 496 0###", "0044 7400 5550##",),
    ),
    "us": (
        ("(503) 555-01##", "212-555-01##", "312.555.01##",),
        ("+1 415 555 01##", "+1-503-555-01##",),
    ),
    "ca": (
        ("613-555-01##", "(604) 555-01##",),
        ("+1 416 555 01##",),
    ),
    "ie": (
        ("087 555 0###", "(01) 555 0###",),
        ("+353 87 555 0###", "00353 21 455 50##",),
    ),
    "fr": (
        ("01 99 00 ## ##", "02.61.91.##.##", "0465710###", "06 12 55 5# ##", "07-68-55-0#-##",),
        ("+33 1 99 00 ## ##", "+33 (0)6 12 55 5# ##", "0033 6 12 55 5# ##",),
    ),
    "be": (
        ("0470 55 0# ##", "02 555 0# ##", "0470/55.0#.##",),
        ("+32 470 55 0# ##", "0032 2 555 0# ##",),
    ),
    "ch": (
        ("079 555 0# ##", "021 555 0# ##",),
        ("+41 79 555 0# ##", "0041 22 555 0# ##",),
    ),
    "qc": (
        ("514 555-01##", "(418) 555-01##", "819-555-01##",),
        ("+1 514 555-01##",),
    ),
    "es": (
        ("655 55 0# ##", "655550###", "91 555 0# ##", "955 550 ###",),
        ("+34 655 55 0# ##", "0034 91 555 0# ##", "(+34) 655550###",),
    ),
    "mx": (
        ("55 5555 0###", "33 3555 0###",),
        ("+52 55 5555 0###", "+52 81 8555 0###",),
    ),
    "ar": (
        ("011 5555-0###", "011 15-5555-0###", "0351 555-0###",),
        ("+54 9 11 5555-0###", "+54 351 555-0###",),
    ),
    "cl": (
        ("9 5555 0###", "2 2555 0###",),
        ("+56 9 5555 0###", "+56 2 2555 0###",),
    ),
}  # fmt: skip
INTERNATIONAL = 0.35


def phone(country: str, rng: random.Random) -> str:
    """A telephone number in one of the writings of the country."""
    national, international = PHONES[country]
    pattern = rng.choice(international if rng.random() < INTERNATIONAL else national)
    return "".join(str(rng.randint(0, 9)) if sign == "#" else sign for sign in pattern)
