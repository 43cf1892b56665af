"""Cases in the search of the staff, the other states of a search in the inbox, and the inbox as a table."""

import pytest
from django.urls import reverse

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


def test_a_search_says_how_many_more_are_found_in_other_states(sign_in, clerk, floods):
    other = case_from(floods.account, "bo@citizen.example", "My street floods, too.")
    actions.close(Case.objects.filter(pk=other.pk), by=clerk)
    shown = sign_in(clerk).get(INBOX, {"q": "floods"}).text
    assert "1 more among the closed" in shown and "state=closed" in shown
    assert "more among" not in sign_in(clerk).get(INBOX, {"q": "floods", "state": "all"}).text
    assert "more among" not in sign_in(clerk).get(INBOX).text


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
