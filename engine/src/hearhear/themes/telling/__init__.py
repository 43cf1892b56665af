"""Themes in their own words: labels, descriptions, quotations, a place on the map."""
