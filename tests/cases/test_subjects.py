"""What a case is about: by the address, by what it answers, by the bills it names, and by what staff say."""

import pytest
from django.urls import reverse

from hemicycle.cases import actions
from hemicycle.cases.actions.subjects import MOST_NAMED, numbers_named
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.models import Case, Origin
from hemicycle.conf.worker import Worker
from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentVersion
from hemicycle.rules.models import AuditEntry
from tests.record import chamber

pytestmark = pytest.mark.django_db
ADA = "ada@citizen.example"


@pytest.fixture(autouse=True)
def river(db) -> Document:
    chamber.people()
    chamber.bill()
    return Document.objects.get()


def about(case: Case) -> list[tuple[str, str]]:
    return [(type(one.row).__name__, one.origin) for one in case.subjects.all()]


@pytest.fixture
def index(settings, tmp_path) -> None:
    """The search of the record, by which names are found."""
    settings.HOME = tmp_path
    Worker().drain()


@pytest.mark.parametrize(
    ("topic", "kind"),
    [("bill-12", "Document"), ("committee-rivers", "Organization"), ("member-ferrer", "Person"),
     ("committee-on-rivers", "Organization")],
)  # fmt: skip
def test_the_address_says_what_it_is_about(topic, kind, index, mailbox, writes):
    assert about(writes(mailbox, "A word", ADA, to=topic)) == [(kind, "sender")]


@pytest.mark.parametrize("topic", ["bill-99", "committee-moon", "member-nobody", "press", "bill-", "-", "bill"])
def test_an_address_about_nothing_known_costs_no_letter(topic, index, mailbox, writes):
    case = writes(mailbox, "A word", ADA, to=topic)
    assert case.latest.text == "A word"
    assert not about(case)


@pytest.mark.parametrize(
    "text",
    ["I write about Bill 12, which", "Concernant le projet de loi n° 12, je", "Sobre el proyecto de ley núm. 12",
     "Sobre la ley 12 quiero", "¿Cuándo se vota el proyecto n.º 12?", "El proyecto número 12, de nuevo",
     "Quand votez-vous le texte n° 12 ?", "On bill no. 12, please"],
)  # fmt: skip
def test_a_bill_that_is_named_is_what_it_is_about(text, mailbox, writes):
    assert about(writes(mailbox, text, ADA)) == [("Document", "named")]


def test_it_is_found_in_the_subject_too_and_once(mailbox, writes):
    assert about(writes(mailbox, "Bill 12 is good, and bill 12 is long", ADA, subject="Bill 12")) == [
        ("Document", "named")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I paid the bill, 12 euros",
        "Bill has 12 children",
        "a billboard 12",
        "on the 12th",
        "Mi proyecto 12 es un huerto",
    ],
)
def test_what_is_no_bill_is_none(text, mailbox, writes):
    assert not about(writes(mailbox, text, ADA))


def test_of_a_list_of_bills_the_first_are_taken(mailbox, writes):
    text = ", ".join(f"Bill {number}" for number in range(1, 40))
    assert numbers_named(text)[:2] == ["1", "2"]
    assert not about(writes(mailbox, text, ADA)) and MOST_NAMED < 12


def test_a_bill_that_is_not_public_is_not_found(river, mailbox, writes):
    Document.objects.update(classification="internal")
    assert not about(writes(mailbox, "About Bill 12", ADA))


def test_surer_knowledge_stays_and_less_sure_gives_way(river, mailbox, writes, clerk):
    case = writes(mailbox, "About Bill 12", ADA)
    actions.add_subject(case, river, origin=Origin.STAFF, by=clerk)
    actions.add_subject(case, river, origin=Origin.SOFTWARE, by="software")
    assert about(case) == [("Document", "staff")]
    assert AuditEntry.objects.filter(action="cases.add_subject").count() == 1


def test_what_the_software_thinks_a_letter_is_about_is_marked_as_that_in_the_list(
    river, mailbox, writes, clerk, sign_in
):
    case = writes(mailbox, "My street floods", ADA)
    actions.add_subject(case, river, origin=Origin.SOFTWARE, by="software")
    said, client = f">{river.name}?<", sign_in(clerk)
    assert said in client.get(reverse("cases:inbox")).text
    actions.add_subject(case, river, origin=Origin.STAFF, by=clerk)
    listed = client.get(reverse("cases:inbox")).text
    assert said not in listed and f">{river.name}<" in listed


def test_staff_find_it_in_the_record_and_remove_it_again(river, index, mailbox, writes, sign_in, clerk):
    case, browser = writes(mailbox, "My street floods", ADA), sign_in(clerk)
    page = reverse("cases:about", args=[case.reference])
    assert f"document:{river.pk}" in browser.get(page, {"q": "river"}).text
    browser.post(page, {"about": f"document:{river.pk}"})
    assert about(case) == [("Document", "staff")]
    assert "River Bill" in browser.get(page).text or "Bill 12" in browser.get(page).text
    browser.post(reverse("cases:remove_subject", args=[case.reference, case.subjects.get().pk]))
    assert not about(case)


@pytest.mark.parametrize("value", ["", "document:x", "sitting:1", "office:1"])
def test_what_is_not_in_the_record_is_refused(value, mailbox, writes, sign_in, clerk):
    case = writes(mailbox, "My street floods", ADA)
    page = sign_in(clerk).post(reverse("cases:about", args=[case.reference]), {"about": value}, follow=True)
    assert "not in the record" in page.text
    assert not about(case)


def test_nobody_outside_the_office_says_what_its_cases_are_about(
    river, mailbox, writes, sign_in, other_clerk, member, outsider, superuser
):
    case = writes(mailbox, "About Bill 12", ADA)
    for who in (other_clerk, member, outsider, superuser):
        answer = sign_in(who).post(reverse("cases:remove_subject", args=[case.reference, case.subjects.get().pk]))
        assert answer.status_code in (403, 404)
    assert about(case) == [("Document", "named")]


def test_a_subject_of_another_case_is_not_removed_by_this_one(mailbox, writes, sign_in, clerk):
    case, other = writes(mailbox, "About Bill 12", ADA), writes(mailbox, "About Bill 12", "ben@citizen.example")
    removing = reverse("cases:remove_subject", args=[other.reference, case.subjects.get().pk])
    assert sign_in(clerk).post(removing).status_code == 404


def clauses(case: Case) -> list[tuple[str, str]]:
    return [(one.eid, one.origin) for one in case.subjects.all()]


@pytest.fixture
def articles(river) -> None:
    river.versions.all().delete()
    version = DocumentVersion.objects.create(document=river, language="en", label="as introduced")
    for number in ("1", "2"):
        Clause.objects.create(
            version=version, order=int(number), eid=f"sec_{number}", element="section", level=ClauseLevel.PROVISION,
            number=number, heading="Rivers", text="Rivers are free.",
        )  # fmt: skip


def test_a_clause_that_is_named_with_its_bill_is_found_and_another_is_suggested(articles, mailbox, writes):
    named = writes(mailbox, "Clause 2 of Bill 12 takes our mill.", ADA)
    far = writes(
        mailbox, "Bill 12 is long, and I have read all of it twice with my class. See my lease, clause 1.", "b@c"
    )
    judge_due()
    assert clauses(named) == [("", "named"), ("sec_2", "named")]
    assert clauses(far) == [("", "named"), ("sec_1", "software")]


def test_what_staff_removed_stays_removed_until_it_is_cited_again(articles, mailbox, writes, clerk):
    case = writes(mailbox, "Clause 2 of Bill 12 takes our mill.", ADA)
    judge_due()
    actions.remove_subject(case.subjects.get(eid="sec_2"), by=clerk)
    assert judge_due() == 0
    assert clauses(case) == [("", "named")]


def test_staff_choose_a_clause_and_confirm_what_was_suggested(articles, river, mailbox, writes, sign_in, clerk):
    case, browser = writes(mailbox, "About Bill 12", ADA), sign_in(clerk)
    page, about_river = reverse("cases:about", args=[case.reference]), f"document:{river.pk}"
    actions.add_subject(case, river, eid="sec_1", origin=Origin.SOFTWARE, by="software")
    shown = browser.get(page).text
    assert "Section 2 Rivers" in shown and "Confirm" in shown
    for eid in ("sec_1", "sec_2"):
        browser.post(page, {"about": about_river, "clause": eid})
    assert "not in the record" in browser.post(page, {"about": about_river, "clause": "sec_9"}, follow=True).text
    assert clauses(case) == [("", "named"), ("sec_1", "staff"), ("sec_2", "staff")]
    assert "Section 2 Rivers" in browser.get(reverse("cases:case", args=[case.reference])).text
