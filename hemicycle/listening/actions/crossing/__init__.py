"""Findings by question and by the facts of senders: strata are stored with a run, tables counted after each change.

Begin with `tables.py`; `disclosure.py` says which cells nobody sees.
"""
