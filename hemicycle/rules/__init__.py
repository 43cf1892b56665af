"""The floor: what holds for every app, whatever it does.

Owns the audit log, classification, the release gate and its egress points, the retention rules with their nightly runs
and legal holds, the parameters in force, and background work as rows with states and leases. Knows no app above it:
what must run upwards is registered here at start. Never holds a foreign key into another app, and never personal data
in the log. Begin reading at models.py, then audit.py, gate.py, work.py and retention.py.
"""
