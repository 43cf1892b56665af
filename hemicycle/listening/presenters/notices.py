"""What the bell says of dossiers, to those who release them and to whoever proposed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.notices.kinds import Describe, Described, Kind, each_described, register_kind

from ..models import Dossier, Inquiry
from ..models.dossier import AWAITS_RELEASE, RELEASE_DECLINED
from ..models.inquiry import CORRECTORS, RELEASERS


def register_kinds() -> None:
    register_kind(
        Kind(
            AWAITS_RELEASE,
            label=_("A dossier awaits my release"),
            said=_("A dossier awaits your release."),
            roles=RELEASERS,
            describe=_drafts(_("Read and decide"), proposed=True),
        )
    )
    register_kind(
        Kind(
            RELEASE_DECLINED,
            label=_("The release of a dossier that I proposed was declined"),
            said=_("The release of a dossier was declined."),
            roles=CORRECTORS,
            describe=_drafts(_("Read the reason"), proposed=False),
        )
    )


def _drafts(action: object, *, proposed: bool) -> Describe:
    def describe(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
        seen = Inquiry.objects.visible_to(person)
        rows = Dossier.objects.drafts().without_words().filter(inquiry__in=seen, proposed_at__isnull=not proposed)
        return each_described(notices, rows.select_related("inquiry"), described)

    def described(draft: Dossier) -> Described:
        page = reverse("listening:dossier", args=[draft.inquiry.address, draft.pk])
        return Described(draft.inquiry.title, page, str(action), draft.declined_why)

    return describe
