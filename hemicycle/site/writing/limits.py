"""How often an address is asked whether it wrote, and how often one letter has that question sent again."""

from __future__ import annotations

from hemicycle.accounts.models import Office
from hemicycle.accounts.visitors import HOUR, seconds_to_wait_for
from hemicycle.cases.models import Case
from hemicycle.rules.parameters import in_force

DAY = 24 * HOUR
# A slip corrected, and a message lost; a stranger's address gets no more than that from one letter.
MOST_AGAIN = 3


def may_ask(office: Office, channel: str, address: str) -> bool:
    """Whether one more letter asks this address, from wherever it comes; counted. The page says nothing of it: it
    would say how many name the address, and its owner would be locked out by others."""
    name = f"{office.pk}:{channel}:{address.casefold()}"
    return not seconds_to_wait_for(name, what="write-address", most=in_force("letters_a_day"), within=DAY)


def seconds_to_ask_again(case: Case) -> int:
    return seconds_to_wait_for(f"{case.pk}", what="write-again", most=MOST_AGAIN, within=DAY)
