"""The record in a SQLite file, row by row, without what differs from one installation to the next: keys and the clock.

A key is written as what the row behind it says, so that two installations that say the same look the same.
"""

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

# Rows that wait for the search, and packed files, are not part of the record.
OTHER_TABLES = {"record_unindexed", "record_indexing", "record_packing"}
UNLIKE = {"id", "address", "valid_from", "valid_to", "withdrawn_at"}


def portrait(database: Path) -> Counter[str]:
    """Every row of every table of the record as one line, with how often it occurs."""
    with closing(sqlite3.connect(database)) as there:
        there.row_factory = sqlite3.Row
        names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return _Drawn(
            there, [name for name in names if name.startswith("record_") and name not in OTHER_TABLES]
        ).lines()


class _Drawn:
    def __init__(self, there: sqlite3.Connection, tables: list[str]) -> None:
        self.rows = {name: {row["id"]: row for row in there.execute(f'SELECT * FROM "{name}"')} for name in tables}
        self.keys = {
            name: {key["from"]: key["table"] for key in there.execute(f'PRAGMA foreign_key_list("{name}")')}
            for name in tables
        }
        self.said: dict[tuple[str, str], str] = {}

    def lines(self) -> Counter[str]:
        return Counter(f"{table}: {self._says(table, key)}" for table, rows in self.rows.items() for key in rows)

    def _says(self, table: str, key: str) -> str:
        if (table, key) not in self.said:
            row = self.rows[table][key]
            fields = ((n, self._value(table, n, value)) for n, value in dict(row).items() if n not in UNLIKE)
            self.said[table, key] = "; ".join(f"{name}={value}" for name, value in fields if value not in (None, ""))
        return self.said[table, key]

    def _value(self, table: str, name: str, value: object) -> object:
        behind = self.keys[table].get(name)
        if behind is None or value is None:
            return value
        if behind not in self.rows:
            return "outside the record"
        return hashlib.sha256(self._says(behind, str(value)).encode()).hexdigest()[:16]
