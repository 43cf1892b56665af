"""The public addresses of campaigns, served by `site`."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import get_script_prefix


def campaigns(*parts: str) -> str:
    """`campaigns("zzm242tq")` is /campaigns/zzm242tq/."""
    return "".join((get_script_prefix(), "campaigns/", *(f"{part}/" for part in parts)))


def campaign(address: str) -> str:
    """The page of one campaign, permanent."""
    return campaigns(address)


def announce_campaign() -> str:
    """Where whoever organises one announces it."""
    return campaigns("announce")


def organiser_page(address: str, key: str) -> str:
    """The page of its organiser alone."""
    return campaigns(address, "organiser", key)


def write_in_campaign(address: str) -> str:
    """The form with the text of the campaign in it."""
    return f"{get_script_prefix()}write/?{urlencode({'campaign': address})}"
