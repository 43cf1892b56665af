"""The people who sign in: users, offices, roles, and what each role may open.

Owns users, offices and assignments, the permission of every view, sign-in, and the navigation that apps fill.
An office is a tenant: its rows are read through `visible_to(person)` only, and no administrator or superuser
passes that. Never knows what an office works on. Begin reading at models.py, then permissions.py.
"""
