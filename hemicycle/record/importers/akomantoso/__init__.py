"""Akoma Ntoso: bills and acts (`bill`, whose clauses `provisions` finds), and debates (`debate`)."""
