"""Names of persons: by what stands in lists, and by what a name does in a letter."""
