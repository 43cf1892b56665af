"""How what came in is shown to staff: rows of the inbox, what they answer, one message with its thread, the bell."""
