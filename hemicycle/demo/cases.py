"""What people write to the invented House by its form and by mail: letters of the spring that were answered then, new
ones that nobody has read, a campaign that nobody announced, and two that their organisers did.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases import actions as cases
from hemicycle.cases.actions import campaigns
from hemicycle.cases.models import Campaign, Case, Guidance, Origin, State
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Answer, Inbound, Medium
from hemicycle.demo import staff
from hemicycle.demo.progress import has_letters
from hemicycle.record.models import Document

PAPERS = tomllib.loads((Path(__file__).parent / "parliament" / "data" / "cases.toml").read_text(encoding="utf-8"))
ANSWERED_WITHIN = timedelta(days=3)
CITIZEN = "citizen"


@transaction.atomic
def receive() -> None:
    """Once the accounts of the House are there; a second time adds nothing."""
    if has_letters():
        return
    office = Office.objects.get(slug=staff.COMMUNICATIONS_OFFICE)
    account = Account.objects.open().get(office=office, kind="email")
    cases.save_guidance(Guidance.CARE, PAPERS["care"], by=person("secretary"))
    for paper in PAPERS["earlier"]:
        _receive_earlier(paper, account)
    for paper in PAPERS["letter"]:
        _write(paper, office)
    for number, sender in enumerate(PAPERS["found"]["senders"]):
        _store(
            account, f"found-{number}", sender["from"], _letter(PAPERS["found"], sender), PAPERS["found"]["subject"]
        )
    for paper in PAPERS["organised"]:
        _organise(paper, office)
    campaigns.start_searches(of=[office.pk])


def bill(number: str) -> Document:
    return Document.objects.bills().get(number=number)


def person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{staff.DOMAIN}")


def _receive_earlier(paper: Mapping[str, Any], account: Account) -> None:
    """It came in the spring, and was answered within days: its moments are set to what they were."""
    message = _store(account, paper["id"], paper["from"], paper["text"].strip(), paper["subject"], lang=paper["lang"])
    case, clerk = Case.objects.holding(message).get(), person("second.editor")
    cases.add_subject(case, bill("12"), origin=Origin.STAFF, eid=paper["clause"], by=clerk)
    channels.give_answer(message, text=paper["answer"], lang=paper["lang"], key=f"demo-{paper['id']}", by=clerk)
    came = min(_noon(paper["received"]), timezone.now())
    answered = min(came + ANSWERED_WITHIN, timezone.now())
    Inbound.objects.filter(pk=message.pk).update(received_at=came)
    Answer.objects.filter(inbound=message).update(written_at=answered)
    Case.objects.filter(pk=case.pk).update(
        opened_at=came, heard_at=came, confirmed_at=came, acknowledged_at=came, answered_at=answered,
        closed_at=answered, state=State.CLOSED, waiting_since=None,
    )  # fmt: skip


def _store(account: Account, name: str, sender: str, text: str, subject: str, *, lang: str = "en") -> Inbound:
    """A mail to the address of the bill, whose sender the mail server vouches for."""
    message = InboundMessage(
        f"<{name}@mail.example>", text, sender=sender, subject=subject, lang=lang, to="bill-12", authenticated=True
    )
    stored = channels.store_incoming(message, account=account, by="demo")
    assert stored is not None
    return stored


def _write(paper: Mapping[str, Any], office: Office) -> None:
    about = bill(paper["bill"]) if paper["bill"] else None
    title = str(about.titles.in_language(paper["lang"])) if about is not None else ""
    case = _from_form(paper, office, paper["text"], form=f"demo-{paper['id']}", about=about, title=title)
    if paper["confirmed"]:
        cases.confirm(case, by=CITIZEN)


def _from_form(paper: Mapping[str, Any], office: Office, text: str, *, form: str, **about: Any) -> Case:
    channel = Medium.EMAIL if paper["from"] else ""
    return cases.write(
        office=office, text=text, channel=channel, address=paper["from"], lang=paper["lang"], form=form, **about
    )


def _organise(paper: Mapping[str, Any], office: Office) -> None:
    """Announced and confirmed by who organises it; where it was accepted, with letters that came through it."""
    campaign = campaigns.announce(
        campaigns.Announced(
            title=paper["title"], text=paper["text"].strip(), lang=paper["lang"], organisation=paper["organisation"],
            address=paper["from"], expected=paper["expected"], bill=bill(paper["bill"]),
        )
    )  # fmt: skip
    assert campaign is not None
    campaigns.confirm_organiser(campaign)
    if paper["accepted"]:
        _take_part(paper, campaigns.accept(campaign, by=person("second.editor")), office)


def _take_part(paper: Mapping[str, Any], campaign: Campaign, office: Office) -> None:
    for number, sender in enumerate(paper["letters"]):
        case = _from_form(
            {**sender, "lang": paper["lang"]}, office, _letter(paper, sender), form=f"demo-{campaign.pk}-{number}",
            about=campaign.bill, title=str(campaign),
        )  # fmt: skip
        campaigns.join(case, campaign, own_words=sender.get("own", ""), by=CITIZEN)
        cases.confirm(case, by=CITIZEN)


def _letter(paper: Mapping[str, Any], sender: Mapping[str, str]) -> str:
    """The words of a campaign, and below them what its sender adds."""
    return "\n\n".join(filter(None, (paper["text"].strip(), sender.get("own", ""))))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
