"""What went out and came in, as the pages of several apps show it: its source, its name, an answer's progress."""
