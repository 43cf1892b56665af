"""Which accounts are really the House's: the list (listing.py), and whether what was seen is on it (checking.py)."""
