"""Campaigns, from single words to whole postbags. The letters are in `letters/`, written for these tests."""
