"""Popolo's own JSON Schemas, and what a file does not fit in them."""

import json
from pathlib import Path

from jsonschema import Draft3Validator
from jsonschema.validators import validator_for
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

SCHEMAS = {
    "organizations": "organization",
    "areas": "area",
    "persons": "person",
    "memberships": "membership",
    "events": "event",
    "motions": "motion",
    "vote_events": "vote_event",
    "speeches": "speech",
}


def validators(record_files: Path) -> dict[str, Draft3Validator]:
    """By the section of a file that each is for."""
    files = [json.loads(path.read_text()) for path in sorted((record_files / "popolo" / "schemas").glob("*.json"))]
    assert all(validator_for(schema) is Draft3Validator for schema in files)
    rows = {schema["id"].removesuffix("#"): DRAFT3.create_resource(schema) for schema in files}
    registry: Registry = Registry().with_resources(rows.items())
    by_name = {name.rsplit("/", 1)[-1].removesuffix(".json"): row for name, row in rows.items()}
    return {
        section: Draft3Validator(row(by_name[name]), registry=registry, format_checker=Draft3Validator.FORMAT_CHECKER)
        for section, name in SCHEMAS.items()
    }


def row(resource: Resource) -> object:
    return resource.contents


def faults(path: Path, validators: dict[str, Draft3Validator]) -> list[str]:
    data = json.loads(path.read_text())
    return [
        f"{section}/{row.get('id')}: {fault.message}"
        for section, validator in validators.items()
        for row in data.get(section, [])
        for fault in validator.iter_errors(row)
    ]
