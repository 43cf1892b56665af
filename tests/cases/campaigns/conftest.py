"""An office with mail and text messages that end in the test, a campaign that runs, and people who write in its words."""

from collections.abc import Callable
from itertools import count

import pytest
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases import actions
from hemicycle.cases.actions import campaigns
from hemicycle.cases.models import Campaign, Case, CaseMessage
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from tests.desk.conftest import feed, second_editor, site
from tests.follow.conftest import by_mail, by_text, mail, river, texts

__all__ = ["by_mail", "by_text", "feed", "mail", "river", "second_editor", "site", "texts"]

TEXT = (
    "Dear members of the committee, I ask you to keep the river path open to everybody. The bill as it stands closes"
    " eleven kilometres of the bank to walkers, anglers and schools for the sake of four private moorings. Please vote"
    " for the amendment of the ramblers, which leaves a strip of three metres along the whole of the water."
)
Write = Callable[..., Case]
_number = count(1)


@pytest.fixture
def campaign(office, river, clerk) -> Campaign:
    return campaigns.make_campaign(
        office=office, titles={"en": "Keep the river path open", "fr": "Gardons le chemin de halage"}, text=TEXT,
        lang="en", bill=river, by=clerk,
    )  # fmt: skip


@pytest.fixture
def write(by_mail: Account, campaign: Campaign) -> Write:
    """`write("ann", own="My daughter …", lang="fr")`: Ann's letter, in the campaign, her address confirmed."""

    def written(
        name: str = "", *, own: str = "", lang: str = "en", confirmed: bool = True, account: Account = by_mail,
        joins: bool = True, text: str = TEXT,
    ) -> Case:  # fmt: skip
        name = name or f"citizen{next(_number)}"
        sender = name if name.startswith("+") else f"{name}@valmora.example"
        message = InboundMessage(f"m{next(_number)}", f"{text}\n\n{own}".strip(), sender=sender, lang=lang)
        stored = channels.store_incoming(message, account=account, by="test")
        case = CaseMessage.objects.get(inbound=stored).case
        now = timezone.now()
        Case.objects.filter(pk=case.pk).update(judged_at=now, confirmed_at=now if confirmed else None)
        if joins:
            campaigns.join(case, campaign, own_words=own, by="test")
        case.refresh_from_db()
        return case

    return written


@pytest.fixture
def by_post(office, clerk, campaign) -> Write:
    """`by_post(own="My school …", lang="fr")`: a letter that came by post, entered by the clerk, in the campaign."""

    def posted(*, sender: str | None = None, own: str = "", lang: str = "en") -> Case:
        n = next(_number)
        case = actions.add_letter(
            office=office, sender=f"Ada Field\n{n} Mill Lane\n10234 Northport" if sender is None else sender,
            text=f"{TEXT}\n\n{own}".strip(), subject="", lang=lang, received_at=timezone.now(), form=f"f{n}", by=clerk,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(judged_at=timezone.now())
        campaigns.join(case, campaign, own_words=own, by="test")
        case.refresh_from_db()
        return case

    return posted


@pytest.fixture
def release(officer: User, editor: User, second_editor: User, site: Account, feed: Account) -> Callable[..., None]:
    """`release(campaign)`: its answer is written, approved by both editors and released."""

    def released(campaign: Campaign) -> Announcement:
        answer = campaigns.draft_answer(campaign, by=officer)
        for text in answer.texts.all():
            body = f"{text.body}\n\nThe committee keeps a strip of three metres ({text.lang})."
            desk.write_text(answer, lang=text.lang, title=text.title, body=body, edit=text.edit, by=officer)
        answer.refresh_from_db()
        desk.submit(answer, by=officer)
        for one in (editor, second_editor):
            desk.approve(answer, digest=answer.digest, by=one)
        desk.schedule(answer, by=officer)
        assert desk.release(answer, by="worker")
        answer.refresh_from_db()
        return answer

    return released
