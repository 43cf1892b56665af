"""Where the public reads the policy; `site` serves these pages."""

from __future__ import annotations

from django.urls import get_script_prefix


def public_policy() -> str:
    return f"{get_script_prefix()}policy/"


def public_version(number: int) -> str:
    return f"{public_policy()}versions/{number}/"


def your_data(*parts: str) -> str:
    """Where people ask about their own data; with a key, the page of one request."""
    return "".join((public_policy(), "your-data/", *(f"{part}/" for part in parts)))


def transfer_page(key: str) -> str:
    """Where a person answers whether a successor may have their open case."""
    return f"{public_policy()}transfer/{key}/"


def site_pages() -> tuple[str, ...]:
    """What the House says of itself, captured on the schedule of the policy."""
    root, policy = get_script_prefix(), public_policy()
    ours = (f"{root}{part}/" for part in ("announcements", "our-accounts", "house-rules"))
    return (root, *ours, policy, f"{policy}what-to-expect/", f"{policy}periods/")
