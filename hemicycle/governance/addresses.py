"""Where the public reads the policy; `site` serves these pages."""

from __future__ import annotations

from django.urls import get_script_prefix


def public_policy() -> str:
    return f"{get_script_prefix()}policy/"


def public_version(number: int) -> str:
    return f"{public_policy()}versions/{number}/"
