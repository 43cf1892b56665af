"""A policy on paper and for programs: the consolidated text, the marked-up text, the record of amendments.

Each of the three is a `Paper` (blocks.py) in one language; each format writes any paper: a page, Markdown, Akoma Ntoso
and tagged PDF. `data.py` is what programs read.
"""
