"""Who spoke under a name that no source explains: proposed with reasons, said by staff, kept through imports, undone."""

from datetime import date

import pytest
from django.urls import reverse

from hemicycle.record import actions
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.linkage.candidates import candidates
from hemicycle.record.models import Attribution, Contribution, Organization, Person
from hemicycle.record.papers import Known, MembershipPaper, PersonPaper, SittingPaper, TableRows
from hemicycle.rules.models import AuditEntry

from . import chamber

pytestmark = pytest.mark.django_db

NAME = {"en": "Mr. Tellier (Northport)"}
LATER = date(2026, 4, 2)


def speech(native_id="u1", labels=NAME, **said):
    return chamber.speech(native_id, chamber.text("en", f"Words of {native_id}."), labels=labels, **said)


def sitting(*speeches, day=chamber.DAY, **said):
    paper = SittingPaper(chamber.CHAMBER, 1, day, (Known("native", f"{day}"),), parts=speeches, **said)
    return actions.put_sitting(paper, by="test")


@pytest.fixture(autouse=True)
def house():
    chamber.people()
    sitting(chamber.speech("s1", chamber.text("en", "Yes."), person=chamber.BRUNO), speech())


def body():
    return Organization.objects.get(kind="chamber")


def who(name="Bruno Tellier"):
    return Person.objects.get(name=name)


def said(person=None, labels=NAME, **days):
    return actions.attribute(labels, body=body(), person=person, by="test", **days)


def spoke(native_id="u1"):
    return Contribution.objects.get(native_id=native_id)


def proposed():
    rows = Contribution.objects.unmatched().select_related("sitting")
    return [(one.person.name, one.reasons) for one in candidates(rows, body())]


# ── Whom it may be ──


def test_the_family_name_the_constituency_the_seat_and_the_sitting_are_reasons():
    assert proposed() == [("Bruno Tellier", ("same-family-name", "same-area", "had-a-seat", "same-sitting"))]


def test_the_whole_name_goes_before_the_family_name_however_many_reasons_that_has():
    actions.put_person(PersonPaper("Bruno Tellier-Vane", (Known("native", "v"),)), by="test")
    actions.put_person(PersonPaper("Tellier", (Known("native", "t"),)), by="test")
    assert [name for name, _reasons in proposed()] == ["Tellier", "Bruno Tellier"]


def test_an_office_and_the_chair_are_reasons_without_a_name():
    minister = MembershipPaper(chamber.COMMITTEE, role="office_holder", labels={"en": "Minister for Tides"})
    chairs = MembershipPaper(chamber.CHAMBER, role="chair", since="2026-03")
    actions.put_person(PersonPaper("Celia Ångström", (chamber.CELIA,), memberships=(minister,)), by="test")
    actions.put_person(PersonPaper("Alda Ferrer", (chamber.ALDA,), memberships=(chairs,)), by="test")
    sitting(speech(labels={"en": "Minister for Tides"}))
    assert proposed() == [("Celia Ångström", ("same-office", "had-a-seat"))]
    sitting(speech(labels={"en": "The Speaker"}, kind="chair"))
    assert proposed() == [("Alda Ferrer", ("presided", "had-a-seat"))]
    sitting(speech(labels={"en": "The Speaker"}, kind="chair"), day=date(2014, 1, 1))
    assert proposed() == [("Alda Ferrer", ("presided", "had-a-seat-at-times"))]


def test_a_name_that_nobody_has_is_proposed_to_nobody():
    sitting(speech(labels={"en": "Some hon. members"}))
    assert proposed() == []


# ── Saying so ──


def test_what_was_said_so_far_becomes_theirs_with_who_and_when(clerk):
    made = actions.attribute(NAME, body=body(), person=who(), by=clerk)
    assert spoke().person == who() and spoke().attribution == made
    assert made.decided_by == clerk.audit_label and made.decided_at
    entry = AuditEntry.objects.get(action="record.attribute")
    assert (entry.actor, entry.facts) == (clerk.audit_label, {"person": str(who().pk), "speeches": 1})


def test_nobody_of_the_record_leaves_the_pile_without_a_person():
    said(None)
    assert spoke().person is None and not Contribution.objects.unmatched().exists()


def test_the_same_name_in_another_body_or_on_another_day_is_not_meant():
    committee = SittingPaper(chamber.COMMITTEE, 1, LATER, (Known("native", "c"),), parts=(speech("c1"),))
    actions.put_sitting(committee, by="test")
    sitting(speech("u2"), day=LATER)
    said(who(), until=chamber.DAY)
    assert spoke().person == who() and spoke("u2").person is None and spoke("c1").person is None


def test_of_one_day_it_is_said_once():
    said(who(), since=chamber.DAY, until=chamber.DAY)
    for days in ({}, {"since": chamber.DAY}, {"until": chamber.DAY}):
        with pytest.raises(AlreadyDecided):
            said(None, **days)
    said(who("Alda Ferrer"), since=LATER)


def test_taken_back_the_speaker_is_unknown_again_and_what_was_said_stays_as_history(clerk):
    made = said(who())
    actions.undo_attribution(made, by=clerk)
    assert list(Contribution.objects.unmatched()) == [spoke()]
    row = Attribution.objects.get()
    assert row.undone_by == clerk.audit_label and row.undone_at
    with pytest.raises(AlreadyDecided):
        actions.undo_attribution(made, by=clerk)
    said(who("Alda Ferrer"))
    assert spoke().person == who("Alda Ferrer")


def test_who_is_merged_into_another_takes_along_what_was_said_under_the_name():
    actions.put_person(PersonPaper("Bruno Tellier", (Known("popolo", "b"),)), by="test")
    second = Person.objects.get(identifiers__scheme="popolo")
    made = said(second)
    actions.propose_matches(by="test")
    match = actions.merge(second.matches.model.objects.get(), by="test")
    made.refresh_from_db()
    assert made.person == spoke().person == match.first
    sitting(speech("u2"), day=LATER)
    assert spoke("u2").person == match.first


# ── Imports ──


@pytest.mark.parametrize("name", ["Bruno Tellier", None])
def test_the_same_file_once_more_changes_nothing(name):
    said(name and who(name))
    before = Contribution.objects.values()
    for paper in (speech(), chamber.speech("s1", chamber.text("en", "Yes."), person=chamber.BRUNO)):
        changes = sitting(paper, whole=False)
        assert not changes and changes.unchanged["contribution"] == 1
    assert list(Contribution.objects.values()) == list(before)


def test_a_later_sitting_follows_and_the_other_language_of_the_same_one():
    made = said(who())
    changes = sitting(speech("u2"), speech("u3", {"fr": "M. Tellier", **NAME}), day=LATER)
    assert [spoke(name).person for name in ("u2", "u3")] == [who(), who()]
    assert changes.added["contribution"] == 2 and not changes.changed
    french = chamber.speech("u2", chamber.text("fr", "Des mots."), labels={"fr": "M. Tellier"})
    sitting(french, day=LATER, whole=False)
    assert spoke("u2").attribution == made


def test_a_corrected_file_that_prints_another_name_there_makes_the_speaker_unknown_again():
    said(who())
    sitting(speech(labels={"en": "A Stranger"}), whole=False)
    assert spoke().person is None and list(Contribution.objects.unmatched()) == [spoke()]
    said(None, {"en": "A Stranger"})
    sitting(speech(), whole=False)
    assert spoke().person == who()
    sitting(speech(labels={"en": "A Stranger"}), whole=False)
    assert spoke().person is None and not Contribution.objects.unmatched().exists()


def test_what_staff_say_counts_before_a_source_but_nobody_gives_way_to_somebody():
    made = said(who())
    sitting(speech(person=chamber.CELIA), whole=False)
    assert spoke().person == who()
    actions.undo_attribution(made, by="test")
    said(None)
    sitting(speech(person=chamber.CELIA), whole=False)
    assert spoke().person == who("Celia Ångström") and spoke().attribution is None


def test_who_speaks_as_the_source_says_is_left_alone():
    sitting(speech("u2", person=chamber.CELIA), day=LATER)
    said(who())
    sitting(speech("u2"), day=LATER, whole=False)
    assert spoke("u2").person == who("Celia Ångström")


def test_a_dataset_written_before_does_not_undo_it_and_its_new_rows_follow():
    columns = ("id", "address", "sitting_id", "order", "kind", "person_id", "labels")
    old = tuple(Contribution.objects.filter(native_id="u1").values_list(*columns).get())
    said(who())
    new = (who().pk, "newaddress", old[2], 9, "speech", None, NAME)
    changes, _aside = actions.put_papers([TableRows("contribution", columns, (old, new))], by="test")
    assert spoke().person == who() and changes.unchanged["contribution"] == 1
    assert Contribution.objects.get(address="newaddress").person == who()


# ── The pages ──


def many(count):
    labels = ({"en": f"Guest number {number:03}"} for number in range(count))
    sitting(*(speech(f"g{number}", label) for number, label in enumerate(labels)), day=LATER)


def post(client, **said):
    return client.post(reverse("record:speaker", args=[spoke().address]), said, follow=True)


def test_a_clerk_says_who_it_is_and_takes_it_back(client, clerk):
    client.force_login(clerk)
    assert reverse("record:speaker", args=[spoke().address]) in client.get(reverse("record:speakers")).content.decode()
    page = client.get(reverse("record:speaker", args=[spoke().address])).content.decode()
    for words in ("Mr. Tellier (Northport)", "Bruno Tellier", "Greens", "the same family name", "Words of u1."):
        assert words in page
    answer = post(client, who=str(who().pk)).content.decode()
    assert "Mr. Tellier (Northport): Bruno Tellier. 1 contribution was changed." in answer
    assert "All speakers are known" in answer
    decided = client.get(reverse("record:speakers") + "?state=decided").content.decode()
    assert "Clara Clerk" in decided and "Undo: Mr. Tellier (Northport)" in decided
    undo = reverse("record:undo_attribution", args=[Attribution.objects.get().pk])
    assert "To be decided again" in client.post(undo, follow=True).content.decode()
    assert "already undone" in client.post(undo, follow=True).content.decode()
    assert "Undone by Clara Clerk" in client.get(reverse("record:speakers") + "?state=decided").content.decode()


def test_somebody_found_by_typing_or_nobody(client, clerk):
    client.force_login(clerk)
    for left_out in ({"who": "another"}, {"until": "2026-03-31"}):
        assert "Choose who it is." in post(client, **left_out).content.decode()
    assert (
        "The last day is before the first."
        in post(client, who="nobody", since="2026-03-31", until="2026-03-30").content.decode()
    )
    assert not Attribution.objects.exists()
    post(client, person=str(who("Alda Ferrer").pk), until="2026-03-31")
    assert spoke().person == who("Alda Ferrer") and Attribution.objects.get().until == chamber.DAY
    actions.undo_attribution(Attribution.objects.get(), by="test")
    assert "nobody in the record" in post(client, who="nobody").content.decode()
    assert post(client, who="nobody").status_code == 404


def test_a_second_attribution_of_the_same_days_is_refused(client, clerk):
    said(who(), since=LATER)
    client.force_login(clerk)
    assert "has already said who speaks" in post(client, who="nobody").content.decode()


@pytest.mark.parametrize("role", ["officer", "researcher", "administrator", "member", "outsider"])
def test_others_neither_see_nor_say_it(client, role, request):
    made = said(who("Alda Ferrer"), {"en": "Another"})
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse("record:speaker", args=[spoke().address])).status_code == 403
    assert post(client, who="nobody").status_code == 403
    assert client.post(reverse("record:undo_attribution", args=[made.pk])).status_code == 403
    assert Attribution.objects.current().get() == made


def test_an_editor_may(client, editor):
    client.force_login(editor)
    post(client, who="nobody")
    assert Attribution.objects.get().decided_by == editor.audit_label


def test_both_lists_are_empty_with_a_word_of_what_comes_there(client, clerk):
    client.force_login(clerk)
    assert "Nothing decided yet" in client.get(reverse("record:speakers") + "?state=decided").content.decode()
    said(None)
    assert "All speakers are known" in client.get(reverse("record:speakers")).content.decode()


def test_more_names_than_a_page_holds_are_on_the_next(client, clerk):
    many(51)
    client.force_login(clerk)
    first = client.get(reverse("record:speakers")).content.decode()
    assert 'rel="next" href="?page=2"' in first and "1 to 50 of 52" in first
    second = client.get(reverse("record:speakers") + "?page=2").content.decode()
    assert second.count('scope="row"') == 2 and 'rel="prev"' in second
    for name in Contribution.objects.unmatched():
        said(None, name.labels)
    decided = client.get(reverse("record:speakers") + "?state=decided").content.decode()
    assert 'href="?state=decided&amp;page=2"' in decided


def test_whoever_decides_on_a_later_page_stays_there(client, clerk):
    many(110)
    for name in Contribution.objects.unmatched():
        said(None, name.labels)
    client.force_login(clerk)
    page = client.get(reverse("record:speakers") + "?state=decided&page=2").content.decode()
    last = Attribution.objects.order_by("pk")[2]
    undo = reverse("record:undo_attribution", args=[last.pk])
    assert "/undo/?state=decided&amp;page=2" in page
    answer = client.post(f"{undo}?state=decided&page=2")
    assert answer.headers["Location"] == reverse("record:speakers") + "?state=decided&page=2"


def test_what_is_internal_is_in_the_pile_of_those_who_may_read_it_and_an_address_that_is_none_is_not_there(
    client, clerk
):
    client.force_login(clerk)
    assert client.get(reverse("record:speaker", args=["nothing"])).status_code == 404
    spoke().sitting.__class__.objects.update(classification="confidential")
    assert client.get(reverse("record:speaker", args=[spoke().address])).status_code == 404
    assert "All speakers are known" in client.get(reverse("record:speakers")).content.decode()
