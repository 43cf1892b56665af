"""What people answer to the announcements of the invented House, so that the inbox can be tried: questions in three
languages by three channels, an insult that nobody has dealt with, and one that was hidden and appealed against.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases import actions as cases
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Inbound, Outbound, State
from hemicycle.demo import staff
from hemicycle.demo.progress import has_replies
from hemicycle.desk.models import Announcement
from hemicycle.desk.snapshot import source_of

PAPERS = tomllib.loads((Path(__file__).parent / "parliament" / "data" / "replies.toml").read_text(encoding="utf-8"))
SNOOZED, ASSIGNED = "costa", "villages"


def bring(*, by: Any = "demo") -> None:
    """Once the worker has sent what is answered; a second time adds nothing."""
    office = Office.objects.get(slug=staff.COMMUNICATIONS_OFFICE)
    answered = _answered(office)
    if has_replies() or answered is None:
        return
    with transaction.atomic():
        for paper in PAPERS["reply"]:
            sent = answered[paper["id"]]
            channels.store_incoming(_message(paper, sent.key), account=sent.account, by=by)
        _handle(office)
        _hide()


def _answered(office: Office) -> dict[str, Outbound] | None:
    """By the name of each reply: the message of ours that it answers, in its language where there is one. None while
    one has not left."""
    asked = Announcement.objects.filter(office=office, corrects=None).exclude(document=None).order_by("pk").first()
    if asked is None:
        return None
    sent = Outbound.objects.in_state(State.SENT, State.DELIVERED).filter(content__source=source_of(asked))
    rows = list(sent.select_related("account__office", "content").order_by("pk"))
    found = {}
    for paper in PAPERS["reply"]:
        through = [row for row in rows if row.account.kind == paper["through"]]
        if not through:
            return None
        found[paper["id"]] = next((row for row in through if row.content.lang == paper["lang"]), through[0])
    return found


def _message(paper: dict[str, Any], key: str) -> InboundMessage:
    return InboundMessage(
        f"{paper['from']}/{paper['id']}", paper["text"].strip(), sender=paper["from"], lang=paper["lang"],
        subject=paper.get("subject", ""), answers=(key,), automatic=paper.get("automatic", False), raw=_raw(paper),
    )  # fmt: skip


def _raw(paper: dict[str, Any]) -> bytes:
    """A letter as it came, so that its answer stands below it in every mail program."""
    if paper["through"] != "email":
        return b""
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Message-ID"] = (
        paper["from"],
        paper["subject"],
        f"<{paper['id']}@mail.example>",
    )
    letter.set_content(paper["text"].strip())
    return bytes(letter)


def _handle(office: Office) -> None:
    clerk, officer = _person("second.editor"), _person("officer")
    later = timezone.now() + timedelta(days=3)
    cases.assign(_cases(ASSIGNED), to=officer, by=clerk)
    cases.snooze(_cases(SNOOZED), until=later, by=officer)
    cases.write_note(_cases(PAPERS["note"]["reply"]).get(), text=PAPERS["note"]["text"], by=clerk)
    said = PAPERS["answer"]
    channels.give_answer(_rows(said["reply"]).get(), text=said["text"], lang=said["lang"], key="demo", by=clerk)
    for one in PAPERS["template"]:
        cases.save_template(None, office=office, name=one["name"], lang=one["lang"], text=one["text"], by=clerk)


def _hide() -> None:
    """By one editor, and confirmed by a clerk where the rules ask for it, so that the other editor can decide on the
    appeal."""
    paper = PAPERS["hidden"]
    measure = channels.moderate(
        _rows(paper["reply"]).get(),
        step="hide",
        rule=paper["rule"],
        words=paper["words"],
        days=1,
        by=_person("editor"),
    )
    if measure.is_awaiting:
        channels.confirm_measure(measure, by=_person("second.clerk"))
    channels.appeal(measure, text=paper["appeal"], by="citizen")


def _rows(name: str) -> Any:
    return Inbound.objects.filter(external_id__endswith=f"/{name}")


def _cases(name: str) -> Any:
    return Case.objects.filter(messages__inbound__in=_rows(name))


def _person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@{staff.DOMAIN}")
