"""Notifying everybody who wrote about a bill of what became of it, beside one letter of the desk to as many people:

    python bench/outcomes.py --people 100000

Both put rows in front of the worker that sends them, on the same database in the same run; what is sent afterwards is
the same work. The desk has one text for all; here each text holds its reader's references and their own clause.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from tempfile import mkdtemp

os.environ.setdefault("HEMICYCLE_HOME", mkdtemp())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemicycle.conf.settings")

import django
from django.core.management import call_command
from django.utils import timezone

django.setup()

from hemicycle.accounts import actions as accounts  # noqa: E402
from hemicycle.accounts.models import Office, User  # noqa: E402
from hemicycle.accounts.roles import Role  # noqa: E402
from hemicycle.cases.actions import outcomes  # noqa: E402
from hemicycle.cases.models import Case, Origin, Outcome, OutcomeNotice, Subject  # noqa: E402
from hemicycle.cases.references import ALPHABET  # noqa: E402
from hemicycle.channels import actions as channels  # noqa: E402
from hemicycle.channels.contract import OutgoingText  # noqa: E402
from hemicycle.channels.models import Account, Contact, sealed_address  # noqa: E402
from hemicycle.channels.models.encryption import Pseudonyms  # noqa: E402
from hemicycle.desk.models import Announcement, State  # noqa: E402
from hemicycle.record.models import Document, DocumentKind, ProcedureStep  # noqa: E402
from hemicycle.rules.classification import Classification  # noqa: E402

CHUNK = 5_000
CLAUSES = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    count = parser.parse_args().people
    call_command("migrate", verbosity=0)
    office = accounts.open_office(slug="desk", name="Desk", by="bench")
    account = channels.open_account(office=office, kind="email", name="Letters", address="h@h.example", by="bench")
    bill = Document.objects.create(kind=DocumentKind.BILL, number="12", titles={"en": "Harbour Bill"})
    _people(office, account, bill, count)
    outcome = _released(office, bill)
    desk = _seconds(lambda: _one_letter(account))
    notified = _seconds(lambda: outcomes.send_outcome(outcome, by="bench"))
    again = _seconds(lambda: outcomes.send_outcome(outcome, by="bench"))
    assert OutcomeNotice.objects.filter(outbound__isnull=False).count() == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    facts = {"people": count, "desk": desk, "outcome": notified, "again": again, "peak": round(peak)}
    print(json.dumps({**facts, "ratio": round(notified / desk, 1)}), file=sys.stdout)


def _people(office: Office, account: Account, bill: Document, count: int) -> None:
    """As many people, each with a case about one of the clauses."""
    digests, references = Pseudonyms(office), product(ALPHABET, repeat=6)
    written_at = timezone.now() - timedelta(days=10)
    for start in range(0, count, CHUNK):
        contacts = Contact.objects.bulk_create(
            Contact(office=office, channel="email", sealed=sealed_address(a), digest=digests.of(a), key=f"{n:022x}")
            for n in range(start, min(start + CHUNK, count))
            for a in [f"citizen{n}@valmora.example"]
        )
        cases = Case.objects.bulk_create(
            Case(office=office, reference="".join(next(references)), channel="email", account=account, contact=one,
                 sender=one.digest, lang="en", opened_at=written_at, heard_at=written_at)
            for one in contacts
        )  # fmt: skip
        Subject.objects.bulk_create(
            Subject(case=one, bill=bill, eid=f"sec_{one.pk % CLAUSES}", origin=Origin.SENDER) for one in cases
        )


def _released(office: Office, bill: Document) -> Outcome:
    """Passed today, with a change and a reason in each clause, and announced."""
    step = ProcedureStep.objects.create(document=bill, order=1, stage="passed", date=timezone.localdate())
    (outcome,) = outcomes.prepare_outcomes(step, by="bench")
    names = [f"sec_{n}" for n in range(CLAUSES)]
    reasons = {one: {"en": "The committee found that small harbours could not pay this."} for one in names}
    writer: User = accounts.add_person(email="o@h.example", name="Oscar", password="x" * 20, by="bench")
    accounts.assign(writer, office=office, role=Role.OFFICER, by="bench")
    Outcome.objects.filter(pk=outcome.pk).update(clauses=[[one, one] for one in names], reasons=reasons)
    announcement = outcomes.draft_outcome(outcome, by=writer)
    Announcement.objects.filter(pk=announcement.pk).update(
        state=State.RELEASED, released_at=timezone.now(), classification=Classification.PUBLIC
    )
    outcomes.release_outcome(outcome, by="bench")
    return Outcome.objects.select_related("office", "bill", "announcement").get()


def _one_letter(account: Account) -> int:
    outgoing = OutgoingText("The vote", "The House has voted on the Harbour Bill. " * 20, "en")
    content = channels.prepare(account, source="bench:1", lang="en", rendered=channels.render(account, outgoing))
    everybody = Contact.objects.order_by("pk").values_list("pk", flat=True).iterator(CHUNK)
    return channels.queue_many(content, everybody, by="bench")


def _seconds(does: Callable[[], int]) -> float:
    began = time.perf_counter()
    does()
    return round(time.perf_counter() - began, 2)


if __name__ == "__main__":
    main()
