"""Akoma Ntoso 3.0: bills and acts (`bill`), and debates (`debate`)."""
