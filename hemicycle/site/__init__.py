"""The public pages: front page, how letters are read, accessibility; and where a person's work and search begin.

Composes what the apps below know and owns no table. Begin reading at `views.py`.
"""
