"""The audit log as people read it: a page, and a file of what the page shows.

The log itself is on the floor (hemicycle/rules/audit.py), which knows no person and no office and has no pages. Who
may read which entry is a question of offices, so it is answered here; what an entry is about is known by the apps
above, which register it at start (subjects.py). Begin reading at reading.py.
"""
