"""What became of what people wrote to the invented House: the one answer to a campaign, the outcome of a bill, and
what the committee heard. Each goes through the desk, and the worker sends it, as anywhere.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions import campaigns, outcomes
from hemicycle.cases.actions import heard as of_heard
from hemicycle.cases.actions.agreeing import record_agreement
from hemicycle.cases.models import Campaign, CampaignOrigin, CampaignSearch, CampaignState, Heard, Outcome
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.demo import post, staff
from hemicycle.demo.cases import PAPERS, bill, person
from hemicycle.demo.desk import approve
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.listening.models import Dossier
from hemicycle.record.models import Stage


@transaction.atomic
def answer() -> None:
    """Once campaigns were looked for and a dossier was released; a second time adds nothing."""
    if Heard.objects.exists() or CampaignSearch.objects.unfinished().exists():
        return
    for campaign in Campaign.objects.filter(origin=CampaignOrigin.SOFTWARE, state=CampaignState.PROPOSED):
        _answer_campaign(campaign)
    _announce_outcome()
    _announce_heard()


def _answer_campaign(found: Campaign) -> None:
    clerk, officer = person("second.editor"), person("officer")
    campaigns.describe(found, titles=PAPERS["found"]["titles"], bill=bill(PAPERS["found"]["bill"]), by=clerk)
    campaign = campaigns.accept(found, by=clerk)
    draft = campaigns.draft_answer(campaign, by=officer)
    for text in draft.texts.all():
        body = f"{text.body}\n\n{PAPERS['found']['answer'][text.lang].strip()}"
        desk.write_text(draft, lang=text.lang, title=text.title, body=body, edit=text.edit, by=officer)
    _release(draft, by=officer)


def _announce_outcome() -> None:
    """Of the committee's report, if the calendar of whoever tries it has come to its day."""
    steps = bill(post.BILL).steps.filter(stage=Stage.REPORT, date__lte=timezone.localdate())
    for step in steps:
        outcomes.prepare_outcomes(step, by="demo")
    officer = person("officer")
    for outcome in Outcome.objects.filter(office__slug=staff.COMMUNICATIONS_OFFICE, announcement=None):
        known = {eid for change in outcome.clauses or () for eid in change} | {""}
        reasons = {eid: said for eid, said in PAPERS["reasons"].items() if eid in known}
        explained = outcomes.give_reasons(outcome, reasons=reasons, by=officer)
        if explained.needs_agreement:
            record_agreement(explained, on=explained.on, by=officer)
        _release(outcomes.draft_outcome(explained, by=officer), by=officer)


def _announce_heard() -> None:
    inquiry = post.INQUIRIES[0].inquiry()
    if not Dossier.objects.released().filter(inquiry=inquiry).exists():
        return
    clerk, officer = person("clerk"), person("officer")
    office = Office.objects.get(slug=staff.COMMITTEE_OFFICE)
    if not Account.objects.open().filter(office=office, kind="web").exists():
        channels.open_account(office=office, kind="web", name="Website", by="demo")
    heard = of_heard.write_heard(
        of_heard.open_heard(inquiry, by=clerk), introductions=PAPERS["heard"]["introduction"],
        responses=PAPERS["reasons"], sides={}, by=clerk,
    )  # fmt: skip
    record_agreement(heard, on=timezone.localdate(), by=clerk)
    _release(of_heard.draft_heard(heard, by=officer), by=officer)


def _release(announcement: Announcement, *, by: User) -> None:
    approve(announcement)
    desk.schedule(announcement, by=by)
