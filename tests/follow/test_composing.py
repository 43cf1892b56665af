"""What a digest says when there is more to say than fits."""

from hemicycle.follow import messages
from hemicycle.follow.messages import Line, compose


def test_a_mail_names_as_many_as_fit_and_says_how_many_are_left() -> None:
    told = [
        Line(f"Bill {number}", f"https://parliament.example/{number}/") for number in range(messages.MOST_BY_MAIL + 3)
    ]
    body = compose("email", "en", told).body
    assert f"Bill {messages.MOST_BY_MAIL - 1}\n" in body and f"Bill {messages.MOST_BY_MAIL}\n" not in body
    assert body.endswith("And 3 more.")
    assert not compose("email", "en", told[: messages.MOST_BY_MAIL]).body.endswith("more.")
