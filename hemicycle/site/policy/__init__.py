"""The policy in the open: what is in force, what was before, what differs, and what people may expect of the House."""
