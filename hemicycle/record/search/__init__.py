"""Search over everything that is public in the record.

`question.py` is what a reader asks, `entry.py` what an index keeps of a row; between them stands an engine
(`engine.py`): Tantivy in process, or PostgreSQL by setting. Actions note what changed as rows (`actions/indexing.py`);
`writing.py` takes them up and writes the index, which can be made anew from the record at any time. `finding.py`
reads the rows again and asks the gate, so that an index which is behind shows nothing it should not.
"""
