import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from hemicycle.accounts.models import Office
from hemicycle.checks.registers import TITLES
from hemicycle.checks.registry import CHECKS
from hemicycle.rules import one_reading, parameters
from hemicycle.rules.errors import BadParameter, UnknownParameter
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import PARAMETERS, words_known
from hemicycle.rules.parameters.hearing import WEEKDAYS

pytestmark = pytest.mark.django_db


def test_the_default_holds_until_the_house_decides_otherwise() -> None:
    assert parameters.in_force("campaign_minimum_senders") == 3
    ParameterInForce.objects.create(name="campaign_minimum_senders", value=5)
    assert parameters.in_force("campaign_minimum_senders") == 5


@pytest.mark.parametrize("value", ["5", 0, -1, 2.5, [], True])
def test_a_value_of_the_wrong_kind_is_never_in_force(value: object) -> None:
    ParameterInForce.objects.create(name="session_hours", value=value)
    with pytest.raises(BadParameter):
        parameters.in_force("session_hours")


def test_zero_is_a_value_where_it_makes_sense_and_says_what_it_means() -> None:
    ParameterInForce.objects.create(name="overdue_escalation_days", value=0)
    assert parameters.in_force("overdue_escalation_days") == 0
    assert PARAMETERS["overdue_escalation_days"].said(0) == "never"
    assert PARAMETERS["overdue_escalation_days"].said(5) == "5 working days"
    with pytest.raises(BadParameter):
        PARAMETERS["overdue_escalation_days"].checked(-1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("quiet_from", "8pm"), ("quiet_from", "24:00"), ("official_hosts", "a.example"), ("official_hosts", ["a b"]),
     ("official_hosts", [3]), ("sub_judice_terms", [""])],
)  # fmt: skip
def test_words_that_have_not_the_form_of_their_parameter_are_never_in_force(name: str, value: object) -> None:
    ParameterInForce.objects.create(name=name, value=value)
    with pytest.raises(BadParameter):
        parameters.in_force(name)


def test_a_list_of_words_is_read_as_it_was_decided() -> None:
    ParameterInForce.objects.create(name="official_hosts", value=["a.example", "b.example"])
    assert parameters.in_force("official_hosts") == ("a.example", "b.example")


def test_a_parameter_nobody_declared_is_unknown() -> None:
    with pytest.raises(UnknownParameter):
        parameters.in_force("number_of_moons")


@pytest.mark.parametrize("parameter", parameters.PARAMETERS.values(), ids=lambda p: p.name)
def test_every_parameter_has_a_meaning_a_source_and_a_default_of_its_type(parameter: parameters.Parameter) -> None:
    assert str(parameter.meaning) and parameter.source
    assert parameter.checked(parameter.default) == parameter.default


def test_held_still_what_is_decided_is_read_once_and_stays_for_as_long(db: None, django_assert_num_queries) -> None:
    row = ParameterInForce.objects.create(name="campaign_minimum_senders", value=5)
    with one_reading.held_still(), django_assert_num_queries(1):
        assert parameters.in_force("campaign_minimum_senders") == 5
        assert parameters.in_force("session_hours") == 12
    with one_reading.held_still():
        assert parameters.in_force("campaign_minimum_senders") == 5
        row.delete()
        assert parameters.in_force("campaign_minimum_senders") == 5
    assert parameters.in_force("campaign_minimum_senders") == 3


def test_one_page_is_answered_by_one_set_of_rules(django_assert_num_queries) -> None:
    ParameterInForce.objects.create(name="campaign_minimum_senders", value=5)

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(
            f"{parameters.in_force('campaign_minimum_senders')} {parameters.in_force('session_hours')}"
        )

    with django_assert_num_queries(1):
        assert one_reading.hold_still(view)(HttpRequest()).content == b"5 12"


def test_an_empty_value_is_said_by_what_it_means(db: None) -> None:
    said = {
        name: PARAMETERS[name].said(PARAMETERS[name].default) for name in ("approving_offices", "required_languages")
    }
    assert said == {"approving_offices": "the office that writes", "required_languages": "all languages of the site"}
    assert PARAMETERS["election_freezes"].said(()) == "none"


def test_languages_checks_and_offices_are_said_by_their_names(office: Office) -> None:
    assert PARAMETERS["required_languages"].said(["en", "fr"]) == "English and French"
    assert (
        PARAMETERS["checks_blocking"].said(["dead-link", "rights"])
        == "dead links and pictures whose rights have ended"
    )
    assert PARAMETERS["approving_offices"].said("research, gone") == "Research service and gone"
    with translation.override("fr"):
        assert PARAMETERS["required_languages"].said(["en", "fr"]) == "anglais et français"


def test_every_check_that_may_block_has_a_name_for_the_policy() -> None:
    assert {name for name, check in CHECKS.items() if check.can_block} == TITLES.keys()


@pytest.mark.parametrize(
    ("language", "hour", "half_past", "years", "week"),
    [
        ("en", "8:00", "18:30", "5 years", "every day"),
        ("fr", "8\u00a0h", "18\u00a0h\u00a030", "5 ans", "tous les jours"),
        ("es", "8:00", "18:30", "5 años", "todos los días"),
    ],
)
def test_hours_years_and_a_whole_week_are_said_as_people_say_them(
    language: str, hour: str, half_past: str, years: str, week: str
) -> None:
    with translation.override(language):
        said = PARAMETERS["digest_at"].said
        assert (said("08:00"), said("18:30")) == (hour, half_past)
        assert PARAMETERS["messages_kept_days"].said(5 * 365) == years
        assert PARAMETERS["messages_kept_days"].said(400).startswith("400 ")
        assert PARAMETERS["attended_days"].said(list(WEEKDAYS)) == week


def test_words_that_can_be_listed_are_offered_to_choose_from() -> None:
    assert words_known(PARAMETERS["checks_blocking"])["dead-link"] == "dead links"
    assert words_known(PARAMETERS["direct_messages"])["answered"] == "are read and answered like letters"
    assert words_known(PARAMETERS["official_hosts"]) == {}
