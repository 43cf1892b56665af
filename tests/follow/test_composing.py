"""What a digest says when there is more to say than fits."""

from hemicycle.follow import digests
from hemicycle.follow.digests import Line, compose


def test_a_mail_names_as_many_as_fit_and_says_how_many_are_left() -> None:
    told = [
        Line(f"Bill {number}", f"https://parliament.example/{number}/") for number in range(digests.MOST_BY_MAIL + 3)
    ]
    body = compose("email", "en", told).body
    assert f"Bill {digests.MOST_BY_MAIL - 1}\n" in body and f"Bill {digests.MOST_BY_MAIL}\n" not in body
    assert body.endswith("And 3 more.")
    assert not compose("email", "en", told[: digests.MOST_BY_MAIL]).body.endswith("more.")
