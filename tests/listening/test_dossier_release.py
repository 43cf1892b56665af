"""A dossier's life: drafted, kept in, released by whoever may, replaced in the open, and again after an erasure."""

import hashlib
import json
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.actions.analyses import start_analysis
from hemicycle.listening.actions.erasing import erase_message, take_out_messages_of
from hemicycle.listening.dossier import content, serving
from hemicycle.listening.errors import AlreadyRunning, NotADraft, NothingToReport
from hemicycle.listening.models import Dossier, Finding, Inquiry, Link, Mention, Theme
from hemicycle.listening.templatetags.dossier import parts_of
from hemicycle.rules import audit, gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import Refused
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.personal_data import Subject

from . import dossiers
from .conftest import Client, campaign, finding, number, open_inquiry


@pytest.fixture
def analysed_inquiry(inquiry: Inquiry, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(inquiry, clerk)


@pytest.fixture
def draft(analysed_inquiry: Inquiry, clerk: User) -> Dossier:
    return actions.draft_dossier(analysed_inquiry, language="en", by=clerk)


@pytest.fixture
def released(draft: Dossier, clerk: User) -> Dossier:
    return dossiers.release(draft, clerk)


def address(dossier: Dossier, rest: str = "") -> str:
    return f"/inquiries/{dossier.inquiry.address}/dossiers/{dossier.pk}/{rest}"


def test_a_draft_keeps_the_document_and_its_digest(draft: Dossier) -> None:
    draft.refresh_from_db()

    assert (draft.version, draft.state, draft.classification) == (1, "drafted", Classification.INTERNAL)
    assert content.digest(draft.content) == draft.digest
    assert draft.messages == 26


def test_a_draft_says_its_version_its_day_and_its_digest(draft: Dossier) -> None:
    day = date_format(timezone.localtime(draft.drafted_at), "DATE_FORMAT")
    made = f"Version 1, drafted on {day}. SHA-256 of its data: {draft.digest}"

    assert serving.lines_of(draft) == serving.Lines("Draft, not released", made)


def test_drafting_again_replaces_the_draft(draft: Dossier, analysed_inquiry: Inquiry, clerk: User) -> None:
    again = actions.draft_dossier(analysed_inquiry, language="en", by=clerk)

    assert again.pk == draft.pk
    assert Dossier.objects.count() == 1


def test_a_dossier_in_another_language_bears_its_own_title_and_question_whenever_it_is_drafted(
    analysed_inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    board, said = (
        f"/inquiries/{analysed_inquiry.address}/dossiers/",
        ("Lettres sur le port", "Que demandent les îles ?"),
    )
    given = {"language": "fr", "title": said[0], "question": said[1]}
    client = sign_in(clerk)
    assert client.post(f"{board}draft/", {**given, "question": ""}).status_code == 422
    assert client.post(f"{board}draft/", {**given, "language": "en"}).status_code == 422
    assert client.post(f"{board}draft/", given).status_code == 302

    for made in (Dossier.objects.get(), actions.draft_dossier(analysed_inquiry, language="fr", by=clerk)):
        assert (made.content["title"], made.content["question"], made.content["title_language"]) == (*said, "fr")
    assert said[0] in client.get(address(made)).content.decode()
    english = actions.draft_dossier(analysed_inquiry, language="en", by=clerk)
    assert english.content["title"] == analysed_inquiry.title


def test_the_office_is_named_without_the_house_before_it(analysed_inquiry: Inquiry, clerk: User) -> None:
    Office.objects.filter(pk=analysed_inquiry.office_id).update(name="Assembly of Tests – Research service")

    assert actions.draft_dossier(analysed_inquiry, language="fr", by=clerk).content["office"] == "Research service"


def test_without_an_analysis_there_is_nothing_to_tell(inquiry: Inquiry, clerk: User) -> None:
    with pytest.raises(NothingToReport):
        actions.draft_dossier(inquiry, language="en", by=clerk)


def test_a_release_makes_it_public_and_is_written_down(released: Dossier, clerk: User, citizen: object) -> None:
    assert released.classification == Classification.PUBLIC
    assert gate.allowed(released, via=EgressPoint.PAGE, to=citizen)
    entry = AuditEntry.objects.get(action="listening.dossier_release")
    assert (entry.actor, entry.facts["digest"]) == (clerk.audit_label, released.digest)


def test_what_was_released_is_not_released_again(released: Dossier, clerk: User) -> None:
    with pytest.raises(NotADraft):
        actions.release_dossier(released, by=clerk)


def test_a_later_version_replaces_the_one_before_and_both_say_so(
    released: Dossier, analysed_inquiry: Inquiry, clerk: User
) -> None:
    second = actions.draft_dossier(analysed_inquiry, language="en", by=clerk)
    assert second.version == 2
    assert second.content["notice"].startswith("Version 2 replaces version 1 of ")
    dossiers.release(second, clerk)

    released.refresh_from_db()
    assert released.state == "superseded"
    assert released.notice.startswith("Version 2 of ")
    assert released.content
    assert Dossier.objects.released().get() == second


def test_one_version_a_language_is_in_force(released: Dossier) -> None:
    twin = Dossier.objects.get(pk=released.pk)
    twin.pk, twin.version, twin.address = None, 7, "twin"
    with pytest.raises(IntegrityError):
        twin.save()


def test_a_draft_stays_in(draft: Dossier, citizen: object, member: User, other_clerk: User, sign_in: Client) -> None:
    for stranger in (citizen, member, other_clerk):
        assert not gate.allowed(draft, via=EgressPoint.PAGE, to=stranger)
        with pytest.raises(Refused):
            gate.release(draft, via=EgressPoint.EXPORT, to=stranger)
        assert sign_in(stranger).get(address(draft)).status_code in (302, 404)
        assert sign_in(stranger).get(address(draft, "dossier.json")).status_code in (302, 404)
        assert sign_in(stranger).get(f"/dossiers/{draft.address}/").status_code == 404
        assert sign_in(stranger).get(f"/dossiers/{draft.address}/dossier.pdf").status_code == 404


def test_a_members_dossier_is_confidential_until_the_member_releases_it(
    member_office: Office, member: User, clerk: User, sign_in: Client
) -> None:
    inquiry = dossiers.analysed_inquiry(open_inquiry(member_office, member, "Post of the spring"), member)
    made = dossiers.read_quotes(actions.draft_dossier(inquiry, language="fr", by=member), member)

    assert made.classification == Classification.CONFIDENTIAL
    assert not gate.allowed(made, via=EgressPoint.PAGE, to=clerk)
    assert sign_in(clerk).post(address(made, "release/")).status_code == 404
    assert sign_in(member).post(address(made, "release/")).status_code == 302
    made.refresh_from_db()
    assert made.state == "released"


def test_who_may_not_release_is_refused(
    draft: Dossier, researcher: User, officer: User, administrator: User, sign_in: Client
) -> None:
    for person in (researcher, officer, administrator):
        assert sign_in(person).get(address(draft, "release/")).status_code == 403
        assert sign_in(person).post(address(draft, "release/")).status_code == 403
    assert sign_in(officer).post(f"/inquiries/{draft.inquiry.address}/dossiers/draft/").status_code == 403
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_confirmation_says_what_leaves_and_to_whom(draft: Dossier, clerk: User, sign_in: Client) -> None:
    actions.propose_release(dossiers.read_quotes(draft, clerk), by="second clerk")
    page = sign_in(clerk).get(address(draft, "release/")).content.decode()

    assert "The dossier in English, version 1, is published" in page
    assert "It becomes public at once" in page
    assert "It cannot be undone" in page
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_french_dossier_is_french_throughout_whoever_reads_it(
    analysed_inquiry: Inquiry, clerk: User, sign_in: Client
) -> None:
    french = actions.draft_dossier(analysed_inquiry, language="fr", by=clerk)
    page = sign_in(clerk).get(address(french)).content.decode()

    assert "Les chiffres en tableau" in page
    for words in ("The numbers as a table", "Annex: the messages behind every number"):
        assert words not in page


def test_every_part_of_a_dossier_is_one_step_away(draft: Dossier, clerk: User, sign_in: Client) -> None:
    page = sign_in(clerk).get(address(draft)).content.decode()
    anchors = [anchor for section in draft.content["sections"] for anchor, _block in parts_of(section)]

    assert len(anchors) > 3
    for anchor in anchors:
        assert page.count(f'<a href="#{anchor}"') == page.count(f'<h3 id="{anchor}"') == 1


def test_the_json_is_exactly_what_the_digest_was_made_of(draft: Dossier, clerk: User, sign_in: Client) -> None:
    written = sign_in(clerk).get(address(draft, "dossier.json")).content

    assert hashlib.sha256(written).hexdigest() == draft.digest
    assert AuditEntry.objects.get(action="listening.dossier_export").facts["kind"] == "json"


def test_a_note_opens_to_its_messages(draft: Dossier, clerk: User, sign_in: Client) -> None:
    browser = sign_in(clerk)
    note = draft.content["facts"]["counts"]["repeats"]["note"]
    (message,) = draft.content["notes"][str(note)]

    page = browser.get(address(draft, f"notes/{note}/")).content.decode()

    assert f"/inquiries/{draft.inquiry.address}/messages/{message}/" in page
    assert "Repeats" in page
    assert browser.get(address(draft, "notes/9999/")).status_code == 404


@pytest.mark.parametrize("page", ["", "notes/", "notes/1/", "release/", "dossier.json"])
def test_no_page_of_a_dossier_needs_sixteen_queries(draft: Dossier, clerk: User, sign_in: Client, page: str) -> None:
    browser = sign_in(clerk)
    browser.get(address(draft, page))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address(draft, page)).status_code == 200
    assert len(queries) < 16


# Erasing ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_erased_message_is_nowhere(analysed_inquiry: Inquiry, released: Dossier, clerk: User) -> None:
    (key,) = number(analysed_inquiry, "voice-2")
    text = Inbound.objects.get(pk=key).text

    erase_message(analysed_inquiry, message=key, by=clerk)

    assert not Inbound.objects.filter(pk=key).exists()
    assert not Finding.objects.filter(inbound=key).exists()
    for rows in (Theme.objects.values(), Dossier.objects.values(), AuditEntry.objects.values()):
        assert text not in json.dumps(list(rows), ensure_ascii=False, default=str)
    assert "Le bruit des moteurs" not in json.dumps(list(Theme.objects.values()), ensure_ascii=False, default=str)


def test_every_number_is_counted_anew(analysed_inquiry: Inquiry, clerk: User) -> None:
    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)

    shown = Inquiry.objects.select_related("shown").get(pk=analysed_inquiry.pk).shown
    assert shown is not None
    assert (shown.messages, shown.voices) == (25, 5)


def test_a_released_dossier_is_replaced_and_gives_up_its_words(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User
) -> None:
    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)

    old, new = Dossier.objects.order_by("version")
    assert (old.state, old.content, old.digest) == ("superseded", {}, released.digest)
    assert (new.state, new.version, new.messages) == ("released", 2, 25)
    for one in (old, new):
        assert one.notice.startswith("Version 2 of ")
        assert one.notice.endswith("replaces version 1: 1 message was erased at the writer's request.")
    assert new.content["notice"] == new.notice
    assert content.digest(new.content) == new.digest
    assert "Le bruit des moteurs" not in content.as_bytes(new.content).decode()


def test_after_an_objection_the_dossier_says_that_its_message_was_taken_out_and_not_that_it_was_erased(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User
) -> None:
    letter = number(analysed_inquiry, "voice-2")
    writer = Subject(frozenset({"voice2@example.org"}), (analysed_inquiry.office,), is_house=True)
    take_out_messages_of(writer, clerk)

    old, new = Dossier.objects.order_by("version")
    assert (old.content, new.messages) == ({}, 25)
    for one in (old, new):
        assert one.notice.endswith(": 1 message was taken out, for its writer objected to being counted.")
    assert Inbound.objects.filter(pk__in=letter).exists()


def test_the_page_of_an_emptied_version_shows_the_notice_alone(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User, sign_in: Client
) -> None:
    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)

    page = sign_in(clerk).get(address(released)).content.decode()

    assert "1 message was erased at the writer" in page
    assert released.digest in page
    assert "Summary" not in page
    assert sign_in(clerk).get(address(released, "dossier.pdf")).status_code == 404
    assert serving.page(released.address, to=clerk) == released
    with pytest.raises(Http404):
        serving.export(released.address, to=clerk)


def test_a_draft_that_waits_is_drafted_again_after_the_new_version(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User
) -> None:
    actions.draft_dossier(analysed_inquiry, language="en", by=clerk)
    actions.draft_dossier(analysed_inquiry, language="fr", by=clerk)

    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)

    rows = Dossier.objects.order_by("language", "version").values_list("language", "version", "state")
    assert list(rows) == [
        ("en", 1, "superseded"),
        ("en", 2, "released"),
        ("en", 3, "drafted"),
        ("fr", 1, "drafted"),
    ]
    assert not any(
        "Le bruit des moteurs" in json.dumps(one.content, ensure_ascii=False) for one in Dossier.objects.all()
    )


def test_a_second_erasure_empties_what_was_replaced_before(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User
) -> None:
    dossiers.released_dossier(analysed_inquiry, clerk)

    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)
    erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-4")[0], by=clerk)

    rows = Dossier.objects.order_by("version")
    assert [bool(one.content) for one in rows] == [False, False, False, True]
    assert [one.state for one in rows] == ["superseded"] * 3 + ["released"]


def test_a_campaign_goes_on_speaking_when_the_message_that_stood_for_it_is_erased(
    analysed_inquiry: Inquiry, clerk: User
) -> None:
    before = Theme.objects.get(analysis=analysed_inquiry.shown_id, labels__en="winter ferry").messages
    spoken = Mention.objects.filter(finding=finding(analysed_inquiry, "en-0"))
    assert spoken.exists()

    erase_message(analysed_inquiry, message=number(analysed_inquiry, "en-0")[0], by=clerk)

    assert Theme.objects.get(analysis=analysed_inquiry.shown_id, labels__en="winter ferry").messages == before - 1
    assert campaign(analysed_inquiry, "en-1").messages == 5


def test_nothing_is_erased_while_an_analysis_holds_the_words(analysed_inquiry: Inquiry, clerk: User) -> None:
    start_analysis(analysed_inquiry, by=clerk)

    with pytest.raises(AlreadyRunning):
        erase_message(analysed_inquiry, message=number(analysed_inquiry, "voice-2")[0], by=clerk)
    assert Inbound.objects.filter(pk=number(analysed_inquiry, "voice-2")[0]).exists()


def test_an_erasure_is_confirmed_audited_and_refused_to_others(
    analysed_inquiry: Inquiry, released: Dossier, clerk: User, researcher: User, other_clerk: User, sign_in: Client
) -> None:
    (key,) = number(analysed_inquiry, "voice-2")
    page = f"/inquiries/{analysed_inquiry.address}/messages/{key}/erase/"
    assert sign_in(researcher).post(page).status_code == 403
    assert sign_in(other_clerk).post(page).status_code == 404

    said = sign_in(clerk).get(page).content.decode()
    assert "1 released dossier cites it" in said
    assert sign_in(clerk).post(page).status_code == 302

    assert not Inbound.objects.filter(pk=key).exists()
    entry = AuditEntry.objects.get(action="listening.erase")
    assert (entry.actor, entry.facts) == (clerk.audit_label, {"dossiers": 1})
    assert list(audit.verify_chain()) == []


def test_links_of_an_erased_message_go_with_it(analysed_inquiry: Inquiry, clerk: User) -> None:
    keys = number(analysed_inquiry, "voice-5")
    erase_message(analysed_inquiry, message=keys[0], by=clerk)

    assert not Link.objects.filter(finding__inbound__in=keys).exists()


def test_the_public_page_serves_the_released_version_alone(released: Dossier, citizen: Any, sign_in: Client) -> None:
    browser = sign_in(citizen)
    page = browser.get(f"/dossiers/{released.address}/")

    assert page.status_code == 200
    assert "Summary" in page.content.decode()
    written = browser.get(f"/dossiers/{released.address}/dossier.json").content
    assert hashlib.sha256(written).hexdigest() == released.digest
    assert f"/inquiries/{released.inquiry.address}/" not in page.content.decode()


def test_a_dossier_begins_with_its_summary_and_has_a_page_for_each_chapter(released: Dossier, sign_in: Client) -> None:
    browser, base = sign_in(None), f"/dossiers/{released.address}/"
    summary, whole = (browser.get(base + rest).content.decode() for rest in ("", "whole/"))
    first, *chapters = released.content["sections"]
    assert f'<section class="dossier-section" id="{first["id"]}"' in summary
    for chapter in chapters:
        # An anchor of the page that a dossier once was leads to the chapter.
        assert f'id="{chapter["id"]}" data-moved-to="{base}{chapter["id"]}/"' in summary
        page = browser.get(f"{base}{chapter['id']}/").content.decode()
        assert page.count('<section class="dossier-section"') == 1
        assert f"{base}notes/" in page or "notes/" not in page
        assert f'<section class="dossier-section" id="{chapter["id"]}"' in whole
    assert len(summary) < len(whole) / 2
    assert browser.get(f"{base}nothing/").status_code == 404
    assert browser.get(f"{base}{first['id']}/").status_code == 404
