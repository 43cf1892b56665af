"""A message becomes a case of its own with what belongs to it, and goes back to where it was."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.errors import CannotMerge, MayNotTakeBack
from hemicycle.cases.jobs.taking_back import take_back_due
from hemicycle.cases.models import Case, Origin, State
from hemicycle.channels.models import Inbound
from hemicycle.record.models import Area, Document, Organization, Person
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.merged import SENDER, found_in, merge, stands, undo
from tests.record import chamber

pytestmark = pytest.mark.django_db

EARLIER = timezone.now() - timedelta(days=4)


@pytest.fixture
def old(office) -> Case:
    """A case of two messages; the second is about something else."""
    letters = mailbox_of(office)
    first = case_from(letters, SENDER)
    second = case_from(letters, SENDER, f"Reference {first}: what about Bill 12?")
    assert second == first
    return second


@pytest.fixture
def second(old) -> Inbound:
    """Somebody read the case only today."""
    Inbound.objects.filter(pk=old.latest_id).update(received_at=EARLIER)
    return Inbound.objects.get(pk=old.latest_id)


def just(case: Case):
    return Case.objects.filter(pk=case.pk)


def again(*cases: Case) -> None:
    for case in cases:
        case.refresh_from_db()


def test_an_answer_is_owed_since_the_message_came(clerk, old, second):
    assert actions.split(second, by=clerk).waiting_since == EARLIER


@pytest.mark.parametrize("by", ["software", "staff"])
def test_what_cannot_wait_goes_with_its_message_and_the_rest_is_read_anew(clerk, old, second, by):
    stands(old, judged_at=EARLIER, **found_in(old, "danger", by=by))
    new = actions.split(second, by=clerk)
    again(old, new)
    assert (new.urgency, new.evidence["message"], new.evidence["by"]) == ("danger", second.pk, by)
    assert (old.urgency, old.evidence, old.judged_at, new.judged_at) == ("", {}, None, None)
    actions.undo_split(second, into=old, stood=old.state, by=clerk)
    again(old)
    assert (old.urgency, old.evidence["message"]) == ("danger", second.pk)


def test_what_cannot_wait_in_another_message_stays_and_so_does_what_was_dismissed_there(clerk, old, second):
    first = old.messages.exclude(inbound=second).get().inbound_id
    pairs = [[first, "casework"], [second.pk, "threat"]]
    evidence = {"message": first, "by": "software", "start": 0, "end": 3, "dismissed": pairs}
    stands(old, judged_at=EARLIER, urgency="danger", evidence=evidence)
    new = actions.split(second, by=clerk)
    again(old, new)
    assert (old.urgency, old.judged_at, old.evidence["dismissed"]) == ("danger", EARLIER, pairs[:1])
    assert (new.urgency, new.evidence) == ("", {"dismissed": pairs[1:]})


def test_it_is_about_what_its_writer_said_and_names_and_comes_from_the_same_place(clerk, old, second):
    chamber.people()
    chamber.bill()
    hills = Area.objects.create(names={"en": "Hills"})
    actions.set_area(old, hills, by=clerk)
    chosen, said = Person.objects.all()[:2]
    actions.add_subject(old, chosen, origin=Origin.SENDER, by="test")
    actions.add_subject(old, said, origin=Origin.STAFF, by=clerk)
    actions.add_subject(old, Organization.objects.all()[0], origin=Origin.SOFTWARE, by="test")
    old.refresh_from_db()
    new = actions.split(second, by=clerk)
    assert [(one.row, one.origin) for one in new.subjects.all()] == [
        (chosen, Origin.SENDER), (Document.objects.get(), Origin.NAMED),
    ]  # fmt: skip
    assert new.area == hills


@pytest.mark.parametrize("address", ["", SENDER], ids=["without an address", "confirmed"])
def test_the_undo_that_is_offered_works_whoever_wrote(sign_in, clerk, office, address):
    mailbox_of(office)
    medium = {"channel": "email", "address": address} if address else {}
    letter = actions.write(office=office, text="It floods.", lang="en", form="f1", **medium)
    actions.confirm(letter, by="test")
    letter.refresh_from_db()
    message = actions.write_again(letter, text="And the bins.", form="f2")
    client = sign_in(clerk)
    said = client.post(reverse("cases:split", args=[message.pk]), follow=True).text
    assert letter.messages.count() == 1
    undone = "/inbox/undo/" + said.partition('action="/inbox/undo/')[2].partition('"')[0]
    assert "Undone." in client.post(undone, follow=True).text
    assert letter.messages.count() == 2 and Case.objects.filter(merged_into=letter).count() == 1


def test_what_colleagues_noted_meanwhile_goes_back_with_the_message(clerk, old, second):
    new = actions.split(second, by=clerk)
    actions.write_note(new, text="Ask the library", by=clerk)
    actions.tag(just(new), name="bills", by=clerk)
    actions.undo_split(second, into=old, stood=old.state, by=clerk)
    again(new)
    assert (old.notes.get().text, old.tags.get().tag.name) == ("Ask the library", "bills")
    assert (new.state, new.merged_into) == (State.MERGED, old)


def test_a_closed_case_stays_closed_and_one_that_was_closed_without_the_message_opens(clerk, old, second):
    actions.close(just(old), by=clerk)
    again(old)
    actions.split(second, by=clerk)
    actions.undo_split(second, into=old, stood=State.CLOSED, by=clerk)
    again(old)
    assert old.state == State.CLOSED
    actions.reopen(just(old), by=clerk)
    actions.split(second, by=clerk)
    actions.close(just(old), by=clerk)
    actions.undo_split(second, into=old, stood=State.OPEN, by=clerk)
    again(old)
    assert (old.state, old.closed_at, old.waiting_since) == (State.OPEN, None, EARLIER)


def test_it_does_not_go_back_once_more_was_written_or_the_sender_is_another(clerk, old, second):
    new = actions.split(second, by=clerk)
    stands(old, sender="somebody else")
    with pytest.raises(CannotMerge):
        actions.undo_split(second, into=old, stood=old.state, by=clerk)
    stands(old, sender=new.sender)
    assert case_from(new.account, SENDER, f"Reference {new}: and Bill 13?") == new
    with pytest.raises(CannotMerge):
        actions.undo_split(second, into=old, stood=old.state, by=clerk)


def test_what_is_to_be_erased_is_erased_though_it_becomes_two_cases(clerk, old, second):
    actions.ask_to_take_back(old)
    actions.split(second, by=clerk)
    assert take_back_due("worker") == 1
    assert not Case.objects.exists() and not Inbound.objects.exists()


def test_who_takes_a_letter_back_takes_back_what_was_split_off_it_too_and_nothing_else(clerk, old, second):
    other = case_from(old.account, SENDER, "And the library?")
    part = actions.split(second, by=clerk)
    # It was about the same as another letter of theirs.
    actions.merge(part, into=other, by=clerk)
    third = case_from(old.account, SENDER, f"Reference {old}: and the garden?").latest
    actions.split(third, by=clerk)
    actions.take_back(old)
    assert list(Inbound.objects.all()) == [other.latest]
    assert list(Case.objects.exclude(state=State.MERGED)) == [other]


def test_a_part_that_has_to_be_kept_keeps_the_letter_until_somebody_has_looked_at_it(clerk, old, second):
    part = actions.split(second, by=clerk)
    stands(part, **found_in(part, "danger"))
    assert actions.has_to_be_kept(old) and actions.waits_to_be_seen(old)
    with pytest.raises(MayNotTakeBack):
        actions.take_back(old)
    actions.ask_to_take_back(old)
    assert take_back_due("worker") == 0
    stands(part, state=State.CLOSED, closed_at=timezone.now(), answered_at=timezone.now())
    # The answer is there to be read for a day.
    assert take_back_due("worker") == 0
    stands(part, answered_at=timezone.now() - timedelta(days=1, minutes=1))
    assert take_back_due("worker") == 1
    assert not Case.objects.exists() and not Inbound.objects.exists()


def test_what_staff_put_with_a_part_keeps_the_letter_for_nothing(clerk, old, second):
    other = case_from(old.account, SENDER, "I know where you live.")
    part = actions.split(second, by=clerk)
    actions.merge(part, into=other, by=clerk)
    stands(other, urgency="threat", evidence={"message": other.latest_id, "by": "staff", "start": 0, "end": 3})
    assert not actions.has_to_be_kept(old)
    actions.take_back(old)
    assert Case.objects.exclude(state=State.MERGED).get() == other


def test_what_was_split_off_a_merged_letter_is_of_the_one_that_it_came_with(clerk, old, second):
    other = case_from(old.account, SENDER, "And the library?")
    before = merge(old, other, by=clerk)
    actions.split(second, by=clerk)
    undo(before, old, other, by=clerk)
    actions.take_back(other)
    assert Inbound.objects.filter(pk=second.pk).exists()
    actions.take_back(old)
    assert not Inbound.objects.exists()


def test_a_part_that_another_office_has_by_now_is_erased_there(clerk, member_office, old, second):
    part = actions.split(second, by=clerk)
    # As when a member in office takes over what was open.
    Inbound.objects.filter(pk=second.pk).update(office=member_office, account=None, contact=None, batch="taken over")
    stands(part, office=member_office, account=None, contact=None)
    actions.take_back(old)
    assert not Inbound.objects.exists() and not Case.objects.exists()


def test_a_part_that_a_person_says_is_dangerous_is_not_said_to_wait(clerk, old, second):
    part = actions.split(second, by=clerk)
    stands(part, **found_in(part, "threat", by="staff"))
    assert actions.has_to_be_kept(old) and not actions.waits_to_be_seen(old)


def test_what_was_written_to_a_part_since_is_a_letter_of_its_own(clerk, old, second):
    first = actions.split(second, by=clerk)
    later = case_from(old.account, SENDER, f"Reference {first}: and the garden?").latest
    actions.split(later, by=clerk)
    actions.take_back(old)
    assert list(Inbound.objects.all()) == [later]


def test_what_its_writer_said_of_it_alone_keeps_it_a_case_of_its_own(clerk, member_office, old, second):
    mailbox_of(member_office, "ada@okafor.example")
    new = actions.split(second, by=clerk)
    actions.ask_to_take_back(new)
    with pytest.raises(CannotMerge):
        actions.undo_split(second, into=old, stood=old.state, by=clerk)
    actions.ask_to_take_back(new, asked=False)
    question = actions.ask_to_pass_on(new, to=member_office, by=clerk)
    with pytest.raises(CannotMerge):
        actions.undo_split(second, into=old, stood=old.state, by=clerk)
    actions.answer_passing_on(question, agreed=False)
    assert actions.undo_split(second, into=old, stood=old.state, by=clerk) == old


def test_a_letter_whose_address_nobody_confirmed_stays_one_case_and_its_page_offers_no_other(sign_in, clerk, office):
    mailbox_of(office)
    case = actions.write(
        office=office, text="My street floods.", channel="email", address=SENDER, lang="en", form="f1"
    )  # fmt: skip
    added = actions.write_again(case, text="And my cellar.", form="f2")
    split = reverse("cases:split", args=[added.pk])
    client = sign_in(clerk)
    assert split not in client.get(reverse("cases:case", args=[case.reference])).text
    assert "Its address is not confirmed yet." in client.post(split, follow=True).text
    assert case.messages.count() == 2
    actions.confirm(case, by="test")
    assert split in client.get(reverse("cases:case", args=[case.reference])).text
    assert actions.split(added, by=clerk).messages.count() == 1
