"""People and parties that may be one: proposed with reasons, merged and taken back, kept through a second import."""

from dataclasses import replace

import pytest
from django.urls import reverse

from hemicycle.record import actions
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.linkage.matches import plain
from hemicycle.record.models import Contribution, Identifier, Match, Membership, Person, Vote
from hemicycle.record.papers import (
    BallotPaper,
    BodyPaper,
    Known,
    MembershipPaper,
    PersonPaper,
    SpeechPaper,
    VotePaper,
    words,
)
from hemicycle.rules.models import AuditEntry

from .test_proceedings import DAY

pytestmark = pytest.mark.django_db

HOUSE, TIDE = Known("native", "house"), Known("popolo", "tide")
LISTED = PersonPaper(
    "Maud Tremaine",
    (Known("popolo", "maud"),),
    born="1961",
    memberships=(MembershipPaper(TIDE, since="2030"),),
)
SPOKE = PersonPaper("Rt Hon. Maud TREMAINE", (Known("publicwhip", "member/7"),), in_passing=True)
DEBATE = replace(
    DAY,
    parts=(
        SpeechPaper((words("en", "Lights."),), person=SPOKE.known_as[0], labels={"en": "Maud"}, native_id="s1"),
        VotePaper({"yes": 1}, (BallotPaper("yes", SPOKE.known_as[0]),), native_id="v1"),
    ),
)


@pytest.fixture(autouse=True)
def house() -> None:
    actions.put_body(BodyPaper("chamber", {"en": "The House"}, (HOUSE,)), by="test")
    actions.put_body(BodyPaper("party", {"en": "Tide"}, (TIDE,)), by="test")
    put_all()


def put_all() -> list[object]:
    changes = [actions.put_person(paper, by="test") for paper in (LISTED, SPOKE)]
    return [*changes, actions.put_sitting(DEBATE, by="test")]


def proposed() -> Match:
    actions.propose_matches(by="test")
    return Match.objects.get()


def attributed() -> list[object]:
    """Who has what, as the record says it."""
    rows = Contribution, Vote, Membership
    held = [list(table.objects.order_by("pk").values_list("pk", "person")) for table in rows]
    known = list(Identifier.objects.exclude(person=None).order_by("pk").values_list("value", "person"))
    names = list(Person.objects.order_by("pk").values_list("name", "other_names", "merged_into"))
    return [held, known, names]


@pytest.mark.parametrize(
    ("name", "as_compared"),
    [
        ("Tremaine, rh Maud", "maud tremaine"),
        ("Sir Osric VANE", "osric vane"),
        ("José Núñez-Díaz", "jose nunez diaz"),
        ("Mr Speaker", "speaker"),
        ("Dr", "dr"),
    ],
)
def test_names_are_compared_without_titles_accents_and_order(name, as_compared):
    assert plain(name) == as_compared


def test_two_sources_with_one_name_are_proposed_with_their_reasons_and_only_once():
    match = proposed()
    assert (match.person.name, match.other_person.name) == ("Maud Tremaine", "Rt Hon. Maud TREMAINE")
    assert (match.reasons, match.certainty) == (["same-name"], 1.0)
    assert actions.propose_matches(by="test") == 0


@pytest.mark.parametrize(
    "other",
    [
        replace(SPOKE, known_as=(Known("wikidata", "Q1"),), born="1962", in_passing=False),
        replace(LISTED, known_as=(Known("popolo", "another"),)),
        PersonPaper("Mabel Tremaine", (Known("wikidata", "Q1"),)),
        PersonPaper("Maud Lamb", (Known("wikidata", "Q1"),)),
    ],
)
def test_who_cannot_be_one_is_not_proposed(other):
    Person.objects.get(identifiers__value="member/7").contributions.update(person=None)
    Vote.objects.all().delete()
    Person.objects.get(identifiers__value="member/7").delete()
    actions.put_person(other, by="test")
    assert actions.propose_matches(by="test") == 0


def test_another_first_name_with_the_same_letter_and_the_same_party_is_proposed():
    other = PersonPaper("M. Tremaine", (Known("wikidata", "Q1"),), memberships=(MembershipPaper(TIDE, since="2031"),))
    actions.put_person(replace(other, name="Mo Tremaine"), by="test")
    actions.propose_matches(by="test")
    assert ["same-surname", "same-party"] in list(Match.objects.values_list("reasons", flat=True))


def test_who_voted_in_the_same_vote_is_two():
    both = VotePaper({"yes": 2}, (BallotPaper("yes", SPOKE.known_as[0]), BallotPaper("yes", LISTED.known_as[0])))
    actions.put_sitting(replace(DEBATE, parts=(*DEBATE.parts, replace(both, native_id="v2"))), by="test")
    assert actions.propose_matches(by="test") == 0


def test_a_merge_gives_everything_to_the_first_and_is_kept_through_a_second_import():
    actions.merge(proposed(), by="test")
    kept = Person.objects.current().get()
    assert (kept.name, kept.other_names) == ("Maud Tremaine", ["Rt Hon. Maud TREMAINE"])
    assert Contribution.objects.get().person == Vote.objects.get().person == kept
    assert kept.identifiers.count() == 2
    assert not any(put_all())
    assert actions.propose_matches(by="test") == 0
    assert AuditEntry.objects.filter(action="record.merge").exists()


def test_a_merge_that_is_undone_leaves_each_with_what_it_had():
    before = attributed()
    match = actions.merge(proposed(), by="test")
    assert attributed() != before
    actions.undo(match, by="test")
    assert attributed() == before
    assert not any(put_all())
    assert Match.objects.get().state == "proposed"


def test_a_pair_kept_apart_is_not_proposed_again_and_a_second_click_finds_it_decided():
    match = actions.keep_apart(proposed(), by="test")
    assert actions.propose_matches(by="test") == 0
    for action in (actions.merge, actions.keep_apart):
        with pytest.raises(AlreadyDecided):
            action(match, by="test")


def test_a_membership_that_both_have_stays_where_it_is_and_comes_back():
    actions.put_person(replace(SPOKE, memberships=LISTED.memberships), by="test")
    before = attributed()
    match = actions.merge(proposed(), by="test")
    assert Membership.objects.filter(person=match.person).count() == 1
    actions.undo(match, by="test")
    assert attributed() == before


def test_two_parties_of_one_name_are_proposed_and_merged():
    actions.put_body(BodyPaper("group", {"fr": "TIDE"}, (Known("an", "tide"),)), by="test")
    actions.propose_matches(by="test")
    match = Match.objects.exclude(organization=None).get()
    actions.merge(match, by="test")
    assert Identifier.objects.get(scheme="an").organization == match.organization


def test_the_clerk_merges_and_undoes_on_the_page_and_the_old_address_shows_the_one(client, clerk):
    match = proposed()
    client.force_login(clerk)
    page = client.get(reverse("record:matches")).content.decode()
    assert "the same name" in page and "publicwhip:member/7" in page
    client.post(reverse("record:decide", args=[match.pk, "merge"]))
    assert Match.objects.get().decided_by
    shown = client.get(match.other_person.get_absolute_url()).content.decode()
    assert "Maud Tremaine" in shown
    again = client.post(reverse("record:decide", args=[match.pk, "merge"]), follow=True).content.decode()
    assert "Someone else has already decided this." in again
    decided = client.get(reverse("record:matches") + "?state=decided").content.decode()
    assert "Undo: Maud Tremaine" in decided and "Matches decided" in decided and "Clara Clerk" in decided
    client.post(reverse("record:decide", args=[match.pk, "undo"]))
    assert Match.objects.to_decide().exists()
    assert client.post(reverse("record:decide", args=["nothing", "merge"])).status_code == 404


@pytest.mark.parametrize("name", ["workbench", "matches", "speakers", "changed", "votes"])
def test_the_workbench_is_for_those_who_keep_the_record(client, name, clerk, officer):
    address = reverse(f"record:{name}")
    assert client.get(address).status_code == 302
    client.force_login(officer)
    assert client.get(address).status_code == 403
    client.force_login(clerk)
    assert client.get(address).status_code == 200


def test_the_workbench_shows_unknown_speakers_changed_texts_and_missing_votes(client, clerk):
    stranger = SpeechPaper((words("en", "Boo."),), labels={"en": "A Stranger"}, native_id="s2")
    counted = VotePaper({"yes": 31, "no": 12}, native_id="v9", motions={"en": "That lamps be lit"})
    actions.put_sitting(replace(DEBATE, parts=(*DEBATE.parts, stranger, counted)), by="test")
    corrected = replace(DEBATE.parts[0], texts=(words("en", "Lamps."),))
    actions.put_sitting(replace(DEBATE, parts=(corrected, *DEBATE.parts[1:], stranger, counted)), by="test")
    client.force_login(clerk)
    for name, expected in (("speakers", "A Stranger"), ("changed", "Lights"), ("votes", "That lamps be lit")):
        assert expected in client.get(reverse(f"record:{name}")).content.decode(), name


def test_the_menu_marks_the_workbench_alone_as_where_one_is(client, clerk):
    client.force_login(clerk)
    page = client.get(reverse("record:speakers")).content.decode()
    assert page.count('aria-current="page"') == 1 and 'data-label="Workbench" aria-current="page"' in page
