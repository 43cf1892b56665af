"""An invented consultation: two questions, and the region and the kind of each sender."""

import csv
import io
from collections.abc import Iterator

from hemicycle.accounts.models import User
from hemicycle.listening.actions import uploads
from hemicycle.listening.models import Inquiry

from .conftest import Part, Said, answer, opened, work_intakes_only

FERRY, PRICE = "1. Should the ferry run at night?", "2. What would you pay for a crossing?"
# Senders of each region; two live where hardly anybody does.
REGIONS = {"North": 9, "South": 8, "Skerry": 2, "Holm": 4}


def senders() -> Iterator[tuple[int, str, str]]:
    """(number, region, kind): every third writes for an organisation."""
    regions = [region for region, n in REGIONS.items() for _ in range(n)]
    for number, region in enumerate(regions):
        yield number, region, "Organisation" if number % 3 == 0 else "Person"


def survey() -> bytes:
    """Every sender answers both."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id", "sender", "question", "Region", "Kind", "text"))
    for number, region, kind in senders():
        who = f"sender{number}@example.org"
        rows.writerow((f"f{number}", who, FERRY, region, kind, f"Boat {number} is what I take when I come home late."))
        text = f"A crossing may cost {number} coins, and no more."
        rows.writerow((f"p{number}", who, PRICE, region, kind, text))
    return out.getvalue().encode()


# What is said of the ferry by seven of the north, six of the south and three of elsewhere.
NIGHT = {f"f{n}": "what I take" for n in (*range(7), *range(9, 15), 17, 18, 19)}
HOME = {f"f{n}": "come home late" for n in range(23)}
COINS = {f"p{n}": "no more" for n in range(23)}
THEMES = {"night boats": NIGHT, "coming home": HOME, "coins": COINS}


def imported(inquiry: Inquiry, by: User) -> None:
    upload = opened(uploads.add_file(inquiry, name="survey.csv", chunks=[survey()], by=by))
    columns = {name: name for name in ("id", "sender", "question", "text")} | dict.fromkeys(("lang", "channel"), "")
    work_intakes_only(uploads.choose_columns(upload, columns=columns, facts=["Region", "Kind"], by=by))


def surveyed(inquiry: Inquiry, by: User) -> Inquiry:
    """Imported and analysed; five of the north and five of the south wrote one letter."""
    imported(inquiry, by)
    campaign = Part([f"f{n}" for n in (0, 1, 2, 3, 4, 9, 10, 11, 12, 13)])
    asked = {"night boats": FERRY, "coming home": FERRY, "coins": PRICE}
    answer(inquiry, {"night": campaign}, Said(themes=THEMES, questions=asked))
    inquiry.refresh_from_db()
    return inquiry
