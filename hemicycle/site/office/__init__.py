"""Where the work of a member's office begins: what its member said, voted and introduced, ready to be shared, what
comes next, who wrote to them, and what is said of them in public under the House's posts.

Begin reading at page.py. Owns nothing; the office's own rows are read through `visible_to` alone.
"""
