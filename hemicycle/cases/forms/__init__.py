"""What a person fills in, by subject."""
