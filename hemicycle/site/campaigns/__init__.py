"""Campaigns, for everyone: what they say and how many take part, announcing one, the page of its organiser."""
