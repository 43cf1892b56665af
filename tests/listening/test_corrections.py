"""Corrections: what staff say holds, survives the next run, is attributed, and can be undone."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.actions import corrections, groups, inquiries
from hemicycle.listening.errors import InquiryClosed, NotACorrection
from hemicycle.listening.models import Campaign, Correction, Inquiry, Place
from hemicycle.listening.models.group_kinds import CAMPAIGN
from hemicycle.listening.presenters.history import events_of
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry

from .conftest import FIRST, Part, answer, campaign, finding, number


def sizes(inquiry: Inquiry) -> dict[str, int]:
    """What is shown: messages by the campaign's name, or by its key."""
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    return {one.name or one.key: one.messages for one in shown.campaigns.shown()}


def run_again(inquiry: Inquiry) -> None:
    """The engine answers as before, under other ids of its own, and now also finds a campaign it had missed."""
    answer(inquiry, {f"again-{key}": part for key, part in FIRST.items()})


def test_the_engines_answer_is_shown_until_somebody_corrects_it(analysed: Inquiry) -> None:
    assert sorted(sizes(analysed).values()) == [6, 6, 6]
    assert finding(analysed, "voice-0").place == Place.VOICE
    assert finding(analysed, "again").place == Place.REPEAT
    assert finding(analysed, "away").place == Place.SET_ASIDE


def test_a_confirmed_and_named_campaign_stays_so_after_a_new_run(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "en-0").key
    groups.confirm(analysed, CAMPAIGN, key, by=clerk)
    groups.rename(analysed, CAMPAIGN, key, name="Keep the ferry", by=clerk)

    run_again(analysed)

    again = campaign(analysed, "en-0")
    assert (again.key, again.name) == (key, "Keep the ferry")
    assert again.confirmed is not None
    assert again.confirmed.by_name == clerk.name


def test_merged_campaigns_stay_merged_after_a_new_run(analysed: Inquiry, clerk: User) -> None:
    english, french = campaign(analysed, "en-0"), campaign(analysed, "fr-0")
    groups.merge(analysed, CAMPAIGN, french.key, into=english.key, why="One sheet, two languages", by=clerk)
    assert campaign(analysed, "fr-0").key == english.key
    assert campaign(analysed, "fr-0").messages == 12

    run_again(analysed)

    assert campaign(analysed, "fr-5").key == english.key
    assert len(sizes(analysed)) == 2


def test_a_split_campaign_stays_split_after_a_new_run(analysed: Inquiry, clerk: User) -> None:
    english = campaign(analysed, "en-0")
    chosen = number(analysed, "en-0", "en-1", "en-2")
    groups.split(analysed, CAMPAIGN, english.key, messages=chosen, name="Teachers", by=clerk)

    run_again(analysed)

    teachers = campaign(analysed, "en-2")
    assert (teachers.name, teachers.messages, teachers.origin) == ("Teachers", 3, Campaign.Origin.STAFF)
    assert campaign(analysed, "en-3").messages == 3
    assert finding(analysed, "en-2").engine_campaign != teachers


def test_a_moved_message_stays_where_it_was_put_after_a_new_run(analysed: Inquiry, clerk: User) -> None:
    spanish = campaign(analysed, "es-0")
    groups.move(analysed, CAMPAIGN, messages=number(analysed, "voice-3"), into=spanish.key, by=clerk)
    groups.mark_individual(analysed, messages=number(analysed, "en-5"), by=clerk)

    run_again(analysed)

    assert campaign(analysed, "voice-3").key == spanish.key
    assert finding(analysed, "en-5").place == Place.VOICE
    assert finding(analysed, "en-5").engine_place == Place.CAMPAIGN


def test_what_was_set_aside_can_be_brought_back(analysed: Inquiry, clerk: User) -> None:
    groups.mark_individual(analysed, messages=number(analysed, "away", "again"), by=clerk)

    assert finding(analysed, "away").place == finding(analysed, "again").place == Place.VOICE


def test_every_correction_can_be_undone_and_nothing_else_changes(
    analysed: Inquiry, clerk: User, researcher: User
) -> None:
    before = sizes(analysed)
    english, spanish = campaign(analysed, "en-0"), campaign(analysed, "es-0")
    chosen = number(analysed, "en-0", "en-1", "en-2")
    made = [
        groups.rename(analysed, CAMPAIGN, english.key, name="Ferry", by=clerk),
        groups.split(analysed, CAMPAIGN, english.key, messages=chosen, name="", by=clerk),
        groups.mark_individual(analysed, messages=number(analysed, "fr-0"), by=clerk),
        groups.merge(analysed, CAMPAIGN, spanish.key, into=english.key, by=clerk),
    ]

    corrections.undo_correction(made[1], by=researcher)
    assert campaign(analysed, "en-0").messages == 12  # the merge still stands, the split does not
    for correction in (made[0], made[2], made[3]):
        corrections.undo_correction(correction, by=researcher)

    assert sizes(analysed) == before
    assert set(Correction.objects.values_list("undone_by_name", flat=True)) == {researcher.name}
    run_again(analysed)
    assert sizes(analysed) == before


def test_a_correction_is_undone_once(analysed: Inquiry, clerk: User) -> None:
    made = groups.confirm(analysed, CAMPAIGN, campaign(analysed, "en-0").key, by=clerk)
    corrections.undo_correction(made, by=clerk)

    with pytest.raises(IllegalMove):
        corrections.undo_correction(made, by=clerk)


def test_a_correction_of_a_campaign_that_is_gone_sleeps_until_it_is_back(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "es-0").key
    groups.rename(analysed, CAMPAIGN, key, name="Keep the fees", by=clerk)

    answer(analysed, {"en": FIRST["en"]})
    assert "Keep the fees" not in sizes(analysed)
    assert Correction.objects.in_force().count() == 1


def test_the_history_says_that_a_correction_of_a_campaign_that_is_gone_is_kept_without_effect(
    analysed: Inquiry, clerk: User
) -> None:
    groups.rename(analysed, CAMPAIGN, campaign(analysed, "es-0").key, name="Keep the fees", by=clerk)
    analysed.refresh_from_db()
    assert [(event.state_label, bool(event.url)) for event in events_of(analysed)] == [("", True)]

    answer(analysed, {"en": FIRST["en"]})
    analysed.refresh_from_db()

    without_effect = "Kept, and without effect in this analysis"
    assert [(event.state_label, bool(event.url)) for event in events_of(analysed)] == [(without_effect, False)]


def test_a_message_is_taken_out_of_the_campaign_that_it_is_in_and_of_no_other(analysed: Inquiry, clerk: User) -> None:
    english, spanish = campaign(analysed, "en-0").key, campaign(analysed, "es-0").key

    with pytest.raises(NotACorrection):
        groups.take_out(analysed, CAMPAIGN, spanish, messages=number(analysed, "en-0"), by=clerk)
    made = groups.move(analysed, CAMPAIGN, messages=number(analysed, "en-0"), key=english, into=spanish, by=clerk)

    assert (made.campaign, made.into) == (english, spanish)
    assert campaign(analysed, "en-0").key == spanish


def test_an_address_goes_on_in_the_larger_part_of_a_campaign_that_was_cut_in_two(
    analysed: Inquiry, clerk: User
) -> None:
    key = campaign(analysed, "en-0").key

    parts = {"small": Part([f"en-{n}" for n in (0, 1)]), "large": Part([f"en-{n}" for n in (2, 3, 4, 5)])}
    answer(analysed, parts)

    assert campaign(analysed, "en-4").key == key
    assert campaign(analysed, "en-0").key != key


def test_a_split_needs_as_many_senders_as_a_campaign(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "en-0").key

    with pytest.raises(NotACorrection, match="at least 3 senders"):
        groups.split(analysed, CAMPAIGN, key, messages=number(analysed, "en-0", "en-1"), name="", by=clerk)
    everyone = number(analysed, *(f"en-{n}" for n in range(6)))
    with pytest.raises(NotACorrection, match="nothing would be left"):
        groups.split(analysed, CAMPAIGN, key, messages=everyone, name="", by=clerk)


def test_a_split_takes_only_messages_of_its_campaign(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "en-0").key

    with pytest.raises(NotACorrection):
        groups.split(analysed, CAMPAIGN, key, messages=number(analysed, "es-0", "es-1"), name="", by=clerk)


@pytest.mark.parametrize("name", ["", "   "])
def test_a_campaign_is_not_named_nothing(analysed: Inquiry, clerk: User, name: str) -> None:
    with pytest.raises(NotACorrection):
        groups.rename(analysed, CAMPAIGN, campaign(analysed, "en-0").key, name=name, by=clerk)


def test_what_would_change_nothing_is_no_correction(analysed: Inquiry, clerk: User) -> None:
    english = campaign(analysed, "en-0").key
    groups.confirm(analysed, CAMPAIGN, english, by=clerk)

    with pytest.raises(NotACorrection):
        groups.confirm(analysed, CAMPAIGN, english, by=clerk)
    with pytest.raises(NotACorrection):
        groups.merge(analysed, CAMPAIGN, english, into=english, by=clerk)
    with pytest.raises(NotACorrection):
        groups.move(analysed, CAMPAIGN, messages=number(analysed, "en-0"), into=english, by=clerk)
    with pytest.raises(NotACorrection):
        groups.mark_individual(analysed, messages=number(analysed, "voice-0"), by=clerk)
    with pytest.raises(NotACorrection):
        groups.mark_individual(analysed, messages=[], by=clerk)
    assert Correction.objects.count() == 1


def test_a_closed_inquiry_is_not_corrected(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "en-0").key
    inquiries.close_inquiry(analysed, by=clerk)

    with pytest.raises(InquiryClosed):
        groups.confirm(analysed, CAMPAIGN, key, by=clerk)


def test_every_correction_leaves_a_row_in_the_audit_log(analysed: Inquiry, clerk: User) -> None:
    key = campaign(analysed, "en-0").key
    made = groups.confirm(analysed, CAMPAIGN, key, by=clerk)
    corrections.undo_correction(made, by=clerk)

    said = list(AuditEntry.objects.about(made).values_list("action", "actor", "office"))
    assert said == [
        ("listening.undo", clerk.audit_label, "research"),
        ("listening.confirm", clerk.audit_label, "research"),
    ]


def test_the_numbers_add_up_whatever_was_corrected(analysed: Inquiry, clerk: User) -> None:
    groups.mark_individual(analysed, messages=number(analysed, "en-0", "away"), by=clerk)

    shown = Inquiry.objects.get(pk=analysed.pk).shown
    assert shown is not None
    assert shown.messages == shown.in_campaigns + shown.voices + shown.repeats + shown.set_aside
    assert (shown.in_campaigns, shown.voices, shown.repeats, shown.set_aside) == (17, 8, 1, 0)
    assert sum(day[1] for day in shown.tally["days"]) == shown.in_campaigns
    assert sum(row[3] for row in shown.tally["sources"]) == shown.voices


def test_a_campaign_of_a_family_is_distinguished_from_others(analysed: Inquiry, clerk: User) -> None:
    english, french, spanish = (campaign(analysed, f"{lang}-0") for lang in ("en", "fr", "es"))

    assert english.family == french.family != ""
    assert spanish.family == ""
    groups.merge(analysed, CAMPAIGN, french.key, into=english.key, by=clerk)
    assert campaign(analysed, "en-0").family == ""
