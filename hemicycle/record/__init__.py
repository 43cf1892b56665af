"""The legislative record: people, bodies, sittings, bills with their versions and clauses.

Owns what happened in the House, as the sources say it; never what people think of it. Public unless a row says
otherwise, and the release gate is asked before a page shows it. Begin reading at `papers.py` (what a source
says), then `actions` (how it becomes rows) and `models`.
"""
