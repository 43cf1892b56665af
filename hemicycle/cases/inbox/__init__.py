"""How cases are shown to staff: rows of the inbox, what they answer, one case with its thread, the bell."""
