"""Passages in groups: how alike they are, the tree of all, where it is cut, who belongs where."""
