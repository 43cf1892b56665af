"""The title of a campaign: its most telling sentence, and which sentences are never one."""

from hearhear import campaigns

from .postbag import posted, strangers

ASK = "Please strike out the night toll and keep the ferry between Lammas and Skerrow running until midnight."
LETTER = (
    "I hope this finds you well. The ferry carries nurses, bakers and teachers who cannot pay twice for one crossing. "
    f"{ASK} Thank you for your time."
)


def title(texts: list[str], *, about: tuple[str, ...] = (), read: bool = True) -> str:
    table = posted([*texts, *strangers(60, seed=7)])
    found = campaigns.find(table, about=about, settings=campaigns.Settings(families=False, read=read))
    assert len(found.campaigns) == 1
    return found.campaigns["title"][0].as_py()


def test_the_title_is_what_the_letter_asks_for():
    assert title([LETTER] * 5) == ASK


def test_a_closing_that_has_nothing_to_do_with_the_rest_is_no_title():
    closing = "Please tell me how you intend to vote and what you will say in the committee on Monday."
    ask = "I ask you to keep the night ferry and to strike out the toll on nurses, bakers and teachers."
    claim = "The night ferry carries the nurses, bakers and teachers of Skerrow, who cannot pay a toll twice."
    assert title([f"{claim} {ask} {closing}"] * 5) == ask


def test_what_few_copies_carry_is_no_title():
    claim = "The night ferry carries the nurses, bakers and teachers of Lammas, who cannot pay a toll twice a day."
    further = "Without the night ferry nobody can cross from Lammas to Skerrow between ten in the evening and dawn."
    rare = (
        "Please keep the night ferry from Lammas to Skerrow for the nurses, bakers and teachers who cannot pay a toll."
    )
    shorter = f"{claim} {further}"
    assert title([f"{shorter} {rare}"] * 5) == rare
    assert title([shorter] * 7 + [f"{shorter} {rare}"] * 5) in shorter


def test_the_bills_own_words_and_quotations_are_no_title():
    claim = "The ferry carries nurses, bakers and teachers who cannot pay twice for one crossing."
    further = "Without it nobody can cross from Lammas to Skerrow between ten in the evening and dawn."
    letter = f"{ASK} {claim} {further}"
    assert title([letter] * 5) == ASK
    assert title([letter] * 5, about=(ASK,)) in (claim, further)
    assert title([letter.replace(ASK, f"“{ASK}”")] * 5) in (claim, further)


def test_a_sentence_with_a_gap_or_personal_data_is_no_title():
    names = ["Ottoline Prax", "Bertram Quill", "Zenobia Marsh", "Caspian Thrale"]
    claim = "The night ferry carries nurses who cannot pay."
    broken = [f"Please let {name} of the harbour quarter keep the night ferry as it is. {claim}" for name in names]
    named = (
        f"Please tell my neighbour Bertram Quill to keep the night ferry for the nurses, bakers and teachers. {claim}"
    )
    written = f"Please write to ottoline.prax@lammas.example and ask to keep the night ferry for the nurses. {claim}"
    assert title(broken) == title([named] * 4) == title([written] * 4) == claim


def test_what_is_private_is_no_title():
    private = "Please vote against the toll of the night ferry, which I cannot pay since I am in debt and on benefits."
    claim = "The night ferry carries nurses who cannot pay."
    assert title([f"{private} {claim}"] * 5) == claim


def test_a_long_sentence_is_cut_between_words():
    long = "Please keep the ferry " + "and the harbour and the lamps and the bells and the ropes " * 3 + "as they are."
    found = title([f"The toll is doubled. {long}"] * 5)
    assert len(found) <= 121 and found.endswith(" …") and long.startswith(found.removesuffix(" …"))


def test_a_text_of_two_words_is_its_own_title():
    assert title(["Mayor resign!"] * 4) == "Mayor resign!"


def test_without_reading_the_sentence_is_taken_that_most_carry():
    further = "The board has never said where all the money of the last six winters has gone."
    assert title([f"{further} {LETTER}"] * 4 + [LETTER] * 8, read=False) in LETTER
