"""Findings as files: complete, harmless in a spreadsheet, without the key of any sender, and written down."""

import csv
import io
import json

import pytest

from hemicycle.accounts.models import User
from hemicycle.channels.models import Inbound
from hemicycle.listening.models import Finding, Inquiry
from hemicycle.listening.presenters import exports
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import Refused
from hemicycle.rules.models import AuditEntry

from .conftest import FIRST, Client, Said, answer, finding


def download(browser: object, inquiry: Inquiry, kind: str) -> str:
    answer = browser.get(f"/inquiries/{inquiry.address}/findings.{kind}")  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_csv_has_a_row_for_every_message(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(download(sign_in(clerk), analysed, "csv"))))

    assert len(rows) == analysed.collected.count()
    assert sum(row["counted_as"] == "campaign" for row in rows) == 18
    assert tuple(rows[0]) == (*exports.COLUMNS, exports.MARK)


def test_json_says_how_the_findings_came_about(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    found = json.loads(download(sign_in(clerk), analysed, "json"))

    assert found["messages"] == len(found["findings"])
    assert found["campaigns"] == 3
    assert "no poll" in found["note"]


def test_themes_and_what_messages_speak_of_are_taken_away_with_the_findings(
    collected: Inquiry, clerk: User, sign_in: Client
) -> None:
    answer(collected, FIRST, Said(themes={"Ferry": {"en-0": "ferry"}, "Noise": {"voice-2": "bruit"}}))

    found = json.loads(download(sign_in(clerk), collected, "json"))
    rows = list(csv.DictReader(io.StringIO(download(sign_in(clerk), collected, "csv"))))

    assert [(one["name"], one["messages"]) for one in found["themes"]] == [("Ferry", 6), ("Noise", 1)]
    ferry = found["themes"][0]["theme"]
    assert sum(ferry in row["themes"] for row in found["findings"]) == 6
    assert sum(row["themes"] == ferry for row in rows) == 6


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_no_key_of_a_sender_leaves(analysed: Inquiry, clerk: User, sign_in: Client, kind: str) -> None:
    written = download(sign_in(clerk), analysed, kind)

    assert not any(sender in written for sender in Inbound.objects.exclude(sender="").values_list("sender", flat=True))


@pytest.mark.parametrize("formula", ["=1+1", "+41 79", "-2", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_runs_no_formula_of_a_letter(
    analysed: Inquiry, clerk: User, sign_in: Client, formula: str
) -> None:
    row = finding(analysed, "en-0")
    Finding.objects.filter(pk=row.pk).update(personal_text=formula)

    rows = {r["message"]: r for r in csv.DictReader(io.StringIO(download(sign_in(clerk), analysed, "csv")))}

    assert rows[str(row.inbound_id)]["own_words"] == f"'{formula}"


def test_every_row_and_the_head_of_the_json_bear_who_took_the_file(
    analysed: Inquiry, clerk: User, sign_in: Client
) -> None:
    client = sign_in(clerk)
    rows = list(csv.DictReader(io.StringIO(download(client, analysed, "csv"))))
    assert all(row["taken_by"].startswith("Clara Clerk · ") for row in rows)
    assert json.loads(download(client, analysed, "json"))["taken_by"].startswith("Clara Clerk · ")


def test_the_office_reads_who_downloaded_the_findings(
    analysed: Inquiry, clerk: User, researcher: User, sign_in: Client
) -> None:
    address = f"/inquiries/{analysed.address}/dossiers/"
    assert "Who downloaded the findings" not in sign_in(clerk).get(address).text
    download(sign_in(clerk), analysed, "csv")
    page = sign_in(researcher).get(address).text.partition("Who downloaded the findings")[2]
    assert "Clara Clerk" in page and "CSV" in page


def test_an_export_is_written_down(analysed: Inquiry, clerk: User, sign_in: Client) -> None:
    download(sign_in(clerk), analysed, "csv")

    entry = AuditEntry.objects.get(action="listening.export")
    assert entry.actor == clerk.audit_label
    assert entry.facts["kind"] == "csv"


def test_findings_of_another_office_are_not_exported(
    analysed: Inquiry, other_clerk: User, member: User, sign_in: Client
) -> None:
    for stranger in (other_clerk, member):
        assert sign_in(stranger).get(f"/inquiries/{analysed.address}/findings.csv").status_code == 404
        with pytest.raises(Refused):
            gate.release(analysed, via=EgressPoint.EXPORT, to=stranger)
    assert not AuditEntry.objects.filter(action="listening.export").exists()
