"""Quotes, each read in its letter: accepted, replaced, translated; and the two who release."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.actions import quotes
from hemicycle.listening.actions.erasing import erase_message
from hemicycle.listening.actions.messages import redact
from hemicycle.listening.dossier.reviews import Quoted, missing, quotes_in
from hemicycle.listening.errors import NobodyToRelease, NotACorrection, NotADraft, NotByOneself, QuotesNotReviewed
from hemicycle.listening.models import Dossier, Inquiry, QuoteReview
from hemicycle.listening.views.quotes import _at
from hemicycle.rules.models import AuditEntry
from tests import cast

from . import dossiers
from .conftest import Client, open_inquiry


@pytest.fixture
def analysed_inquiry(inquiry: Inquiry, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(inquiry, clerk)


@pytest.fixture
def draft(analysed_inquiry: Inquiry, clerk: User) -> Dossier:
    return actions.draft_dossier(analysed_inquiry, language="en", by=clerk)


def page(draft: Dossier, rest: str = "") -> str:
    return f"/inquiries/{draft.inquiry.address}/dossiers/{draft.pk}/{rest}"


def test_a_quote_that_nobody_read_goes_out_nowhere(draft: Dossier, clerk: User, researcher: User) -> None:
    first, *others = quotes_in(draft)
    for one in others:
        draft = quotes.accept_quote(draft, message=one.message, digest=one.digest, by=clerk)

    with pytest.raises(QuotesNotReviewed, match="1 quote has not been read"):
        actions.propose_release(draft, by=researcher)
    with pytest.raises(QuotesNotReviewed):
        actions.release_dossier(draft, by=clerk)

    draft = quotes.accept_quote(draft, message=first.message, digest=first.digest, by=clerk)
    assert actions.propose_release(draft, by=researcher).is_proposed


def test_whoever_proposes_does_not_release(draft: Dossier, clerk: User, researcher: User) -> None:
    dossiers.read_quotes(draft, clerk)
    with pytest.raises(NotByOneself, match="proposes the release first"):
        actions.release_dossier(draft, by=clerk)

    second = cast.person("Olga Other", Role.CLERK, office=draft.inquiry.office)
    actions.propose_release(draft, by=clerk)
    with pytest.raises(NotByOneself, match="Olga Other can release it"):
        actions.release_dossier(draft, by=clerk)

    assert actions.release_dossier(draft, by=second).state == "released"


def test_where_nobody_else_can_release_a_proposal_is_refused_and_says_who_proposes_instead(
    draft: Dossier, clerk: User, researcher: User, sign_in: Client
) -> None:
    dossiers.read_quotes(draft, clerk)
    with pytest.raises(NobodyToRelease, match="Rosa Researcher can propose the release; then you release it"):
        actions.propose_release(draft, by=clerk)

    client = sign_in(clerk)
    shown = client.get(page(draft, "propose/")).content.decode()
    assert "Rosa Researcher can propose the release" in shown
    assert 'class="btn btn-primary">Propose' not in shown
    here = client.get(page(draft)).content.decode()
    assert "Rosa Researcher can propose the release" in here
    assert page(draft, "propose/") not in here

    actions.propose_release(draft, by=researcher)
    assert actions.release_dossier(draft, by=clerk).state == "released"


def test_a_clerk_who_is_alone_in_an_office_needs_an_administrator(draft: Dossier, clerk: User) -> None:
    dossiers.read_quotes(draft, clerk)
    with pytest.raises(NobodyToRelease, match="An administrator can give another person of this office the role"):
        actions.propose_release(draft, by=clerk)


def test_whoever_proposed_sees_who_can_release_it_and_may_withdraw(
    draft: Dossier, clerk: User, researcher: User, sign_in: Client
) -> None:
    dossiers.read_quotes(draft, researcher)
    second = cast.person("Olga Other", Role.CLERK, office=draft.inquiry.office)
    asked = sign_in(clerk).get(page(draft, "propose/")).content.decode()
    assert "A notice goes to Olga Other, who can release it." in asked
    actions.propose_release(draft, by=clerk)

    client = sign_in(clerk)
    for address in (page(draft), page(draft).rsplit("/", 2)[0] + "/", page(draft, "release/")):
        shown = client.get(address).content.decode()
        assert "You proposed" in shown
        assert "Olga Other can release it." in shown
    assert ">Release the dossier</button>" not in shown
    assert sign_in(second).post(page(draft, "withdraw/")).status_code == 302
    draft.refresh_from_db()
    assert draft.is_proposed

    client = sign_in(clerk)
    client.post(page(draft, "withdraw/"))
    draft.refresh_from_db()
    assert not draft.is_proposed
    assert Notice.objects.get(person=second, kind="listening.release").ended_at is not None
    assert AuditEntry.objects.filter(action="listening.dossier_withdraw").exists()


def test_a_dossier_with_an_unread_quote_leads_to_its_quotes_in_place_of_a_proposal(
    draft: Dossier, clerk: User, researcher: User, sign_in: Client
) -> None:
    shown = sign_in(researcher).get(page(draft, "propose/")).content.decode()

    assert "have not been read in their letters yet" in shown
    assert page(draft, "quotes/") in shown
    assert "What will happen" not in shown


def test_a_new_draft_says_who_had_accepted_its_quotes(
    draft: Dossier, analysed_inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    total = len(quotes_in(dossiers.read_quotes(draft, clerk)))
    again = actions.draft_dossier(analysed_inquiry, language="en", by=clerk)

    for rest in ("", "quotes/"):
        shown = sign_in(clerk).get(page(again, rest)).content.decode()
        assert f"{total} quotes, each read in its letter and accepted by {clerk}, the last on" in shown


def test_a_quote_that_is_set_aside_can_be_taken_back_at_once(draft: Dossier, clerk: User, sign_in: Client) -> None:
    client = sign_in(clerk)
    gone = quotes_in(draft)[0]
    sent = client.post(page(draft, f"quotes/{gone.message}/"), {"digest": gone.digest, "do": "replace"}, follow=True)
    undo = page(draft, f"quotes/restore/{QuoteReview.objects.get().pk}/")
    assert f'action="{undo}"><input' in sent.content.decode().partition('class="messages"')[2].partition("</form>")[0]

    back = client.post(undo, follow=True)
    assert f'value="{gone.digest}"' in back.content.decode()
    assert not QuoteReview.objects.exists()


def test_a_quote_set_aside_in_one_dossier_says_so_in_the_others(
    draft: Dossier, analysed_inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    french = actions.draft_dossier(analysed_inquiry, language="fr", by=clerk)
    gone = quotes_in(french)[0]
    released = dossiers.release(draft, clerk)
    english = actions.draft_dossier(analysed_inquiry, language="en", by=clerk)
    quotes.replace_quote(english, message=gone.message, digest=gone.digest, by=clerk)

    client = sign_in(clerk)
    shown = client.get(page(french, f"quotes/?quote={gone.digest}")).content.decode()
    assert f"{clerk} set this quote aside on" in shown
    assert "Set aside in another dossier" in shown
    assert "1 quote of this version was set aside later" in client.get(page(released)).content.decode()


def test_saving_a_quote_again_keeps_its_place(draft: Dossier, clerk: User, sign_in: Client) -> None:
    listed = quotes_in(dossiers.read_quotes(draft, clerk))
    third = listed[2]
    sent = sign_in(clerk).post(page(draft, f"quotes/{third.message}/"), {"digest": third.digest, "do": "accept"})

    assert f"?quote={listed[3].digest}#" in sent["Location"]


def test_the_database_refuses_a_release_by_whoever_proposed_it(draft: Dossier, clerk: User) -> None:
    released = dossiers.release(draft, clerk)
    with pytest.raises(IntegrityError):
        Dossier.objects.filter(pk=released.pk).update(proposed_by=clerk.audit_label)


def test_a_replaced_quote_is_in_no_dossier_of_the_inquiry(
    draft: Dossier, analysed_inquiry: Inquiry, clerk: User
) -> None:
    gone = quotes_in(draft)[0]
    draft = quotes.replace_quote(draft, message=gone.message, digest=gone.digest, by=clerk)
    french = actions.draft_dossier(analysed_inquiry, language="fr", by=clerk)

    assert gone.text not in {one.text for made in (draft, french) for one in quotes_in(made)}
    assert QuoteReview.objects.get().verdict == "replaced"
    assert AuditEntry.objects.filter(action="listening.quote_replace").exists()


def test_a_restored_quote_awaits_a_look_again(draft: Dossier, clerk: User) -> None:
    gone = quotes_in(draft)[0]
    draft = quotes.replace_quote(draft, message=gone.message, digest=gone.digest, by=clerk)
    draft = quotes.restore_quote(draft, review=QuoteReview.objects.get().pk, by=clerk)

    assert gone.text in {one.text for one in missing(draft)}


def test_a_quote_of_which_a_word_is_redacted_since_has_to_be_read_again(draft: Dossier, clerk: User) -> None:
    dossiers.read_quotes(draft, clerk)
    draft.refresh_from_db()
    assert not missing(draft)

    quote = next(one for one in quotes_in(draft) if "pupils" in one.text)
    redact(draft.inquiry, message=quote.message, words="Ostra", kind="address", by=clerk)

    assert [one.text for one in missing(draft)] == [quote.text]


def test_a_translation_by_the_office_stands_under_the_quote_and_says_so(
    draft: Dossier, clerk: User, sign_in: Client
) -> None:
    foreign = next(one for one in quotes_in(draft) if one.lang == "fr")
    words = "The noise of the engines keeps me awake."
    quotes.accept_quote(draft, message=foreign.message, digest=foreign.digest, translation=words, by=clerk)
    draft.refresh_from_db()

    shown = sign_in(clerk).get(page(draft)).content.decode()
    assert words in shown
    assert "Translation by the office" in shown
    assert any(one.get("translation") == words for one in dossiers.cells(draft.content))


def test_after_an_erasure_nothing_unread_takes_the_place_of_a_quote(
    draft: Dossier, analysed_inquiry: Inquiry, clerk: User
) -> None:
    released = dossiers.release(draft, clerk)
    erase_message(analysed_inquiry, message=quotes_in(released)[0].message, by=clerk)

    successor = Dossier.objects.released().get()
    assert successor.version == 2
    assert not missing(successor)


def test_a_released_dossier_is_reviewed_no_more(draft: Dossier, clerk: User) -> None:
    released = dossiers.release(draft, clerk)
    one = quotes_in(released)[0]
    with pytest.raises(NotADraft):
        quotes.replace_quote(released, message=one.message, digest=one.digest, by=clerk)


def test_a_quote_that_is_not_in_the_dossier_is_refused(draft: Dossier, clerk: User) -> None:
    with pytest.raises(NotACorrection, match="no longer in the dossier"):
        quotes.accept_quote(draft, message=0, digest="0", by=clerk)


def test_a_reason_that_is_missing_brings_no_release_button_back(draft: Dossier, clerk: User, sign_in: Client) -> None:
    """The page that asks for the reason again is the page of the release, for whoever may not give it as well."""
    dossiers.read_quotes(draft, clerk)
    Dossier.objects.filter(pk=draft.pk).update(
        proposed_by=clerk.audit_label, proposed_by_name=clerk.name, proposed_at=timezone.now()
    )

    answered = sign_in(clerk).post(page(draft, "decline/"), {"why": ""})

    assert answered.status_code == 422
    assert "You proposed this release" in answered.content.decode()


def test_whoever_can_release_is_notified_and_a_declined_proposal_comes_back_with_its_reason(
    draft: Dossier, clerk: User, researcher: User, sign_in: Client
) -> None:
    dossiers.read_quotes(draft, researcher)
    client = sign_in(researcher)
    assert client.post(page(draft, "propose/")).status_code == 302
    assert Notice.objects.get(person=clerk, kind="listening.release").ended_at is None
    assert sign_in(researcher).post(page(draft, "release/")).status_code == 403

    assert sign_in(clerk).post(page(draft, "decline/"), {"why": ""}).status_code == 422
    sign_in(clerk).post(page(draft, "decline/"), {"why": "The second theme has no name yet"})

    draft.refresh_from_db()
    assert not draft.is_proposed
    assert Notice.objects.filter(person=researcher, kind="listening.declined").exists()
    assert "The second theme has no name yet" in sign_in(researcher).get(page(draft)).content.decode()


def test_a_member_releases_alone_once_every_quote_is_read(member_office: Office, member: User) -> None:
    inquiry = dossiers.analysed_inquiry(open_inquiry(member_office, member, "Post of the spring"), member)
    draft = actions.draft_dossier(inquiry, language="en", by=member)
    with pytest.raises(QuotesNotReviewed):
        actions.release_dossier(draft, by=member)

    dossiers.read_quotes(draft, member)
    assert actions.release_dossier(draft, by=member).state == "released"


def test_the_page_opens_the_first_unread_quote_in_its_letter_and_goes_on_to_the_next(
    draft: Dossier, clerk: User, sign_in: Client
) -> None:
    first, second, *_others = quotes_in(draft)
    client = sign_in(clerk)
    shown = client.get(page(draft, "quotes/")).content.decode()
    assert f'value="{first.digest}"' in shown
    assert 'class="mark-own"' in shown

    answer = client.post(
        page(draft, f"quotes/{first.message}/"), {"digest": first.digest, "do": "accept"}, follow=True
    )
    assert f'value="{second.digest}"' in answer.content.decode()


def test_who_may_not_correct_reads_no_quotes(
    draft: Dossier, officer: User, other_clerk: User, administrator: User, sign_in: Client
) -> None:
    one = quotes_in(draft)[0]
    for person in (officer, other_clerk, administrator):
        client = sign_in(person)
        assert client.get(page(draft, "quotes/")).status_code in (403, 404)
        sent = client.post(page(draft, f"quotes/{one.message}/"), {"digest": one.digest, "do": "accept"})
        assert sent.status_code in (403, 404)
    assert not QuoteReview.objects.exists()


def test_the_casework_list_holds_who_asks_for_help_and_no_other_letter(
    analysed_inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    client = sign_in(clerk)
    address = f"/inquiries/{analysed_inquiry.address}/"
    assert "No message matches" in client.get(f"{address}casework/").content.decode()
    assert analysed_inquiry.shown is not None
    finding = analysed_inquiry.shown.findings.voices().first()
    assert finding is not None

    client.post(f"{address}messages/{finding.inbound_id}/casework/", {"do": "mark"})

    listed = client.get(f"{address}casework/").content.decode()
    assert listed.count("<blockquote") == 1
    assert finding.shown_text[:30] in listed


def test_of_two_quotes_with_the_same_words_the_unread_one_opens() -> None:
    said = QuoteReview(verdict=QuoteReview.Verdict.ACCEPTED)
    listed = [
        Quoted("Ferry", "", "Keep the ferry.", "en", number, review) for number, review in ((1, said), (2, None))
    ]

    assert _at(listed, listed[0].digest) == 1
