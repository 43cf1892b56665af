"""Every address, asked for by everyone, in every language, answers what the printed table of permissions says."""

import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from hemicycle.accounts.actions import invite
from hemicycle.accounts.management.commands.permissions import KINDS, OWN, answers, plain
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.permissions import Address, addresses
from hemicycle.accounts.roles import KEEPERS
from hemicycle.cases import actions as cases
from hemicycle.cases.actions import safety
from hemicycle.cases.actions.campaigns import make_campaign
from hemicycle.cases.actions.impersonation import report_fake
from hemicycle.cases.models import AnswerTemplate, Campaign, Case, Confirmation, Heard, Outcome, PassingOn
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage, OutgoingText, Picture
from hemicycle.channels.models import Account, Answer, Attachment, Block, Contact, Measure, Outbound
from hemicycle.channels.permissions import MODERATORS
from hemicycle.demo import desk
from hemicycle.demo.staff import COMMITTEE_OFFICE, DOMAIN, MEMBERS
from hemicycle.desk import actions as desk_actions
from hemicycle.desk.models import Announcement, MediaFile
from hemicycle.follow.addresses import opening
from hemicycle.follow.models import Follower
from hemicycle.governance.actions.drills import plant_drill
from hemicycle.governance.actions.incidents import open_incident
from hemicycle.governance.models import Mandate, PersonalDataRequest, Policy, TransferConsent
from hemicycle.listening.models import Dossier
from hemicycle.record.actions import put_period
from hemicycle.record.models import (
    Contribution,
    Document,
    DocumentVersion,
    Organization,
    Person,
    Sitting,
    SittingStatus,
    VoteEvent,
)
from hemicycle.record.papers import Known, PeriodPaper
from hemicycle.rules.actions import place_hold, plan_period
from hemicycle.site.sharing.shared import BILL
from tests.gate import EXPLORING
from tests.governance import archives

from .conftest import Demo

pytestmark = pytest.mark.django_db

LINK = re.compile(r"""(?:href|action|hx-get|hx-post)="(/[^"#]*)""")
# What no page links to in a fresh demonstration, answered before anything is looked up.
ASKED_BY = "asked-in-a-test"
BY_HAND = {
    "follow:topic": {"address": desk.TOPIC},
    "desk:on_duty": {"token": "1-guessed"},
    "desk:duty_picture": {"token": "1-guessed", "number": 1},
    "channels:note": {"key": "guessed"},
    "site:portrait": {"address": "guessed"},
    "channels:activity": {"key": "guessed"},
    "channels:actor_picture": {"name": "guessed"},
    **{f"channels:actor{part}": {"name": "guessed"} for part in ("", "_inbox", "_outbox", "_followers", "_following")},
    "channels:hook": {"kind": "sms", "key": "guessed"},
    "record:search_feed": {"kind": "atom"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    "site:sitemap": {"name": "lists"},
    **{name: {"code": "bcdfghjkm"} for name in ("site:short_link", "site:short_link_target")},
    "send_link": {"key": UUID(int=1)},
    # The demonstration has allocated every account, each with whom its page names.
    "governance:allocate_account": {"number": 1},
    "governance:update_account": {"number": 1},
    # Of the policy of the demonstration one version was in force.
    "site:policy_version": {"number": 1},
    "site:policy_changes": {"number": 1, "form": "pdf"},
    "site:policy_differences": {"old": 1, "new": 1},
    # Behind links that were sent (_ask_about_data).
    "governance:your_request": {"key": ASKED_BY},
    "governance:transfer": {"key": ASKED_BY},
    "open_notice": {"key": 1},
    # Linked for those who let others in; whoever else asks is refused before anything is looked up.
    "rename_office": {"key": 1},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
ADDRESSED_BY_THE_API = {
    "api:member": Person,
    "api:body": Organization,
    "api:speech": Contribution,
}
DETAILS_OF_THE_API = {
    "api:bill": Document,
    "api:version": DocumentVersion,
    "api:sitting": Sitting,
    "api:vote": VoteEvent,
    "api:announcement": Announcement,
}
# Linked from the page of a member who has spoken or voted; the first that is met may have done neither.
OF_A_SPEAKER = frozenset({"site:member_speeches", "site:member_votes"})
MEMBER_OFFICE = f"member-{MEMBERS['member']}"
Examples = dict[str, dict[str, str]]

# In which state an announcement of the demonstration is, for a page that others have not.
ON_THE_DESK = {
    "desk:compose": "draft", "desk:about": "draft", "desk:compare": "released",
    "desk:discard": "draft", "desk:propose": "in_review", "desk:ask_on_duty": "in_review", "desk:schedule": "approved", "desk:correct": "released",
    "desk:withdraw": "released", "desk:edition": "released", "desk:confirm_withdrawal": "released",
    "desk:new_time": "missed",
}  # fmt: skip

GENERIC = {
    "review": 1,
    "address": "nothing",
    "key": "1",
    "number": 1,
    "upload": 1,
    "file": 1,
    "verb": "close",
    "kind": "intake",
    "text": "en",
    "lang": "en",
    "start": "small",
    "article": "approvals",
    "question": "approvals-needed",
    "reference": "7K3MQ2",
    "part": 1,
}


# Of the draft of the policy, what is offered in another state than that of the demonstration, or for one article only.
OF_THE_DRAFT = {
    "propose_new": {}, "merge": {"number": 1}, "questions_anew": {"article": "security"}, "adoption": {"number": 2},
    "document_changes": {"number": 2, "form": "pdf"}, "document_amendments": {"number": 2, "form": "pdf"},
}  # fmt: skip


ABOUT_A_CASE = (
    "case", "read", "assign", "snooze", "close", "reopen", "write_note", "answer", "answer_length", "report_threat", "triage",
    "pass_on", "merge", "about",
)  # fmt: skip
ABOUT_AN_ANSWER = ("take_back", "answer_again", "answer_posted", "answer_not_posted")


@pytest.fixture(scope="module")
def parliament(demo: Demo, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, and what it has none of; gone when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        _unschedule_one()
        _miss_one_and_ask_to_withdraw_another()
        _leave_one_unknown()
        # The demonstration names no terms; their pages are asked for all the same.
        chamber = Organization.objects.filter(kind="chamber").first()
        known = Known(chamber.identifiers.first().scheme, chamber.identifiers.first().value)
        _mint_a_short_link()
        _ask_about_data()
        _have_what_nobody_wishes()
        archives.capture("account")
        put_period(PeriodPaper(known, "term", (Known("native", "term"),), number="1"), by="test")
        yield
        transaction.set_rollback(True)


def _mint_a_short_link() -> None:
    """The demonstration's own codes are digests of its keys."""
    account = Account.objects.get(kind="gammu")
    channels.mint_short_links(account, {"bcdfghjkm": "https://x.example/"}, source="test", lang="en")


def _ask_about_data() -> None:
    """Two persons ask what is held of them, the House and a member; a third is asked whether a case may be passed on."""
    due = timezone.now() + timedelta(days=30)
    for slug, key in ((COMMITTEE_OFFICE, ASKED_BY), (MEMBER_OFFICE, f"{ASKED_BY}-of-a-member")):
        PersonalDataRequest.objects.create(
            office=Office.objects.get(slug=slug), kind="access", state="open", key=key, lang="en", due_at=due
        )
    mandate = Mandate.objects.create(
        office=Office.objects.get(slug=MEMBER_OFFICE), ends_on=due.date(),
        set_by=User.objects.get(email=f"secretary@{DOMAIN}"),
    )  # fmt: skip
    TransferConsent.objects.create(mandate=mandate, contact=Contact.objects.first(), key=ASKED_BY)


def _have_what_nobody_wishes() -> None:
    """An incident, a leak drill, and a time of mourning to come."""
    secretary, now = User.objects.get(email=f"secretary@{DOMAIN}"), timezone.now()
    open_incident(
        kind="leak", title="A draft was forwarded", description="It was.", has_personal_data=False, aware_at=now,
        by=secretary,
    )  # fmt: skip
    plant_drill(place="A draft of an announcement", by=secretary)
    starts = now + timedelta(days=300)
    plan_period(kind="mourning", starts_at=starts, ends_at=starts + timedelta(days=3), notices={}, by=secretary)


def _unschedule_one() -> None:
    """Of the demonstration's announcements none is approved and unscheduled; make one so."""
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    desk_actions.unschedule(Announcement.objects.in_state("scheduled").get(), by=officer)


def _miss_one_and_ask_to_withdraw_another() -> None:
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    released = Announcement.objects.in_state("released").order_by("pk").first()
    desk_actions.ask_withdrawal(released, reasons={"en": "The date was wrong."}, by=officer)
    missed = desk_actions.draft(office=released.office, by=officer, texts={"en": ("Too late", "Too late.")})
    Announcement.objects.filter(pk=missed.pk).update(state="missed")


def _leave_one_unknown() -> None:
    """In an office of the House and in a member's, the status of one message is unknown."""
    for slug in (COMMITTEE_OFFICE, MEMBER_OFFICE):
        office = Office.objects.get(slug=slug)
        account = channels.open_account(office=office, kind="webhook", name="Archive", by="test")
        rendered = channels.render(account, OutgoingText("Title", "Text", "en"))
        row = channels.queue(channels.prepare(account, source=slug, lang="en", rendered=rendered), by="test")
        Outbound.objects.filter(pk=row.pk).update(state="unknown")
        channels.store_incoming(InboundMessage("reply", "Thank you", answers=(row.key,)), account=account, by="test")
        moderator = (
            User.objects.filter(assignments__office=office, assignments__role__in=MODERATORS).order_by("pk").first()
        )
        reply = row.replies.get()
        channels.block(office=office, target="flood.example", reason="Flooding", by=moderator)
        channels.moderate(reply, step="hide", rule="R5", words="thank you", days=1, by=moderator)
        Answer.objects.create(
            office=office, inbound=reply, outbound=row, key=slug[:32], text="Yes", lang="en", written_by=moderator
        )
        actor = f"actor{office.pk}"
        channels.open_account(office=office, kind="activitypub", name="Actor", address=actor, by="test")
        closed = channels.open_account(office=office, kind="facebook", name="House", address="House", by="test")
        rendered = channels.render(
            closed, OutgoingText("Title", "Text", "en", pictures=(Picture(__file__, "image/png"),))
        )
        row = channels.queue(channels.prepare(closed, source=slug, lang="en", rendered=rendered), by="test")
        Outbound.objects.filter(pk=row.pk).update(state="by hand")


def of_the_office(slug: str) -> dict[str, str]:
    """The addresses of the message whose status is unknown there, and of its account."""
    row = Outbound.objects.get(state="unknown", office__slug=slug)
    pages = {
        "account": row.account_id,
        "change_account": row.account_id,
        "close_account": row.account_id,
        "settle": row.pk,
    }
    message = row.replies.get()
    pages |= {"moderate": message.pk}
    office = Office.objects.get(slug=slug)
    kept_role = Assignment.objects.filter(office__slug=slug, role__in=KEEPERS).order_by("pk").first()
    kept = Attachment.objects.create(inbound=message, name="a.txt", kind="text/plain", size=1, content=b"a")
    measure = Measure.objects.get(inbound=message)
    pages |= {
        "measure": measure.pk,
        "confirm_measure": measure.pk,
        "lift_measure": measure.pk,
        "hide_again": measure.pk,
    }
    found = {f"channels:{name}": reverse(f"channels:{name}", args=[number]) for name, number in pages.items()}
    block = Block.objects.get(office__slug=slug).pk
    for name in ("confirm_block", "lift_block"):
        found[f"channels:{name}"] = reverse(f"channels:{name}", args=[block])
    actor = Account.objects.get(kind="activitypub", office__slug=slug, name="Actor").pk
    found["channels:new_key"] = reverse("channels:new_key", args=[actor])
    by_hand = Outbound.objects.get(state="by hand", office__slug=slug).pk
    for name in ("pack", "pack_file", "skip", "unpost"):
        found[f"channels:{name}"] = reverse(f"channels:{name}", args=[by_hand])
    found["channels:pack_picture"] = reverse("channels:pack_picture", args=[by_hand, 1])
    found |= _of_cases(slug, Case.objects.get(messages__inbound=message), row)
    found["cases:take_file"] = reverse("cases:take_file", args=[kept.inbound_id, kept.pk])
    found["site:appeal"] = reverse("site:appeal", args=[measure.key])
    found["withdraw"] = reverse("withdraw", args=[kept_role.pk])
    invited = invite(
        email=f"invited.{slug}@{DOMAIN}", name="Invited", office=office, role=kept_role.role, by=kept_role.user
    )
    found["lift_hold"] = reverse("lift_hold", args=[place_hold(office=slug, why="A court asks", by="test").pk])
    found["correct_address"] = reverse("correct_address", args=[invited.pk])
    return {**found, "channels:open_account": reverse("channels:open_account", args=[slug, "email"])}


def _of_cases(slug: str, case: Case, row: Outbound) -> dict[str, str]:
    numbers = {"message": case.latest_id, "thread": row.content_id, "settle_answer": row.answer.pk}
    numbers |= dict.fromkeys(ABOUT_AN_ANSWER, row.answer.pk)
    numbers |= dict.fromkeys(("change_answer_template", "delete_answer_template"), _template_of(slug).pk)
    reporter = User.objects.filter(assignments__office__slug=slug).order_by("pk").first()
    numbers["threat"] = safety.report_threat(case, kind="other", target="staff", by=reporter).pk
    numbers["fake"] = report_fake(f"@{slug}@fake.example", imitated="house", found_by="staff", by="test").pk
    known = dict.fromkeys(ABOUT_A_CASE, case.reference) | numbers | {"undo_handling": "nothing"}
    found = {f"cases:{name}": reverse(f"cases:{name}", args=[one]) for name, one in known.items()}
    return found | _of_bills_and_campaigns(case, by=reporter)


def _of_bills_and_campaigns(case: Case, *, by: User) -> dict[str, str]:
    """What becomes of what people write, and what they open by links that are sent to them."""
    dossier = Dossier.objects.released().exclude(inquiry__bill=None).order_by("pk").first()
    bill, public = dossier.inquiry.bill, Announcement.objects.in_state("released").order_by("pk").first()
    outcome = Outcome.objects.create(
        office=case.office, bill=bill, stage="passed", on=public.released_at, kind="passed"
    )
    # The first is of the demonstration.
    heard = Heard.objects.create(office=case.office, bill=bill, inquiry=dossier.inquiry, announcement=public, number=2)
    campaign = make_campaign(
        office=case.office, titles={"en": "Clean water"}, text="Clean it.", lang="en", bill=bill, by=by
    )
    organiser = channels.contact_of(office=case.office, channel="email", address="clean@rivers.example", lang="en")
    Campaign.objects.filter(pk=campaign.pk).update(
        origin="organiser", organisation="Clean rivers", organiser=organiser, organiser_confirmed_at=timezone.now()
    )
    passing = PassingOn.objects.create(office=case.office, case=case, to=case.office, asked_by=by)
    question = Confirmation.objects.get_or_create(case=case, defaults={"code": ""})[0]
    asked = {
        "cases:outcome": [outcome.pk], "cases:heard": [heard.pk], "cases:campaign": [campaign.address],
        "site:campaign": [campaign.address], "site:campaign_organiser": [campaign.address, campaign.key],
        "site:heard": [bill.address], "site:asked": [bill.address], "site:passing_on": [passing.key],
        "site:write_confirm": [question.key], "site:write_dispute": [question.key],
        "site:write_stop": [organiser.key],
        "site:letter": [case.key], "site:letter_take_back": [case.key], "site:letter_address": [case.key],
        "site:letter_add": [case.key], "site:letter_code": [case.key],
    }  # fmt: skip
    if case.office.kind == Office.Kind.MEMBER:
        # What a member's office calls a campaign is read there alone.
        del asked["site:campaign"]
    return {name: reverse(name, args=given) for name, given in asked.items()}


def _template_of(slug: str) -> AnswerTemplate:
    office = Office.objects.get(slug=slug)
    by = User.objects.filter(assignments__office=office).order_by("pk").first()
    return cases.save_template(None, office=office, name="Thanks", lang="en", text="Thank you", by=by)


@cache
def browser(kind: str, language: str = "en") -> Client:
    """In which somebody of that kind has signed in, and reads in that language."""
    client = Client(headers={"accept-language": language})
    if kind != "anonymous":
        user = User.objects.get(email=f"{kind}@{DOMAIN}")
        # Without a choice of their own, people read what their browser asks for.
        User.objects.filter(pk=user.pk).update(language="")
        client.force_login(user)
    return client


def name_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


CROSS = {"cross": "cross/", "cross_file": "cross.csv"}


@pytest.fixture(scope="module")
def followed(parliament: None) -> Examples:
    """By kind of person: one address of each name, found by following links."""
    return {kind: follow(browser(kind)) for kind in ("clerk", "member", "editor", "secretary", "administrator")}


@pytest.fixture(scope="module")
def examples(followed: Examples) -> Examples:
    """The same for a member's office and for the House, with what no page of the demonstration links to."""
    found = {kind: dict(paths) for kind, paths in followed.items() if kind != "administrator"}
    # Only an inquiry that holds nothing offers to be deleted, and the demonstration has none.
    for paths in (found["clerk"], found["member"]):
        paths["listening:delete"] = f"{paths['listening:inquiry']}delete/"
        # The tab is there where a file states facts of its senders, and these letters come with none.
        paths |= {f"listening:{name}": f"{paths['listening:inquiry']}{path}" for name, path in CROSS.items()}
        # Offered once every quote has been read.
        draft = paths["listening:quotes"].partition("quotes/")[0]
        paths |= {
            f"listening:dossier_{step}": f"{draft}{step}/" for step in ("propose", "withdraw", "release", "decline")
        }
    # The desk is the editor's; whoever else asks is refused before anything is looked up.
    desk = {name: path for name, path in found.pop("editor").items() if name.startswith("desk:")}
    # Texts, periods, duties: those of the Secretary General's office, before whoever else asks is refused.
    governed = {name: path for name, path in found.pop("secretary").items() if name.startswith("governance:")}
    desk |= governed
    lost = {kind: of_the_office(slug) for kind, slug in (("clerk", COMMITTEE_OFFICE), ("member", MEMBER_OFFICE))}
    return {kind: {**paths, **desk, **lost[kind]} for kind, paths in found.items()}


# Behind a link that was sent, or offered in a state that the demonstration is not in.
NOT_OFFERED = {
    "governance:your_request", "governance:your_data_asked", "governance:transfer", "governance:ask_for_override",
    *(f"governance:{name}" for name in OF_THE_DRAFT),
}  # fmt: skip


def test_every_page_of_governance_is_linked_from_a_page_of_those_who_may_open_it(followed: Examples) -> None:
    pages = {one.name: one.permission for one in addresses() if one.name.startswith("governance:")}
    wanted = {name for name, one in pages.items() if one.answers == 200} - NOT_OFFERED
    linked = {name for paths in followed.values() for name in paths}
    assert wanted <= linked, sorted(wanted - linked)


def follow(client: Client) -> dict[str, str]:
    found: dict[str, str] = {}
    # Of the next sitting, which the first page leads to, nothing was said yet.
    held = Sitting.objects.exclude(status=SittingStatus.SCHEDULED).newest_first()[0].get_absolute_url()
    waiting = [held, reverse("site:home"), reverse("account"), reverse("listening:inquiries"), reverse("desk:board")]
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in found or name == "account_logout":
            continue
        found[name] = path
        answer = asked(client, path)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            waiting += [unescape(link) for link in LINK.findall(answer.content.decode())]
    return found


def asked(client: Client, path: str) -> Any:
    """The answer; one that is a file is read to its end, which closes it."""
    answer = client.get(path)
    if answer.streaming:
        deque(answer, maxlen=0)
    return answer


def picture_of_the_desk() -> dict[str, Any]:
    medium = MediaFile.objects.select_related("announcement").first()
    return {"address": medium.announcement.address, "number": medium.pk}


def item_of_the_library() -> dict[str, Any]:
    return {"number": MediaFile.objects.earliest("pk").item_id}


def of_the_draft(name: str) -> dict[str, Any]:
    return {"address": Policy.objects.of_the_house().address, **OF_THE_DRAFT[name]}


def card_of_a_bill() -> dict[str, Any]:
    return {"kind": BILL, "address": Document.objects.bills().first().address}


# No page links to them: they are shown, or named in the head.
def picture_of_an_announcement() -> dict[str, str]:
    """The newest ones have none."""
    one = MediaFile.objects.filter(announcement__in=Announcement.objects.public()).order_by("pk").first()
    return {"address": one.announcement.address, "digest": one.digest}


PICTURES = {
    "announcements:medium": picture_of_an_announcement,
    "desk:picture": picture_of_the_desk, "desk:media_preview": item_of_the_library, "site:card": card_of_a_bill,
    # Offered for a file that no announcement uses.
    "desk:delete_media": item_of_the_library,
    **{f"governance:{name}": partial(of_the_draft, name) for name in OF_THE_DRAFT},
}  # fmt: skip


def example(address: Address, found: dict[str, str]) -> str:
    if address.name in found and address.name not in ON_THE_DESK:
        return found[address.name].partition("?")[0]
    if "<" not in address.pattern:
        return address.pattern
    if address.name in BY_HAND:
        return reverse(address.name, kwargs=BY_HAND[address.name])
    if address.name in OF_A_SPEAKER:
        speech = Contribution.objects.exclude(person=None).first()
        return reverse(address.name, kwargs={"address": speech.person.address})
    if address.name in PICTURES:
        return reverse(address.name, kwargs=PICTURES[address.name]())
    if address.name in ON_THE_DESK:
        rows = Announcement.objects.in_state(ON_THE_DESK[address.name]).order_by("pk")
        # What is asked to be withdrawn is not corrected meanwhile.
        announcement = (rows.filter(withdrawal=None) if address.name == "desk:correct" else rows).first()
        kwargs = {"address": announcement.address, "lang": "en", "number": 1}
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", address.pattern)
        return reverse(address.name, kwargs={name: kwargs[name] for name in wanted})
    if address.name.startswith("site:follow_") and "<str:key>" in address.pattern:
        # A person's own page is behind the link that was sent to them, and nowhere else.
        link = opening(Follower.objects.first().contact).rstrip("/").rpartition("/")[2]
        return reverse(address.name, kwargs={"key": link})
    if address.name in DETAILS_OF_THE_API:
        row = DETAILS_OF_THE_API[address.name].objects.filter(classification="public").first()
        within = {"address": row.document.address, "version": row.address} if address.name == "api:version" else {}
        return reverse(address.name, kwargs=within or {"address": row.address})
    if address.name in ADDRESSED_BY_THE_API:
        return reverse(address.name, kwargs={"address": ADDRESSED_BY_THE_API[address.name].objects.first().address})
    assert address.permission.answers == 405, f"no page of the demonstration links to {address.name}"
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", address.pattern)
    return reverse(address.name, kwargs={name: GENERIC[name] for name in wanted})


@cache
def page(kind: str, language: str, path: str) -> tuple[int, str]:
    """Status, and what stands on the page; "" of what is none."""
    answer = asked(browser(kind, language), path)
    html = "html" in answer.headers.get("Content-Type", "") and not answer.streaming
    return answer.status_code, answer.content.decode() if html else ""


def asked_in(turn: int) -> list[str]:
    """One language at a turn; all of them in an exploring run. What may be opened depends on no language, and the kinds
    of people who may open a page ask for it in one after the other."""
    codes = [code for code, _ in settings.LANGUAGES]
    return codes if EXPLORING else [codes[turn % len(codes)]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_address_answers_as_the_table_says(examples: Examples, kind: str) -> None:
    wrong = []
    for address, path, language in visits(examples, kind):
        expected = expected_of(address, kind)
        status, html = page(kind, language, path)
        by_duty = 403 in expected and address.permission.also is not None and status in (200, 404, 405)
        if status not in expected and not by_duty:
            wrong.append(f"{path} answers {status}, the table says {sorted(expected)}")
        elif html and status == 200 and f'lang="{language}"' not in html:
            wrong.append(f"{path} is not in {language}")
    assert not wrong


def expected_of(address: Address, kind: str) -> set[int]:
    """What the table says. Of texts that are drafted nobody here has one of their own: only their leaders open any."""
    said = answers(address)[KINDS.index(kind)]
    if said != OWN:
        return {int(said)}
    if address.permission.signed_in and "<" in address.pattern:
        return {404}
    return {200, 403, 404}


def visits(examples: Examples, kind: str) -> Iterator[tuple[Address, str, str]]:
    """Every address, by an example that this kind of person may ask for, with the languages to ask in."""
    # The record has no office: a member, who is refused there, asks for the same rows as the clerk.
    reference = {
        name: path
        for name, path in examples["clerk"].items()
        if name.startswith(("admin:", "record:", "site:campaign"))
    }
    found = reference | examples["member"] if kind == "member" else examples["clerk"]
    for turn, address in enumerate(addresses(), KINDS.index(kind)):
        path = example(address, found)
        yield from ((address, path, language) for language in asked_in(turn))


# Each page is looked at as the first of these sees it.
READERS_OF_HTML = ("anonymous", "editor", "clerk", "administrator", "member")
VALIDATOR = Path(__file__).resolve().parents[3] / "deploy" / "services" / "html"


def test_every_page_is_html_as_the_standard_has_it(examples: Examples, tmp_path: Path) -> None:
    """html-validate finds nothing: no id twice, nothing within what may not hold it, no reference to what is not there."""
    node, program = shutil.which("node"), VALIDATOR / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    if not node or not program.exists():
        pytest.skip("html-validate is not on this machine: deploy/services/run bring")
    seen: set[str] = set()
    for kind in READERS_OF_HTML:
        for address, path, language in visits(examples, kind):
            # The admin's pages are Django's.
            if address.name in seen or address.name.startswith("admin:"):
                continue
            status, html = page(kind, language, path)
            if status == 200 and html:
                seen.add(address.name)
                (tmp_path / f"{address.name.replace(':', '-')}-{kind}-{language}.html").write_text(html)
    assert {"site:home", "desk:compose", "desk:board", "cases:inbox", "listening:campaigns", "site:office"} <= seen
    options = ["--config", str(VALIDATOR / ".htmlvalidate.json"), "--formatter", "text"]
    checked = subprocess.run(
        [node, str(program), *options, str(tmp_path)], capture_output=True, text=True, timeout=300
    )
    assert checked.returncode == 0, checked.stdout[-4000:] + checked.stderr


def test_the_papers_of_one_office_are_nowhere_to_those_of_another(examples: Examples) -> None:
    """Every page of a member's inquiry answers 404 to the clerk, and the other way round."""
    pages = {
        kind: [p for n, p in found.items() if ":" in n and "/inquiries/" in p] for kind, found in examples.items()
    }
    assert all(pages.values())
    for asker, owner in (("clerk", "member"), ("administrator", "member"), ("member", "clerk")):
        client = browser(asker)
        own = {reverse("listening:inquiries"), reverse("listening:new")}
        statuses = {client.get(path).status_code for path in pages[owner] if path.partition("?")[0] not in own}
        assert statuses <= {403, 404, 405}


def test_the_printed_table_has_every_address_and_every_kind_of_person() -> None:
    head, *lines = plain().splitlines()
    assert head.split() == ["address", *KINDS]
    assert len(lines) == len(addresses())
