"""Which language a message is in: "und" where nothing tells, "mul" where it is written in several.

fastText's lid.176 looks at every text, py3langid gives a second opinion where that is doubtful, and the mix of
languages of the whole column weighs in, most where a text says little. Begin reading in `detecting`.
"""

from hearhear.language.detecting import LANGUAGES_SCHEMA, detect, fill

__all__ = ["LANGUAGES_SCHEMA", "detect", "fill"]
