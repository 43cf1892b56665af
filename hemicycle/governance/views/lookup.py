"""What a page of governance is about: the policy a person may see, one of its versions."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User

from ..models import Policy, Version

THERE_ALREADY = gettext_lazy("It is there already: you have sent the same before. Nothing was added.")


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def visible_policy(request: HttpRequest, address: str) -> Policy:
    found: Policy = get_object_or_404(Policy.objects.visible_to(request.user), address=address)
    return found


def visible_version(request: HttpRequest, address: str, number: int) -> Version:
    rows = Version.objects.whole().filter(policy=visible_policy(request, address))
    found: Version = get_object_or_404(rows, number=number)
    return found
