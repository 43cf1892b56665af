"""The pages of the key questions, from an empty draft to its whole text."""
