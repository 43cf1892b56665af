"""What people wrote about a question: inquiries, the campaigns found in them, and the individual voices.

Owns inquiries, the files imported into them, the runs of the engine and what staff made of its findings. Calls
`hearhear`; never judges a person, never changes a message, never shows a row of another office.
Begin reading at models/inquiry.py and models/group.py, then actions/groups.py and actions/replay: what is shown is the
engine's answer with the corrections of staff applied on top of it.
"""
