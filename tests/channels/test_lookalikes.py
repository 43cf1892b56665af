"""What imitates our accounts is found and told why; what is ours is said to be ours; what is neither is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.channels.moderation.lookalikes import Ours, Why, distance, read, resemblances, skeleton

SITE = Ours(1, ("https://assembly.example/",))
NEWS = Ours(2, ("newsletter@assembly.example",))
SOCIAL = Ours(3, ("https://social.example/@ValmoraAssembly",))
MINISTRY = Ours(4, ("www.parliament.gov.vm",))
EVERY = (SITE, NEWS, SOCIAL, MINISTRY)


def reasons(seen: str) -> list[tuple[int, str]]:
    return [(one.ours.key, one.why.value) for one in resemblances(seen, EVERY)]


@pytest.mark.parametrize(
    "seen",
    [
        "https://assembly.example", "http://www.Assembly.example/", "NEWSLETTER@assembly.example",
        "https://social.example/@valmoraassembly/", "parliament.gov.vm",
    ],
)  # fmt: skip
def test_what_is_ours_is_ours_however_it_was_copied(seen):
    assert {why for _key, why in reasons(seen)} == {"ours"}


@pytest.mark.parametrize(
    ("seen", "key", "why"),
    [
        # Cyrillic а and е, Greek ο, full width, mathematical letters.
        ("https://аssembly.example", 1, Why.SAME_LOOK),
        ("https://assеmbly.example", 1, Why.SAME_LOOK),
        ("@Valmοra_Assembly", 3, Why.SAME_LOOK),
        ("@ＶａｌｍｏｒａＡｓｓｅｍｂｌｙ", 3, Why.SAME_LOOK),
        ("@𝐕𝐚𝐥𝐦𝐨𝐫𝐚𝐀𝐬𝐬𝐞𝐦𝐛𝐥𝐲", 3, Why.SAME_LOOK),
        # 0 and o, 1 and l and i, rn and m, vv.
        ("https://social.example/@Valm0raAssembly", 3, Why.SAME_LOOK),
        ("https://parllament.gov.vm", 4, Why.SAME_LOOK),
        ("https://par1iament.gov.vm", 4, Why.SAME_LOOK),
        ("https://assernbly.example/login", 1, Why.SAME_LOOK),
        ("newsletter@assernbly.example", 1, Why.SAME_LOOK),
        # Accents and punctuation.
        ("@Válmora-Assémbly", 3, Why.SAME_LOOK),
        ("valmora.assembly", 3, Why.SAME_LOOK),
        # What a browser shows of xn--ssembly-1fg.example.
        ("https://xn--ssembly-1fg.example", 1, Why.SAME_LOOK),
        ("https://assembly.example.login.test", 1, Why.WITHIN),
        ("https://assembly-example.test", 1, Why.WITHIN),
        ("https://assembly.test", 1, Why.OTHER_ENDING),
        ("https://other.example/@ValmoraAssembly", 3, Why.SAME_NAME),
        ("@ValmoraAssembly_official", 3, Why.ADDED_WORDS),
        ("@OfficialValmoraAssembly", 3, Why.ADDED_WORDS),
        ("@the.real.Valmora.Assembly", 3, Why.ADDED_WORDS),
        ("@ValmoraAssembly24", 3, Why.ADDED_WORDS),
        ("@ValmoraAssemblys", 3, Why.NEAR),
        ("@ValmoraAsembly", 3, Why.NEAR),
        ("@VamloraAssembly", 3, Why.NEAR),
        ("https://asembly.example", 1, Why.NEAR),
    ],
)  # fmt: skip
def test_an_imitation_is_explained_by_its_plainest_reason(seen, key, why):
    assert (key, why.value) in reasons(seen)


@pytest.mark.parametrize(
    "seen", ["", "@", "https://", "…", "@gardening", "news", "weather.example", "http://[::1", "a" * 300]
)
def test_what_resembles_nothing_is_left_alone(seen):
    assert reasons(seen) == []


def test_the_plainest_imitation_comes_first():
    both = (Ours(1, ("@valmoraassembly",)), Ours(2, ("@valmoraassemblys",)))
    assert [one.ours.key for one in resemblances("@valm0ra_assembly", both)] == [1, 2]


def test_what_was_added_is_named():
    (found,) = resemblances("@ValmoraAssembly-help-desk", [SOCIAL])
    assert (found.why, found.detail) == (Why.ADDED_WORDS, "help desk")


def test_a_subdomain_of_ours_is_no_imitation():
    assert resemblances("https://petitions.assembly.example", [SITE]) == []


def test_an_address_is_taken_apart_as_a_person_reads_it():
    assert read("https://xn--ssembly-1fg.example/x").host == "аssembly.example"
    assert read("@press@Assembly.example").handle == "press"
    assert read("https://social.example/@Ada?lang=en").handle == "ada"
    assert (read("@the.real.one").host, read("no domain").host) == ("", "")


def slow_distance(one: str, other: str) -> int:
    """The same by its definition, without a table."""
    if not one or not other:
        return len(one) + len(other)
    least = min(
        slow_distance(one[:-1], other) + 1,
        slow_distance(one, other[:-1]) + 1,
        slow_distance(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        least = min(least, slow_distance(one[:-2], other[:-2]) + 1)
    return least


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_the_distance_is_that_of_its_definition(one, other):
    assert distance(one, other) == slow_distance(one, other) == distance(other, one)


@given(st.text(max_size=40))
def test_a_skeleton_of_a_skeleton_is_the_same_and_nothing_breaks(text):
    assert skeleton(text).isalnum() or skeleton(text) == ""
    resemblances(text, EVERY)
