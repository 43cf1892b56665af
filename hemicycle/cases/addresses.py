"""The public addresses of writing, of campaigns and of what was said about a bill, served by `site`. What is
private is named by a key, never by who wrote it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import get_script_prefix

from hemicycle.record.models import Document


def write(kind: str = "", address: str = "") -> str:
    """`write("bill", "zzm242tq")` is /write/?bill=zzm242tq: where one writes about it."""
    page = f"{get_script_prefix()}write/"
    return f"{page}?{urlencode({kind: address})}" if kind else page


def letter(key: str) -> str:
    """The page of one letter, for whoever wrote it."""
    return f"{write()}{key}/"


def confirmation(key: str) -> str:
    """Where the owner of an address says that they wrote a letter."""
    return f"{write()}confirm/{key}/"


def dispute(key: str) -> str:
    """Where they say that they did not."""
    return f"{confirmation(key)}not-mine/"


def status() -> str:
    """Where somebody finds out by the reference how their letter stands."""
    return f"{get_script_prefix()}status/"


def passing_on(key: str) -> str:
    """Where whoever wrote a letter says whether it may go to another office."""
    return f"{write()}pass-on/{key}/"


def stop(key: str) -> str:
    """Where one POST ends what an office sends to an address (RFC 8058), by the key of its contact."""
    return f"{write()}stop/{key}/"


def campaigns(*parts: str) -> str:
    """`campaigns("zzm242tq")` is /campaigns/zzm242tq/."""
    return "".join((get_script_prefix(), "campaigns/", *(f"{part}/" for part in parts)))


def campaign(address: str) -> str:
    """The page of one campaign, permanent."""
    return campaigns(address)


def announce_campaign(*, bill: str = "") -> str:
    """Where whoever organises one announces it; `bill` is the address of that which is chosen there at first."""
    return campaigns("announce") + (f"?{urlencode({'bill': bill})}" if bill else "")


def organiser_page(address: str, key: str) -> str:
    """The page of its organiser alone."""
    return campaigns(address, "organiser", key)


def write_in_campaign(address: str) -> str:
    """The form with the text of the campaign in it."""
    return f"{get_script_prefix()}write/?{urlencode({'campaign': address})}"


def heard(bill: Document) -> str:
    """What we heard, and what the committee did with it."""
    return f"{bill.get_absolute_url()}heard/"


def asked(bill: Document) -> str:
    """What people asked, as a small page that other sites show in theirs."""
    return f"{bill.get_absolute_url()}asked/"
