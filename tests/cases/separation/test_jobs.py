"""What the machine does by itself hands nothing of one office to another: mail, notices, files, packages, erasing."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.notices.mailing import send_notices
from hemicycle.cases.actions.campaigns.searching import to_compare
from hemicycle.cases.models import Case
from hemicycle.rules import personal_data
from hemicycle.rules.personal_data import Subject
from hemicycle.rules.work import ROUNDS
from tests.rounds import run_rounds

from .conftest import Parliament
from .offices import ADA, FullOffice
from .reading import texts_in
from .tables import digest_of, everything_but, ways_to_office

pytestmark = pytest.mark.django_db

# These begin threads of their own, or ask the network; `run_rounds` sends what they would send.
IN_THREADS = {"sending", "listening", "distributing", "dispatching"}
BOTH = pytest.mark.parametrize(("at", "elsewhere"), [("member", "house"), ("house", "member")])


@pytest.fixture
def later(parliament: Parliament) -> Iterator[Parliament]:
    """After everything that is due by the clock was done; then all is as before."""
    with transaction.atomic():
        for name, run in ROUNDS.items():
            if name not in IN_THREADS:
                run("worker", lambda: False)
        run_rounds()
        yield parliament
        transaction.set_rollback(True)


@BOTH
def test_no_row_of_anybody_else_says_what_an_office_was_written(later: Parliament, at: str, elsewhere: str) -> None:
    office = getattr(later, at)
    leaking = {label for label, row in everything_but(office.office) if office.word in repr(row)}
    assert leaking == set()


@BOTH
def test_no_mail_to_anybody_else_says_it(later: Parliament, at: str, elsewhere: str) -> None:
    office, other = getattr(later, at), getattr(later, elsewhere)
    mail.outbox.clear()
    Notice.objects.update(read_at=None, mail_at=timezone.now())
    for one in User.objects.filter(assignments__office=other.office).distinct():
        send_notices(one)
    assert mail.outbox and not any(office.word in one.body + one.subject for one in mail.outbox)


def test_no_file_that_is_kept_for_another_office_says_it(later: Parliament) -> None:
    """Mail that left, search indexes, what is to be downloaded; the database itself has its own tests."""
    files = [one for one in Path(settings.HOME).rglob("*") if one.is_file() and ".sqlite3" not in one.name]
    assert any("outbox-" in str(one) for one in files)
    for one in files:
        said = "".join(texts_in(one.read_bytes()))
        for office in (later.house, later.member):
            assert office.word not in said or office.office.slug in str(one)


def subject_of(office: FullOffice) -> Subject:
    """Ada, as she asks the House, or the member's office."""
    if office.office.kind == Office.Kind.MEMBER:
        return Subject(frozenset({ADA}), (office.office,), is_house=False)
    return Subject(frozenset({ADA}), tuple(Office.objects.filter(kind=Office.Kind.INSTITUTION)), is_house=True)


@BOTH
def test_a_package_of_what_one_holds_of_ada_has_nothing_of_the_other(
    parliament: Parliament, at: str, elsewhere: str
) -> None:
    asked, other = getattr(parliament, at), getattr(parliament, elsewhere)
    subject = subject_of(asked)
    held = [(one.data(subject), [file.content for file in one.files(subject)]) for one in personal_data.in_order()]
    said = "".join([repr(held), *(text for _rows, files in held for file in files for text in texts_in(file))])
    assert f"{asked.word}letter" in said and f"{asked.word}note" in said
    assert other.word not in said


@BOTH
def test_erasing_ada_at_one_changes_nothing_at_the_other(parliament: Parliament, at: str, elsewhere: str) -> None:
    asked, other = getattr(parliament, at), getattr(parliament, elsewhere)
    before = {table: digest_of(table, other.office) for table in ways_to_office()}
    with transaction.atomic():
        for one in personal_data.in_order():
            if one.erase is not None:
                one.erase(subject_of(asked), "test")
        assert not asked.case.__class__.objects.filter(pk=asked.case.pk).exists()
        assert [t._meta.label for t in before if digest_of(t, other.office) != before[t]] == []
        transaction.set_rollback(True)


@BOTH
def test_a_search_for_campaigns_compares_no_letter_of_anybody_else(
    parliament: Parliament, at: str, elsewhere: str
) -> None:
    """Neither a new one nor one that was compared before."""
    office, other = getattr(parliament, at).office, getattr(parliament, elsewhere).office
    with transaction.atomic():
        new = to_compare(office)
        Case.objects.filter(office=other).update(searched_at=timezone.now())
        beside = to_compare(office)
        transaction.set_rollback(True)
    assert new and {one.office_id for one in (*new, *beside)} == {office.pk}


def test_what_a_command_prints_or_exports_says_nothing_of_any_office(parliament: Parliament, tmp_path: Path) -> None:
    printed = io.StringIO()
    call_command("retention", "--dry-run", stdout=printed)
    call_command("permissions", stdout=printed)
    call_command("export_record", "popolo", out=tmp_path / "popolo.json", stdout=printed)
    said = printed.getvalue() + "".join(
        text for one in tmp_path.rglob("*") if one.is_file() for text in texts_in(one.read_bytes())
    )
    assert parliament.member.word not in said and parliament.house.word not in said
