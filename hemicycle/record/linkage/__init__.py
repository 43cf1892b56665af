"""Record linkage: which rows may be one person or one party (`matches`), and who spoke under a name (`candidates`)."""
