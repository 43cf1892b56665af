"""What staff see: numbers of their own offices, never people; topics and accounts they keep."""

import re

import pytest

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import Metrics
from hemicycle.follow import actions, numbers
from hemicycle.follow.follow_accounts import follow_account
from hemicycle.follow.models import Topic
from hemicycle.rules.models import AuditEntry
from tests.cast import person

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_few_followers_are_not_counted_exactly(river, budget, follow, officer):
    for number in range(6):
        follow(f"c{number}", river)
    follow("ann", budget)

    counts = [(one.name, one.followers) for one in numbers.most_followed(officer)]
    assert counts == [("Bill 12 · River Bill", "6"), ("Budget", "< 5")]
    assert numbers.rounded(0) == "0"


def test_the_order_of_those_with_few_followers_gives_nothing_away(budget, follow, officer):
    other = actions.save_topic(address="aid", names={"en": "Aid"}, descriptions={}, by=officer)
    for number in range(4):
        follow(f"c{number}", budget)
    follow("ann", other)

    assert [one.name for one in numbers.most_followed(officer)] == ["Aid", "Budget"]


def test_who_said_stop_and_who_did_not_confirm_are_not_counted(river, follow, officer):
    for number in range(6):
        follow(f"c{number}", river)
    channels.suppress(follow("c0", river), why="stop", by="test")
    follow("ann", river, confirmed=False)

    by_label = {str(one["label"]): one["value"] for one in numbers.reached(officer)}
    assert by_label["E-mail"] == "5"
    assert by_label["Not confirmed yet"] == "< 5"


def test_the_page_has_no_address_and_no_key(sign_in, river, follow, officer, by_mail):
    ann = follow("ann", river)
    page = text(sign_in(officer).get("/followers/"))

    assert "River Bill" in page and "&lt; 5" in page
    assert ann.address not in page and not re.search(r"\bann\b", page, re.IGNORECASE)
    assert ann.key not in page


def test_another_office_and_a_member_see_nothing_of_it(
    sign_in, river, follow, other_office, member, outsider, superuser
):
    for number in range(6):
        follow(f"c{number}", river)
    other = person("Otto Other", Role.OFFICER, office=other_office)
    assert "River Bill" not in text(sign_in(other).get("/followers/"))
    for nobody in (member, outsider, superuser):
        for path in ("/followers/", "/followers/topics/new/"):
            assert sign_in(nobody).get(path).status_code == 403
    assert sign_in(None).get("/followers/").status_code == 302


def test_the_ledger_is_counted_by_month(river, follow, officer):
    actions.end(follow("ann", river), through="page")
    (month,) = numbers.ledger(officer)

    assert (month.asked, month.confirmed, month.ended) == (1, 1, 1)
    assert numbers.ledger(None) == []


def test_a_topic_is_written_down_and_changed_and_its_word_stays(sign_in, editor):
    client = sign_in(editor)
    said = {"address": "Youth", "name_en": "Youth", "name_es": "Juventud", "is_open": "on"}
    assert client.post("/followers/topics/new/", said).status_code == 302
    topic = Topic.objects.get()
    assert (topic.address, topic.names) == ("youth", {"en": "Youth", "es": "Juventud"})

    client.post("/followers/topics/youth/", {"address": "else", "name_en": "The young", "description_en": "Monthly"})
    topic.refresh_from_db()
    assert (topic.address, topic.names, topic.is_open) == ("youth", {"en": "The young"}, False)
    assert topic.descriptions == {"en": "Monthly"}
    assert AuditEntry.objects.filter(action="follow.put_topic", actor=editor.audit_label).count() == 2


@pytest.mark.parametrize("word", ["12", "two words", "all", "-a", "été", "budget"])
def test_a_word_that_means_something_else_is_no_topic(sign_in, editor, budget, word):
    answer = sign_in(editor).post("/followers/topics/new/", {"address": word, "name_en": "X", "is_open": "on"})

    assert answer.status_code == 200
    assert "error-summary" in text(answer)
    assert Topic.objects.count() == 1


def test_staff_choose_the_account_that_speaks_never_one_of_a_member(
    sign_in, officer, by_mail, mail, office, member_office
):
    second = channels.open_account(office=office, kind="mail", name="Two", address="two@valmora.example", by="t")
    of_ada = channels.open_account(office=member_office, kind="mail", name="Ada", address="a@valmora.example", by="t")
    client = sign_in(officer)
    assert follow_account("email") == by_mail
    assert client.post("/followers/", {"email": second.pk, "sms": ""}).status_code == 302
    assert follow_account("email") == second

    answer = client.post("/followers/", {"email": of_ada.pk, "sms": ""})
    assert answer.status_code == 200
    assert follow_account("email") == second
    client.post("/followers/", {"email": "", "sms": ""})
    assert follow_account("email") == by_mail


def test_followers_elsewhere_stand_beside_ours_with_when_they_were_counted(sign_in, office, other_office, officer):
    for owner, name, followers in ((office, "Social", 12_345), (other_office, "Theirs", 99)):
        account = channels.open_account(
            office=owner, kind="mastodon", name=name, address=f"@{name}@s.example", by="test"
        )
        channels.store_metrics(account, [Metrics(followers=followers)])
    page = text(sign_in(officer).get("/followers/"))
    assert "Social" in page and "12,345" in page and "as counted there" in page
    assert "Theirs" not in page
