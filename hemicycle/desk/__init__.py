"""What the House says: an announcement is written once, checked, approved by others, released once, everywhere.

Owns announcements, their wordings and pictures, their approvals, corrections and withdrawals. Never sends anything
itself (channels does), never lets anybody publish alone: who wrote a text, or touched it last, is refused as its
approver by the page, the action and the database. Begin reading at workflow.py, then models/ and actions/.
"""
