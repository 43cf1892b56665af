"""What of a message is not its author's own words."""
