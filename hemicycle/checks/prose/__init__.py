"""Checks of what is inferred from prose, by lists of words. They only advise: an ambiguous word alone is no remark."""
