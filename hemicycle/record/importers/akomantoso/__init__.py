"""Akoma Ntoso: bills and acts (`bill`, whose clauses are told apart by `provisions`), and debates (`debate`)."""
