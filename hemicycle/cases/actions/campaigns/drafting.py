"""The one answer: an announcement of the desk, which goes through its approvals as everything the House says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from hemicycle.accounts.actions import end_notices
from hemicycle.accounts.models import User
from hemicycle.cases.actions import notices
from hemicycle.cases.errors import HasAnswer
from hemicycle.cases.models import Campaign, CampaignState
from hemicycle.channels.models import Medium
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement, Purpose
from hemicycle.desk.models import State as Written
from hemicycle.rules import audit
from hemicycle.rules.site_address import absolute

# What was begun and will not go out makes room for another.
GIVEN_UP = (Written.DISCARDED, Written.MISSED)


@transaction.atomic
def ask_to_write(campaign: Campaign, *, to: User, by: User) -> None:
    """Ask a colleague who writes for the office: whoever begins the answer does not approve it."""
    notices.note_writing(campaign, to=to, by=by)
    audit.record("cases.ask_to_write", by=by, about=campaign, office=campaign.office, to=str(to.pk))


@transaction.atomic
def draft_answer(campaign: Campaign, *, by: User) -> Announcement:
    """Open the draft in every language, with what is known filled in; the answer itself is the writer's. Raises
    HasAnswer where one is being written."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("office", "answer", "bill").get(
        pk=campaign.pk
    )  # fmt: skip
    begun = row.answer is not None and row.answer.state not in GIVEN_UP
    if begun or row.state != CampaignState.RUNNING:
        raise HasAnswer(row.address)
    about: dict[str, Any] = {"document": row.bill} if row.bill is not None else {"committee": row.committee}
    texts = _texts(row)
    answer = desk.draft(office=row.office, by=by, texts=texts, unfinished=True, purpose=Purpose.ENGAGE, **about)
    row.answer = answer
    row.save(update_fields=["answer"])
    end_notices(notices.WRITE, about=row)
    audit.record("cases.draft_answer", by=by, about=row, office=row.office, announcement=answer.address)
    campaign.answer = answer
    return answer


def _texts(campaign: Campaign) -> dict[str, tuple[str, str]]:
    found = {}
    by_post = campaign.cases.unmerged().filter(channel=Medium.LETTER, disputed_at=None)
    letters, posted = campaign.cases.unmerged().confirmed().exclude(pk__in=by_post).count(), by_post.count()
    for lang, _name in settings.LANGUAGES:
        with override(lang):
            found[lang] = (_title(campaign, lang), _body(campaign, lang, letters, posted))
    return found


def _title(campaign: Campaign, lang: str) -> str:
    return _("Our answer to the campaign “%(title)s”") % {"title": campaign.title_in(lang)}


def _body(campaign: Campaign, lang: str, letters: int, posted: int) -> str:
    day = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    words = {"title": str(campaign.title_in(lang)), "day": day, "n": formats.number_format(letters)}
    said = ngettext(
        "By %(day)s, %(n)s person with a confirmed address had written to us in the words of the campaign "
        "“%(title)s”.",
        "By %(day)s, %(n)s people with a confirmed address had written to us in the words of the campaign "
        "“%(title)s”.",
        letters,
    )
    lines = [said % words]
    if posted:
        on_paper = ngettext(
            "%(n)s letter in these words came by post.", "%(n)s letters in these words came by post.", posted
        )
        lines = [f"{lines[0]} {on_paper % {'n': formats.number_format(posted)}}"]
    if campaign.bill is not None:
        named = {"bill": campaign.bill.name, "link": absolute(campaign.bill.get_absolute_url())}
        lines.append(_("It is about %(bill)s: %(link)s") % named)
    return "\n\n".join(lines)
