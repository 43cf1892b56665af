"""The people who sign in: users, offices, roles, and what each role may open.

Owns users, offices and assignments, the permission of every view, sign-in, and the navigation that apps fill.
An office is a tenant: its rows are read through `visible_to(person)` only, and no administrator or superuser
passes that. Nobody gives themselves a role; one that approves, reads letters or lets others in is given by one person
and confirmed by another (PendingAssignment), in the database too. Never knows what an office works on. Begin reading
at models/people.py, then permissions.py.
"""
