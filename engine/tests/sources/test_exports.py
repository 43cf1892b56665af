"""Exports of Decidim and CONSUL, and of petitions, are recognised by their columns."""

import csv
import json
from datetime import UTC, datetime

import pytest
from hearhear.sources import read


@pytest.fixture
def write(tmp_path):
    def _write(rows, delimiter=","):
        path = tmp_path / "export.csv"
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return _write


def test_comments_of_decidim_keep_their_author_language_and_time(write):
    comment = {"id": 5, "created_at": "2026-03-01 10:00:00 +0100", "body": "Non au péage.", "locale": "fr", "author/id": 12,
               "alignment": -1, "depth": 0, "commentable_id": 3, "commentable_type": "Decidim::Proposals::Proposal",
               "root_commentable_url": "https://example.org/proposals/3"}  # fmt: skip
    reading = read(write([comment], delimiter=";"))
    assert reading.guess.export == "decidim-comments"
    assert reading.table.to_pylist() == [
        {"id": "5", "text": "Non au péage.", "lang": "fr", "channel": None, "sender": "12",
         "sent_at": datetime(2026, 3, 1, 9, tzinfo=UTC), "question": "https://example.org/proposals/3",
         "facts": [("position", "against")]}
    ]  # fmt: skip


def test_proposals_of_decidim_take_the_language_that_is_filled(write):
    rows = [
        {
            "id": 1,
            "title/fr": "Un quai",
            "title/es": "",
            "body/fr": "Plus large.",
            "body/es": "",
            "component/id": 9,
            "url": "u",
        },
        {
            "id": 2,
            "title/fr": "",
            "title/es": "Un muelle",
            "body/fr": "",
            "body/es": "Más ancho.",
            "component/id": 9,
            "url": "u",
        },
    ]
    assert read(write(rows)).table["text"].to_pylist() == ["Un quai\n\nPlus large.", "Un muelle\n\nMás ancho."]


def test_comments_of_consul_have_their_time_in_two_columns(write):
    comment = {"id": 5, "parentId": -1, "proposalId": 3, "userType": "", "date": "2026-03-01", "time": "0 days 10:00:00",
               "text": "No al peaje.", "numVotes": 1}  # fmt: skip
    reading = read(write([comment]))
    assert reading.guess.export == "consul-comments"
    assert reading.table["sent_at"].to_pylist() == [datetime(2026, 3, 1, 10, tzinfo=UTC)]


def test_proposals_of_consul_written_over_several_rows_are_one_message(write):
    rows = [
        {"proposal_id": 8, "info": "title", "text": "Un muelle"},
        {"proposal_id": 8, "info": "text", "text": "Más ancho, por favor."},
        {"proposal_id": 7, "info": "title", "text": "Un faro"},
    ]
    assert read(write(rows)).table.select(["id", "text"]).to_pylist() == [
        {"id": "8", "text": "Un muelle\n\nMás ancho, por favor."},
        {"id": "7", "text": "Un faro"},
    ]


def test_a_petition_is_its_action_background_and_details(tmp_path):
    petition = {"id": "4", "action": "Keep the ferry", "background": "It is the only one.", "additional_details": None,
                "created_at": "2026-03-01T10:00:00Z"}  # fmt: skip
    path = tmp_path / "petitions.jsonl"
    path.write_text(json.dumps(petition) + "\n")
    assert read(path).table["text"].to_pylist() == ["Keep the ferry\n\nIt is the only one."]
