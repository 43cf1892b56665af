"""What the tests of importers share: our own files by format, and reading and entering one."""

from pathlib import Path

from hemicycle.record import actions
from hemicycle.record.actions import Changes
from hemicycle.record.importers import formats
from hemicycle.record.models import Contribution, Segment, SpeechText, Vote, VoteEvent

JSON_FILES = ("popolo.json", "wikidata.json", "nosdeputes.jsonl")
PARLAMINT = ("parlamint-listOrg.xml", "parlamint-listPerson.xml", "parlamint-sitting.xml")
TABLES = ("members.csv", "membres.csv")
EUROPARL = ("europarl-speeches.jsonld", "europarl-meeting.jsonld")
XML_FILES = ("akn-debate.xml", "ourcommons-en.xml", "ourcommons-fr.xml", "publicwhip.xml", "parlamint-listOrg.xml")
GOLDEN_FILES = (*XML_FILES, *JSON_FILES, *EUROPARL, *TABLES)


def read(path: Path) -> list[object]:
    return list(formats.recognise(path).read(path))


def put(path: Path) -> Changes:
    changes, _aside = actions.put_papers(formats.recognise(path).read(path), by="test")
    return changes


def everything() -> dict[str, list[dict[str, object]]]:
    """The rows of what was said, without what differs from run to run."""
    unlike = {"id", "address", "source_id", "valid_from", "valid_to"}
    tables = (Contribution, SpeechText, Segment, VoteEvent, Vote)
    return {
        table.__name__: [
            {name: value for name, value in row.items() if name not in unlike and not name.endswith("_id")}
            for row in table.objects.order_by("pk").values()
        ]
        for table in tables
    }
