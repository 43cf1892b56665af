"""The demonstration: an invented republic, its Assembly, and the post it receives.

Begin reading in `parliament` (the papers of the Assembly of Valmora) and `letters` (a seeded generator of what
citizens write about them). Both are plain Python and readable data files: neither knows Django nor the engine.
"""
