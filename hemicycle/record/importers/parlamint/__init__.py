"""ParlaMint TEI: `corpus` reads a file, `debate` the speeches of a sitting, `times` when they were made."""
