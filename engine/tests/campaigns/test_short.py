"""Short messages: nearly the same words, or the same link to act on."""

import pytest

from .postbag import campaigns_of, lines, none, same, strangers

SMS = {
    "en": "Stop the Orrin toll rise now, islanders cannot swim to work",
    "fr": "Stop à la hausse du péage d'Orrin, les insulaires ne vont pas travailler à la nage",
    "es": "Frenen ya la subida del peaje de Orrin, los isleños no van a nado al trabajo",
}


@pytest.mark.parametrize("lang", sorted(SMS))
def test_a_text_message_with_small_edits_is_found(lang):
    text = SMS[lang]
    edited = [text, text.upper(), f"{text}!!! Bea", f"Pls: {text}", text.replace("Orrin", "Skerrow"), text + " 🚢"]
    assert same(campaigns_of(edited))


def test_other_text_messages_on_the_subject_are_not_joined():
    others = [
        "Orrin toll is robbery",
        "cheaper boats for islanders",
        "my nan swims to work lol",
        "toll? no thanks, Orrin",
    ]
    found = campaigns_of([SMS["en"]] * 3 + others)
    assert same(found[:3])
    assert none(found[3:])


def test_posts_that_use_the_same_phrase_are_not_joined():
    own = [text.split() for text in strangers(8, 9, seed=5)]
    phrase = "crumbling breakwater scandal"
    assert none(campaigns_of([" ".join([*words[:at], phrase, *words[at:]]) for at, words in enumerate(own)]))


def test_posts_with_the_same_hashtag_alone_are_not_joined():
    assert none(campaigns_of([f"{text} #FreezeTheToll @AssemblyValmora" for text in strangers(12, 9, seed=5)]))


def test_posts_with_the_same_link_to_act_on_are_joined():
    links = ["https://freeze-the-toll.example/sign", "http://www.freeze-the-toll.example/sign?ref=x7",
             "(www.freeze-the-toll.example/sign/)", "https://freeze-the-toll.example/sign#form."]  # fmt: skip
    assert same(campaigns_of([f"{text} {link}" for text, link in zip(strangers(4, 5, seed=5), links, strict=True)]))


def test_posts_that_say_something_of_their_own_beside_the_same_link_are_not_joined():
    texts = [f"{text} https://freeze-the-toll.example/sign #FreezeTheToll" for text in strangers(6, 12, seed=5)]
    assert none(campaigns_of(texts))


def test_posts_with_different_links_are_not_joined():
    texts = strangers(4, 9, seed=5)
    assert none(campaigns_of([f"{text} https://{text[:4]}.example/sign" for text in texts]))


def test_posts_with_the_same_phrase_and_links_to_two_petitions_are_two_campaigns():
    phrase, sites = "crumbling breakwater scandal swallows our ferries", ["freeze-the-toll", "keep-orrin-afloat"]
    own = [" ".join(text.split()[:2]) for text in strangers(6, 9, seed=5)]
    found = campaigns_of([f"{text} {phrase} https://{sites[at // 3]}.example/sign" for at, text in enumerate(own)])
    assert same(found[:3]) and same(found[3:])
    assert found[0] != found[-1]


def test_posts_with_the_same_newspaper_link_are_not_joined():
    links = ["https://orrin-gazette.example/toll-doubles", "https://valmora.example/news/toll",
             "https://le-journal.example/peage", "https://eldia.example/noticias/peaje",
             "https://orrin.example/2026/03/toll"]  # fmt: skip
    texts = strangers(6 * len(links), 9, seed=5)
    assert none(campaigns_of([f"{text} {links[at % len(links)]}" for at, text in enumerate(texts)]))


def test_posts_with_the_link_of_the_bills_own_page_are_not_joined():
    texts = [f"{text} https://assembly.example/bills/31" for text in strangers(6, 5, seed=5)]
    assert same(campaigns_of(texts))
    assert none(
        campaigns_of(texts, about=["Ferry Tolls Bill. Follow it at https://assembly.example/bills/31 online."])
    )


def test_a_site_alone_is_no_link_to_act_on():
    assert none(campaigns_of([f"{text} https://twister.example" for text in strangers(6, 9, seed=5)]))


def test_long_letters_are_not_joined_by_a_link():
    assert none(campaigns_of([f"{text} https://freeze-the-toll.example/sign" for text in strangers(6, 80, seed=5)]))


def test_what_everyone_says_for_himself_is_no_campaign():
    said = ["Yes", "I agree", "Thank you very much", "Totalmente de acuerdo", "Je suis contre", "👍"]
    assert none(campaigns_of([text for text in said for _ in range(12)]))


def test_short_messages_do_not_chain_from_one_wording_to_another():
    sentence = lines("ferry.en")[3].split()
    steps = [" ".join([*sentence[at:], *strangers(1, 14, seed=4)[0].split()[: at + 1]]) for at in range(13)]
    found = campaigns_of(
        [steps[0], steps[0] + " hm", steps[0] + " eh", steps[12], steps[12] + " hm", steps[12] + " eh"]
    )
    assert same(found[:3]) and same(found[3:])
    assert found[0] != found[-1]


ORDERED = "Last boat leaves 22:40, shift ends 23:00, nurses stranded overnight, Valmora harbour board"
REORDERED = "Harbour board! 23:00 shift, 22:40 boat: Valmora nurses overnight stranded, last leaves before it ends"


def test_copies_of_two_wordings_of_one_message_are_one_campaign():
    found = campaigns_of(
        [ORDERED + end for end in ("", " Bea", " hm")] + [REORDERED + end for end in ("", " Ivo", "!")]
    )
    assert same(found)


def test_messages_for_and_against_one_thing_are_two_campaigns():
    against = (
        "Stop the wind farm on Corran hill. It kills birds and the view. Tell your deputy to vote against bill 12"
    )
    in_favour = (
        "We need Corran wind farm on the hill: clean power, rent for farmers. Your deputy should hear: bill 12 yes"
    )
    found = campaigns_of([text + end for text in (against, in_favour) for end in ("", " Bea", " hm", " Ivo")])
    assert same(found[:4]) and same(found[4:])
    assert found[0] != found[4]


def test_a_single_message_that_has_some_words_of_a_wording_is_not_joined():
    own = "Shift ends 23:00 for me too, and Valmora harbour smells of herring whenever that wretched dredger comes"
    assert none(campaigns_of([ORDERED + end for end in ("", " Bea", " hm")] + [own])[3:])
