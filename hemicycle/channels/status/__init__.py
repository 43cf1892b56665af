"""How the channels are, for staff: what is late, what keeps messages from leaving, and the words for both."""
