"""What people wrote about a question: inquiries, the campaigns found in them, and the individual voices.

Owns inquiries, the files imported into them, the runs of the engine and what staff made of its findings. Calls
`hearhear`; never judges a person, never changes a message, never shows a row of another office.
Begin reading at models/inquiry.py, then actions/corrections.py and actions/replay.py: what is shown is the
engine's answer with the corrections of staff played back on top of it.
"""
