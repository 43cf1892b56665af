"""How what came in is shown to staff: the rows of the inbox, what they answer, and one message with its thread."""
