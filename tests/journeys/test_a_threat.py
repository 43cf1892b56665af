"""A threat comes by text message: reported by whoever reads it, seen by the safety officer alone, and handed to the police."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import REFERENCE, opens_case
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

THREAT = {
    "en": "I know where the chair lives. On Thursday I will shoot her.",
    "fr": "Je sais où habite la présidente. Jeudi, je vais la tuer.",
    "es": "Sé dónde vive la presidenta. El jueves la voy a matar.",
}


def test_a_threat_is_reported_kept_from_others_and_handed_to_the_police(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    words = THREAT[way.language]
    (reference,) = REFERENCE.findall(demonstration.answer_to(demonstration.new_number(), words))[:1]
    clerk = arrive("second.editor")
    reports(clerk, reference, words)

    safety = arrive("safety")
    safety.goes_to("Safety")
    assert words not in safety.page.content()
    safety.page.locator("main tbody").get_by_role("link").first.click()
    safety.sees("Reading this is hard", "Download the file for the police")
    report = safety.page.url
    assert words not in safety.page.content()
    safety.presses(re.compile(r"^(Show it|Montrer|Mostrar)"), within=safety.page.locator("#evidence"))
    safety.sees(re.compile(re.escape(words)))
    holds_the_original(downloads(safety, tmp_path / "police.zip"), words)
    passes_it_on(safety)

    for other in (clerk, arrive("administrator"), arrive("secretary")):
        assert other.page.request.get(report).status in (403, 404)
    clerk.goes_to("Inbox")
    assert words not in clerk.page.content()


def reports(clerk: Person, reference: str, words: str) -> None:
    opens_case(clerk, reference)
    clerk.waits_for("It may threaten somebody: report it")
    clerk.unfolds("It may threaten somebody: report it")
    clerk.chooses("What it is", "Threat of violence")
    clerk.chooses("Against", "A member")
    clerk.presses("Report it")
    clerk.sees("Reported. The evidence is kept, and those who see to it are notified.", "Reported as a threat")


def downloads(safety: Person, file: Path) -> Path:
    with safety.page.expect_download() as download:
        safety.presses("Download the file for the police")
    download.value.save_as(file)
    return file


def holds_the_original(pack: Path, words: str) -> None:
    with zipfile.ZipFile(pack) as one:
        names = one.namelist()
        assert {"manifest.json", "manifest.pdf", "SHA256SUMS"} <= {Path(name).name for name in names}
        assert any(words.encode() in one.read(name) for name in names)
        [manifest] = [name for name in names if name.endswith("manifest.json")]
        assert json.loads(one.read(manifest))


def passes_it_on(safety: Person) -> None:
    safety.presses("Assign to me")
    safety.unfolds("Assess it")
    safety.writes("Note", "Names the gate and the hour", within=safety.page.locator("details[open]"))
    safety.presses("Save the assessment")
    safety.unfolds("The police have it")
    safety.writes("Reference of the police", "VAL-2026-118")
    safety.presses("Save", within=safety.page.locator("details[open]"))
    safety.sees("VAL-2026-118", "Passed to the police")
