"""What was reported as a threat is neither read, quoted nor exported in an inquiry; what looks like one is folded away."""

from itertools import count

import pytest
from django.urls import reverse

from hemicycle.cases.actions import safety
from hemicycle.cases.actions.judging import set_urgency
from hemicycle.cases.models import Case, Urgency
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.listening.actions import analyses, collecting, dossiers
from hemicycle.listening.actions.collecting import Wanted
from hemicycle.listening.dossier.quoting import Passage, Reviews, quotes_of
from hemicycle.listening.engine import gathering
from hemicycle.listening.models import Analysis, Finding, Inquiry
from hemicycle.listening.presenters.exports import as_csv
from hemicycle.rules.models import AuditEntry
from tests.listening.conftest import Said, answer, open_inquiry
from tests.listening.dossiers import release, words

pytestmark = pytest.mark.django_db

THREAT = "The harbour closes, and I will burn your house for it while you sleep."
OTHERS = [f"The harbour feeds island number {n}, and nobody asked the families there." for n in range(6)]
numbers = count(1)


def write(office, mailbox, text: str) -> Case:
    message = InboundMessage(f"i{next(numbers)}", text, sender=f"w{next(numbers)}@citizen.example")
    channels.store_incoming(message, account=mailbox, by="test")
    return Case.objects.get(latest__external_id=message.external_id)


@pytest.fixture
def threat(office, mailbox) -> Case:
    for text in OTHERS:
        write(office, mailbox, text)
    return write(office, mailbox, THREAT)


@pytest.fixture
def inquiry(threat, office, clerk) -> Inquiry:
    """All of them collected, and a theme in which each is quoted."""
    found = open_inquiry(office, clerk)
    collecting.collect(found, Wanted(), by=clerk)
    Analysis.objects.all().delete()
    analysed(found)
    return Inquiry.objects.get(pk=found.pk)


def analysed(inquiry: Inquiry) -> Analysis:
    names = {one.inbound.external_id: one.inbound.text for one in inquiry.to_read().select_related("inbound")}
    return answer(inquiry, {}, Said(themes={"Harbour": names}))


def report(case: Case, by) -> None:
    safety.report_threat(case, kind="threat", target="member", by=by)


def exported(inquiry: Inquiry) -> str:
    return "".join(as_csv(Inquiry.objects.get(pk=inquiry.pk).shown, mark="test"))


def test_what_is_reported_leaves_what_an_inquiry_reads_and_is_counted(inquiry, threat, clerk, sign_in):
    number = threat.latest_id
    assert str(number) in exported(inquiry)

    report(threat, clerk)

    found = Inquiry.objects.get(pk=inquiry.pk)
    assert not Finding.objects.filter(inbound=number).exists()
    assert found.shown.messages == len(OTHERS)
    assert all(str(one["id"]) != str(number) for theme in found.shown.themes.all() for one in theme.quotes)
    assert not any(line.startswith(f"{number},") for line in exported(inquiry).splitlines())
    assert gathering.messages_of(found, lambda *said: None).num_rows == len(OTHERS)
    client = sign_in(clerk)
    assert "1 message was reported as a threat." in client.get(reverse("listening:inquiry", args=[found.address])).text
    assert client.get(reverse("listening:message", args=[found.address, number])).status_code == 404
    assert AuditEntry.objects.filter(action="listening.leave_to_safety", office=found.office.slug).count() == 1


def test_a_run_under_way_when_it_is_reported_shows_nothing_of_it(inquiry, threat, clerk):
    report(threat, clerk)
    # It was gathered before.
    running = Analysis.objects.create(inquiry=inquiry, started_by="test")
    running.findings.bulk_create(
        Finding(analysis=running, inbound_id=one, place="voice", engine_place="voice", shown_text="…")
        for one in inquiry.collected.values_list("inbound", flat=True)
    )
    analyses.show(running, by="test")

    assert Inquiry.objects.get(pk=inquiry.pk).shown_id == running.pk
    assert running.findings.count() == len(OTHERS)


def test_what_was_reported_is_not_collected_and_the_page_says_how_many(threat, office, clerk, sign_in):
    report(threat, clerk)
    found = open_inquiry(office, clerk)
    page = sign_in(clerk).get(reverse("listening:inbox", args=[found.address]), {"phrases": "harbour"}).text

    assert "1 message was reported as a threat." in page
    assert sum(collecting.preview(found, Wanted()).values()) == len(OTHERS)
    collecting.collect(found, Wanted(), by=clerk)
    assert not found.collected.filter(inbound=threat.latest_id).exists()


def test_a_released_dossier_that_cites_it_has_a_successor_without_it(inquiry, threat, clerk):
    released = release(dossiers.draft_dossier(inquiry, language="en", by=clerk), clerk)
    assert threat.latest_id in {key for note in released.content["notes"].values() for key in note}

    report(threat, clerk)

    released.refresh_from_db()
    successor = inquiry.dossiers.released().get(language="en")
    assert (released.content, successor.version) == ({}, 2)
    assert "was taken out, for it was reported as a threat" in successor.notice
    assert not any("burn your house" in text for text in words(successor.content))


def test_no_theme_is_described_in_the_words_of_what_only_looks_like_one(inquiry, threat, clerk):
    burn = THREAT.partition(", and ")[2]
    said = Said(themes={burn: {threat.latest.external_id: burn}})
    answer(inquiry, {}, said)
    assert Inquiry.objects.get(pk=inquiry.pk).shown.themes.filter(description=burn).exists()
    set_urgency(threat, Urgency.THREAT, by=clerk)
    answer(Inquiry.objects.get(pk=inquiry.pk), {}, said)
    (theme,) = Inquiry.objects.get(pk=inquiry.pk).shown.themes.all()
    assert (theme.description, theme.labels) == ("", {})


def test_what_only_looks_like_one_is_folded_and_neither_quoted_nor_exported(inquiry, threat, clerk, sign_in):
    def quoted() -> set[int]:
        shown = Inquiry.objects.get(pk=inquiry.pk).shown
        wanted = [Passage(threat.latest_id, 0, 0)]
        return {one["message"] for one in quotes_of(shown, wanted, Reviews.of(shown.inquiry, "en"), most=1)}

    client, fold = sign_in(clerk), "Show the words: they may threaten somebody"
    places = [
        reverse("listening:message", args=[inquiry.address, threat.latest_id]),
        reverse("listening:voices", args=[inquiry.address]),
        reverse("listening:theme", args=[inquiry.address, inquiry.shown.themes.get().key]),
    ]
    Finding.objects.filter(inbound=threat.latest_id).update(personal_text=THREAT)
    assert threat.latest_id in quoted()
    assert THREAT in exported(inquiry)
    assert not any(fold in client.get(place).text for place in places)

    set_urgency(threat, Urgency.THREAT, by=clerk)

    assert threat.latest_id not in quoted()
    assert THREAT not in exported(inquiry)
    for place in places:
        before, _fold, folded = client.get(place).text.partition(fold)
        assert "burn your house" in folded.partition("</details>")[0]
        assert "burn your house" not in before + folded.partition("</details>")[2]
