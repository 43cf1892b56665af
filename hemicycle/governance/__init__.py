"""How the House governs its communication: the policy, who holds which duty, what persons may ask, and the archive.

Owns the texts of policies, their articles, comments and amendments, their adoption, and emergency overrides. What is
in force is kept in `rules`, where every app reads it; a policy gets there by `actions/adopting.py` alone. Never
enforces a text that no body has adopted, and never lets one person adopt and activate it. Begin reading at workflow.py
and models/policy.py, then actions/drafting.py and actions/adopting.py.
"""
