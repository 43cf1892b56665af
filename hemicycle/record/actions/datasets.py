"""Asking for the file of the whole record (packing.py), and withholding what may no longer leave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hemicycle.record.models import Packing
from hemicycle.rules import work


@transaction.atomic
def ask_for_dataset() -> None:
    """See that the dataset is packed after this transaction; asked twice, once."""
    if not Packing.objects.waiting().select_for_update().values_list("pk")[:1]:
        Packing.objects.create()
        work.wake()


def withhold_dataset() -> None:
    """What was packed, or is being packed, holds something that is no longer public."""
    Packing.objects.filter(withheld_at=None).exclude(pk__in=Packing.objects.waiting()).update(
        withheld_at=timezone.now()
    )
