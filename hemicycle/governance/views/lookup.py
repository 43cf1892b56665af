"""What a page of governance is about: the policy a person may see, one of its versions."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.rules.models import AuditEntry

from ..models import Policy, Version

# In the audit log of a row without any change of it.
LOOKS = ("governance.request_look",)
THERE_ALREADY = gettext_lazy("It is there already: you have sent the same before. Nothing was added.")


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def say_moved(request: HttpRequest, row: Model) -> None:
    """After IllegalMove: who pressed twice did it themselves; else somebody else was quicker."""
    done = AuditEntry.objects.about(row).exclude(action__in=LOOKS).first()
    if done is not None and done.actor == person(request).audit_label:
        messages.info(request, _("It is done already."))
    else:
        messages.error(request, _("Somebody else was quicker: this is how it is now."))


def visible_policy(request: HttpRequest, address: str) -> Policy:
    found: Policy = get_object_or_404(Policy.objects.visible_to(request.user), address=address)
    return found


def visible_version(request: HttpRequest, address: str, number: int) -> Version:
    rows = Version.objects.whole().filter(policy=visible_policy(request, address))
    found: Version = get_object_or_404(rows, number=number)
    return found
