import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from hemicycle.accounts.models import Office, User
from hemicycle.rules import audit
from hemicycle.rules.errors import AppendOnly, NotAFact, UnknownAction
from hemicycle.rules.models import AuditEntry, AuditHead


def note(**facts: object) -> AuditEntry:
    return audit.record("workbench.note", by="test", about="a desk", **facts)


def tamper(sql: str, *values: object) -> None:
    """What someone with the database file could do, past every model."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_entry_says_who_what_about_which_row_and_in_which_office(clerk: User, office: Office) -> None:
    entry = audit.record("workbench.note", by=clerk, about=clerk, office=office, count=3)
    assert (entry.actor, entry.office, entry.about) == (clerk.audit_label, "research", f"accounts.user:{clerk.pk}")
    assert entry.facts == {"count": 3}
    assert AuditEntry.objects.about(clerk).first() == entry


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_history_says_every_action_in_words(language: str) -> None:
    with override(language):
        words = {action: audit.label(action) for action in audit.LABELS}
    assert [action for action, said in words.items() if said in ("", "None", action)] == []


def test_no_table_of_the_floor_points_to_another_app() -> None:
    models = apps.get_app_config("rules").get_models()
    assert not [str(field) for model in models for field in model._meta.get_fields() if field.is_relation]


def test_the_log_names_no_person(clerk: User) -> None:
    entry = audit.record("workbench.note", by=clerk, about=clerk)
    kept = f"{entry.actor} {entry.about} {entry.facts}"
    assert clerk.name not in kept and clerk.email not in kept


@pytest.mark.django_db
def test_each_entry_follows_the_one_before_it() -> None:
    first, second = note(), note()
    assert (second.sequence, second.previous_hash) == (first.sequence + 1, first.hash)
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db
def test_an_entry_asks_for_the_end_of_the_chain_and_moves_it(django_assert_num_queries) -> None:
    note()
    with django_assert_num_queries(3):
        note()
    assert list(audit.verify_chain()) == []


def test_the_hash_is_of_canonical_json_which_a_later_version_reads_as_well() -> None:
    at = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    entry = AuditEntry(
        sequence=7, at=at, actor="worker", office="research", action="a.b", about="é", facts={"n": 1}, previous_hash="ff"
    )  # fmt: skip
    canonical = (
        '{"about":"é","action":"a.b","actor":"worker","at":"2026-03-01T12:30:00.000000+00:00","facts":{"n":1},'
        '"office":"research","previous_hash":"ff","sequence":7}'
    )
    assert audit.digest(entry) == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.django_db
def test_a_log_that_goes_on_while_it_is_verified_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    note()
    digest = audit.digest

    def slowly(entry: AuditEntry) -> str:
        monkeypatch.setattr(audit, "digest", digest)
        note()
        return digest(entry)

    monkeypatch.setattr(audit, "digest", slowly)
    assert list(audit.verify_chain()) == []
    assert AuditEntry.objects.count() == 2


@pytest.mark.django_db
def test_an_entry_is_never_changed_or_removed_through_its_model() -> None:
    entry = note()
    for forbidden in (
        entry.save,
        lambda: entry.save(force_insert=True),
        entry.delete,
        lambda: AuditEntry.objects.update(actor="nobody"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.bulk_create([entry]),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(AppendOnly):
            forbidden()
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db
def test_an_altered_entry_is_found() -> None:
    note(), note(count=1), note()
    tamper("UPDATE rules_auditentry SET facts = %s WHERE sequence = 2", '{"count": 2}')
    assert [(b.sequence, b.reason) for b in audit.verify_chain()] == [(2, "was altered")]


@pytest.mark.django_db
def test_a_removed_entry_is_found_in_the_middle_and_at_the_end() -> None:
    note(), note(), note()
    tamper("DELETE FROM rules_auditentry WHERE sequence = 2")
    assert {b.sequence for b in audit.verify_chain()} == {2, 3}
    tamper("DELETE FROM rules_auditentry WHERE sequence = 3")
    assert "the end of the log is missing or was replaced" in {b.reason for b in audit.verify_chain()}


@pytest.mark.django_db
def test_what_is_read_again_on_one_day_is_entered_once_for_each_person_and_thing(clerk: User, officer: User) -> None:
    for by, about in ((clerk, "a desk"), (clerk, "a desk"), (officer, "a desk"), (clerk, "a chair")):
        audit.record_daily("workbench.note", by=by, about=about)
    assert AuditEntry.objects.filter(action="workbench.note").count() == 3
    tamper("UPDATE rules_auditentry SET at = %s", datetime(2026, 3, 1, tzinfo=UTC))
    assert audit.record_daily("workbench.note", by=clerk, about="a desk")


@pytest.mark.django_db
def test_what_stands_on_one_page_is_entered_together(clerk: User) -> None:
    desks = [(f"desk {number}", None) for number in range(5)]
    audit.record_daily("workbench.note", by=clerk, about="desk 3")
    assert audit.record_daily_of_each("workbench.note", by=clerk, rows=desks) == 4
    with CaptureQueriesContext(connection) as queries:
        assert audit.record_daily_of_each("workbench.note", by=clerk, rows=desks) == 0
    assert len(queries) == 1
    rows = AuditEntry.objects.filter(action="workbench.note").order_by("sequence")
    assert list(rows.values_list("about", flat=True)) == ["desk 3", "desk 0", "desk 1", "desk 2", "desk 4"]
    assert not list(audit.verify_chain())


@pytest.mark.django_db
def test_an_unregistered_action_is_refused() -> None:
    with pytest.raises(UnknownAction):
        audit.record("workbench.unheard_of", by="test", about="a desk")


@pytest.mark.django_db
@pytest.mark.parametrize("fact", ["ada@assembly.example", "x" * 201, {"name": "Ada"}, object(), ["ok", {"a": 1}]])
def test_personal_data_and_texts_are_no_facts(fact: object) -> None:
    with pytest.raises(NotAFact):
        note(fact=fact)


@pytest.mark.django_db
@pytest.mark.parametrize("fact", ["x" * 200, 3, 2.5, True, None, ["a", "b"]])
def test_short_words_numbers_and_lists_of_them_are_facts(fact: object) -> None:
    assert note(fact=fact).facts == {"fact": fact}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_entry() -> None:
    note()
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 1
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_unbroken_chain() -> None:
    def write(number: int) -> None:
        note(number=number)
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))
    assert AuditEntry.objects.count() == 24
    assert AuditHead.objects.get().sequence == 24
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db
def test_what_is_recorded_in_one_transaction_is_appended_at_its_end_in_that_order() -> None:
    note()
    with CaptureQueriesContext(connection) as asked, audit.atomic():
        first = note(n=1)
        User.objects.exists()
        with audit.atomic():
            second = note(n=2)
        User.objects.exists()
    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 5 and all("accounts_user" in one for one in statements[:2])
    assert (second.sequence, second.previous_hash) == (first.sequence + 1, first.hash)
    assert list(AuditEntry.objects.order_by("-sequence")[:2]) == [second, first]
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db
def test_what_was_undone_in_a_transaction_is_not_in_the_log() -> None:
    with audit.atomic():
        note(n=1)
        with suppress(ZeroDivisionError), transaction.atomic():
            note(n=2)
            raise ZeroDivisionError
        note(n=3)
    with suppress(ZeroDivisionError), audit.atomic():
        note(n=4)
        raise ZeroDivisionError
    with audit.atomic():
        note(n=4)
        transaction.set_rollback(True)
    note(n=5)
    assert [entry.facts["n"] for entry in AuditEntry.objects.order_by("sequence")] == [1, 3, 5]
    assert list(audit.verify_chain()) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_log_before_it_is_written() -> None:
    """On PostgreSQL; SQLite has one writer at a time, and whoever comes second is second."""
    is_shared = connection.vendor == "postgresql"
    note()

    def write() -> None:
        try:
            if is_shared:
                tamper("SET lock_timeout = '2s'")
            note(n=2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with audit.atomic():
            note(n=1)
            other = pool.submit(write)
            if is_shared:
                other.result(timeout=30)
        other.result(timeout=30)
    order = [entry.facts.get("n") for entry in AuditEntry.objects.order_by("sequence")]
    assert order == ([None, 2, 1] if is_shared else [None, 1, 2])
    assert list(audit.verify_chain()) == []
