import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.accounts.models import Notice, User
from hemicycle.governance.actions import adopting, discussion
from hemicycle.governance.models import Participant, State, Version
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.parameters import in_force as value

from .policies import adopted, approvals_article, draft, in_force


@pytest.fixture
def version(secretary: User) -> Version:
    found = draft(secretary)
    approvals_article(found, 4, by=secretary)
    return found


def at(version: Version, what: str = "") -> str:
    return f"/policy/texts/{version.policy.address}/versions/{version.number}/adoption/{what}"


DECISION = {"decision": "adopted", "body": "The Bureau", "on": "2026-03-02", "way": "vote", "votes_for": "7",
            "votes_against": "2", "abstentions": "1", "reference": "Minutes 12"}  # fmt: skip


def test_two_people_bring_a_draft_into_force(
    version: Version, secretary: User, second_secretary: User, sign_in
) -> None:
    one, other = sign_in(secretary), sign_in(second_secretary)
    one.post(at(version, "send/"))
    one.post(at(version, "record/"), DECISION)
    version.refresh_from_db()
    one.post(at(version, "activate/"), {"digest": version.digest})
    assert value("approvals_sensitive") == 3
    before = other.get(at(version)).content.decode()
    assert "3 people" in before and "4 people" in before
    other.post(at(version, "activate/"), {"digest": version.digest})
    assert value("approvals_sensitive") == 4
    assert "7 votes for, 2 against" in other.get(at(version)).content.decode()


@pytest.mark.parametrize(("wrong", "field"), [({"on": "2999-01-01"}, "on"), ({"votes_for": ""}, "votes_for"), ({"body": ""}, "body"),
                                              ({"way": "dice"}, "way"), ({"on": "yesterday"}, "on")])  # fmt: skip
def test_a_decision_that_makes_no_sense_is_refused_at_its_field(
    version, secretary: User, wrong, field: str, sign_in
) -> None:
    adopting.send(version, by=secretary)
    answer = sign_in(secretary).post(at(version, "record/"), {**DECISION, **wrong})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    version.refresh_from_db()
    assert version.state == State.SENT and not version.adoptions.exists()


def test_what_is_missing_is_said_and_nothing_is_sent(version: Version, secretary: User, sign_in) -> None:
    version.policy.languages = ["en", "fr"]
    version.policy.save()
    client = sign_in(secretary)
    client.post(at(version, "send/"))
    version.refresh_from_db()
    assert version.state == State.DRAFT
    assert "has no text in French" in client.get(at(version)).content.decode()


def test_a_participant_reads_and_moves_nothing(version: Version, secretary: User, sign_in) -> None:
    guest = discussion.invite(
        version.policy, email="delegate@norland.example", name="Dina Delegate", part=Participant.Part.PARTICIPANT,
        by=secretary,
    )  # fmt: skip
    client = sign_in(guest.person)
    assert client.get(at(version)).status_code == 200
    for what in ("send/", "return/", "record/", "activate/", "discard/"):
        assert client.post(at(version, what), DECISION).status_code == 403
    version.refresh_from_db()
    assert version.state == State.DRAFT


def test_nobody_else_sees_it(
    version: Version, clerk: User, member: User, outsider: User, client: Client, sign_in
) -> None:
    for stranger in (clerk, member, outsider):
        assert sign_in(stranger).get(at(version)).status_code == 404
        assert sign_in(stranger).post(at(version, "send/")).status_code == 404
    assert client.get(at(version)).status_code == 302


def test_no_file_of_a_text_leaves_to_who_takes_no_part(version: Version, request, sign_in) -> None:
    base = at(version).removesuffix("adoption/")
    table = reverse("governance:export", args=[version.policy.address])
    for name in ("clerk", "member", "outsider", "superuser", "citizen"):
        for file in (f"{base}policy.md", f"{base}policy.json", f"{base}changes.md", table):
            answer = sign_in(request.getfixturevalue(name)).get(file)
            assert answer.status_code in (302, 404), (name, file)


def test_the_second_click_says_that_it_was_done(version: Version, secretary: User, sign_in) -> None:
    client = sign_in(secretary)
    client.post(at(version, "send/"))
    answer = client.post(at(version, "send/"), follow=True)
    assert "It is done already." in answer.content.decode()


def test_a_version_that_was_adopted_may_be_discarded(version: Version, secretary: User, sign_in) -> None:
    ready = adopted(version, by=secretary)
    sign_in(secretary).post(at(ready, "discard/"))
    ready.refresh_from_db()
    assert ready.state == State.DISCARDED and Version.objects.in_force() is None


def test_a_decision_that_was_recorded_wrongly_is_corrected_and_the_log_keeps_both(
    version: Version, secretary: User, clerk: User, sign_in
) -> None:
    ready = adopted(version, by=secretary)
    row, client = ready.adoptions.get(), sign_in(secretary)
    page = at(ready, f"decisions/{row.pk}/")
    overview = client.get(f"/policy/texts/{ready.policy.address}/").content.decode()
    assert f'href="{at(ready)}">Adoption' in overview
    assert page in client.get(at(ready)).content.decode()
    sent = {
        "on": "2026-03-02",
        "way": "vote",
        "votes_for": "7",
        "votes_against": "2",
        "abstentions": "",
        "reference": "M 12",
    }
    assert client.post(page, sent).status_code == 422
    assert sign_in(clerk).post(page, {**sent, "why": "Typing error"}).status_code == 404
    assert client.post(page, {**sent, "why": "Typing error"}).status_code == 302
    row.refresh_from_db()
    assert (row.on.isoformat(), row.way, row.votes_for, row.reference) == ("2026-03-02", "vote", 7, "M 12")
    entry = AuditEntry.objects.get(action="governance.correct_adoption")
    assert "way: consensus" in entry.facts["was"] and entry.facts["why"] == "Typing error"
    again = client.post(page, {**sent, "why": "Again"})
    assert "Nothing differs" in again.content.decode()


def test_whoever_else_may_put_it_in_force_is_notified_and_named_until_it_is(
    version: Version, secretary: User, second_secretary: User, sign_in
) -> None:
    ready = adopted(version, by=secretary)
    notices = Notice.objects.unread().filter(kind="governance.activation")
    assert [one.person for one in notices] == [second_secretary]
    assert "put it in force" in sign_in(second_secretary).get("/account/notices/").content.decode()
    page = sign_in(secretary).get(at(ready)).content.decode()
    assert "Somebody else of the Secretary General’s office" in page and "Notified: Sam Secretary." in page
    adopting.activate(ready, digest=ready.digest, by=second_secretary)
    assert not notices.all()


def test_where_nobody_else_may_put_it_in_force_the_page_says_what_to_do(
    version: Version, secretary: User, sign_in
) -> None:
    page = sign_in(secretary).get(at(adopted(version, by=secretary))).content.decode()
    assert "There is nobody else yet" in page


def test_figures_that_contradict_the_decision_are_not_recorded(version: Version, secretary: User, sign_in) -> None:
    sent = adopting.send(version, by=secretary)
    given = {"decision": "adopted", "body": "The Bureau", "on": "2026-03-02", "way": "vote", "votes_against": "9"}
    client = sign_in(secretary)
    answer = client.post(at(sent, "record/"), {**given, "votes_for": "5"})
    assert answer.status_code == 422 and "votes_for" in answer.context["form"].errors
    assert client.post(at(sent, "record/"), {**given, "votes_for": "5", "decision": "rejected"}).status_code == 302


def test_what_is_in_force_is_corrected_by_somebody_else_and_the_public_reads_it(
    version: Version, secretary: User, second_secretary: User, sign_in
) -> None:
    ready = in_force(version, by=secretary, second=second_secretary)
    row = ready.adoptions.get()
    page = at(ready, f"decisions/{row.pk}/")
    sent = {"on": "2026-03-02", "way": "consensus", "reference": "M 12", "why": "Typing error"}
    assert sign_in(secretary).post(page, sent).status_code == 422
    assert sign_in(second_secretary).post(page, sent).status_code == 302
    assert "the record was corrected on" in Client().get("/policy/").content.decode()
