"""Announcements of the House: written once, checked, approved by others, released once on every channel.

Owns announcements, their texts and media files, their approvals, corrections and withdrawals. Promises:

* Nobody publishes alone. Whoever edited an announcement since the last release is refused as its approver by the page,
  the action and the database, and so is whoever gave one of its editors their role.
* What is approved is what was read, and what was approved is what goes out.
* What was released stays public: it is corrected or withdrawn, never deleted.
* The desk sends nothing itself; channels does.

Begin reading at workflow.py, then models/, snapshot.py and actions/.
"""
