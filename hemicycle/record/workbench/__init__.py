"""The workbench: what staff decide (people who may be one, unknown speakers) and check (changed texts, votes)."""
