"""The pages of the inbox for staff."""
