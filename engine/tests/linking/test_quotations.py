"""Targets that are quoted."""

from .bill import ALL, Target, linked, reasons

SAID = "discharges untreated sewage into a river commits an offence"


def test_a_run_of_words_of_a_clause_is_a_quotation_of_it():
    text = f"So whoever {SAID}, they say."
    reason = reasons(text, "fines")[0]
    assert reason["kind"] == "quotation"
    assert SAID in reason["text"]
    assert text[reason["start"] : reason["end"]] == reason["text"]


def test_a_short_run_is_a_quotation_only_between_marks():
    assert "quotation" in linked("You write “liable in person directors are liable in person” but")["fines2"][1]
    assert "quotation" not in linked("one tenth of its yearly turnover is a lot")["fines"][1]


def test_grammar_alone_is_no_quotation():
    wordy = Target(
        "wordy", "clause", "en", "1", "", (), (), "It is to be done as it has been and will be with all of it."
    )
    assert linked("it has been and will be with all of it", [wordy]) == {}


def test_what_several_targets_say_proves_less_for_each():
    twins = [
        Target(
            name,
            "clause",
            "en",
            "",
            "",
            (),
            (),
            "The minister may by order published weekly appoint a committee of five judges.",
        )
        for name in ("a", "b")
    ]
    text = "Why: the minister may by order published weekly appoint a committee of five judges"
    assert linked(text, twins)["a"][0] == linked(text, twins)["b"][0] <= linked(text, twins[:1])["a"][0]


def test_nothing_is_quoted_by_a_message_of_other_words():
    assert all("quotation" not in kinds for _, kinds in linked("Trains are late again", ALL).values())


def test_a_newspaper_quoted_at_length_quotes_no_bill_whose_words_it_happens_to_use():
    paper = "“The mayor told us on Monday that directors are liable, that ferries run late and that harbours silt up”"
    assert all("quotation" not in kinds for _, kinds in linked(paper, ALL).values())


def test_a_usual_phrase_between_marks_quotes_none_of_those_who_use_it():
    users = [
        Target(name, "proposal", "en", "", "", (), (), f"The European Commission should {what}.")
        for name, what in (("a", "plant trees"), ("b", "mend bridges"), ("c", "pay nurses"))
    ]
    text = "They write “the European Commission should” too often."
    assert all("quotation" not in kinds for _, kinds in linked(text, users).values())
    assert "quotation" in linked(text, users[:1])["a"][1]
