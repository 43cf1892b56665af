"""What the House says: an announcement is written once, checked, approved by others, released once, everywhere.

Owns announcements, their texts and pictures, their approvals, corrections and withdrawals. Never sends anything
itself (channels does), never lets anybody publish alone: whoever edited a text since the last release is refused as
its approver by the page, the action and the database, and so is whoever gave an editor of it their role. Begin
reading at workflow.py, then models/ and actions/.
"""
