"""Numbers of persons and of bank accounts, with right check digits.

Rules as published by the issuing states: NINO (HMRC), NHS number (NHS Data Dictionary), SSN (SSA), NIR (INSEE), Belgian
national number, DNI and NIE (Ministerio del Interior), CURP (RENAPO), IBAN (ISO 13616, ISO 7064).
"""

import random
from collections.abc import Callable

DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
CURP_SIGNS = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
CURP_STATES = ("DF", "JC", "NL", "PL", "VZ", "YN", "OC", "GT")


def digits(rng: random.Random, count: int) -> str:
    """So many digits, the first of them not 0."""
    return str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(count - 1))


def _ni(rng: random.Random) -> str:
    number = f"{rng.choice('ABCEHJLMPRSTWXYZ')}{rng.choice('ABCEHJLMPRSWXYZ')}{digits(rng, 6)}{rng.choice('ABCD')}"
    if number[:2] in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ"):
        return _ni(rng)
    spaced = " ".join((number[:2], number[2:4], number[4:6], number[6:8], number[8]))
    return rng.choice((number, spaced, number.lower()))


def _nhs(rng: random.Random) -> str:
    number = digits(rng, 9)
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(number)) % 11
    if check == 10:
        return _nhs(rng)
    whole = f"{number}{check % 11}"
    return rng.choice((whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}", f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"))


def _ssn(rng: random.Random) -> str:
    area = rng.choice([number for number in range(1, 900) if number != 666])
    parts = f"{area:03}", f"{rng.randint(1, 99):02}", f"{rng.randint(1, 9999):04}"
    return rng.choice(("-", "-", " ")).join(parts)


def _nir(rng: random.Random) -> str:
    born = f"{rng.choice('12')}{rng.randint(40, 99)}{rng.randint(1, 12):02}"
    number = (
        f"{born}{rng.choice((13, 29, 31, 33, 44, 59, 67, 69, 75, 80))}{rng.randint(1, 570):03}{rng.randint(1, 400):03}"
    )
    key = f"{97 - int(number) % 97:02}"
    spaced = " ".join((number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:], key))
    return rng.choice((number + key, spaced, spaced))


def _nn(rng: random.Random) -> str:
    year, month, day = rng.randint(40, 99), rng.randint(1, 12), rng.randint(1, 28)
    number = f"{year:02}{month:02}{day:02}{rng.randint(1, 997):03}"
    key = f"{97 - int(number) % 97:02}"
    dotted = f"{year:02}.{month:02}.{day:02}-{number[6:]}.{key}"
    return rng.choice((dotted, dotted, number + key))


def _dni(rng: random.Random) -> str:
    number = digits(rng, 8)
    letter = DNI_LETTERS[int(number) % 23]
    dotted = f"{number[:2]}.{number[2:5]}.{number[5:]}"
    return rng.choice((number + letter, f"{number}-{letter}", f"{dotted}-{letter}", number + letter.lower()))


def _nie(rng: random.Random) -> str:
    first, number = rng.randint(0, 2), digits(rng, 7)
    letter = DNI_LETTERS[int(f"{first}{number}") % 23]
    return rng.choice((f"{'XYZ'[first]}{number}{letter}", f"{'XYZ'[first]}-{number}-{letter}"))


def _curp(rng: random.Random) -> str:
    consonants = "BCDFGLMNPRSTVZ"
    name = f"{rng.choice(consonants)}{rng.choice('AEIOU')}{rng.choice(consonants)}{rng.choice(consonants)}"
    born = f"{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    inner = "".join(rng.choice(consonants) for _ in range(3))
    number = f"{name}{born}{rng.choice('HM')}{rng.choice(CURP_STATES)}{inner}0"
    check = sum((18 - at) * CURP_SIGNS.index(sign) for at, sign in enumerate(number))
    return f"{number}{-check % 10}"


NATIONAL: dict[str, Callable[[random.Random], str]] = {
    "ni": _ni, "nhs": _nhs, "ssn": _ssn, "nir": _nir, "nn": _nn, "dni": _dni, "nie": _nie, "curp": _curp,
}  # fmt: skip


# Accounts carry the number of a bank that exists.
BELGIAN_BANKS = ("001", "068", "363", "733")


def _es_account(rng: random.Random) -> str:
    bank, number = digits(rng, 8), digits(rng, 10)
    return bank + _ccc(f"00{bank}") + _ccc(number) + number


def _ccc(number: str) -> str:
    left = 11 - sum(int(digit) * 2**at for at, digit in enumerate(number)) % 11 % 11
    return {10: "1", 11: "0"}.get(left, str(left))


def _be_account(rng: random.Random) -> str:
    number = rng.choice(BELGIAN_BANKS) + digits(rng, 7)
    return f"{number}{int(number) % 97 or 97:02}"


def _fr_account(rng: random.Random) -> str:
    bank, branch, number = digits(rng, 5), digits(rng, 5), digits(rng, 11)
    return f"{bank}{branch}{number}{97 - (89 * int(bank) + 15 * int(branch) + 3 * int(number)) % 97:02}"


ACCOUNTS: dict[str, Callable[[random.Random], str]] = {
    "gb": lambda rng: rng.choice(("HGVA", "NVLB")) + digits(rng, 14),
    "ie": lambda rng: "HRVB" + digits(rng, 14),
    "fr": _fr_account,
    "be": _be_account,
    "ch": lambda rng: digits(rng, 17),
    "es": _es_account,
}


def iban(country: str, rng: random.Random) -> str:
    """An account of a country, written in one piece or in fours; KeyError where there are none."""
    account = ACCOUNTS[country](rng)
    state = country.upper()
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{account}{state}00")) % 97
    whole = f"{state}{check:02}{account}"
    fours = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
    return rng.choice((whole, fours, fours))
