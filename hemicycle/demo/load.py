"""Puts the whole demonstration into an installation: parliament, offices, people, and two inquiries with their post.

What takes long is left to the worker: after `load`, the import of the letters waits as a row, and the analysis
follows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from hemicycle.accounts.models import Office, User
from hemicycle.demo import desk, letters, parliament, post, spine, staff
from hemicycle.demo.letters import Summary
from hemicycle.demo.parliament import Bill, Parliament
from hemicycle.listening.models import Inquiry
from hemicycle.record.models import Document, Identifier

# The bill that most of the post is about.
BILL = "12"
MEMBERS_LETTERS = 60
# The smallest corpus there is; a member's post is taken from one of its own, so that no letter is in both.
SMALL_CORPUS = 300


@dataclass(frozen=True)
class LoadedDemo:
    """What was loaded, and with what people sign in. `truth` are the generator's own numbers."""

    seed: int
    sign_ins: tuple[staff.SignIn, ...]
    password: str = field(repr=False)
    inquiry: Inquiry
    members_inquiry: Inquiry
    truth: Summary

    def tell(self, console: Console) -> None:
        """Print who can sign in."""
        table = Table(title=_("Sign in with"), title_justify="left")
        for heading in (_("E-mail address"), _("Name"), _("Role")):
            table.add_column(heading)
        for person in self.sign_ins:
            table.add_row(person.email, person.name, person.part)
        console.print(table)
        console.print(_("Password for all of them: %(password)s") % {"password": self.password}, highlight=False)


def load(*, by: Any = "demo", seed: int, console: Console) -> LoadedDemo:
    """Load everything that is not there yet; a second time adds nothing, whichever seed it is given."""
    papers = parliament.load()
    with console.status(_("Entering the parliament")):
        spine.enter(papers, by=by)
        sign_ins = staff.employ(papers, by=by)
    with console.status(_("Writing the letters")):
        corpus = letters.generate(seed)
        members_post = letters.generate(seed + 1, SMALL_CORPUS).messages[:MEMBERS_LETTERS]
        files = post.write(corpus.messages, f"letters-{seed}.jsonl"), post.write(members_post, f"member-{seed}.jsonl")
    with console.status(_("Announcing")):
        desk.speak(by=by)
    with transaction.atomic():
        inquiry, members_inquiry = _ask_the_house(papers, files[0]), _ask_the_member(papers, files[1])
    return LoadedDemo(
        seed=seed,
        sign_ins=sign_ins,
        password=staff.password(),
        inquiry=inquiry,
        members_inquiry=members_inquiry,
        truth=corpus.summary(),
    )


def _ask_the_house(papers: Parliament, file: Path) -> Inquiry:
    bill = papers.bill(BILL)
    return post.ask(
        f"What did people say about Bill {bill.number}?",
        question=f"Which letters about the {bill.title['en']} belong to campaigns, and what do people say themselves?",
        office=Office.objects.get(slug=staff.COMMITTEE_OFFICE),
        bill=_document(bill),
        language="en",
        file=file,
        by=User.objects.get(email=f"clerk@{staff.DOMAIN}"),
    )


def _ask_the_member(papers: Parliament, file: Path) -> Inquiry:
    """A member's post is the member's: nobody of the House sees this inquiry or its messages."""
    mailbox, key = next(iter(staff.MEMBERS.items()))
    return post.ask(
        "Post of the spring",
        question="What people have written to us since March.",
        office=Office.objects.get(slug=f"member-{key}"),
        bill=_document(papers.bill(BILL)),
        language=papers.member(key).language,
        file=file,
        by=User.objects.get(email=f"{mailbox}@{staff.DOMAIN}"),
    )


def _document(bill: Bill) -> Document:
    document = Identifier.objects.known(spine.known("bill", bill.key)).get().document
    if document is None:
        raise LookupError(f"the record has no bill {bill.number}")
    return document
