"""A picture that goes out with a text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """`path` is a file of ours, `alternative` what it says to whoever does not see it; `url` is where anybody fetches
    it once it was released. `credit` names who made it, in a sentence that stands beside it."""

    path: str
    kind: str
    alternative: str = ""
    url: str = ""
    credit: str = field(default="", repr=False)

    @property
    def file(self) -> dict[str, str]:
        """As `Rendered.content` keeps it where an adapter uploads the file."""
        file = {"path": self.path, "kind": self.kind, "alternative": self.alternative}
        return file | ({"credit": self.credit} if self.credit else {})
