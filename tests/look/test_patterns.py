"""The patterns without a browser: what they draw, mark, compare, escape and refuse."""

import re
from html import unescape
from itertools import combinations
from math import dist

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.accounts.patterns import Change, Filter, Party, Remark, difference, marked, seat_size, seats
from hemicycle.accounts.templatetags.look import (
    drawing,
    evidence_link,
    is_alive,
    is_choice,
    is_tick,
    left_of,
    number,
    tenths,
    undo_url,
    widget,
)

STATES = (("", "All"), ("new", "New"))


def rendered(text: str, **context: object) -> str:
    return Template("{% load look %}" + text).render(Context(context))


def test_a_pattern_gets_its_body_and_its_parts_apart() -> None:
    aside = '{% part "aside" %}aside{% endpart %}'
    page = rendered('{% pattern "reading_pair" heading_text="A" heading_aside="B" %}body' + aside + "{% endpattern %}")
    assert "<h2>A</h2>body</section>" in page
    assert "<h2>B</h2>aside</section>" in page


def test_the_parts_of_a_pattern_inside_another_stay_with_it() -> None:
    inner = '{% pattern "section" heading="In" %}{% part "actions" %}inner{% endpart %}{% endpattern %}'
    page = rendered('{% pattern "section" heading="Out" %}' + inner + "{% endpattern %}")
    assert page.count("inner") == 1


def test_a_pattern_escapes_what_it_is_given_and_keeps_its_body() -> None:
    page = rendered('{% pattern "notice" title=title %}<b>bold</b>{{ title }}{% endpattern %}', title="<script>")
    assert page.count("&lt;script&gt;") == 2
    assert "<script>" not in page
    assert "<b>bold</b>" in page


def test_a_pattern_sees_nothing_of_the_page_but_its_own_keys() -> None:
    assert "secret" not in rendered('{% pattern "section" %}{% endpattern %}', heading="secret")


def test_a_pattern_refuses_what_is_not_key_and_value() -> None:
    with pytest.raises(TemplateSyntaxError, match="key=value"):
        rendered('{% pattern "section" heading %}{% endpattern %}')


def test_a_filter_takes_its_value_from_the_address_and_drops_what_is_no_choice() -> None:
    state = Filter("state", "State", STATES)
    assert state.read({"state": "new"}).value == "new"
    assert state.read({"state": "'; drop"}).value == ""


def test_a_template_marks_the_words_of_a_remark() -> None:
    context = Context({"text": "Keep clause 4.", "remarks": [Remark("x", 5, 13, "Clause 4")]})
    page = Template("{% load look %}{% marked_text text remarks %}").render(context)
    assert page == marked("Keep clause 4.", [Remark("x", 5, 13, "Clause 4")])
    assert "<mark" in page


def test_the_words_of_a_remark_are_marked_and_everything_is_escaped() -> None:
    page = marked("Keep <b>clause 4</b>.", [Remark("x", 8, 16, "Clause 4")])
    assert page.startswith('Keep &lt;b&gt;<mark id="mark-x" class="mark-shared">clause 4<a')
    assert page.endswith("</mark>&lt;/b&gt;.")


def test_words_two_remarks_share_belong_to_the_earlier_and_both_can_be_reached() -> None:
    page = marked(
        "abcdef", [Remark("late", 1, 3, "Late"), Remark("early", 0, 4, "Early"), Remark("next", 2, 6, "Next")]
    )
    assert 'class="mark-shared">abcd<a' in page
    assert 'class="mark-shared">ef<a' in page
    assert 'id="mark-late"' in page


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_adds_numbers_and_changes_no_letter(text: str, spans: list[tuple[int, int]]) -> None:
    page = marked(text, [Remark(str(place), min(span), max(span), "t") for place, span in enumerate(spans)])
    without_numbers = re.sub(r'<a class="mark-number".*?</a>', "", page)
    assert unescape(re.sub(r"</?mark[^>]*>", "", without_numbers)) == text


@given(st.text("ab \n."), st.text("ab \n."))
def test_a_difference_holds_both_texts_whole(old: str, new: str) -> None:
    changes = difference(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new


def test_long_texts_are_compared_line_by_line() -> None:
    old = "one word and another\n" * 2_000
    changes = difference(old, old.replace("another", "more", 1))
    assert [change.text for change in changes if change.kind == "added"] == ["one word and more\n"]


def test_a_difference_is_said_in_words_too() -> None:
    page = rendered("{% difference old new %}", old="may close", new="shall close")
    assert "[removed: </span>may" in page
    assert "[added: </span>shall" in page


@pytest.mark.parametrize("sizes", [(1,), (2, 1), (21, 9, 14, 13, 3), (349,), (200, 199, 180, 126)])
def test_every_member_has_a_seat_and_no_seat_touches_another(sizes: tuple[int, ...]) -> None:
    places = seats([Party(str(size), str(place), size, "#000000") for place, size in enumerate(sizes)])
    assert len(places) == sum(sizes)
    apart = min((dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(places, 2)), default=100)
    assert apart > 2 * seat_size(len(places))


def test_parties_sit_from_left_to_right_in_the_order_given() -> None:
    left, right = Party("L", "L", 30, "#000000"), Party("R", "R", 30, "#ffffff")
    places = seats([left, right])
    assert (
        max(seat.x for seat in places if seat.party == "L") <= min(seat.x for seat in places if seat.party == "R") + 8
    )


def test_an_empty_house_draws_no_seat() -> None:
    assert "<circle class" not in rendered("{% hemicycle parties %}", parties=[])


def test_digits_are_grouped_as_the_language_groups_them() -> None:
    with translation.override("fr"):
        assert number(12345).split() == ["12", "345"]
    with translation.override("en"):
        assert number(12345) == "12,345"


def test_a_drawing_loses_what_the_policy_refuses() -> None:
    assert drawing('<?xml version="1.0"?><svg style="x"><script>y</script><g/></svg>') == "<svg><g/></svg>"


def test_a_message_carries_the_address_that_undoes_it() -> None:
    assert undo_url("undo:/inquiries/1/undo/") == "/inquiries/1/undo/"
    assert undo_url("") == undo_url(None) == ""


def test_what_changed_is_one_run_where_only_a_space_is_between_and_the_rest_is_the_same() -> None:
    assert difference("The House may close at ten.", "The House shall close at six.") == [
        Change("same", "The House "), Change("removed", "may"), Change("added", "shall"),
        Change("same", " close at "), Change("removed", "ten"), Change("added", "six"), Change("same", "."),
    ]  # fmt: skip
    assert difference("one two", "three four") == [Change("removed", "one two"), Change("added", "three four")]


def test_a_control_is_of_our_look_and_has_no_placeholder() -> None:
    class Choice(forms.Form):
        word = forms.CharField(widget=forms.TextInput({"placeholder": "vanishes"}))
        one = forms.ChoiceField(choices=STATES, required=False)
        yes = forms.BooleanField(required=False)

    drawn = {field.name: widget(field) for field in Choice()}
    classes = {name: re.findall(r'class="([^"]*)"', control) for name, control in drawn.items()}
    assert classes == {"word": ["form-control"], "one": ["form-select"], "yes": ["tick"]}
    assert "placeholder" not in drawn["word"] and "aria-describedby" not in drawn["word"]


def test_how_far_work_has_come_is_said_in_tenths_and_never_as_less_than_nothing() -> None:
    assert tenths(0, 5) == 0
    assert [tenths(done, 30) for done in (None, 0, 2, 3, 29, 30)] == [0, 0, 0, 10, 90, 100]
    assert [left_of(done, 30) for done in (None, 7, 31)] == ["30", "23", "0"]
    assert [state for state in ("waiting", "running", "done", "failed") if is_alive(state)] == ["waiting", "running"]


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    class Letter(forms.Form):
        title = forms.CharField(help_text="A hint")

    field = Letter({"title": ""})["title"]
    assert 'aria-describedby="id_title-hint id_title-error"' in widget(field)


def test_a_number_that_opens_to_its_evidence_is_named_where_the_sentence_does_not_name_it() -> None:
    assert "aria-label" not in evidence_link(3, "/e/") and '<a class="evidence-link" href="/e/"' in evidence_link(
        3, "/e/"
    )
    assert ' aria-label="Letters: 1,200">1,200</a>' in evidence_link(1200, "/e/", "Letters")


def test_choices_and_ticks_are_drawn_apart_from_what_is_typed() -> None:
    class Choice(forms.Form):
        one = forms.ChoiceField(choices=STATES, widget=forms.RadioSelect)
        some = forms.MultipleChoiceField(choices=STATES, widget=forms.CheckboxSelectMultiple)
        yes = forms.BooleanField()
        word = forms.CharField()

    drawn = {field.name: (is_choice(field), is_tick(field)) for field in Choice()}
    assert drawn == {"one": (True, False), "some": (True, False), "yes": (False, True), "word": (False, False)}
