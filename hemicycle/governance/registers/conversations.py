"""What forwarded conversations register at start."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import Hit, MenuItem, register_menu, register_search
from hemicycle.rules import audit, personal_data
from hemicycle.rules.personal_data import Holding, Subject

from ..models import HOUSE_ROLES, ForwardedConversation

# As the desk's.
MOST_HITS = 10

audit.register("governance.forward_conversation", _("Forwarded a private conversation into the record"))
audit.register("governance.read_forwarded_file", _("Saved a file of a forwarded conversation"))


def find(user: User, query: str) -> Iterable[Hit]:
    """By its words, for who works in its office."""
    matching = Q(subject__icontains=query) | Q(with_whom__icontains=query) | Q(text__icontains=query)
    for row in ForwardedConversation.objects.visible_to(user).filter(matching)[:MOST_HITS]:
        yield Hit(row.subject, gettext("Forwarded conversation"), reverse("governance:conversation", args=[row.pk]))


def naming(subject: Subject) -> list[QuerySet[Any]]:
    """In which an address of the person stands."""
    named = Q(pk__in=[])
    for address in subject.addresses:
        named |= Q(text__icontains=address) | Q(with_whom__icontains=address)
    return [ForwardedConversation.objects.filter(named, office__in=subject.offices)]


def data(subject: Subject) -> list[dict[str, Any]]:
    """Without the words, which are of others as well: whoever asks is shown them on request."""
    return [
        {"subject": row.subject, "from": row.began_on, "until": row.ended_on, "office": str(row.office)}
        for row in naming(subject)[0].select_related("office")
    ]


register_search("conversations", find)
register_menu(
    MenuItem(
        label=_("Forwarded conversations"), url_name="governance:conversations", roles=HOUSE_ROLES, order=87,
        icon="inbox",
    )
)  # fmt: skip
personal_data.register(
    Holding(
        "governance.conversations", tables=("governance.ForwardedConversation", "governance.ForwardedFile"),
        rows=naming, data=data,
        kept=_("Conversations in which business of the House was done are its records, and kept as such."),
    )
)  # fmt: skip
