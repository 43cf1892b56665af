"""Two cases of one person become one and lose nothing by it: what cannot wait, what waits until a day, what is known.
Apart again, each has its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.cases import actions
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.models import Case, Origin, State
from hemicycle.channels.actions import erase
from hemicycle.channels.models import Inbound, Outbound
from hemicycle.record.models import Area, Document, DocumentKind
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.merged import SENDER, found_in, merge, stands, undo

pytestmark = pytest.mark.django_db

THREAT = "I know where you live. If you vote for this law I will come to your house and kill you."
NOW = timezone.now()
TOMORROW, NEXT_WEEK = NOW + timedelta(days=1), NOW + timedelta(days=7)


@pytest.fixture
def two(office) -> tuple[Case, Case]:
    """The one that is merged, and the one that stays; both were judged."""
    letters = mailbox_of(office)
    return (
        stands(case_from(letters, SENDER), judged_at=NOW),
        stands(case_from(letters, SENDER, "And my cellar."), judged_at=NOW),
    )


def tags(case: Case) -> list[str]:
    return sorted(one.tag.name for one in case.tags.select_related("tag"))


def just(case: Case):
    return Case.objects.filter(pk=case.pk)


def test_the_graver_of_two_comes_with_its_words_and_both_are_read_together(clerk, two):
    gone, kept = two
    stands(gone, **found_in(gone, "danger"))
    stands(kept, **found_in(kept, "casework"))
    before = merge(gone, kept, by=clerk)
    assert (kept.urgency, kept.evidence["message"], kept.judged_at) == ("danger", gone.latest_id, None)
    undo(before, gone, kept, by=clerk)
    assert (kept.urgency, kept.evidence["message"], kept.judged_at) == ("casework", kept.latest_id, NOW)
    assert (gone.urgency, gone.evidence["message"]) == ("danger", gone.latest_id)


@pytest.mark.parametrize(
    ("theirs", "ours", "left"),
    [
        (("threat", "staff"), ("threat", "software"), ("threat", "staff")),
        (("threat", "software"), ("casework", "staff"), ("threat", "software")),
        (("casework", "software"), ("", ""), ("casework", "software")),
        (("casework", "staff"), ("danger", "software"), ("danger", "software")),
    ],
)
def test_of_two_alike_what_a_person_said_stays_and_a_graver_one_is_hidden_by_neither(clerk, two, theirs, ours, left):
    for case, (kind, by) in zip(two, (theirs, ours), strict=True):
        if kind:
            stands(case, **found_in(case, kind, by=by))
    merge(*two, by=clerk)
    assert (two[1].urgency, two[1].evidence["by"]) == left


def test_what_was_dismissed_in_either_is_not_found_again(office, clerk, two):
    threat = case_from(two[0].account, SENDER, THREAT)
    judge_due()
    threat.refresh_from_db()
    assert threat.urgency == "threat"
    actions.set_urgency(threat, "", by=clerk)
    merge(threat, two[1], by=clerk)
    judge_due()
    two[1].refresh_from_db()
    assert two[1].urgency != "threat" and two[1].judged_at is not None
    assert two[1].evidence["dismissed"] == [[threat.latest_id, "threat"]]


def test_what_nobody_had_read_is_read_after_the_merge_and_goes_back_with_its_message(clerk, two):
    unread, kept = case_from(two[0].account, SENDER, THREAT), two[1]
    before = merge(unread, kept, by=clerk)
    judge_due()
    kept.refresh_from_db()
    assert (kept.urgency, kept.evidence["message"]) == ("threat", unread.latest_id)
    undo(before, unread, kept, by=clerk)
    assert (kept.urgency, kept.evidence) == ("", {})
    assert (unread.urgency, unread.evidence["message"]) == ("threat", unread.latest_id)


def test_what_a_person_says_of_the_words_meanwhile_goes_back_with_them(clerk, two):
    gone, kept = two
    stands(gone, **found_in(gone, "threat"))
    stands(kept, **found_in(kept, "casework"))
    before = merge(gone, kept, by=clerk)
    actions.confirm_urgency(kept, by=clerk)
    undo(before, gone, kept, by=clerk)
    assert (gone.urgency, gone.evidence["by"], gone.evidence["who"]) == ("threat", "staff", str(clerk.pk))
    assert (kept.urgency, kept.evidence["by"]) == ("casework", "software")


def test_what_a_person_dismissed_meanwhile_stays_dismissed_where_its_words_are(clerk, two):
    gone, kept = two
    stands(gone, **found_in(gone, "threat"))
    before = merge(gone, kept, by=clerk)
    actions.set_urgency(kept, "", by=clerk)
    undo(before, gone, kept, by=clerk)
    assert (gone.urgency, gone.evidence) == ("", {"dismissed": [[gone.latest_id, "threat"]]})
    assert (kept.urgency, kept.evidence) == ("", {})


def test_tags_and_the_constituency_are_of_both_and_go_back(clerk, two):
    gone, kept = two
    hills = Area.objects.create(names={"en": "Hills"})
    actions.set_area(gone, hills, by=clerk)
    actions.tag(just(gone), name="floods", by=clerk)
    for case in two:
        actions.tag(just(case), name="regular", by=clerk)
    before = merge(*two, by=clerk)
    assert (tags(kept), kept.area) == (["floods", "regular"], hills)
    undo(before, *two, by=clerk)
    assert [tags(one) for one in two] == [["floods", "regular"], ["regular"]]
    assert (gone.area, kept.area) == (hills, None)


def test_where_the_one_that_stays_comes_from_is_not_changed(clerk, two):
    areas = [Area.objects.create(names={"en": name}) for name in ("River", "Hills")]
    for case, area in zip(two, areas, strict=True):
        actions.set_area(case, area, by=clerk)
    actions.tag(just(two[0]), name="floods", by=clerk)
    merge(*two, by=clerk)
    assert (two[1].area, tags(two[1])) == (areas[1], ["floods"])


@pytest.mark.parametrize(
    ("theirs", "ours", "left"),
    [
        (None, NEXT_WEEK, None),
        (NEXT_WEEK, None, None),
        (TOMORROW, NEXT_WEEK, TOMORROW),
        (NEXT_WEEK, TOMORROW, TOMORROW),
    ],
)
def test_a_case_to_do_is_not_put_off_because_the_other_was(clerk, two, theirs, ours, left):
    for case, until in zip(two, (theirs, ours), strict=True):
        stands(case, snoozed_until=until)
    before = merge(*two, by=clerk)
    assert two[1].snoozed_until == left
    undo(before, *two, by=clerk)
    assert [one.snoozed_until for one in two] == [theirs, ours]


def test_what_waits_until_a_day_waits_on_in_a_case_that_was_closed(clerk, two):
    gone, kept = two
    stands(gone, snoozed_until=TOMORROW)
    actions.close(just(kept), by=clerk)
    merge(gone, kept, by=clerk)
    assert (kept.state, kept.snoozed_until) == (State.OPEN, TOMORROW)


def test_a_case_that_was_closed_is_closed_again_when_the_merge_is_undone(clerk, two):
    gone, kept = two
    actions.close(just(kept), by=clerk)
    kept.refresh_from_db()
    closed_at = kept.closed_at
    before = merge(*two, by=clerk)
    assert (kept.state, kept.closed_at) == (State.OPEN, None) and kept.waiting_since is not None
    undo(before, *two, by=clerk)
    assert (kept.state, kept.closed_at, kept.waiting_since) == (State.CLOSED, closed_at, None)
    assert (gone.state, gone.waiting_since) == (State.OPEN, gone.latest.received_at)


def test_what_was_written_to_it_since_keeps_it_open(clerk, two):
    gone, kept = two
    stands(gone, waiting_since=NOW - timedelta(days=3))
    actions.close(just(kept), by=clerk)
    before = merge(*two, by=clerk)
    assert case_from(gone.account, SENDER, f"Reference {kept}: it rains.") == kept
    undo(before, *two, by=clerk)
    assert (kept.state, kept.waiting_since) == (State.OPEN, kept.latest.received_at)
    assert kept.messages.count() == 2 and kept.judged_at is None


def test_what_staff_did_to_it_since_stays_and_the_rest_goes_back(clerk, officer, two):
    gone, kept = two
    actions.assign(just(gone), to=clerk, by=officer)
    before = merge(*two, by=clerk)
    assert kept.assignee == clerk
    actions.close(just(kept), by=clerk)
    undo(before, *two, by=clerk)
    assert (kept.state, kept.assignee, gone.assignee, gone.state) == (State.CLOSED, None, clerk, State.OPEN)


def test_what_it_is_about_and_what_was_merged_into_it_before_go_back(clerk, two):
    gone, kept = two
    bill = Document.objects.create(kind=DocumentKind.BILL, number="12", titles={"en": "River Bill"})
    earlier = case_from(gone.account, SENDER, "And the garden.")
    actions.merge(earlier, into=gone, by=clerk)
    actions.add_subject(gone, bill, origin=Origin.STAFF, by=clerk)
    before = merge(*two, by=clerk)
    earlier.refresh_from_db()
    assert (kept.subjects.get().bill, earlier.merged_into) == (bill, kept)
    undo(before, *two, by=clerk)
    earlier.refresh_from_db()
    assert (kept.subjects.count(), gone.subjects.get().bill, earlier.merged_into) == (0, bill, gone)


def test_what_is_surer_of_one_replaces_a_guess_about_the_other_and_goes_back(clerk, two):
    gone, kept = two
    bill = Document.objects.create(kind=DocumentKind.BILL, number="12", titles={"en": "River Bill"})
    actions.add_subject(gone, bill, origin=Origin.SENDER, by=clerk)
    actions.add_subject(kept, bill, origin=Origin.SOFTWARE, by=clerk)
    before = merge(*two, by=clerk)
    assert kept.subjects.get().origin == Origin.SENDER
    undo(before, *two, by=clerk)
    assert (kept.subjects.get().origin, gone.subjects.get().origin) == (Origin.SOFTWARE, Origin.SENDER)


def test_whoever_asked_to_take_both_back_meanwhile_asked_for_each(clerk, two):
    gone, kept = two
    before = merge(gone, kept, by=clerk)
    actions.ask_to_take_back(kept)
    undo(before, gone, kept, by=clerk)
    assert gone.take_back_asked_at is not None and kept.take_back_asked_at is not None


def test_words_that_were_erased_meanwhile_make_nothing_urgent(office, clerk, two):
    gone, _kept = two
    second = case_from(gone.account, SENDER, f"{THREAT} Reference {gone}").latest
    gone.refresh_from_db()
    stands(gone, **found_in(gone, "threat"))
    assert gone.evidence["message"] == second.pk
    before = merge(*two, by=clerk)
    erase(Inbound.objects.filter(pk=second.pk), office=office, by="test")
    undo(before, *two, by=clerk)
    assert (gone.urgency, gone.evidence, gone.messages.count()) == ("", {}, 1)


@pytest.mark.parametrize("how", ["answers", "names"])
def test_a_reply_about_the_one_that_was_merged_goes_on_in_the_one_that_stays(office, clerk, how):
    letters = mailbox_of(office)
    gone, kept = case_from(letters, SENDER), case_from(letters, SENDER, "And my cellar.")
    merge(gone, kept, by=clerk)
    acknowledged = Outbound.objects.get(content__source=f"case:{gone.pk}:ack")
    reply = {"answers": {"answers": (acknowledged.key,)}, "names": {"subject": f"About {gone.written_reference}"}}
    assert case_from(letters, SENDER, "One more thing.", **reply[how]) == kept


def test_a_reply_about_a_letter_whose_address_nobody_confirmed_leads_to_nothing_of_another(office):
    letters = mailbox_of(office)
    kept, copy = case_from(letters, SENDER), case_from(letters, SENDER, "The same from the form.")
    stands(copy, channel="web", direct=True, confirmed_at=None, state=State.MERGED, merged_into=kept)
    assert case_from(letters, SENDER, "Mine.", subject=copy.written_reference) not in (kept, copy)
