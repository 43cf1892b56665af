"""What the House published, as it looked, kept in WARC (ISO 28500:2017) with what could not be kept and why.

subjects.py says what has to be captured; collecting.py reads it, pages.py as a visitor and networks.py where it stands
outside; warc.py writes and verifies records; manifest.py says what a file holds. Only what is public goes in. Begin
reading at subjects.py, then ../actions/archiving.py.
"""
