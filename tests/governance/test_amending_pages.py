"""Amendments, comments and invitations on their pages: proposed, decided, notified, and nothing lost of 150 at once."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Notice, User
from hemicycle.governance.actions import discussion, drafting
from hemicycle.governance.models import Amendment, Article, Comment, Participant
from hemicycle.rules.models import AuditEntry

from .policies import TEXT, in_force
from .test_drafting_pages import article, at, delegate, form_of, proposed

__all__ = ["article", "delegate"]


def send(client, page: str, **typed: object):
    return client.post(page, {**form_of(client, page), "reason": "Clearer", **typed})


def send_as_previewed(client, page: str, **typed: object):
    """Look at the difference, then send it."""
    preview = send(client, page, **typed)
    return send(client, page, **typed, send="yes", previewed=preview.context["previewed"])


def test_an_amendment_is_seen_word_by_word_before_it_is_sent(article, delegate, sign_in) -> None:
    client, page = sign_in(delegate), at(article, "articles/approvals/propose/?language=en")
    typed = {"text": TEXT.replace("A sensitive", "A delicate"), "value-approvals_sensitive": "4"}
    preview = send(client, page, **typed)
    assert preview.status_code == 200 and not Amendment.objects.exists()
    shown = preview.content.decode()
    assert "delicate" in shown and "[removed:" in shown and "4 people" in shown
    answer = send_as_previewed(client, page, **typed)
    kept = Amendment.objects.get()
    assert answer.url.endswith("/amendments/1/")
    assert kept.proposed["parameters"] == {"approvals_sensitive": 4} and kept.read["text"] == TEXT


@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "__all__"), ({"reason": " ", "text": "x"}, "reason"), ({"text": "Within {answer_within_days}."}, "text"),
     ({"value-approvals_sensitive": "99"}, "value-approvals_sensitive")],
)  # fmt: skip
def test_an_amendment_that_changes_nothing_or_cannot_be_is_refused(article, delegate, sign_in, typed, field) -> None:
    page = at(article, "articles/approvals/propose/?language=en")
    answer = send_as_previewed(sign_in(delegate), page, **typed)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Amendment.objects.exists()


def test_a_new_article_and_a_removal_are_proposed_on_their_pages(article, delegate, secretary, sign_in) -> None:
    client = sign_in(delegate)
    send_as_previewed(client, at(article, "propose/?language=en"), heading="Answers", text="Soon.", after="1")
    assert client.post(at(article, "articles/approvals/propose-removal/"), {"decision": ""}).status_code == 422
    client.post(at(article, "articles/approvals/propose-removal/"), {"decision": "Elsewhere"})
    assert [one.kind for one in Amendment.objects.all()] == ["add", "remove"]
    for number in (1, 2):
        sign_in(secretary).post(at(article, f"amendments/{number}/accept/"))
    assert [one.key for one in article.version.articles.all()] == ["answers"]


def test_what_others_changed_in_between_is_shown_and_both_are_in_the_text(article, delegate, secretary, sign_in):
    proposed(article, delegate, text=TEXT.replace(".", ", whoever wrote it."))
    drafting.write(
        article, language="en", heading="Approval", text=TEXT.replace("A sens", "Each sens"), why="", edit=1, by=secretary
    )  # fmt: skip
    client = sign_in(secretary)
    page = client.get(at(article, "amendments/1/")).content.decode()
    assert "What others changed in the meantime" in page and "What accepting it would change now" in page
    client.post(at(article, "amendments/1/accept/"))
    said = article.texts.get(language="en").text
    assert said == "Each sensitive announcement is approved by {approvals_sensitive}, whoever wrote it."


def test_a_conflict_leads_to_a_merge_with_the_places_marked(article, delegate, secretary, sign_in) -> None:
    proposed(article, delegate, text=TEXT.replace("sensitive announcement", "grave announcement"))
    drafting.write(
        article, language="en", heading="Approval", text=TEXT.replace("sensitive ann", "delicate ann"), why="", edit=1,
        by=secretary,
    )  # fmt: skip
    client = sign_in(secretary)
    assert "cannot be accepted as it stands" in client.get(at(article, "amendments/1/")).content.decode()
    client.post(at(article, "amendments/1/accept/"))
    assert Amendment.objects.get().state == "proposed"
    page = at(article, "amendments/1/merge/")
    typed = form_of(client, page)
    assert typed["text"] == "A ⟦delicate|grave⟧ announcement is approved by {approvals_sensitive}."
    assert client.post(page, {**typed, "decision": "Both"}).status_code == 422
    assert client.post(page, {**typed, "text": TEXT, "decision": ""}).status_code == 422
    client.post(page, {**typed, "text": TEXT.replace("sensitive ann", "grave ann"), "decision": "Grave is clearer."})
    assert "grave" in article.texts.get(language="en").text
    assert Amendment.objects.get().state == "merged"


def test_a_value_that_somebody_else_changed_is_not_overwritten_by_a_merge(
    article, delegate, secretary, sign_in
) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    client, page = sign_in(secretary), at(article, "amendments/1/merge/")
    typed = form_of(client, page)
    drafting.decide(article, {"approvals_sensitive": 6}, by=secretary)
    client.post(page, {**typed, "decision": "Yes"})
    article.refresh_from_db()
    assert article.parameters == {"approvals_sensitive": 6}


def test_nobody_declines_without_a_reason_and_nobody_decides_twice(article, delegate, secretary, sign_in) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    client = sign_in(secretary)
    assert client.post(at(article, "amendments/1/decline/"), {"decision": " "}).status_code == 422
    client.post(at(article, "amendments/1/decline/"), {"decision": "It says so already."})
    again = client.post(at(article, "amendments/1/accept/"), follow=True).content.decode()
    assert "Nothing was changed" in again and Amendment.objects.get().state == "declined"
    assert "It says so already." in sign_in(delegate).get(at(article, "amendments/1/")).content.decode()


def test_an_amendment_is_withdrawn_by_who_proposed_it_alone(article, delegate, secretary, sign_in) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    assert sign_in(secretary).post(at(article, "amendments/1/withdraw/")).status_code == 403
    sign_in(delegate).post(at(article, "amendments/1/withdraw/"))
    assert Amendment.objects.get().state == "withdrawn"


def test_the_record_is_filtered_by_the_address_and_exported_without_formulas(article, delegate, secretary, sign_in):
    proposed(article, delegate, text="=1+1 {approvals_sensitive}")
    proposed(article, delegate, text=TEXT + " Always.")
    client = sign_in(secretary)
    client.post(at(article, "amendments/2/accept/"))
    page = client.get(at(article, "amendments/?state=accepted"))
    assert [row.amendment.number for row in page.context["rows"]] == [2]
    table = client.get(at(article, "amendments/table.csv?state=proposed")).content.decode()
    assert table.count("Senate of Norland") == 1 and "'=1+1" in table
    assert "Amendment 2" in client.get(at(article, "amendments/record/")).content.decode()
    assert [(one.about, one.facts) for one in AuditEntry.objects.filter(action="governance.export")] == [
        (f"governance.version:{article.version_id}", {"kind": "amendments"})
    ]


def test_comments_are_threads_that_the_working_group_settles(article, delegate, secretary, sign_in) -> None:
    theirs, ours = sign_in(delegate), sign_in(secretary)
    theirs.post(at(article, "comments/add/"), {"text": "Who counts?", "article": "approvals"})
    said = Comment.objects.get()
    ours.post(at(article, "comments/add/"), {"text": "Staff.", "article": "approvals", "answers": said.pk})
    ours.post(at(article, f"comments/{said.pk}/settle/"), {"article": "approvals"})
    said.refresh_from_db()
    assert said.is_settled and said.replies.get().text == "Staff."
    theirs.post(at(article, "comments/add/"), {"text": "  "})
    assert Comment.objects.count() == 2


def test_what_was_said_of_an_article_that_is_removed_stays(article, delegate, secretary, sign_in) -> None:
    discussion.comment(article.version, article=article, text="Keep it.", language="en", by=delegate)
    sign_in(secretary).post(at(article, "articles/approvals/remove/"))
    assert "Keep it." in sign_in(delegate).get(at(article, "comments/")).content.decode()


def test_who_proposed_is_notified_of_the_decision_and_the_working_group_of_proposals(
    article, delegate, secretary, second_secretary, sign_in
) -> None:
    for n in range(3):
        proposed(article, delegate, text=f"{TEXT} {n}")
    asked = Notice.objects.get(kind="governance.proposed", person=second_secretary)
    assert asked.times == 3
    assert (
        "3 amendments to a text are proposed." in sign_in(second_secretary).get("/account/notices/").content.decode()
    )
    sign_in(secretary).post(at(article, "amendments/1/decline/"), {"decision": "It says so already."})
    page = sign_in(delegate).get("/account/notices/").content.decode()
    assert "Your amendment was decided." in page and "It says so already." in page
    assert not Notice.objects.filter(person=secretary, kind="governance.decided").exists()
    discussion.leave(Participant.objects.get(person=delegate), by=secretary)
    assert "It says so already." not in sign_in(delegate).get("/account/notices/").content.decode()


LINES = """Ada Sol, ada@norland.example, Senate of Norland
Ben Moor, ben.norland.example, Senate
, cy@norland.example
Dee Fox <dee@sudmark.example> Chamber, of Sudmark
Ada Sol; ADA@norland.example; Senate of Norland
nobody"""


def test_people_are_invited_line_by_line_and_each_bad_line_is_named(article, secretary, sign_in) -> None:
    client = sign_in(secretary)
    answer = client.post(at(article, "people/"), {"people": LINES, "part": "participant", "language": "fr"})
    assert answer.status_code == 422
    assert [one.number for one in answer.context["form"].bad] == [2, 3, 6]
    assert "ben.norland.example" in answer.context["form"]["people"].value()
    invited = {one.person.email: one for one in Participant.objects.filter(part="participant")}
    assert invited.keys() == {"ada@norland.example", "dee@sudmark.example"}
    assert invited["dee@sudmark.example"].body == "Chamber, of Sudmark"
    assert invited["ada@norland.example"].person.language == "fr"
    send_mail("worker", lambda: False)
    assert len(mail.outbox) == 2 and "Policy on communication" in mail.outbox[0].body
    assert "vous invite à participer" in mail.outbox[0].body and "/reset/" in mail.outbox[0].body


def test_who_has_an_account_gets_a_notice_and_no_mail_with_a_link(article, secretary, clerk, sign_in) -> None:
    sign_in(secretary).post(
        at(article, "people/"), {"people": f"C, {clerk.email}, Research", "part": "editor", "language": "en"}
    )
    assert Notice.objects.get(person=clerk).kind == "governance.invited"
    assert sign_in(clerk).get(at(article, "articles/approvals/write/")).status_code == 200
    send_mail("worker", lambda: False)
    assert not mail.outbox


def test_a_participation_is_ended_after_confirmation_and_what_was_said_stays(article, delegate, secretary, sign_in):
    row = Participant.objects.get(person=delegate)
    proposed(article, delegate, text=TEXT + " Always.")
    client = sign_in(secretary)
    assert "End the participation" in client.get(at(article, f"people/{row.pk}/end/")).content.decode()
    client.post(at(article, f"people/{row.pk}/end/"))
    assert sign_in(delegate).get(at(article)).status_code == 404
    assert "Dina Delegate" in client.get(at(article, "amendments/")).content.decode()


def many(article: Article, secretary: User, amendments: int, participants: int) -> None:
    people = User.objects.bulk_create(
        User(email=f"p{n}@many.example", name=f"P{n}", password="!") for n in range(participants)
    )
    rows = Participant.objects.bulk_create(
        Participant(policy=article.version.policy, person=one, body=f"Body {n % 40}") for n, one in enumerate(people)
    )
    text = {"heading": "Approval", "text": TEXT, "why": "", "parameters": {"approvals_sensitive": 3}, "edit": 1}
    Amendment.objects.bulk_create(
        Amendment(
            version=article.version, number=n + 1, article="approvals", language="en", read=text, reason="Yes",
            proposed={**text, "text": f"{TEXT} {n}"}, by=rows[n % len(rows)],
        ) for n in range(amendments)
    )  # fmt: skip
    Comment.objects.bulk_create(
        Comment(version=article.version, article="approvals", by=rows[n % len(rows)], language="en", text="Yes")
        for n in range(amendments)
    )


def test_the_pages_cost_as_many_queries_with_150_amendments_and_300_participants_as_with_few(
    article, secretary, sign_in
) -> None:
    pages = (
        "",
        "draft/",
        "articles/approvals/",
        "amendments/",
        "amendments/record/",
        "amendments/1/",
        "comments/",
        "people/",
    )
    client = sign_in(secretary)

    def costs() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(at(article, page)).status_code == 200
            found[page] = len(asked)
        return found

    many(article, secretary, 3, 3)
    few = costs()
    (
        Amendment.objects.all().delete(),
        Comment.objects.all().delete(),
        User.objects.filter(email__contains="@many").delete(),
    )
    many(article, secretary, 150, 300)
    assert costs() == few and max(few.values()) < 35


def test_an_amendment_keeps_its_number_and_its_address_in_the_next_versions(
    article, delegate, secretary, second_secretary, sign_in
) -> None:
    first = proposed(article, delegate, text=TEXT.replace("A sensitive", "Every sensitive"))
    discussion.comment(article.version, text="Who counts?", language="en", by=delegate)
    discussion.accept(first, by=secretary)
    drafting.mark_up_to_date(article.texts.get(language="fr"), by=secretary)
    in_force(article.version, by=secretary, second=second_secretary)
    following = drafting.draft_next(article.version.policy, by=secretary)
    second = proposed(following.articles.get(), delegate, text=TEXT.replace("A sensitive", "Any sensitive"))
    assert (first.number, second.number) == (1, 2)
    client = sign_in(delegate)
    assert "Every" in client.get(at(article, "amendments/1/")).content.decode()
    assert client.get(at(article, "amendments/")).content.count(b"/amendments/1/") == 0
    assert b"/amendments/1/" in client.get(at(article, "amendments/?version=1")).content
    assert b"Who counts?" not in client.get(at(article, "comments/")).content
    assert b"Who counts?" in client.get(at(article, "comments/?version=1")).content
    assert client.get(at(article, "comments/?version=9")).status_code == 404


def test_what_was_changed_after_the_preview_is_shown_once_more_before_it_is_sent(article, delegate, sign_in) -> None:
    client, page = sign_in(delegate), at(article, "articles/approvals/propose/?language=en")
    mark = send(client, page, text=TEXT + " Always.").context["previewed"]
    again = send(client, page, text=TEXT + " Never.", send="yes", previewed=mark)
    assert not Amendment.objects.exists()
    assert "Look at it once more" in again.content.decode() and "Never" in again.content.decode()
    send(client, page, text=TEXT + " Never.", send="yes", previewed=again.context["previewed"])
    assert Amendment.objects.get().proposed["text"] == TEXT + " Never."


def test_a_form_that_is_sent_again_makes_no_second_amendment_and_no_second_comment(article, delegate, sign_in) -> None:
    client, page = sign_in(delegate), at(article, "articles/approvals/propose/?language=en")
    for _twice in range(2):
        answer = send_as_previewed(client, page, text=TEXT + " Always.")
        assert answer.url.endswith("/amendments/1/")
        client.post(at(article, "comments/add/"), {"article": "approvals", "text": "Why?"})
        client.post(at(article, "articles/approvals/propose-removal/"), {"decision": "Elsewhere"})
    assert [one.kind for one in Amendment.objects.order_by("number")] == ["change", "remove"]
    assert article.version.comments.count() == 1
