"""What people write to the House and to members' offices, from the first message to what became of it.

Owns cases: the messages of one person about one matter, who sees to them, the notes and answers around them, and the
reference by which whoever wrote finds out how it stands. Promises:

* Every message that somebody may have to answer has a case from the moment it is stored.
* A member's office and the House never see each other's cases, whoever somebody is.
* Each case is acknowledged once, and what a machine wrote never is.
* Nothing closes a case but a person, or an answer that a person gave.

The messages themselves, and what goes out, are kept by channels. Begin reading at workflow.py, models/case.py and
actions/opening.py.
"""
