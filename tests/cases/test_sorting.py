"""Tags of an office, and views of the inbox that are kept: found again by those of the office, and by nobody else."""

import pytest
from django.urls import reverse

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.models import Case, CaseTag, SavedView, Subject, Tag
from hemicycle.record.models import Document, DocumentKind
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of

pytestmark = pytest.mark.django_db

INBOX = reverse("cases:inbox")


@pytest.fixture
def floods(office) -> Case:
    return case_from(mailbox_of(office), "ada@citizen.example")


@pytest.fixture
def schools(floods) -> Case:
    return case_from(floods.account, "bo@citizen.example", "The school closes at noon.")


@pytest.fixture
def theirs(member_office) -> Case:
    return case_from(mailbox_of(member_office, "ada@okafor.example"), "cy@citizen.example", "My landlord writes.")


def page(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.reference])


def row(case: Case) -> str:
    return f'value="{case.reference}" form="bulk"'


def undo(client, said: str):
    return client.post("/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0])


def test_the_office_that_was_written_to_last_is_chosen_where_a_view_is_saved(clerk, office, other_office, sign_in):
    accounts.assign(clerk, office=other_office, role=Role.CLERK, by="test")
    address = reverse("cases:save_view")
    assert f'value="{other_office.pk}" selected' in sign_in(clerk).get(address).text
    case_from(mailbox_of(office, "letters@h.example"), "ada@citizen.example")
    assert f'value="{office.pk}" selected' in sign_in(clerk).get(address).text


def test_a_tag_is_put_on_a_case_found_by_the_filter_and_taken_off_again(sign_in, clerk, floods, schools):
    client = sign_in(clerk)
    said = client.post(page("tag", floods), {"add": " High  water "}, follow=True).text
    assert "Tagged “High  water”." in said or "Tagged “High water”." in said
    listed = client.get(INBOX, {"tag": "High water"}).text
    assert row(floods) in listed and row(schools) not in listed
    client.post(page("tag", schools), {"add": "high water"})
    assert Tag.objects.count() == 1 and CaseTag.objects.count() == 2
    client.post(page("tag", floods), {"remove": "High water"})
    client.post(page("tag", schools), {"remove": "High water"})
    assert not Tag.objects.exists()
    actions_logged = AuditEntry.objects.filter(action__in=("cases.tag", "cases.untag"))
    assert actions_logged.count() == 4


def test_many_are_tagged_at_once_and_that_is_undone(sign_in, clerk, floods, schools):
    actions.tag(Case.objects.filter(pk=floods.pk), name="Water", by=clerk)
    client = sign_in(clerk)
    ticked = {"rows": [floods.reference, schools.reference], "do": "tag", "tag": "Water"}
    said = client.post(reverse("cases:bulk"), ticked, follow=True).text
    assert list(CaseTag.objects.values_list("case", flat=True)) == [floods.pk, schools.pk]
    undo(client, said)
    # What bore it before keeps it.
    assert list(CaseTag.objects.values_list("case", flat=True)) == [floods.pk]


def test_a_tag_without_a_name_says_so_and_changes_nothing(sign_in, clerk, floods):
    said = sign_in(clerk).post(page("tag", floods), {"add": "  "}, follow=True).text
    assert "Write the name of a tag." in said
    assert not Tag.objects.exists()


def test_no_other_office_sees_a_tag_or_puts_one_on_what_is_not_theirs(sign_in, clerk, member, floods, theirs):
    actions.tag(Case.objects.filter(pk=floods.pk), name="Water", by=clerk)
    client = sign_in(member)
    assert "Water" not in client.get(INBOX).text
    assert client.post(page("tag", floods), {"add": "Mine"}).status_code == 404
    client.post(reverse("cases:bulk"), {"rows": [floods.reference], "do": "tag", "tag": "Mine"})
    assert list(Tag.objects.values_list("name", flat=True)) == ["Water"]
    assert row(floods) not in client.get(INBOX, {"tag": "Water"}).text


def test_the_list_narrows_to_what_is_about_one_bill_by_its_number(sign_in, clerk, floods, schools):
    bill = Document.objects.create(address="bill-12", kind=DocumentKind.BILL, number="12", titles={"en": "Rivers"})
    Subject.objects.create(case=floods, bill=bill, origin="staff")
    client = sign_in(clerk)
    for typed in ("12", "Bill 12"):
        listed = client.get(INBOX, {"bill": typed}).text
        assert row(floods) in listed and row(schools) not in listed
    assert row(floods) not in client.get(INBOX, {"bill": "13"}).text


def test_the_list_narrows_by_urgency_by_medium_and_by_whether_the_address_is_known(sign_in, clerk, floods, schools):
    Case.objects.filter(pk=floods.pk).update(urgency="threat", confirmed_at=floods.opened_at)
    client = sign_in(clerk)
    for query in ("urgency=threat", "urgency=any", "confirmed=yes"):
        listed = client.get(f"{INBOX}?{query}").text
        assert row(floods) in listed and row(schools) not in listed, query
    for query in ("urgency=danger", "medium=sms", "medium=nonsense&urgency=casework"):
        assert row(floods) not in client.get(f"{INBOX}?{query}").text, query
    assert row(schools) in client.get(f"{INBOX}?medium=email&confirmed=no").text


def test_a_view_is_saved_under_a_name_without_the_words_that_somebody_looked_for(sign_in, clerk, floods, schools):
    actions.tag(Case.objects.filter(pk=floods.pk), name="Water", by=clerk)
    client = sign_in(clerk)
    address = f"{reverse('cases:save_view')}?tag=Water&q=Ada+Lovelace&page=2"
    assert "may be somebody’s name" in client.get(address).text
    # Of the words alone nothing is kept.
    offers = [reverse("cases:save_view") in client.get(INBOX, one).text for one in ({"q": "Ada"}, {"tag": "Water"})]
    assert offers == [False, True]
    client.post(address, {"name": "High water", "office": floods.office_id})
    kept = SavedView.objects.get()
    assert (kept.query, kept.owner) == ("tag=Water", clerk)
    shelf = client.get(INBOX).text.partition('class="inbox-shelf"')[2].partition("</nav>")[0]
    assert f'href="{INBOX}?tag=Water"' in shelf and '<span class="count">1</span>' in shelf
    assert 'aria-current="page"' in client.get(f"{INBOX}?tag=Water").text.partition('class="inbox-shelf"')[2]


def test_a_view_is_ones_own_unless_the_office_shares_it(sign_in, clerk, officer, member, office, floods, theirs):
    own = actions.save_view(office=office, name="My own", query="whose=mine", is_shared=False, by=clerk)
    shared = actions.save_view(office=office, name="Cannot wait", query="urgency=any", is_shared=True, by=clerk)
    assert ">Cannot wait</a>" in (seen := sign_in(officer).get(INBOX).text) and "My own" not in seen
    assert ">Cannot wait</a>" not in sign_in(member).get(INBOX).text
    for client, row_, code in ((sign_in(officer), own, 404), (sign_in(member), shared, 404)):
        assert client.post(reverse("cases:delete_view", args=[row_.pk])).status_code == code
        assert client.post(reverse("cases:rename_view", args=[row_.pk]), {"name": "x"}).status_code == code
    assert SavedView.objects.count() == 2


def test_views_are_renamed_put_in_order_and_deleted(sign_in, clerk, office, floods):
    first, second = (
        actions.save_view(office=office, name=name, query=f"lang={name}", is_shared=False, by=clerk)
        for name in ("fr", "es")
    )
    client = sign_in(clerk)
    refused = client.post(reverse("cases:rename_view", args=[second.pk]), {"name": "fr"})
    assert refused.status_code == 422 and "There is a view of this name." in refused.text
    client.post(reverse("cases:rename_view", args=[second.pk]), {"name": "Spanish"})
    client.post(reverse("cases:move_view", args=[second.pk]), {"to": "earlier"})
    client.post(reverse("cases:move_view", args=[second.pk]), {"to": "earlier"})
    assert [one.name for one in SavedView.objects.seen_by(clerk)] == ["Spanish", "fr"]
    client.post(reverse("cases:delete_view", args=[first.pk]))
    assert [one.name for one in SavedView.objects.seen_by(clerk)] == ["Spanish"]
    assert "No view is saved yet" not in client.get(reverse("cases:saved_views")).text


def test_a_view_of_one_office_counts_nothing_of_another(sign_in, member, member_office, floods, theirs):
    actions.save_view(office=member_office, name="All", query="state=all", is_shared=True, by=member)
    shelf = sign_in(member).get(INBOX).text.partition('class="inbox-shelf"')[2].partition("</nav>")[0]
    assert '<span class="count">1</span>' in shelf
