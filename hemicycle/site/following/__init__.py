"""Following, for everyone: what can be followed, asking for it, a person's own page. `follow` owns what is done."""
