"""Hemicycle: a parliament speaks with the people it represents, and hears them.

The apps, from the floor up: rules, accounts, record and channels, listening, site, demo; conf wires them.
A name may import what is below it, nothing beside or above. Begin reading at rules, then follow one
message through channels and listening.
"""
