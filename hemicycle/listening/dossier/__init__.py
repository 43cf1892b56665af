"""The dossier for a committee: one document of facts and sentences, each with the messages behind it.

`content.build` makes the document from the shown analysis, corrections in force, in one language, and gives the same
bytes for the same findings; `pdf.py` and the pages draw it and add nothing. Begin reading at content.py; `sections`
has a file for each part that a reader sees.
"""
