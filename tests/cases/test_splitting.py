"""A message becomes a case of its own with what belongs to it, and goes back to where it was."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import Case, Origin, State
from hemicycle.channels.models import Inbound
from hemicycle.record.models import Area, Document, Organization, Person
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.merged import SENDER, found_in, stands
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


@pytest.mark.parametrize("address", ["", SENDER], ids=["without an address", "not confirmed"])
def test_the_undo_that_is_offered_works_whoever_wrote(sign_in, clerk, office, address):
    mailbox_of(office)
    medium = {"channel": "email", "address": address} if address else {}
    letter = actions.write(office=office, text="It floods.", lang="en", form="f1", **medium)
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
