"""The policy that is published is the policy that the software enforces."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hemicycle.conf import policy
from hemicycle.governance.enforcement import Reading, faults, readings
from hemicycle.governance.enforcement.source import ROOT
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import PARAMETERS, DecidedBy

NOT_YET: set[str] = set()
"""What nothing enforces yet. It only becomes shorter."""


def test_every_parameter_is_enforced_and_proven_and_nothing_is_enforced_that_is_none() -> None:
    assert [str(one) for one in faults() if one.of not in NOT_YET] == []


def test_what_is_enforced_by_now_is_on_the_list_of_what_is_not_no_longer() -> None:
    assert {one.of for one in faults()} & NOT_YET == NOT_YET


@pytest.mark.parametrize("name", ["approvals_needed", "quiet_from", "house_chamber", "licence_url", "write_to_form",
                                  "follow_confirm_days", "campaign_minimum_senders"])  # fmt: skip
def test_a_reading_is_found_however_its_name_is_written(name: str) -> None:
    """Literally, as one of two, by a loop, as a constant of this or another module, or in a rule of retention."""
    assert any(one.name == name for one in readings())
    for one in readings():
        assert len((ROOT / one.file).read_text().splitlines()) >= one.line


def test_a_parameter_that_nothing_reads_is_a_fault() -> None:
    kept = [one for one in readings() if one.name != "approvals_needed"]
    assert "approvals_needed: nothing reads it" in map(str, faults(read=kept))


def test_reading_what_is_no_parameter_is_a_fault() -> None:
    found = faults(read=[*readings(), Reading("moons", "hemicycle/x.py", 3), Reading("", "hemicycle/y.py", 4)])
    assert "moons: hemicycle/x.py:3 reads it, and it is no parameter" in map(str, found)
    assert "hemicycle/y.py:4 reads a parameter whose name cannot be told from the source" in map(str, found)


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        ("", "it names no test that proves it"),
        ("tests/governance/test_enforcement.py::test_gone", "there is no test"),
        ("tests/governance/gone.py::test_x", "there is no test"),
        ("tests/governance/test_enforcement.py::test_the_report_is_there_as_data", "does not mention it"),
    ],
)
def test_a_parameter_of_the_policy_without_a_proof_is_a_fault(test: str, fault: str) -> None:
    declared = {"approvals_needed": replace(PARAMETERS["approvals_needed"], test=test)}
    assert [one.text for one in faults(declared, read=[Reading("approvals_needed", "x.py", 1)]) if fault in one.text]


def test_where_no_tests_came_with_the_program_their_names_are_believed(tmp_path: Path) -> None:
    declared = {"approvals_needed": replace(PARAMETERS["approvals_needed"], test="tests/gone.py::test_x")}
    assert not faults(declared, read=[Reading("approvals_needed", "x.py", 1)], root=tmp_path)


@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=lambda p: p.name)
def test_only_what_the_policy_decides_names_a_test(parameter) -> None:
    assert parameter.decided_by is DecidedBy.POLICY or not parameter.test


@pytest.mark.django_db
def test_the_check_says_of_each_parameter_its_value_who_decides_it_and_what_enforces_it(capsys) -> None:
    ParameterInForce.objects.create(name="approvals_needed", value=4)
    assert policy.run(act="check", as_json=False) == (1 if faults() else 0)
    said = capsys.readouterr().out
    assert "approvals_needed = 4, decided by the policy\n    enforced by hemicycle/desk/actions/reviews.py:" in said
    assert 'licence = "", decided by the House, on a page\n    enforced by hemicycle/rules/licence.py:' in said


@pytest.mark.django_db
def test_a_stored_value_that_does_not_fit_is_shown_as_none(capsys) -> None:
    ParameterInForce.objects.create(name="approvals_needed", value="many")
    policy.run(act="check", as_json=False)
    assert "approvals_needed = null" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_report_is_there_as_data(capsys) -> None:
    policy.run(act="check", as_json=True)
    report = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in report["parameters"]} == PARAMETERS.keys()
    assert len(report["faults"]) == len(faults())
