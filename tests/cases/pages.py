"""The case of a message, and the addresses of its pages."""

from django.urls import reverse

from hemicycle.cases.models import Case
from hemicycle.channels.models import Inbound


def case_of(message: Inbound) -> Case:
    return Case.objects.get(messages__inbound=message)


def page(name: str, about: Inbound | int) -> str:
    return reverse(f"cases:{name}", args=[case_of(about).reference if isinstance(about, Inbound) else about])


def just(*messages: Inbound):
    return Case.objects.filter(messages__inbound__in=messages)
