"""What we heard: made from a released dossier, written by clerks, released by the desk, and gone where it must go."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions import heard as actions
from hemicycle.cases.errors import AlreadyAnnounced, NothingReleased
from hemicycle.cases.heard.reading import asked_about, page_of
from hemicycle.cases.models import Heard
from hemicycle.desk import actions as desk
from hemicycle.listening.actions import dossiers as of_dossiers
from hemicycle.listening.actions.erasing import erase_message
from hemicycle.listening.models import Dossier, Inquiry
from hemicycle.record.models import Document
from hemicycle.rules.models import AuditEntry
from tests.listening import dossiers
from tests.listening.conftest import open_inquiry

from .bills import FEES, bill, publish, second_editor

__all__ = ["bill", "publish", "second_editor"]
pytestmark = pytest.mark.django_db

SAID = {"en": "The committee halved the fee.", "fr": "La commission a réduit le droit de moitié."}


@pytest.fixture
def inquiry(office: Office, clerk: User, bill: Document) -> Inquiry:
    return dossiers.analysed_inquiry(open_inquiry(office, clerk), clerk, bill=bill)


@pytest.fixture
def dossier(inquiry: Inquiry, clerk: User) -> Dossier:
    return dossiers.released_dossier(inquiry, clerk)


@pytest.fixture
def heard(dossier: Dossier, clerk: User) -> Heard:
    """Begun and written by the clerk."""
    found = actions.open_heard(dossier.inquiry, by=clerk)
    return actions.write_heard(
        found, introductions={"en": "Thank you for your letters."}, responses={FEES: SAID}, sides={}, by=clerk
    )


def test_without_a_released_dossier_there_is_no_page(inquiry, clerk):
    of_dossiers.draft_dossier(inquiry, language="en", by=clerk)
    with pytest.raises(NothingReleased):
        actions.open_heard(inquiry, by=clerk)


def test_numbers_and_quotations_are_those_of_the_dossier_and_the_committee_stands_beside_them(heard, dossier):
    facts = {one["eid"]: one for one in dossier.content["facts"]["clauses"]}
    shown = {one.eid: one for one in page_of(heard).clauses}
    assert shown[FEES].messages == facts[FEES]["messages"]["n"] > 0
    assert [one.text for one in shown[FEES].quotations] == [one["text"] for one in facts[FEES]["quotes"]]
    assert shown[FEES].response.text == SAID["en"]
    assert page_of(heard).unheard["id"] == "unheard"


def test_words_that_speak_of_several_clauses_are_quoted_once(heard, dossier):
    first, second = dossier.content["facts"]["clauses"][-2:]
    first["quotes"] = second["quotes"] = first["quotes"] or second["quotes"]
    Dossier.objects.filter(pk=dossier.pk).update(content=dossier.content)
    texts = [quote.text for one in page_of(heard).clauses for quote in one.quotations]
    assert texts and len(texts) == len(set(texts))


def test_nearly_the_same_words_about_several_clauses_are_quoted_once(heard, dossier):
    first, second = dossier.content["facts"]["clauses"][-2:]
    about = "Hold on to clauses {} and 9, rewrite clause 6 {}, and there is peace on {}."
    quote = (first["quotes"] or second["quotes"])[0]
    first["quotes"] = [quote | {"text": about.format(3, "and its figure", "Priest Lane")}]
    other = quote | {"text": "The fine in clause 9 must hurt: polluting is cheaper than repairing."}
    second["quotes"] = [quote | {"text": about.format(4, "with those concerned", "Chapel Road")}, other]
    Dossier.objects.filter(pk=dossier.pk).update(content=dossier.content)
    texts = [quote.text for one in page_of(heard).clauses for quote in one.quotations]
    assert texts[-2:] == [first["quotes"][0]["text"], other["text"]]
    assert second["quotes"][0]["text"] not in texts


def test_what_people_asked_is_quoted_in_the_language_of_the_page_where_it_can_be(dossier, bill):
    for clause in (facts := dossier.content["facts"]["clauses"]):
        quote = next(one for each in facts for one in each["quotes"])
        clause["quotes"] = [quote | {"text": f"{lang} {clause['eid']}", "lang": lang} for lang in ("es", "fr")]
    Dossier.objects.filter(pk=dossier.pk).update(content=dossier.content)
    for lang, shown in (("fr", "fr"), ("es", "es"), ("en", "es")):
        with override(lang):
            quoted = [one.quotation.lang for one in asked_about(bill).clauses]
        assert quoted and set(quoted) == {shown}


def test_a_quotation_stands_on_the_side_that_staff_chose(heard, clerk):
    quoted = {one.eid: one.quotations[0].digest for one in page_of(heard).clauses if one.quotations}
    chosen = {FEES: {quoted[FEES]: "against", "other": "nonsense"}, "": {"other": "other"}}
    written = actions.write_heard(heard, introductions={}, responses={}, sides=chosen, by=clerk)
    sides = {one.eid: [side for side, _quotations in one.sides] for one in page_of(written).clauses}
    assert "Against it" in sides.pop(FEES)
    # The same words below another clause stand there on no side yet.
    assert "Against it" not in [side for others in sides.values() for side in others]
    assert written.sides == {FEES: {quoted[FEES]: "against"}}


def test_a_quotation_whose_message_is_erased_vanishes_as_in_the_dossier(heard, dossier, clerk):
    message = next(one for c in dossier.content["facts"]["clauses"] for one in c["quotes"])
    erase_message(heard.inquiry, message=message["message"], by=clerk)
    texts = [q.text for one in page_of(heard).clauses for q in one.quotations]
    assert message["text"] not in texts
    assert page_of(heard).counts["messages"]["n"] == dossier.messages - 1


def test_nobody_reads_it_before_its_announcement_is_released_and_it_never_changes_afterwards(
    heard, officer, clerk, publish
):
    assert Heard.objects.about(heard.bill) is None
    announcement = actions.draft_heard(heard, by=officer)
    assert SAID["en"] in announcement.texts.get(lang="en").body
    with pytest.raises(AlreadyAnnounced):
        actions.write_heard(heard, introductions={}, responses={}, sides={}, by=clerk)
    publish(announcement)
    assert Heard.objects.about(heard.bill) == heard
    with pytest.raises(AlreadyAnnounced):
        actions.write_heard(heard, introductions={}, responses={}, sides={}, by=clerk)


def test_who_wrote_a_part_of_it_does_not_approve_it(heard, officer, editor):
    actions.write_heard(heard, introductions={}, responses={FEES: SAID}, sides={}, by=editor)
    announcement = actions.draft_heard(heard, by=officer)
    assert desk.may_approve(announcement, editor) is False


def test_a_new_version_begins_with_the_last_one_and_replaces_it_when_it_is_released(heard, officer, clerk, publish):
    publish(actions.draft_heard(heard, by=officer))
    again = actions.open_heard(heard.inquiry, by=clerk)
    assert (again.number, again.responses) == (2, {FEES: SAID})
    assert Heard.objects.about(heard.bill) == heard
    publish(actions.draft_heard(again, by=officer))
    assert Heard.objects.about(heard.bill) == again


def test_clerks_write_and_officers_draft_and_others_do_not_see_it(
    heard, sign_in, clerk, officer, other_clerk, outsider
):
    address = reverse("cases:heard", args=[heard.pk])
    page = sign_in(clerk).get(address)
    assert "What the committee did with it" in page.text
    sides = {name: "for" for name in page.context["form"].fields if name.startswith("side-")}
    assert sign_in(clerk).post(address, {"text-0-en": "We read all.", **sides}).status_code == 302
    row = Heard.objects.get()
    assert row.introductions == {"en": "We read all."}
    assert {side for of_clause in row.sides.values() for side in of_clause.values()} == {"for"}
    names = re.findall(r' name="(side-[^"]+)"', page.text)
    assert len(names) == len(set(names)) == len(sides)
    assert sign_in(clerk).post(f"{address}draft/").status_code == 403
    assert sign_in(other_clerk).get(address).status_code == 404
    assert sign_in(outsider).get(address).status_code == 403
    assert sign_in(officer).post(f"{address}draft/", sides).status_code == 302
    assert AuditEntry.objects.filter(action="cases.draft_heard").count() == 1


def test_a_page_is_begun_from_the_list_once(dossier, sign_in, clerk, other_clerk):
    begin, sent = reverse("cases:begin_heard"), {"inquiry": dossier.inquiry.address}
    assert sign_in(other_clerk).post(begin, sent).status_code == 404
    for _click in range(2):
        sign_in(clerk).post(begin, sent)
    assert Heard.objects.get().inquiry == dossier.inquiry
    assert offered_to(sign_in(clerk)) == []


def test_a_bill_whose_page_is_being_written_is_not_offered_and_a_released_page_as_a_new_version(
    dossier, sign_in, clerk, officer, publish
):
    client, inquiry = sign_in(clerk), dossier.inquiry
    assert offered_to(client) == [(inquiry.address, False)]
    heard = actions.open_heard(inquiry, by=clerk)
    assert offered_to(client) == []
    announcement = actions.draft_heard(heard, by=officer)
    assert offered_to(client) == []
    publish(announcement)
    assert offered_to(client) == [(inquiry.address, True)]


def offered_to(client) -> list[tuple[str, bool]]:
    """The inquiries from which a page can be begun, and whether that is a new version."""
    shown = client.get(reverse("cases:heard_list")).text
    offers = re.findall(r'name="inquiry" value="([^"]+)">(.*?)</button>', shown)
    return [(address, "New version" in words) for address, words in offers]


def test_what_stands_in_the_form_is_saved_before_it_is_drafted(heard, sign_in, officer):
    address = reverse("cases:heard", args=[heard.pk])
    page = sign_in(officer).get(address)
    assert f'form="heard-form" formaction="{address}draft/"' in page.text
    assert page.text.index(">Save<") < page.text.index("<fieldset")
    sides = {name: "for" for name in page.context["form"].fields if name.startswith("side-")}
    assert sign_in(officer).post(f"{address}draft/", {"text-0-en": "Typed last."}).status_code == 422
    refused = sign_in(officer).post(f"{address}draft/", {"text-0-en": "Typed last.", **sides})
    assert refused.status_code == 422 and "Write it in this language as well" in refused.text
    texts = {f"text-0-{lang}": "Typed last." for lang in ("en", "fr", "es")}
    sign_in(officer).post(f"{address}draft/", {**texts, **sides})
    heard.refresh_from_db()
    assert heard.introductions == dict.fromkeys(("en", "fr", "es"), "Typed last.")
    assert "Typed last." in heard.announcement.texts.get(lang="en").body


def test_a_draft_at_the_desk_is_called_one_and_the_page_says_how_to_go_on(heard, sign_in, officer, clerk):
    announcement, address = actions.draft_heard(heard, by=officer), reverse("cases:heard", args=[heard.pk])
    page = sign_in(officer).get(address).text
    assert "A draft of its announcement waits at the desk" in page and "It is announced" not in page
    assert reverse("desk:discard", args=[announcement.address]) in page
    assert reverse("desk:discard", args=[announcement.address]) not in sign_in(clerk).get(address).text
    desk.discard(announcement, by=officer)
    assert ">Save<" in sign_in(officer).get(address).text


def test_the_page_says_beforehand_who_can_approve_it(heard, sign_in, officer, clerk, editor, second_editor):
    address = reverse("cases:heard", args=[heard.pk])
    for one in (officer, clerk):
        page = sign_in(one).get(address).text
        assert "If you write it, you cannot approve it." in page
        assert f"Who can approve it: {editor}, {second_editor}." in page
    actions.write_heard(heard, introductions={}, responses={}, sides={}, by=editor)
    page = sign_in(officer).get(address).text
    assert f"Who can approve it: {second_editor}." in page
    assert "That is fewer people than it needs. Once it is in review, somebody on duty in another office" in page
