"""How long data is kept, and what must not end, as an administrator of the House or a member's office follows it.

The rules and the holds are on the floor (hemicycle/rules/), which knows no offices and has no pages. Begin reading at
report.py.
"""
