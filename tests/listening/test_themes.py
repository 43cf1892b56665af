"""Themes: what staff say of them holds, survives the next run, is attributed, and can be undone."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.actions import corrections, groups, inquiries
from hemicycle.listening.actions.replay import replay
from hemicycle.listening.errors import InquiryClosed, NotACorrection
from hemicycle.listening.models import Correction, Inquiry, Theme
from hemicycle.listening.models.group_kinds import THEME
from hemicycle.rules.models import AuditEntry

from .conftest import FIRST, Said, answer, finding, number

FERRY = {"voice-1": "What happens to fishing permits", "en-0": "The ferry between Port Selm", "voice-5": "l'article 9"}
NOISE = {"voice-2": "Le bruit des moteurs", "voice-3": "¿Y los perros?"}
SAID = Said(themes={"Ferry": FERRY, "Ferry/Permits": {"voice-1": "fishing permits"}, "Noise": NOISE})


@pytest.fixture
def themed(collected: Inquiry) -> Inquiry:
    answer(collected, FIRST, SAID)
    collected.refresh_from_db()
    return collected


def theme(inquiry: Inquiry, label: str) -> Theme:
    """The theme with this label or name, as it is shown now."""
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    return next(one for one in shown.themes.all() if one.label == label)


def counts(inquiry: Inquiry) -> dict[str, int]:
    shown = Inquiry.objects.get(pk=inquiry.pk).shown
    assert shown is not None
    return {one.label: one.messages for one in shown.themes.shown()}


def run_again(inquiry: Inquiry) -> None:
    """The engine answers as before, under other names of its own."""
    again = {
        f"{label} again".replace("Ferry/Permits again", "Ferry again/Permits"): p for label, p in SAID.themes.items()
    }
    answer(inquiry, FIRST, Said(themes=again))


def test_a_message_that_stands_for_a_campaign_counts_for_all_of_it(themed: Inquiry) -> None:
    ferry = theme(themed, "Ferry")

    assert (ferry.messages, ferry.voices, ferry.campaigns, ferry.senders) == (8, 2, 1, 8)
    assert ferry.languages == {"en": 7, "fr": 1}
    assert counts(themed) == {"Ferry": 8, "Permits": 1, "Noise": 2}
    assert theme(themed, "Permits").parent == ferry


def test_repeats_and_what_was_set_aside_count_in_no_theme(collected: Inquiry) -> None:
    answer(collected, FIRST, Said(themes={"Bakery": {"again": "the bakery", "away": "office", "voice-0": "bakery"}}))

    assert counts(collected) == {"Bakery": 1}


def test_a_confirmed_and_named_theme_stays_so_after_a_new_run(themed: Inquiry, clerk: User) -> None:
    key = theme(themed, "Noise").key
    groups.confirm(themed, THEME, key, by=clerk)
    groups.rename(themed, THEME, key, name="Quiet nights", by=clerk)

    run_again(themed)

    again = theme(themed, "Quiet nights")
    assert again.key == key
    assert again.confirmed is not None
    assert again.confirmed.by_name == clerk.name


def test_merged_themes_stay_merged_and_a_message_of_both_counts_once(themed: Inquiry, clerk: User) -> None:
    groups.merge(
        themed, THEME, theme(themed, "Noise").key, into=theme(themed, "Ferry").key, why="One subject", by=clerk
    )
    assert counts(themed) == {"Ferry": 10, "Permits": 1}

    run_again(themed)

    assert counts(themed) == {"Ferry again": 10, "Permits": 1}


def test_parts_follow_a_theme_that_is_merged_and_a_part_can_swallow_its_whole(themed: Inquiry, clerk: User) -> None:
    whole, part = theme(themed, "Ferry").key, theme(themed, "Permits").key
    made = groups.merge(themed, THEME, whole, into=part, by=clerk)
    assert theme(themed, "Permits").parent is None
    assert counts(themed) == {"Permits": 8, "Noise": 2}

    corrections.undo_correction(made, by=clerk)

    assert theme(themed, "Permits").parent == theme(themed, "Ferry")


def test_a_split_theme_stays_split_after_a_new_run(themed: Inquiry, clerk: User) -> None:
    chosen = number(themed, "voice-3")
    groups.split(themed, THEME, theme(themed, "Noise").key, messages=chosen, name="Dogs", by=clerk)
    assert theme(themed, "Dogs").quotes[0]["id"] == str(chosen[0])

    run_again(themed)

    assert counts(themed) == {"Ferry again": 8, "Permits": 1, "Noise again": 1, "Dogs": 1}


def test_a_campaign_is_moved_as_a_whole_by_any_of_its_messages(themed: Inquiry, clerk: User) -> None:
    ferry, noise = theme(themed, "Ferry").key, theme(themed, "Noise").key
    groups.move(themed, THEME, messages=number(themed, "en-3"), key=ferry, into=noise, by=clerk)

    assert counts(themed) == {"Ferry": 2, "Permits": 1, "Noise": 8}


def test_who_is_taken_out_of_a_theme_is_out_of_its_parts(themed: Inquiry, clerk: User) -> None:
    groups.take_out(themed, THEME, theme(themed, "Ferry").key, messages=number(themed, "voice-1"), by=clerk)

    assert counts(themed) == {"Ferry": 7, "Noise": 2}


def test_a_message_that_speaks_of_no_theme_is_put_into_one_for_its_own_sender_alone(
    themed: Inquiry, clerk: User
) -> None:
    noise = theme(themed, "Noise").key
    groups.move(themed, THEME, messages=number(themed, "es-0", "voice-4"), into=noise, by=clerk)
    assert counts(themed)["Noise"] == 4

    run_again(themed)

    assert counts(themed)["Noise again"] == 4


def test_every_correction_of_a_theme_can_be_undone_and_nothing_else_changes(
    themed: Inquiry, clerk: User, researcher: User
) -> None:
    before = counts(themed)
    ferry, noise = theme(themed, "Ferry").key, theme(themed, "Noise").key
    made = [
        groups.rename(themed, THEME, ferry, name="Boats", by=clerk),
        groups.split(themed, THEME, noise, messages=number(themed, "voice-3"), name="Dogs", by=clerk),
        groups.take_out(themed, THEME, ferry, messages=number(themed, "voice-5"), by=clerk),
        groups.merge(themed, THEME, noise, into=ferry, by=clerk),
    ]

    corrections.undo_correction(made[1], by=researcher)
    assert counts(themed) == {"Boats": 9, "Permits": 1}  # the merge still stands, the split does not
    for correction in (made[0], made[2], made[3]):
        corrections.undo_correction(correction, by=researcher)

    assert counts(themed) == before
    run_again(themed)
    assert sorted(counts(themed).values()) == sorted(before.values())


def test_corrections_of_campaigns_change_how_many_campaigns_speak_and_not_who_does(
    themed: Inquiry, clerk: User
) -> None:
    groups.mark_individual(themed, messages=number(themed, "en-5"), by=clerk)

    ferry = theme(themed, "Ferry")
    assert (ferry.messages, ferry.voices, ferry.campaigns) == (8, 3, 1)
    assert finding(themed, "en-5").campaign is None


def test_what_would_change_nothing_is_no_correction(themed: Inquiry, clerk: User) -> None:
    ferry, noise = theme(themed, "Ferry").key, theme(themed, "Noise").key
    everyone = number(themed, "voice-2", "voice-3")
    refused = [
        lambda: groups.rename(themed, THEME, ferry, name=" ", by=clerk),
        lambda: groups.merge(themed, THEME, ferry, into=ferry, by=clerk),
        lambda: groups.split(themed, THEME, noise, messages=everyone, name="All", by=clerk),
        lambda: groups.split(themed, THEME, noise, messages=everyone[:1], name=" ", by=clerk),
        lambda: groups.split(themed, THEME, noise, messages=number(themed, "es-1"), name="Not", by=clerk),
        lambda: groups.move(themed, THEME, messages=everyone, into=noise, by=clerk),
        lambda: groups.take_out(themed, THEME, noise, messages=[], by=clerk),
        lambda: groups.confirm(themed, THEME, "nothing", by=clerk),
    ]

    for act in refused:
        with pytest.raises(NotACorrection):
            act()
    assert not Correction.objects.exists()


def test_themes_of_a_closed_inquiry_are_not_corrected(themed: Inquiry, clerk: User) -> None:
    key = theme(themed, "Ferry").key
    inquiries.close_inquiry(themed, by=clerk)

    with pytest.raises(InquiryClosed):
        groups.confirm(themed, THEME, key, by=clerk)


def test_naming_shows_the_same_as_playing_everything_back(themed: Inquiry, clerk: User) -> None:
    groups.take_out(themed, THEME, theme(themed, "Ferry").key, messages=number(themed, "voice-1"), by=clerk)
    groups.rename(themed, THEME, theme(themed, "Ferry").key, name="Boats", by=clerk)
    groups.confirm(themed, THEME, theme(themed, "Noise").key, by=clerk)
    shown = list(Theme.objects.order_by("key").values())

    replay(Inquiry.objects.get(pk=themed.pk).shown)

    assert list(Theme.objects.order_by("key").values()) == shown


def test_every_correction_of_a_theme_leaves_a_row_in_the_audit_log(themed: Inquiry, clerk: User) -> None:
    key = theme(themed, "Ferry").key
    made = groups.confirm(themed, THEME, key, by=clerk)

    entry = AuditEntry.objects.about(made).get()
    assert (entry.action, entry.actor, entry.facts["theme"]) == ("listening.theme_confirm", clerk.audit_label, key)
