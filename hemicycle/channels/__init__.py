"""The doors to the outside. So far one way in: what people sent to an office.

Owns every message received (`Inbound`), whose it is and how long it is kept; never judges one, and never shows a
row to anyone outside its office. Begin reading at models.py, then actions.py.
"""
