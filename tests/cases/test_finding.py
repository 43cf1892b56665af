"""Cases in the search of the staff, the other states of a search in the inbox, and the inbox as a table."""

import pytest
from django.urls import reverse

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.inbox import table, window
from hemicycle.cases.models import Case
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unacknowledged")]
INBOX, SEARCH, EXPORT = reverse("cases:inbox"), reverse("site:search"), reverse("cases:export")


@pytest.fixture
def floods(office) -> Case:
    return case_from(mailbox_of(office), "ada@citizen.example")


def test_a_case_is_found_by_its_reference_and_by_its_words(sign_in, clerk, floods):
    page = reverse("cases:case", args=[floods.reference])
    for asked in (floods.reference, floods.written_reference, floods.reference.lower(), "street floods"):
        assert page in sign_in(clerk).get(SEARCH, {"q": asked}).text
    assert "citizen.example" not in sign_in(clerk).get(SEARCH, {"q": "street floods"}).text


def test_who_reads_no_letters_finds_none_by_their_words_and_others_find_none_at_all(
    sign_in, officer, other_clerk, administrator, floods
):
    page = reverse("cases:case", args=[floods.reference])
    found = sign_in(officer).get(SEARCH, {"q": floods.reference}).text
    assert page in found and "street" not in found
    assert page not in sign_in(officer).get(SEARCH, {"q": "street floods"}).text
    for who in (other_clerk, administrator):
        for asked in (floods.reference, "street floods"):
            assert page not in sign_in(who).get(SEARCH, {"q": asked}).text


def test_a_case_is_found_by_the_words_of_each_of_its_messages(sign_in, clerk, floods):
    later = case_from(floods.account, "ada@citizen.example", "And the bridge is closed.", subject="Bridges")
    actions.merge(floods, into=later, by=clerk)
    page = reverse("cases:case", args=[later.reference])
    for asked in ("street floods", "bridge", "Bridges"):
        assert page in sign_in(clerk).get(INBOX, {"q": asked}).text, asked
        assert page in sign_in(clerk).get(SEARCH, {"q": asked}).text, asked
    assert page not in sign_in(clerk).get(INBOX, {"q": "drought"}).text


def test_a_search_says_how_many_more_are_found_in_other_states(sign_in, clerk, floods):
    other = case_from(floods.account, "bo@citizen.example", "My street floods, too.")
    actions.close(Case.objects.filter(pk=other.pk), by=clerk)
    shown = sign_in(clerk).get(INBOX, {"q": "floods"}).text
    assert "1 more among the closed" in shown and "state=closed" in shown
    assert "more among" not in sign_in(clerk).get(INBOX, {"q": "floods", "state": "all"}).text
    assert "more among" not in sign_in(clerk).get(INBOX).text


def searches() -> list[tuple[str, str, dict[str, int]]]:
    rows = AuditEntry.objects.filter(action="cases.search").order_by("sequence")
    return [(one.actor, one.office, one.facts) for one in rows]


def test_a_search_for_words_is_noted_once_with_how_many_were_found_and_no_word(
    sign_in, clerk, researcher, office, floods
):
    case_from(floods.account, "bo@citizen.example", "My street floods, too.")
    client = sign_in(clerk)
    for more in ({}, {"page": "2"}, {"state": "all"}, {"order": "oldest"}, {"q": " FLOODS "}):
        client.get(INBOX, {"q": "floods", **more})
    client.get(reverse("cases:case", args=[floods.reference]), {"q": "floods"})
    assert searches() == [(f"user:{clerk.pk}", office.slug, {"cases": 2})]
    client.get(INBOX, {"q": "drought"})
    assert searches()[1:] == [(f"user:{clerk.pk}", office.slug, {"cases": 0})]
    client.get(INBOX)
    sign_in(researcher).get(INBOX, {"q": "floods"})
    assert [one[0] for one in searches()[2:]] == [f"user:{researcher.pk}"]
    assert not any("flood" in f"{one.about}{one.facts}" for one in AuditEntry.objects.all())


def test_what_is_typed_letter_by_letter_is_one_search_and_who_reads_no_letters_makes_none(
    sign_in, clerk, officer, office, floods
):
    for typed in ("st", "str", "stre", "street"):
        sign_in(clerk).get(SEARCH, {"q": typed})
    assert searches() == [(f"user:{clerk.pk}", office.slug, {"cases": 1})]
    sign_in(officer).get(INBOX, {"q": "street"})
    sign_in(officer).get(SEARCH, {"q": "street"})
    assert len(searches()) == 1


def test_a_search_in_several_offices_is_a_line_in_the_log_of_each(sign_in, clerk, other_office, office, floods):
    accounts.assign(clerk, office=other_office, role=Role.CLERK, by="test")
    case_from(mailbox_of(other_office, "enquiries@h.example"), "bo@citizen.example", "The bridge.")
    sign_in(clerk).get(INBOX, {"q": "street"})
    assert {(where, facts["cases"]) for _who, where, facts in searches()} == {
        (office.slug, 1), (other_office.slug, 0),
    }  # fmt: skip


def test_a_view_is_exported_without_words_names_and_formulas_and_noted(sign_in, clerk, office, floods):
    case_from(floods.account, "bo@citizen.example", "Another letter.", lang="fr")
    actions.tag(Case.objects.filter(pk=floods.pk), name="=SUM(1)", by=clerk)
    answer = sign_in(clerk).get(EXPORT, {"q": "floods"})
    head, row = answer.content.decode("utf-8-sig").splitlines()
    assert head == "Reference,Opened,Answered,State,Came by,Language,Bill,Tags,Campaign,Cannot wait"
    assert row.startswith(f"{floods.written_reference},20") and ",To do,E-mail,en,,'=SUM(1),," in row
    assert "citizen.example" not in row and "street" not in row
    entry = AuditEntry.objects.get(action="cases.export")
    assert (entry.office, entry.facts) == (office.slug, {"cases": 1})


def test_an_export_says_where_it_ends_before_the_view_does(sign_in, clerk, floods, monkeypatch):
    case_from(floods.account, "bo@citizen.example", "Another letter.")
    monkeypatch.setattr(window, "COLUMNS", 1)
    lines = sign_in(clerk).get(EXPORT).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and lines[2].startswith(f'"{table.BEHIND}')


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("administrator", 403), ("outsider", 403)])
def test_who_reads_no_letters_exports_none(request, sign_in, floods, who, status):
    assert sign_in(request.getfixturevalue(who)).get(EXPORT).status_code == status
    assert not AuditEntry.objects.filter(action="cases.export").exists()


def test_a_colleague_of_another_office_exports_nothing_of_this_one(sign_in, other_clerk, floods):
    assert floods.written_reference not in sign_in(other_clerk).get(EXPORT, {"state": "all"}).text


def test_a_page_that_is_not_there_leads_staff_to_where_their_work_begins(sign_in, clerk, client):
    start = f'href="{reverse("site:start")}"'
    assert start in sign_in(clerk).get(reverse("cases:case", args=["9999zz"])).text
    assert start not in client.get("/nothing-here/").text
