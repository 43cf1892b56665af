"""The document itself: the same bytes for the same findings, every number counted anew, every quote word for word."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from hemicycle.accounts.models import User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import groups
from hemicycle.listening.dossier import content, quoting
from hemicycle.listening.dossier.sections.campaigns import _says_the_same
from hemicycle.listening.models import Analysis, Finding, Inquiry, Mention, Place, Theme
from hemicycle.listening.models.group_kinds import CAMPAIGN
from hemicycle.listening.text.words import SETTINGS
from hemicycle.record.models import Document

from . import dossiers, letters
from .conftest import FIRST, Part, Said, answer, campaign, collect, finding, number
from .test_clauses import bill

__all__ = ["bill"]

Content = dict[str, Any]

READ_LAST = Path(__file__).with_name("dossier.txt")


@pytest.fixture
def analysed_inquiry(inquiry: Inquiry, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(inquiry, clerk)


def analysis_of(inquiry: Inquiry) -> Analysis:
    shown = Inquiry.objects.select_related("shown__inquiry__office").get(pk=inquiry.pk).shown
    assert shown is not None
    return shown


def built(inquiry: Inquiry, language: str = "en") -> Content:
    return content.build(analysis_of(inquiry), language)


def listed(dossier: Content, counted: Mapping[str, Any]) -> list[int]:
    """The messages behind a number."""
    return [] if counted["note"] is None else dossier["notes"][str(counted["note"])]


def test_two_runs_over_the_same_input_give_the_same_bytes(analysed_inquiry: Inquiry) -> None:
    first = content.as_bytes(built(analysed_inquiry))
    answer(analysed_inquiry, FIRST, Said(redacted=dossiers.REDACTED, themes=dossiers.THEMES))

    assert content.as_bytes(built(analysed_inquiry)) == first
    assert json.loads(first) == built(analysed_inquiry)


def numbered_from_one(said: str, inquiry: Inquiry) -> str:
    """Whatever messages other tests have left their numbers to."""
    before = min(inquiry.collected.values_list("inbound", flat=True)) - 1
    notes = re.compile(r"^(\[\d+\]) (.*)$", re.MULTILINE)
    return notes.sub(lambda note: f"{note[1]} {' '.join(str(int(n) - before) for n in note[2].split())}", said)


def test_a_whole_dossier_reads_as_it_was_read_last(inquiry: Inquiry, clerk: User, bill: Document) -> None:
    """Where it is meant to read otherwise: remove the file, run this test, and read what it has written."""
    dossiers.analysed_inquiry(inquiry, clerk, bill=bill)
    groups.rename(inquiry, CAMPAIGN, campaign(inquiry, "fr-0").key, name="The ferry in winter", by=clerk)
    said = numbered_from_one(dossiers.as_text(built(inquiry)), inquiry)
    if not READ_LAST.exists():
        READ_LAST.write_text(said)
        pytest.fail(f"read {READ_LAST.name}, and run this again")
    assert said == READ_LAST.read_text()


def test_another_channel_of_a_letter_gives_another_digest(analysed_inquiry: Inquiry) -> None:
    before = content.digest(built(analysed_inquiry))
    Finding.objects.filter(pk=finding(analysed_inquiry, "voice-2").pk).update(channel="sms")

    assert content.digest(built(analysed_inquiry)) != before


def test_every_count_is_found_again_by_other_means(analysed_inquiry: Inquiry) -> None:
    counts = built(analysed_inquiry)["facts"]["counts"]
    rows = analysis_of(analysed_inquiry).findings.select_related("inbound")

    def of(place: str) -> list[Finding]:
        return [row for row in rows if row.place == place]

    def senders(found: list[Finding]) -> int:
        return len({row.inbound.sender or row.inbound_id for row in found})

    campaign_mail, voices = of(Place.CAMPAIGN), of(Place.VOICE)
    assert {key: one["n"] for key, one in counts.items()} == {
        "messages": len(rows),
        "senders": senders(list(rows)),
        "counted": len(campaign_mail) + len(voices),
        "campaigns": len({row.campaign_id for row in campaign_mail}),
        "in_campaigns": len(campaign_mail),
        "campaign_senders": senders(campaign_mail),
        "own_words": sum(bool(row.personal_text) for row in campaign_mail),
        "voices": len(voices),
        "voice_senders": senders(voices),
        "repeats": len(of(Place.REPEAT)),
        "set_aside": len(of(Place.SET_ASIDE)),
        "rejected": 0,
    }


def test_channels_languages_and_days_add_up_to_all_that_is_counted(analysed_inquiry: Inquiry) -> None:
    facts = built(analysed_inquiry)["facts"]
    whole = facts["counts"]["counted"]["n"]

    for table in (facts["channels"], facts["languages"]):
        assert sum(one["messages"]["n"] for one in table) == whole
        assert all(one["in_campaigns"]["n"] + one["voices"]["n"] == one["messages"]["n"] for one in table)
    assert sum(a + b for _day, a, b in facts["days"]) == whole - facts["method"]["undated"]["n"]


def speaking(theme: Theme) -> set[int]:
    """Who speaks of a theme, analysed_inquiry from the mentions one by one."""
    found: set[int] = set()
    for one in Mention.objects.filter(Q(theme=theme) | Q(theme__parent=theme)).select_related("finding"):
        rows = Finding.objects.filter(analysis=theme.analysis_id, place__in=["campaign", "voice"])
        for row in rows:
            if row.pk == one.finding_id or (one.campaign_id and row.engine_campaign_id == one.campaign_id):
                found.add(row.inbound_id)
    return found


def test_every_number_of_a_theme_is_found_again_from_its_mentions(analysed_inquiry: Inquiry) -> None:
    dossier = built(analysed_inquiry)
    themes = {theme.label: theme for theme in Theme.objects.filter(analysis=analysis_of(analysed_inquiry))}
    found = [one for top in dossier["facts"]["themes"] for one in (top, *top["parts"])]

    assert {one["label"] for one in found} == set(themes)
    for one in found:
        expected = speaking(themes[one["label"]])
        assert set(listed(dossier, one["messages"])) == expected
        assert one["messages"]["n"] == len(expected) == themes[one["label"]].messages
        assert one["senders"]["n"] == themes[one["label"]].senders
        assert one["voices"]["n"] == themes[one["label"]].voices
        assert one["campaigns"]["n"] == themes[one["label"]].campaigns
        assert sum(language["messages"]["n"] for language in one["languages"]) == len(expected)


def test_every_number_of_a_campaign_is_found_again(analysed_inquiry: Inquiry) -> None:
    dossier = built(analysed_inquiry)
    for one, name in zip(dossier["facts"]["campaigns"], ("en-0", "fr-0", "es-0"), strict=True):
        row = campaign(analysed_inquiry, name)
        assert (one["messages"]["n"], one["senders"]["n"], one["own_words"]["n"]) == (
            row.messages,
            row.senders,
            row.own_words,
        )
        assert set(listed(dossier, one["messages"])) == set(row.findings.values_list("inbound", flat=True))
    assert dossier["facts"]["campaigns"][0]["says_the_same"] == [2]


def test_every_sentence_and_number_about_messages_opens_to_them(analysed_inquiry: Inquiry) -> None:
    dossier = built(analysed_inquiry)
    every = set(analysis_of(analysed_inquiry).findings.values_list("inbound", flat=True))

    cited = [cell["note"] for cell in dossiers.cells(dossier) if cell["note"] is not None]
    assert cited
    assert set(map(str, cited)) <= set(dossier["notes"])
    assert all(note == sorted(set(note)) and set(note) <= every for note in dossier["notes"].values())
    # A number in words without a note speaks of no message: a zero, a setting, a day.
    bare = [c["text"] for c in dossiers.cells(dossier) if c.get("number") and c["note"] is None]
    assert all(re.fullmatch(r"0|0 of .*|\d+", text) for text in bare)


def test_every_quote_stands_word_for_word_in_the_redacted_message(analysed_inquiry: Inquiry) -> None:
    dossier = built(analysed_inquiry)
    shown = dict(analysis_of(analysed_inquiry).findings.values_list("inbound", "shown_text"))
    quotes = [one for block in dossiers.blocks(dossier) if block["kind"] == "quotes" for one in block["items"]]

    assert len(quotes) >= 7
    for quote in quotes:
        (message,) = dossier["notes"][str(quote["note"])]
        assert quote["text"] in shown[message]


def test_a_sentence_with_a_redacted_address_is_quoted_nowhere(analysed_inquiry: Inquiry) -> None:
    said = "\n".join(dossiers.words(built(analysed_inquiry)))

    assert "bakery" not in said
    assert "on the quay" not in said


def test_no_key_of_a_sender_or_of_a_row_stands_in_it(analysed_inquiry: Inquiry) -> None:
    written = content.as_bytes(built(analysed_inquiry)).decode()

    for secret in Inbound.objects.exclude(sender="").values_list("sender", flat=True):
        assert secret not in written
    for key in analysis_of(analysed_inquiry).themes.values_list("key", flat=True):
        assert key not in written


def test_majority_and_minority_are_named_with_n_of_n(analysed_inquiry: Inquiry) -> None:
    first = dossiers.section(built(analysed_inquiry), "summary")
    table = next(block for block in first["blocks"] if block["kind"] == "table" and len(block["columns"]) == 4)
    rows = {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in table["rows"]}

    assert rows["winter ferry"] == ["8 of 24 (33%)", "2 of 6 (33%)", "Minority"]
    assert rows["noise at night"][-1] == "Minority"
    sentences = [cell["text"] for cell in dossiers.cells({"sections": [first]})]
    assert "A majority of the messages, 18 of 24 (75%), is campaign mail." in sentences


def test_of_what_came_as_a_file_nobody_says_that_it_did_not_come_by_mail(analysed_inquiry: Inquiry) -> None:
    Finding.objects.filter(channel="email").update(channel="upload")
    said = [cell["text"] for cell in dossiers.section(built(analysed_inquiry), "unheard")["blocks"][1]["items"]]

    assert not [text for text in said if "no message came this way" in text or text.startswith("E-mail")]
    assert "Messages of which it is not known how they came: 7." in said


def test_a_theme_of_most_messages_is_a_majority(inquiry: Inquiry, clerk: User) -> None:
    collect(inquiry, clerk, letters.messages())
    spoken = {"en-0": "the Harbour Bill", "es-0": "Las tasas del puerto", "voice-0": "the bakery"}
    answer(inquiry, FIRST, Said(themes={"the harbour": spoken}))

    (theme,) = built(inquiry)["facts"]["themes"]
    said = [cell["text"] for cell in dossiers.cells(built(inquiry))]

    assert theme["messages"]["n"] == 13
    assert "Majority: 13 of 24 (54%)." in said
    assert "1 theme is spoken of in a majority of the messages." in said


def test_three_quotes_of_three_messages_stand_on_the_first_page(analysed_inquiry: Inquiry) -> None:
    first = dossiers.section(built(analysed_inquiry), "summary")
    (quotes,) = (block for block in first["blocks"] if block["kind"] == "quotes")

    assert len({quote["note"] for quote in quotes["items"]}) == 3


def test_who_could_not_be_heard_is_said(analysed_inquiry: Inquiry) -> None:
    said = [
        cell["text"] for cell in dossiers.cells({"sections": [dossiers.section(built(analysed_inquiry), "unheard")]})
    ]

    assert "Text message: only 1 message, too few to speak for more than itself." in said
    assert any(text.startswith("Those who did not write") for text in said)
    assert any("nobody was asked" in text for text in said)


def test_corrections_in_force_are_in_it_and_counted(analysed_inquiry: Inquiry, clerk: User) -> None:
    before = built(analysed_inquiry)
    groups.mark_individual(analysed_inquiry, messages=number(analysed_inquiry, "en-3", "en-4"), by=clerk)
    groups.rename(analysed_inquiry, CAMPAIGN, campaign(analysed_inquiry, "fr-0").key, name="Le bac", by=clerk)

    dossier = built(analysed_inquiry)

    assert dossier["facts"]["counts"]["voices"]["n"] == before["facts"]["counts"]["voices"]["n"] + 2
    assert dossier["facts"]["method"]["corrections"] == {"move_out": 1, "rename": 1}
    assert listed(dossier, dossier["facts"]["method"]["placed_by_staff"]) == number(analysed_inquiry, "en-3", "en-4")
    assert "Le bac" in {one["name"] for one in dossier["facts"]["campaigns"]}


@pytest.mark.parametrize(("language", "title"), [("en", "Summary"), ("fr", "Synthèse"), ("es", "Resumen")])
def test_it_is_written_in_three_languages_with_the_same_numbers(
    analysed_inquiry: Inquiry, language: str, title: str
) -> None:
    dossier = built(analysed_inquiry, language)

    assert dossier["sections"][0]["title"] == title
    assert dossier["facts"]["counts"] == built(analysed_inquiry)["facts"]["counts"]
    assert dossier["notes"] == built(analysed_inquiry)["notes"]


def test_another_machine_makes_the_same_dossier(analysed_inquiry: Inquiry) -> None:
    analysis = analysis_of(analysed_inquiry)
    before = content.as_bytes(built(analysed_inquiry))
    analysis.settings["campaigns"] |= {"threads": 64, "memory_limit": "64GB"}
    analysis.save()

    assert content.as_bytes(built(analysed_inquiry)) == before


def test_a_long_quote_ends_between_words_where_there_are_any(analysed_inquiry: Inquiry) -> None:
    one = finding(analysed_inquiry, "voice-2")
    words, endless = "quai " * quoting.LONGEST, "x" * (quoting.LONGEST + 9)

    cut, endless_cut, whole = (quoting._as_quote(one, said) for said in (words, endless, "Le bruit"))
    assert cut["cut"] and len(cut["text"]) <= quoting.LONGEST and set(cut["text"].split(" ")) == {"quai"}
    assert endless_cut["cut"] and endless_cut["text"] == "x" * quoting.LONGEST
    assert not whole["cut"] and whole["text"] == "Le bruit"


def test_the_largest_campaign_comes_first(inquiry: Inquiry, clerk: User) -> None:
    collect(inquiry, clerk, letters.messages())
    answer(inquiry, FIRST)
    groups.mark_individual(inquiry, messages=number(inquiry, "en-0", "en-1"), by=clerk)
    found = built(inquiry)["facts"]["campaigns"]

    sizes = [one["messages"]["n"] for one in found]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) > 1
    assert [one["number"] for one in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", "Campaigns looked for in other languages too: yes"),
        ("fr", "Campagnes recherchées aussi dans d’autres langues: oui"),
        ("es", "Campañas buscadas también en otros idiomas: sí"),
    ],
)
def test_settings_are_written_in_words(analysed_inquiry: Inquiry, language: str, row: str) -> None:
    table = dossiers.section(built(analysed_inquiry, language), "method")["blocks"][-1]

    assert row in [": ".join(cell["text"] for cell in cells) for cells in table["rows"]]


def test_settings_without_words_are_left_to_the_json(analysed_inquiry: Inquiry) -> None:
    analysis = analysis_of(analysed_inquiry)
    analysis.settings |= {"linking": {"careful_words": 40, "seed": 7}}
    analysis.save()
    made = built(analysed_inquiry)

    table = dossiers.section(made, "method")["blocks"][-1]
    assert {row[0]["text"] for row in table["rows"]} <= {str(words) for words in SETTINGS.values()}
    assert made["facts"]["method"]["settings"]["linking"]["careful_words"] == 40


def test_a_campaign_names_every_other_that_says_the_same() -> None:
    assert _says_the_same([2]) == "Says the same as campaign 2."
    assert _says_the_same([2, 5, 7]) == "Says the same as campaigns 2, 5 and 7."


def test_own_words_that_a_mail_program_broke_into_lines_are_quoted_whole(inquiry: Inquiry, clerk: User) -> None:
    own = letters.OWN["en"][0].replace("dialysis, and", "dialysis,\nand")
    broken = letters.ENGLISH.format(own=own, name="Amara")
    written = [replace(one, text=broken) if one.id == "en-0" else one for one in letters.messages()]
    collect(inquiry, clerk, written)
    answer(inquiry, {"en": Part(FIRST["en"].messages, family="f1", own={"en-0": own})})

    (campaign_facts,) = built(inquiry)["facts"]["campaigns"]

    assert own in [quote["text"] for quote in campaign_facts["quotes"]]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_sentence_of_the_platform_stays_english(analysed_inquiry: Inquiry, language: str) -> None:
    here = {cell["text"] for cell in dossiers.cells(built(analysed_inquiry, language)) if not cell.get("lang")}
    english = {cell["text"] for cell in dossiers.cells(built(analysed_inquiry)) if not cell.get("lang")}

    same = {text for text in here & english if re.search(r"[a-z]{4}", text)}
    assert same <= {"Messages"} | _settings(analysed_inquiry)


def _settings(inquiry: Inquiry) -> set[str]:
    table = dossiers.section(built(inquiry), "method")["blocks"][-1]
    return {cell["text"] for row in table["rows"] for cell in row}


def test_an_inquiry_without_themes_or_campaigns_has_a_dossier_too(inquiry: Inquiry, clerk: User) -> None:
    collect(inquiry, clerk, letters.messages()[-3:])
    answer(inquiry, {})

    dossier = built(inquiry)

    assert [one["id"] for one in dossier["sections"]] == ["summary", "asked", "writers", "unheard", "method"]
    assert dossier["facts"]["campaigns"] == dossier["facts"]["themes"] == []


def test_what_letters_say_stays_words(inquiry: Inquiry, clerk: User) -> None:
    dossier = built(dossiers.hostile(inquiry, clerk))

    assert json.loads(content.as_bytes(dossier)) == dossier
    assert (
        max(
            len(quote["text"])
            for block in dossiers.blocks(dossier)
            for quote in block.get("items", ())
            if "cut" in quote
        )
        <= 400
    )
