"""Checks of what has a form: numbers, links, media, languages, hours. They can block."""
